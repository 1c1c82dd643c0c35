package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.StoragePolicy.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class GoneRecordingsTest {

    private static final Retention.Tier NO_TIER = new Retention.Tier("claymore", "cold");

    private final ClickHouse clickhouse = TestDatabase.migrated();
    private final Clock clock = Clock.systemUTC();
    private final StoragePolicies policies = new StoragePolicies(clickhouse, clock);
    private final Stars stars = new Stars(clickhouse, clock);
    private final List<String> changed = new ArrayList<>();

    /** A recorded session a day. */
    private void fill(String project, int days) {
        clickhouse.command("""
                INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                SELECT {project:String}, id, 'w', number, at, 3, randomPrintableASCII(2000)
                FROM (SELECT now64(3) - INTERVAL (number * 24 + 1) HOUR AS at, dateTimeToUUIDv7(toDateTime(at)) AS id FROM numbers({days:UInt32})) AS s
                CROSS JOIN (SELECT number FROM numbers(3)) AS n
                """, Map.of("project", project, "days", days));
    }

    private long number(String sql, String project) {
        return clickhouse.query(sql, Map.of("p", project)).row(0).number("n");
    }

    private long said(String project) {
        return number("SELECT countIf(hasReplay) AS n FROM sessions FINAL WHERE projectId = {p:String}", project);
    }

    private long there(String project) {
        return number("SELECT uniqExact(sessionId) AS n FROM replay_events WHERE projectId = {p:String}", project);
    }

    @Test
    void sessions_say_that_their_recordings_have_expired() throws Exception {
        fill("short", 40);
        fill("long", 40);
        GoneRecordings gone = new GoneRecordings(clickhouse, policies, clock);
        gone.advance(changed::add);
        assertThat(said("short")).as("without a rule nothing is looked at").isEqualTo(40);

        policies.saveOwn(
                "short",
                new StoragePolicy(
                        Map.of(DataKind.RECORDINGS, new RetentionRule(RetentionRule.INHERIT, 14)), 0, List.of()));
        gone.advance(changed::add);
        assertThat(said("short")).as("they are still there").isEqualTo(40);
        var _ = new Retention(clickhouse, NO_TIER, clock).apply(policies.all());
        long left = number(
                "SELECT countIf(toMonday(createdAt) + 21 > now()) AS n FROM sessions FINAL WHERE projectId = {p:String}",
                "short");
        expired(left);
        Eventually.holds("all weeks are corrected, in several rounds where one takes long", () -> {
            gone.advance(changed::add);
            return said("short") == left;
        });
        assertThat(left).isBetween(14L, 28L);
        assertThat(said("long")).isEqualTo(40);
        assertThat(changed).containsOnly("short");
        assertThat(number("SELECT sum(replayEventCount) AS n FROM sessions WHERE projectId = {p:String}", "short"))
                .as("what was recorded stays told")
                .isEqualTo(120);

        // One that comes late is there until it expires in turn.
        clickhouse.command("""
                INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                SELECT projectId, sessionId, 'w', 9, createdAt, 3, '{}' FROM sessions WHERE projectId = 'short' ORDER BY createdAt LIMIT 1
                """);
        assertThat(said("short")).isEqualTo(left + 1);
        expired(left);
        GoneRecordings restarted = new GoneRecordings(clickhouse, policies, clock);
        Eventually.holds("the late one is corrected", () -> {
            restarted.advance(changed::add);
            return said("short") == left;
        });
        assertThat(said("long")).isEqualTo(40);
    }

    private void expired(long left) throws Exception {
        clickhouse.command("OPTIMIZE TABLE replay_events FINAL");
        Eventually.holds("recordings have expired", () -> there("short") == left);
    }

    @Test
    void sessions_say_that_their_recordings_were_dropped_but_for_starred_ones() throws Exception {
        fill("shop", 30);
        UUID starred = UUID.fromString(clickhouse
                .query("SELECT sessionId FROM sessions WHERE projectId = 'shop' ORDER BY createdAt LIMIT 1")
                .row(0)
                .text("sessionId"));
        stars.set("shop", starred, true);
        StorageMeter meter = new StorageMeter(clickhouse, clock);
        Governor governor = new Governor(clickhouse, meter, policies, stars, NO_TIER, clock);
        policies.saveOwn(
                "shop", new StoragePolicy(Map.of(), meter.now().bytesOf("shop") / 2, List.of(Step.DROP_RECORDINGS)));
        GoneRecordings gone = new GoneRecordings(clickhouse, policies, clock);
        assertThat(governor.govern()).isNotEmpty();
        clickhouse.command("OPTIMIZE TABLE replay_events FINAL"); // waits for the mutation
        assertThat(there("shop")).isLessThan(30);
        Eventually.holds("sessions say so", () -> {
            gone.advance(changed::add);
            return said("shop") == there("shop");
        });
        assertThat(clickhouse
                        .query("SELECT hasReplay FROM sessions FINAL WHERE sessionId = {s:UUID}", Map.of("s", starred))
                        .row(0)
                        .get("hasReplay"))
                .isEqualTo(true);
        assertThat(changed).containsOnly("shop");
    }
}
