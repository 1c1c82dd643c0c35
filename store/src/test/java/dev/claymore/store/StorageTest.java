package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.store.Deletions.Deletion;
import dev.claymore.store.StoragePolicy.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deletion, budgets, measuring, on the real engine without a bucket. */
final class StorageTest {

    private static final Retention.Tier NO_TIER = new Retention.Tier("claymore", "cold");

    private final ClickHouse clickhouse = TestDatabase.migrated();
    private final Clock clock = Clock.systemUTC();
    private final Stars stars = new Stars(clickhouse, clock);
    private final StoragePolicies policies = new StoragePolicies(clickhouse, clock);
    private final StorageMeter meter = new StorageMeter(clickhouse, clock);
    private final Governor governor = new Governor(clickhouse, meter, policies, stars, NO_TIER, clock);

    /** A session a day for {@code days} days back, each of a person, with a recording that does not compress. */
    private void fill(String project, int days, int payload) {
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, eventId, timestamp, type, page, anonymousId, userId, tags)
                SELECT {project:String}, dateTimeToUUIDv7(toDateTime(at)), generateUUIDv4(), at, 'pageview', '/',
                    concat('a', toString(number)), concat('u', toString(number % 3)), map('plan', 'pro')
                FROM (SELECT number, now64(3) - INTERVAL (number * 24 + 1) HOUR AS at FROM numbers({days:UInt32}))
                """, Map.of("project", project, "days", days));
        clickhouse.command("""
                INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                SELECT projectId, sessionId, 'w', number, timestamp, 3, randomPrintableASCII({payload:UInt32})
                FROM events CROSS JOIN (SELECT number FROM numbers(10)) AS n WHERE projectId = {project:String}
                """, Map.of("project", project, "payload", payload));
    }

    private UUID session(String project, int daysAgo) {
        return UUID.fromString(clickhouse
                .query(
                        "SELECT sessionId FROM events WHERE projectId = {p:String} AND toDate(timestamp) = toDate(now64(3) - INTERVAL ({d:UInt32} * 24 + 1) HOUR)",
                        Map.of("p", project, "d", daysAgo))
                .row(0)
                .text("sessionId"));
    }

    private long rows(String table, UUID session) {
        return clickhouse
                .query(
                        "SELECT count() AS n FROM " + table + " WHERE sessionId = {s:UUID} SETTINGS final = 0",
                        Map.of("s", session))
                .row(0)
                .number("n");
    }

    private Map<String, Long> rowsEverywhere(UUID session) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : List.of("events", "sessions", "session_tags", "replay_events")) {
            rows.put(table, rows(table, session));
        }
        return rows;
    }

    private long recordings(String project) {
        return clickhouse
                .query(
                        "SELECT uniqExact(sessionId) AS n FROM replay_events WHERE projectId = {p:String}",
                        Map.of("p", project))
                .row(0)
                .number("n");
    }

    @Test
    void a_person_whose_events_are_gone_is_deleted_from_what_is_left() {
        fill("shop", 9, 100);
        UUID of = session("shop", 3);
        UUID other = session("shop", 4);
        clickhouse.command("DELETE FROM events WHERE sessionId = {s:UUID}", Map.of("s", of));
        assertThat(rows("sessions", of)).isPositive();
        Deletions deletions = new Deletions(clickhouse, clock);

        assertThat(deletions.person("shop", "u0").orElseThrow().sessionIds())
                .hasSize(3)
                .contains(of);
        assertThat(rowsEverywhere(of).values()).containsOnly(0L);

        clickhouse.command("DELETE FROM events WHERE projectId = 'shop' AND userId = 'u1'");
        assertThat(deletions.person("shop", "a4").orElseThrow().sessionIds()).containsExactly(other);
        assertThat(deletions.person("shop", "u1").orElseThrow().sessionIds()).hasSize(2);
        assertThat(deletions.person("shop", "u1")).isEmpty();
    }

    @Test
    void a_deleted_person_is_in_no_table_at_once_and_in_no_part_in_the_end() throws Exception {
        fill("shop", 9, 100);
        UUID of = session("shop", 3); // u0 has the sessions of the days 0, 3 and 6
        UUID other = session("shop", 4);
        assertThat(rowsEverywhere(of)).doesNotContainValue(0L);

        Deletions deletions = new Deletions(clickhouse, clock);
        Deletion deletion = deletions.person("shop", "u0").orElseThrow();
        assertThat(deletion.sessionIds()).hasSize(3).contains(of);
        assertThat(deletion.state()).isEqualTo("hidden");
        assertThat(rowsEverywhere(of).values()).containsOnly(0L);
        assertThat(rowsEverywhere(other)).doesNotContainValue(0L);
        assertThat(clickhouse
                        .query("SELECT count() AS n FROM sessions WHERE userId = 'u0'")
                        .row(0)
                        .number("n"))
                .isZero();
        assertThat(deletions.person("shop", "u0")).isEmpty();
        assertThat(deletions.person("elsewhere", "u1")).isEmpty();

        // An event of it that was still on its way.
        clickhouse.command(
                "INSERT INTO events (projectId, sessionId, timestamp, type) SELECT 'shop', {s:UUID}, now64(3), 'click'",
                Map.of("s", of));
        for (String table : List.of("events", "sessions", "session_tags", "replay_events")) {
            clickhouse.command(
                    "ALTER TABLE " + table
                            + " MODIFY SETTING old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0");
        }
        Deletions later = new Deletions(clickhouse, Clock.offset(clock, Duration.ofMinutes(10)));
        List<String> hidden = new ArrayList<>();
        later.advance(hidden::add);
        later.advance(hidden::add);
        assertThat(hidden).as("the project whose late row was hidden").containsExactly("shop");
        assertThat(rowsEverywhere(of).values()).containsOnly(0L);
        Eventually.holds("the bytes are gone", () -> {
            later.advance(project -> {});
            return later.list("shop").getFirst().state().equals("erased");
        });
        // The part as it lies on the disk has no row behind a mask any more.
        assertThat(clickhouse
                        .query("""
                        SELECT sum(rows) AS n FROM system.parts
                        WHERE active AND database = {d:String} AND table = 'replay_events'
                        """, Map.of("d", clickhouse.database()))
                        .row(0)
                        .number("n"))
                .isEqualTo(6 * 10);
        assertThat(clickhouse
                        .query("SELECT count() AS n FROM replay_events")
                        .row(0)
                        .number("n"))
                .isEqualTo(6 * 10);
    }

    @Test
    void beyond_the_budget_the_oldest_recordings_go_first_and_starred_ones_last() throws Exception {
        fill("shop", 40, 20_000); // 200 kB a day, 8 MB
        UUID starred = session("shop", 38);
        stars.set("shop", starred, true);
        assertThat(governor.govern()).as("without a budget nothing is dropped").isEmpty();

        long all = meter.now().localBytes();
        policies.saveGeneral(new StoragePolicy(Map.of(), all / 2, List.of()));
        assertThat(governor.govern()).as("nobody has told it to drop").isEmpty();
        assertThat(recordings("shop")).isEqualTo(40);

        policies.saveGeneral(new StoragePolicy(Map.of(), all / 2, List.of(Step.DROP_RECORDINGS)));
        settle();
        assertThat(meter.now().localBytes()).isLessThanOrEqualTo(all / 2);
        assertThat(recordings("shop")).isBetween(12L, 20L);
        assertThat(rows("replay_events", starred)).isEqualTo(10);
        assertThat(rows("replay_events", session("shop", 37))).isZero();
        assertThat(rows("replay_events", session("shop", 1))).isEqualTo(10);
        assertThat(rows("events", session("shop", 37))).as("events stay").isEqualTo(1);
        assertThat(governor.drops("", 100)).isNotEmpty().allSatisfy(drop -> {
            assertThat(drop.table()).isEqualTo("replay_events");
            assertThat(drop.rows()).isPositive();
            assertThat(drop.reason()).contains("budget");
        });
        assertThat(governor.govern()).as("within the budget nothing more goes").isEmpty();

        policies.saveGeneral(new StoragePolicy(Map.of(), 1000, List.of(Step.DROP_RECORDINGS)));
        settle();
        assertThat(rows("replay_events", starred))
                .as("when nothing else is left")
                .isZero();
        assertThat(rows("replay_events", session("shop", 0)))
                .as("the last day never goes")
                .isEqualTo(10);
    }

    @Test
    void a_project_beyond_its_own_budget_takes_nothing_from_others() throws Exception {
        fill("big", 30, 10_000);
        fill("small", 30, 10_000);
        long before = meter.now().bytesOf("small");
        policies.saveOwn(
                "big", new StoragePolicy(Map.of(), meter.now().bytesOf("big") / 2, List.of(Step.DROP_RECORDINGS)));
        settle();
        assertThat(recordings("big")).isBetween(8L, 16L);
        assertThat(recordings("small")).isEqualTo(30);
        assertThat(meter.now().bytesOf("small")).isCloseTo(before, org.assertj.core.data.Percentage.withPercentage(15));
        assertThat(governor.drops("small", 10)).isEmpty();
        assertThat(governor.drops("big", 10)).isNotEmpty();
    }

    @Test
    void a_project_just_beyond_its_budget_loses_one_day_whatever_its_bytes_are_of() throws Exception {
        fill("heavy", 14, 100_000);
        fill("light", 14, 10);
        fill("light", 14, 10);
        policies.saveOwn("heavy", new StoragePolicy(Map.of(), justBelow("heavy"), List.of(Step.DROP_EVENTS)));
        List<UUID> sessions = new ArrayList<>();
        for (int day = 0; day < 14; day++) {
            sessions.add(session("heavy", day));
        }
        settle();
        assertThat(rowsEverywhere(sessions.get(13)).values()).containsOnly(0L);
        for (UUID left : sessions.subList(0, 13)) {
            assertThat(rowsEverywhere(left)).doesNotContainValue(0L).containsEntry("replay_events", 10L);
        }
        assertThat(recordings("light")).isEqualTo(28);
        assertThat(governor.drops("heavy", 100)).hasSize(4);
        assertThat(governor.drops("heavy", 100).stream()
                        .mapToLong(Governor.Drop::bytes)
                        .sum())
                .isBetween(700_000L, 1_100_000L);
    }

    /** Of one project, or of all. What merges in the background would save is saved before. */
    private long justBelow(String project) {
        for (String table : List.of("events", "sessions", "session_tags", "replay_events")) {
            clickhouse.command("OPTIMIZE TABLE " + table + " FINAL");
        }
        StorageUse use = meter.now();
        return (project.isEmpty() ? use.localBytes() : use.bytesOf(project)) - 10_000;
    }

    @Test
    void just_beyond_the_budget_of_all_one_day_goes_of_all() throws Exception {
        fill("heavy", 14, 100_000);
        fill("light", 14, 10);
        fill("light", 14, 10);
        policies.saveGeneral(new StoragePolicy(
                Map.of(), justBelow(""), List.of(Step.DROP_RECORDINGS, Step.DROP_TELEMETRY, Step.DROP_EVENTS)));
        settle();
        assertThat(recordings("heavy")).isEqualTo(13);
        assertThat(recordings("light")).isEqualTo(26);
        assertThat(rows("events", session("heavy", 13))).isEqualTo(1);
        assertThat(governor.drops("", 100)).hasSize(1);
    }

    @Test
    void a_day_of_starred_sessions_goes_when_nothing_else_suffices_and_the_next_one_stays() throws Exception {
        fill("heavy", 4, 100_000);
        fill("light", 4, 10);
        for (int day = 0; day < 4; day++) {
            stars.set("heavy", session("heavy", day), true);
        }
        policies.saveOwn("heavy", new StoragePolicy(Map.of(), justBelow("heavy"), List.of(Step.DROP_RECORDINGS)));
        settle();
        assertThat(recordings("heavy")).isEqualTo(3);
        assertThat(recordings("light")).isEqualTo(4);
        assertThat(governor.drops("heavy", 100)).hasSize(1).allMatch(Governor.Drop::starred);
    }

    private void settle() throws Exception {
        Eventually.holds("the governor has nothing more to do", () -> {
            List<Governor.Drop> drops = governor.govern();
            return drops.isEmpty()
                    && clickhouse
                                    .query(
                                            "SELECT count() AS n FROM system.mutations WHERE database = {d:String} AND NOT is_done",
                                            Map.of("d", clickhouse.database()))
                                    .row(0)
                                    .number("n")
                            == 0
                    && governor.govern().isEmpty();
        });
    }

    @Test
    void the_bytes_of_all_projects_together_are_those_of_the_tables() {
        fill("one", 20, 100);
        fill("two", 20, 3_000);
        StorageUse use = meter.now();
        long tables = use.tables().stream()
                .filter(table -> table.kind() != null)
                .mapToLong(StorageUse.Table::bytes)
                .sum();
        assertThat(use.bytesOf("one") + use.bytesOf("two")).isBetween(tables - 100, tables + 100);
        assertThat(recordingBytes(use, "two"))
                .as("each of its recordings is thirty times as heavy")
                .isGreaterThan(10 * recordingBytes(use, "one"));
        assertThat(use.systemBytes()).as("the engine keeps no logs of its own").isZero();
        assertThat(use.localFreeBytes()).isPositive();
        StorageUse.Table events = use.tables().stream()
                .filter(table -> table.table().equals("events"))
                .findFirst()
                .orElseThrow();
        assertThat(events.rows()).isEqualTo(40);
        assertThat(Instant.parse(events.newest())).isAfter(Instant.now().minus(Duration.ofDays(1)));
        assertThat(Instant.parse(events.oldest()).atOffset(ZoneOffset.UTC).toLocalDate())
                .isEqualTo(Instant.now()
                        .minus(Duration.ofHours(19 * 24 + 1))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate());
    }

    private static long recordingBytes(StorageUse use, String project) {
        return use.slices().stream()
                .filter(slice ->
                        slice.kind() == DataKind.RECORDINGS && slice.projectId().equals(project))
                .mapToLong(StorageUse.Slice::bytes)
                .sum();
    }

    @Test
    void the_policy_saved_last_stands_also_when_the_clock_was_set_back() {
        policies.saveOwn("clock", new StoragePolicy(Map.of(), 1_000, List.of()));
        StoragePolicies earlier = new StoragePolicies(clickhouse, Clock.offset(clock, Duration.ofHours(-1)));
        earlier.saveOwn("clock", new StoragePolicy(Map.of(), 2_000, List.of()));

        assertThat(policies.all().of("clock").budgetBytes()).isEqualTo(2_000);
    }

    @Test
    void a_policy_that_cannot_be_is_refused() {
        policies.saveGeneral(new StoragePolicy(Map.of(DataKind.EVENTS, new RetentionRule(30, 0)), 0, List.of()));
        assertThatThrownBy(() -> policies.saveOwn(
                        "shop", new StoragePolicy(Map.of(DataKind.EVENTS, new RetentionRule(-1, 20)), 0, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shop: events would be deleted after 20 days and moved to S3 after 30");
        assertThatThrownBy(() -> policies.saveOwn("shop", new StoragePolicy(Map.of(), 1, List.of(Step.MOVE_TO_S3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetentionRule(0, 10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoragePolicy(Map.of(), 0, List.of(Step.DROP_EVENTS)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(policies.all().own()).isEmpty();
    }
}
