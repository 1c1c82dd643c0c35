package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.store.Merges.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergesTest {

    /** A session a second, of which each insert brings one event. */
    private static final String SESSIONS = """
            INSERT INTO events (projectId, sessionId, createdAt, timestamp, type, page, tags)
            SELECT 'shop', toUUID(concat('019aa000-0000-7000-8000-', leftPad(toString(number), 12, '0'))),
                   toDateTime64('2026-11-23 10:00:00', 3, 'UTC') + number,
                   toDateTime64('2026-11-23 10:00:00', 3, 'UTC') + number + {late:UInt32}, 'pageview', {page:String}, map('plan', 'pro')
            FROM (SELECT {from:UInt32} + number * {step:UInt32} AS number FROM numbers({count:UInt32}))
            """;

    private static final int MANY = (int) Merges.WORTH_ROWS;

    private static ClickHouse clickhouse;

    private Merges merges;

    @BeforeAll
    static void open() {
        clickhouse = TestDatabase.migrated();
    }

    @AfterAll
    static void close() {
        clickhouse.close();
    }

    @BeforeEach
    void empty() {
        List.of("events", "sessions", "session_tags").forEach(table -> clickhouse.command("TRUNCATE TABLE " + table));
        clickhouse.command("SYSTEM STOP MERGES events");
        merges = new Merges(clickhouse);
    }

    @Test
    void sessionsThatGoOnAreMergedAndStayWhatTheyAre() {
        insert(0, MANY, 0, "/in");
        insert(0, MANY, 60, "/out");
        List<List<Object>> before = sessions();

        assertThat(merges.advance()).containsExactlyInAnyOrder("sessions 20261123", "session_tags 20261123");

        assertThat(parts("sessions")).isEqualTo(1);
        assertThat(sessions()).isEqualTo(before).containsExactly(List.of("/in", "/out", MANY, 2 * MANY));
    }

    @Test
    void aBatchOfFewLateSessionsMakesAWholeWeekWorthIt() {
        insert(0, MANY, 0, "/");
        insert(MANY, MANY, 0, "/");
        assertThat(merges.advance()).as("times that do not overlap").isEmpty();

        insert(10, 2, 2 * MANY - 20, 60, "/late");
        clickhouse.command("SYSTEM START MERGES events");

        assertThat(merges.advance()).contains("sessions 20261123");
        assertThat(parts("sessions")).isEqualTo(1);
    }

    @Test
    void aWeekIsNotMergedAgainAtOnce() {
        insert(0, MANY, 0, "/");
        insert(0, MANY, 60, "/");
        assertThat(merges.advance()).isNotEmpty();
        insert(0, MANY, 120, "/");

        assertThat(merges.advance()).isEmpty();
        assertThat(parts("sessions")).isEqualTo(2);
    }

    @Test
    void whatFailsIsToldAndNotTriedAgainAtOnce() {
        insert(0, MANY, 0, "/");
        insert(0, MANY, 60, "/");
        clickhouse.command("SYSTEM STOP MERGES sessions");

        assertThatThrownBy(merges::advance).isInstanceOf(StoreException.class);
        clickhouse.command("SYSTEM START MERGES sessions");
        assertThat(merges.advance()).containsExactly("session_tags 20261123");
        assertThat(parts("sessions")).isEqualTo(2);
    }

    @Test
    void ofAnEmptyDatabaseThereIsNothingToMerge() {
        assertThat(merges.advance()).isEmpty();
    }

    @Test
    void rowsThatOverlapAreCountedByTheirTime() {
        Span week = new Span("w", "week", 0, 999, 1_000);
        Span half = new Span("w", "half", 500, 1_499, 100);
        Span within = new Span("w", "within", 600, 699, 10);
        Span after = new Span("w", "after", 2_000, 2_100, 50);
        Span same = new Span("w", "same", 0, 999, 1_000);

        assertThat(Merges.overlapping(List.of(week))).isZero();
        assertThat(Merges.overlapping(List.of(week, after))).isZero();
        assertThat(Merges.overlapping(List.of(week, half))).isEqualTo(550);
        assertThat(Merges.overlapping(List.of(week, half, within, after))).isEqualTo(560);
        assertThat(Merges.overlapping(List.of(week, same))).as("equal parts").isEqualTo(2_000);
    }

    private void insert(int from, int count, int late, String page) {
        insert(from, count, 1, late, page);
    }

    private void insert(int from, int count, int step, int late, String page) {
        clickhouse.command(SESSIONS, Map.of("from", from, "count", count, "step", step, "late", late, "page", page));
    }

    private List<List<Object>> sessions() {
        return clickhouse
                .query("SELECT entryPage, exitPage, count() AS sessions, sum(eventCount) AS events FROM sessions"
                        + " GROUP BY entryPage, exitPage ORDER BY ALL")
                .rows();
    }

    private long parts(String table) {
        return clickhouse
                .query(
                        "SELECT count() AS n FROM system.parts WHERE active AND database = currentDatabase() AND table = {table:String}",
                        Map.of("table", table))
                .row(0)
                .number("n");
    }
}
