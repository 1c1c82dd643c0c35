package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionCookieTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final UUID STANDS = UUID.randomUUID();

    private static SessionCookie cookie(String token, Instant now) {
        return cookie(token, now, "mark of ");
    }

    private static SessionCookie cookie(String token, Instant now, String mark) {
        return new SessionCookie(
                token, mark::concat, (projectId, tokenId) -> tokenId.equals(STANDS), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void whatWasIssuedIsRead() {
        SessionCookie cookie = cookie("a-token-of-the-admin", NOW);

        assertThat(cookie.verify(cookie.issue(new Caller.Admin()))).contains(new Caller.Admin());
        assertThat(cookie.verify(cookie.issue(new Caller.Project("shop")))).contains(new Caller.Project("shop"));
    }

    @Test
    void itEndsAfterItsLife() {
        String issued = cookie("a-token-of-the-admin", NOW).issue(new Caller.Admin());

        assertThat(cookie("a-token-of-the-admin", NOW.plus(SessionCookie.LIFE).minusSeconds(1))
                        .verify(issued))
                .isPresent();
        assertThat(cookie("a-token-of-the-admin", NOW.plus(SessionCookie.LIFE).plus(Duration.ofSeconds(1)))
                        .verify(issued))
                .isEmpty();
    }

    @Test
    void anotherAdminTokenSignsEverybodyOut() {
        String issued = cookie("a-token-of-the-admin", NOW).issue(new Caller.Admin());

        assertThat(cookie("another-token-of-it", NOW).verify(issued)).isEmpty();
    }

    @Test
    void anotherSecretKeySignsOutWhoCameWithTheOneBefore() {
        SessionCookie before = cookie("a-token-of-the-admin", NOW, "before of ");
        SessionCookie after = cookie("a-token-of-the-admin", NOW, "after of ");

        assertThat(after.verify(before.issue(new Caller.Project("shop")))).isEmpty();
        assertThat(after.verify(before.issue(new Caller.Admin()))).isPresent();
    }

    @Test
    void aRevokedTokenSignsOutWhoCameWithIt() {
        SessionCookie cookie = cookie("a-token-of-the-admin", NOW);
        Caller viewer = new Caller.Viewer("shop", STANDS);

        assertThat(cookie.verify(cookie.issue(viewer))).contains(viewer);
        assertThat(cookie.verify(cookie.issue(new Caller.Viewer("shop", UUID.randomUUID()))))
                .isEmpty();
    }

    @Test
    void anyChangedCharacterIsRefused() {
        SessionCookie cookie = cookie("a-token-of-the-admin", NOW);
        String issued = cookie.issue(new Caller.Project("shop"));

        for (int i = 0; i < issued.length() - 1; i++) {
            char other = issued.charAt(i) == 'A' ? 'B' : 'A';
            String forged = issued.substring(0, i) + other + issued.substring(i + 1);
            assertThat(cookie.verify(forged)).as("character %d", i).isEmpty();
        }
        for (String garbage : new String[] {"", ".", "a.b", "%%%.%%%", "x".repeat(10_000)}) {
            assertThat(cookie.verify(garbage)).isEmpty();
        }
    }
}
