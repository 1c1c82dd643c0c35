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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Data on its way: to S3, through a restart and a change of mind, and out of the world; S3 is a real one. Each test has an engine of its own. */
@Execution(ExecutionMode.CONCURRENT)
final class TieringTest {

    private static final Retention.Tier TIER = new Retention.Tier(S3Tier.POLICY, S3Tier.COLD_VOLUME);
    private static final int WEEKS = 6;
    private static final int ROWS = 300;

    @TempDir
    private Path directory;

    private EngineSupervisor start(S3Server s3) throws Exception {
        return start(s3, S3Server.SECRET_KEY);
    }

    private EngineSupervisor start(S3Server s3, String secretKey) throws Exception {
        return EngineSupervisor.start(EngineOptions.of(directory.resolve("engine"))
                .withPassword("secret")
                .withS3(Optional.of(
                        new S3Tier(s3.location(), "us-east-1", S3Server.ACCESS_KEY, secretKey, 64L << 20))));
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

    @Test
    void a_budget_moves_the_oldest_weeks_and_a_session_is_erased_there() throws Exception {
        try (S3Server s3 = new S3Server(directory.resolve("blobs"));
                EngineSupervisor engine = start(s3);
                ClickHouse clickhouse = connect(engine)) {
            Migrations.apply(clickhouse);
            impatient(clickhouse);
            fill(clickhouse);
            Clock clock = Clock.systemUTC();
            var _ = apply(clickhouse, Map.of(), Map.of());
            assertThat(new BucketCheck(clickhouse, TIER).problem()).isEmpty();

            String before = everything(clickhouse);
            StorageMeter meter = new StorageMeter(clickhouse, clock);
            StoragePolicies policies = new StoragePolicies(clickhouse, clock);
            Governor governor = new Governor(clickhouse, meter, policies, new Stars(clickhouse, clock), TIER, clock);
            long budget = meter.now().localBytes() / 2;
            policies.saveGeneral(new StoragePolicy(
                    Map.of(), budget, List.of(StoragePolicy.Step.MOVE_TO_S3, StoragePolicy.Step.DROP_EVENTS)));
            Eventually.holds("half of it is on S3", () -> {
                governor.govern();
                return meter.now().localBytes() <= budget;
            });
            assertThat(meter.now().remoteBytes()).isPositive();
            assertThat(weeksOnS3(clickhouse)).isBetween(2L, (long) WEEKS - 1);
            assertThat(governor.drops("", 100))
                    .isNotEmpty()
                    .allSatisfy(drop -> assertThat(drop.action()).isEqualTo("moved"));
            assertThat(everything(clickhouse)).isEqualTo(before);

            UUID oldest = UUID.fromString(clickhouse
                    .query("SELECT sessionId FROM replay_events WHERE projectId = 'a' ORDER BY createdAt LIMIT 1")
                    .row(0)
                    .text("sessionId"));
            assertThat(new Deletions(clickhouse, clock).session("a", oldest)).isPresent();
            assertThat(rowsOf(clickhouse, oldest)).as("hidden at once").isZero();
            long weeks = weeksOnS3(clickhouse);
            Deletions later = new Deletions(clickhouse, Clock.offset(clock, Duration.ofMinutes(10)));
            later.advance(project -> {});
            assertThat(later.list("a").getFirst().state()).isEqualTo("erasing");
            Eventually.holds(
                    "its parts are written anew, on S3 too",
                    () -> clickhouse
                                    .query(
                                            "SELECT count() AS n FROM system.parts WHERE active AND has_lightweight_delete AND database = 'claymore'")
                                    .row(0)
                                    .number("n")
                            == 0);
            assertThat(weeksOnS3(clickhouse)).isEqualTo(weeks);
            assertThat(rowsOf(clickhouse, oldest)).isZero();
            assertThat(weeksOf(clickhouse, "a")).isEqualTo(WEEKS);
        }
    }

    @Test
    void a_week_on_s3_is_not_merged_for_final() throws Exception {
        try (S3Server s3 = new S3Server(directory.resolve("blobs"));
                EngineSupervisor engine = start(s3);
                ClickHouse clickhouse = connect(engine)) {
            Migrations.apply(clickhouse);
            var _ = apply(clickhouse, Map.of(), Map.of());
            clickhouse.command("SYSTEM STOP MERGES sessions");
            for (int piece = 0; piece < 2; piece++) {
                clickhouse.command("""
                        INSERT INTO sessions (projectId, sessionId, createdAt)
                        SELECT 'a', generateUUIDv4(), toDateTime64('2026-11-16 10:00:00', 3, 'UTC') + number FROM numbers({rows:UInt64})
                        """, Map.of("rows", Merges.WORTH_ROWS));
            }
            String move = "ALTER TABLE sessions MOVE PARTITION ID '20261116' TO VOLUME '%s'";
            clickhouse.command(move.formatted(TIER.coldVolume()));
            assertThat(new Merges(clickhouse).advance()).isEmpty();

            clickhouse.command(move.formatted("default"));
            clickhouse.command("SYSTEM START MERGES sessions");
            var _ = new Merges(clickhouse).advance();
            assertThat(clickhouse
                            .query(
                                    "SELECT count() AS n FROM system.parts WHERE active AND database = 'claymore' AND table = 'sessions'")
                            .row(0)
                            .number("n"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_wrong_key_is_told_before_anything_is_to_move() throws Exception {
        try (S3Server s3 = new S3Server(directory.resolve("blobs"));
                EngineSupervisor engine = start(s3, "another-secret");
                ClickHouse clickhouse = connect(engine)) {
            clickhouse.commandOutside("CREATE DATABASE claymore");
            assertThat(new BucketCheck(clickhouse, TIER).problem())
                    .hasValueSatisfying(
                            problem -> assertThat(problem).contains("Forbidden").doesNotContain("another-secret"));
        }
    }

    private static long rowsOf(ClickHouse clickhouse, UUID session) {
        return clickhouse
                .query("SELECT count() AS n FROM replay_events WHERE sessionId = {s:UUID}", Map.of("s", session))
                .row(0)
                .number("n");
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
        for (String table : List.of("events", "replay_events", "sessions", "session_tags")) {
            clickhouse.command("""
                    ALTER TABLE %s MODIFY SETTING
                        merge_with_ttl_timeout = 0, old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1,
                        cleanup_delay_period_random_add = 0, min_bytes_for_wide_part = 0
                    """.formatted(table));
        }
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
