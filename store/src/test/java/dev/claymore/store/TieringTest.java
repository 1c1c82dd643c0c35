package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import dev.claymore.engine.S3Tier;
import dev.claymore.store.StoragePolicies.All;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data on its way: to S3, through a restart and a change of mind, and out of the world; S3 is a real one. */
final class TieringTest {

    private static final Retention.Tier TIER = new Retention.Tier(S3Tier.POLICY, S3Tier.COLD_VOLUME);
    private static final int WEEKS = 8;
    private static final int ROWS = 300;

    @TempDir
    private Path directory;

    private EngineSupervisor start(S3Server s3) throws Exception {
        return EngineSupervisor.start(EngineOptions.of(directory.resolve("engine"))
                .withPassword("secret")
                .withS3(Optional.of(
                        new S3Tier(s3.location(), "us-east-1", S3Server.ACCESS_KEY, S3Server.SECRET_KEY, 64L << 20))));
    }

    private static ClickHouse connect(EngineSupervisor engine) {
        return ClickHouse.connect(
                new ClickHouseOptions(engine.endpoint(), "default", "secret", "claymore", Duration.ofMinutes(2)));
    }

    @Test
    void data_moves_to_s3_by_ttl_is_read_as_before_and_goes_when_its_time_has_come() throws Exception {
        try (S3Server s3 = new S3Server(directory.resolve("blobs"))) {
            String before;
            try (EngineSupervisor engine = start(s3);
                    ClickHouse clickhouse = connect(engine)) {
                Migrations.apply(clickhouse);
                impatient(clickhouse);
                fill(clickhouse);
                before = everything(clickhouse);
                assertThat(apply(clickhouse, Map.of(DataKind.RECORDINGS, new RetentionRule(7, 0)), Map.of()))
                        .containsExactly("replay_events");
                Eventually.holds("old weeks are on S3", () -> weeksOnS3(clickhouse) == WEEKS - 2);
                assertThat(s3.objects()).isPositive();
                assertThat(everything(clickhouse)).isEqualTo(before);
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("engine/clickhouse.xml"))))
                        .isEqualTo("rw-------");
                assertThat(apply(clickhouse, Map.of(DataKind.RECORDINGS, new RetentionRule(7, 0)), Map.of()))
                        .as("the same policy changes nothing")
                        .isEmpty();
            }
            try (EngineSupervisor engine = start(s3);
                    ClickHouse clickhouse = connect(engine)) {
                assertThat(everything(clickhouse)).isEqualTo(before);
                assertThat(weeksOnS3(clickhouse)).isEqualTo(WEEKS - 2);

                Map<DataKind, RetentionRule> general = Map.of(DataKind.RECORDINGS, new RetentionRule(7, 0));
                apply(clickhouse, general, Map.of("a", Map.of(DataKind.RECORDINGS, new RetentionRule(-1, 14))));
                Eventually.holds("only a's old recordings go", () -> weeksOf(clickhouse, "a") == 3);
                assertThat(weeksOf(clickhouse, "b")).isEqualTo(WEEKS);
                assertThat(clickhouse
                                .query("SELECT count() AS n FROM events")
                                .row(0)
                                .number("n"))
                        .isEqualTo(2L * WEEKS * ROWS);

                apply(clickhouse, Map.of(DataKind.RECORDINGS, new RetentionRule(0, 7)), Map.of());
                Eventually.holds("everyone's old recordings go", () -> weeksOf(clickhouse, "b") == 2);
                assertThat(weeksOf(clickhouse, "a")).isEqualTo(2);
                Eventually.holds("nothing is left in the bucket", () -> s3.objects() == 0);
                assertThat(engine.restarts()).isZero();
            }
        }
    }

    private static List<String> apply(
            ClickHouse clickhouse,
            Map<DataKind, RetentionRule> general,
            Map<String, Map<DataKind, RetentionRule>> own) {
        Map<String, StoragePolicy> policies = new java.util.TreeMap<>();
        own.forEach((project, rules) -> policies.put(project, new StoragePolicy(rules, 0, List.of())));
        return new Retention(clickhouse, TIER, Clock.systemUTC())
                .apply(new All(new StoragePolicy(general, 0, List.of()), policies));
    }

    /** What ClickHouse puts off for minutes or hours it does at once. */
    private static void impatient(ClickHouse clickhouse) {
        clickhouse.command("""
                ALTER TABLE replay_events MODIFY SETTING
                    merge_with_ttl_timeout = 0, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1,
                    cleanup_delay_period_random_add = 0, min_bytes_for_wide_part = 0
                """);
    }

    private static void fill(ClickHouse clickhouse) {
        for (String project : List.of("a", "b")) {
            clickhouse.command("""
                    INSERT INTO events (projectId, sessionId, eventId, timestamp, type, page)
                    SELECT {project:String}, dateTimeToUUIDv7(toDateTime(at)), generateUUIDv4(), at, 'pageview', '/'
                    FROM (SELECT toDateTime64(toMonday(now('UTC')), 3, 'UTC') - INTERVAL intDiv(number, {rows:UInt32}) WEEK + INTERVAL number MILLISECOND AS at
                          FROM numbers({rows:UInt32} * {weeks:UInt32}))
                    """, Map.of("project", project, "rows", ROWS, "weeks", WEEKS));
        }
        clickhouse.command("""
                INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                SELECT projectId, sessionId, 'w', 0, timestamp, 3, randomPrintableASCII(200) FROM events
                """);
    }

    private static String everything(ClickHouse clickhouse) {
        return clickhouse.query("""
                        SELECT projectId, toMonday(createdAt) AS week, count(), sum(cityHash64(sessionId, payload)) AS hash
                        FROM replay_events GROUP BY projectId, week ORDER BY projectId, week
                        """).rows().toString();
    }

    private static long weeksOnS3(ClickHouse clickhouse) {
        return clickhouse.query("""
                        SELECT uniqExact(partition) AS n FROM system.parts
                        WHERE active AND rows > 0 AND database = 'claymore' AND table = 'replay_events' AND disk_name LIKE 'claymore_s3%'
                        """).row(0).number("n");
    }

    private static long weeksOf(ClickHouse clickhouse, String project) {
        return clickhouse
                .query(
                        "SELECT uniqExact(toMonday(createdAt)) AS n FROM replay_events WHERE projectId = {project:String}",
                        Map.of("project", project))
                .row(0)
                .number("n");
    }
}
