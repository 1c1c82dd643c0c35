package dev.claymore.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The UI's cookie: who signed in and until when, signed. The key comes from the admin token, so a new token signs
 * everybody out, a project's new secret key those who came with the one before, and a revoked token who came with it; nothing is stored.
 * Thread-safe.
 */
final class SessionCookie {

    static final String NAME = "claymore_session";
    static final Duration LIFE = Duration.ofDays(30);

    private static final String ADMIN = "admin";
    private static final String PROJECT = "project:";
    private static final String VIEWER = "viewer:";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final Clock clock;
    private final UnaryOperator<String> secretKeyMark;
    private final BiPredicate<String, UUID> tokenStands;

    /**
     * @param secretKeyMark of a project's id: what tells its secret key from those before
     * @param tokenStands whether a project has a token of this id that is not revoked
     */
    SessionCookie(
            String adminToken,
            UnaryOperator<String> secretKeyMark,
            BiPredicate<String, UUID> tokenStands,
            Clock clock) {
        byte[] seed = ("claymore session cookie 1\n" + adminToken).getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(sha256(seed), "HmacSHA256");
        this.secretKeyMark = secretKeyMark;
        this.tokenStands = tokenStands;
        this.clock = clock;
    }

    String issue(Caller caller) {
        String who = switch (caller) {
            case Caller.Admin() -> ADMIN;
            case Caller.Project(String projectId) -> PROJECT + projectId + ":" + secretKeyMark.apply(projectId);
            case Caller.Viewer(String projectId, UUID tokenId) -> VIEWER + projectId + ":" + tokenId;
        };
        String payload = clock.instant().plus(LIFE).getEpochSecond() + " " + who;
        String encoded = ENCODER.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        return encoded + "." + ENCODER.encodeToString(sign(encoded));
    }

    /** Who the cookie stands for; empty when it is forged, damaged or out of date. */
    Optional<Caller> verify(String cookie) {
        int dot = cookie.indexOf('.');
        if (dot < 0 || cookie.length() > 512) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
            String encoded = cookie.substring(0, dot);
            if (!MessageDigest.isEqual(signature, sign(encoded))) {
                return Optional.empty();
            }
            String payload = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            int space = payload.indexOf(' ');
            Instant until = Instant.ofEpochSecond(Long.parseLong(payload.substring(0, space)));
            return clock.instant().isBefore(until) ? caller(payload.substring(space + 1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(String who) {
        if (who.equals(ADMIN)) {
            return Optional.of(new Caller.Admin());
        }
        String[] words = who.split(":", 3);
        if (words.length != 3) {
            return Optional.empty();
        }
        if (who.startsWith(VIEWER)) {
            UUID tokenId = UUID.fromString(words[2]);
            return tokenStands.test(words[1], tokenId)
                    ? Optional.of(new Caller.Viewer(words[1], tokenId))
                    : Optional.empty();
        }
        return who.startsWith(PROJECT) && secretKeyMark.apply(words[1]).equals(words[2])
                ? Optional.of(new Caller.Project(words[1]))
                : Optional.empty();
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
