package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Deletions.Deletion;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LateRowsTest {

    private final ClickHouse clickhouse = TestDatabase.migrated();
    private final Clock clock = Clock.systemUTC();
    private final Deletions deletions = new Deletions(clickhouse, clock);
    private final List<String> hidden = new ArrayList<>();

    private void event(String project, UUID session) {
        clickhouse.command(
                "INSERT INTO events (projectId, sessionId, timestamp, type, tags) SELECT {p:String}, {s:UUID}, now64(3), 'click', map('plan', 'pro')",
                Map.of("p", project, "s", session));
    }

    private long rows(String project, UUID session) {
        return List.of("events", "sessions", "session_tags").stream()
                .mapToLong(table -> clickhouse
                        .query(
                                "SELECT count() AS n FROM " + table
                                        + " WHERE projectId = {p:String} AND sessionId = {s:UUID} SETTINGS final = 0",
                                Map.of("p", project, "s", session))
                        .row(0)
                        .number("n"))
                .sum();
    }

    private UUID began(int daysAgo) {
        return UUID.fromString(clickhouse
                .query("SELECT dateTimeToUUIDv7(now() - INTERVAL {d:UInt32} DAY) AS id", Map.of("d", daysAgo))
                .row(0)
                .text("id"));
    }

    @Test
    void what_comes_late_of_one_of_many_deletions_is_hidden() {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sessions.add(began(7 * i));
            event("shop", sessions.get(i));
        }
        UUID late = sessions.get(3);
        event("other", late);
        sessions.forEach(
                session -> assertThat(deletions.session("shop", session)).isPresent());
        deletions.advance(hidden::add);
        assertThat(hidden).isEmpty();

        event("shop", late);
        assertThat(rows("shop", late)).isEqualTo(3);
        deletions.advance(hidden::add);
        assertThat(rows("shop", late)).isZero();
        assertThat(rows("other", late)).as("the same id of somebody else").isEqualTo(3);
        assertThat(hidden).containsOnly("shop");

        hidden.clear();
        deletions.advance(hidden::add);
        assertThat(hidden).isEmpty();
        event("shop", late);
        clickhouse.command("OPTIMIZE TABLE events FINAL"); // in a part that older rows are in, too
        deletions.advance(hidden::add);
        assertThat(rows("shop", late)).isZero();

        UUID timeless = UUID.randomUUID();
        event("shop", timeless);
        assertThat(deletions.session("shop", timeless)).isPresent();
        event("shop", timeless);
        deletions.advance(hidden::add);
        assertThat(rows("shop", timeless)).as("of an id without a time").isZero();
    }

    @Test
    void a_deletion_goes_on_however_many_were_asked_for_later() {
        UUID session = began(1);
        event("shop", session);
        Deletion deletion = deletions.session("shop", session).orElseThrow();
        clickhouse.command("""
                INSERT INTO deletions (projectId, deletionId, subject, sessionIds, requestedAt, rows, state, erasedAt, version)
                SELECT 'many', generateUUIDv4(number), 'session', [generateUUIDv4(number + 1)], now64(3) + 60, 1, 'erased', now64(3), 1
                FROM numbers(10100)
                """);
        new Deletions(clickhouse, Clock.offset(clock, Duration.ofMinutes(10))).advance(hidden::add);
        assertThat(deletions.list("shop")).singleElement().satisfies(now -> {
            assertThat(now.deletionId()).isEqualTo(deletion.deletionId());
            assertThat(now.state()).isIn("erasing", "erased");
        });
    }
}
