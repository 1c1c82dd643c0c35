package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SchemaTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final List<String> COLUMNS = List.of(
            "projectId",
            "sessionId",
            "eventId",
            "timestamp",
            "type",
            "name",
            "userId",
            "anonymousId",
            "page",
            "url",
            "country",
            "city",
            "cartValue",
            "tags");

    private final ClickHouse clickhouse = TestDatabase.migrated();

    private static String event(UUID session, int second, String type, String more) {
        return "{\"projectId\":\"p\",\"sessionId\":\"%s\",\"eventId\":\"%s\",\"timestamp\":\"%s\",\"type\":\"%s\",\"anonymousId\":\"a\"%s}\n"
                .formatted(
                        session,
                        new UUID(session.getMostSignificantBits(), second),
                        START.plusSeconds(second).toString().replace("Z", "").replace("T", " "),
                        type,
                        more);
    }

    private static UUID session(int n) {
        return new UUID(START.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
    }

    private void insert(String rows, String token) {
        clickhouse.insert("events", COLUMNS, "JSONEachRow", rows.getBytes(StandardCharsets.UTF_8), token);
    }

    private Rows.Row sessionRow(UUID id) {
        Rows rows = clickhouse
                .reader("p", ReadLimits.PRODUCT)
                .query("SELECT * FROM sessions WHERE sessionId = {id:UUID}", Map.of("id", id));
        assertThat(rows.rows()).hasSize(1);
        return rows.row(0);
    }

    @Test
    void a_session_is_the_same_in_whatever_order_its_events_come() {
        List<String> batches = List.of(
                event(
                        session(1),
                        0,
                        "pageview",
                        ",\"page\":\"/first\",\"url\":\"https://x/first?utm_source=a+b&utm_campaign=%C3%BC\",\"country\":\"DE\",\"city\":\"Berlin\""),
                event(session(1), 5, "click", ",\"name\":\"rage\",\"country\":\"DE\",\"city\":\"Berlin\""),
                event(session(1), 9, "identify", ",\"userId\":\"u1\",\"country\":\"FR\",\"city\":\"Paris\""),
                event(
                        session(1),
                        20,
                        "pageview",
                        ",\"page\":\"/last\",\"url\":\"https://x/last?utm_source=no\",\"cartValue\":12.5,\"country\":\"FR\",\"city\":\"Paris\""),
                event(session(1), 30, "error", ",\"cartValue\":3"));
        for (int i : new int[] {3, 0, 4, 2, 1}) {
            insert(batches.get(i), "order" + i);
        }
        Rows.Row row = sessionRow(session(1));
        assertThat(row.get("durationMs")).isEqualTo(30_000);
        assertThat(row.text("createdAt")).isEqualTo("2026-06-01T08:00:00.000Z");
        assertThat(row.text("entryPage")).isEqualTo("/first");
        assertThat(row.text("exitPage")).isEqualTo("/last");
        assertThat(row.text("utmSource")).isEqualTo("a b");
        assertThat(row.text("utmCampaign")).isEqualTo("ü");
        assertThat(row.text("userId")).isEqualTo("u1");
        assertThat(row.text("anonymousId")).isEqualTo("a");
        assertThat(row.text("country") + row.text("city")).isEqualTo("DEBerlin");
        assertThat(row.get("cartValue")).isEqualTo(12.5);
        assertThat(row.number("eventCount")).isEqualTo(5);
        assertThat(row.number("rageClickCount")).isEqualTo(1);
        assertThat(row.number("errorCount")).isEqualTo(1);
        assertThat(row.get("hasReplay")).isEqualTo(false);
    }

    @Test
    void a_recording_marks_its_session_and_changes_nothing_else() {
        insert(event(session(2), 3, "pageview", ",\"page\":\"/\"") + event(session(2), 8, "click", ""), "r1");
        clickhouse.command(
                "INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload) SELECT 'p', {id:UUID}, 'w', number, now(), 3, '{}' FROM numbers(10)",
                Map.of("id", session(2)));
        Rows.Row row = sessionRow(session(2));
        assertThat(row.get("hasReplay")).isEqualTo(true);
        assertThat(row.number("replayEventCount")).isEqualTo(10);
        assertThat(row.get("durationMs")).isEqualTo(5_000);
        assertThat(row.text("entryPage")).isEqualTo("/");
        assertThat(row.number("eventCount")).isEqualTo(2);
    }

    @Test
    void a_batch_that_is_replayed_counts_once_in_every_table() {
        String batch = event(session(3), 0, "pageview", ",\"page\":\"/\",\"tags\":{\"plan\":\"pro\"}")
                + event(session(3), 1, "click", "");
        for (String token : List.of("once", "once", "other", "once")) {
            insert(token.equals("other") ? event(session(4), 0, "pageview", "") : batch, token);
        }
        Rows.Row row = clickhouse.query("""
                        SELECT
                            (SELECT count() FROM events WHERE sessionId = {id:UUID} SETTINGS final = 0) AS events,
                            (SELECT sum(eventCount) FROM sessions WHERE sessionId = {id:UUID}) AS counted,
                            (SELECT sum(eventCount) FROM project_days) AS days,
                            (SELECT count() FROM session_tags) AS tags
                        """, Map.of("id", session(3))).row(0);
        assertThat(List.of(row.number("events"), row.number("counted"), row.number("days"), row.number("tags")))
                .containsExactly(2L, 2L, 3L, 1L);
    }

    @Test
    void a_crash_between_a_table_and_its_views_is_made_good_by_the_replay() {
        String batch = event(session(5), 0, "pageview", ",\"page\":\"/\",\"tags\":{\"plan\":\"pro\"}");
        clickhouse.command("DROP TABLE events_to_sessions");
        insert(batch, "half");
        Migrations.statements(Migrations.load("0004_views").sql()).forEach(clickhouse::command);
        insert(batch, "half");
        insert(batch, "half");
        assertThat(sessionRow(session(5)).number("eventCount")).isEqualTo(1);
        assertThat(clickhouse
                        .query("SELECT sum(eventCount) AS n FROM project_days")
                        .row(0)
                        .number("n"))
                .isEqualTo(1);
    }

    @Test
    void a_trace_and_a_session_find_each_other_whoever_tells_of_them() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        clickhouse.command(
                "INSERT INTO events (projectId, sessionId, timestamp, type, traceId) SELECT 'p', {id:UUID}, now64(3), 'request', upper({trace:String})",
                Map.of("id", session(7), "trace", trace));
        String spans = """
                {"projectId":"p","sessionId":"%s","Timestamp":"2026-06-01 08:00:01.000000001","TraceId":"%s","SpanId":"a"}
                {"projectId":"p","Timestamp":"2026-06-01 08:00:03.5","TraceId":"%s","SpanId":"b"}
                """.formatted(session(8), trace, trace);
        for (int attempt = 0; attempt < 2; attempt++) {
            clickhouse.insert(
                    "otel_traces",
                    List.of("projectId", "sessionId", "Timestamp", "TraceId", "SpanId"),
                    "JSONEachRow",
                    spans.getBytes(StandardCharsets.UTF_8),
                    "spans");
        }
        Reader reader = clickhouse.reader("p", ReadLimits.PRODUCT);
        assertThat(reader.query(
                                "SELECT sessionId, fromBrowser FROM trace_sessions WHERE traceId = {trace:String} ORDER BY sessionId",
                                Map.of("trace", trace))
                        .rows())
                .containsExactly(
                        List.of(session(7).toString(), true), List.of(session(8).toString(), false));
        assertThat(reader.query(
                                "SELECT traceId FROM trace_sessions WHERE sessionId = {id:UUID} AND createdAt = UUIDv7ToDateTime({id:UUID}, 'UTC')",
                                Map.of("id", session(8)))
                        .rows())
                .containsExactly(List.of(trace));
        assertThat(reader.query("SELECT count() AS n FROM otel_traces", Map.of())
                        .row(0)
                        .number("n"))
                .isEqualTo(2);
        assertThat(reader.query(
                                "SELECT dateDiff('second', min(Start), max(End)) AS n FROM otel_traces_trace_id_ts WHERE TraceId = {trace:String}",
                                Map.of("trace", trace))
                        .row(0)
                        .number("n"))
                .isEqualTo(2);
        assertThat(clickhouse
                        .reader("q", ReadLimits.PRODUCT)
                        .query("SELECT count() AS n FROM otel_traces", Map.of())
                        .row(0)
                        .number("n"))
                .isZero();
    }

    @Test
    void years_that_cannot_be_right_share_a_partition() {
        clickhouse.command("""
                INSERT INTO otel_logs (projectId, Timestamp, Body)
                SELECT 'p', toDateTime64('1970-01-01 00:00:00', 9, 'UTC') + INTERVAL number WEEK, 'log' FROM numbers(52 * 53)
                """);
        Rows.Row row = clickhouse
                .query("SELECT count() AS n, uniqExact(_partition_id) AS partitions FROM otel_logs")
                .row(0);
        assertThat(row.number("n")).isEqualTo(52 * 53);
        assertThat(row.number("partitions")).isEqualTo(1);
    }

    @Test
    void takes_sixty_days_in_one_insert() {
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, timestamp, type, page)
                SELECT 'p', dateTimeToUUIDv7(at), at, 'pageview', '/'
                FROM (SELECT now() - INTERVAL number HOUR AS at FROM numbers(24 * 60))
                """);
        assertThat(clickhouse.query("SELECT count() AS n FROM sessions").row(0).number("n"))
                .isEqualTo(1440);
    }

    @Test
    void migrations_apply_once_and_notice_an_edit() {
        assertThat(Migrations.apply(clickhouse)).isEmpty();
        ClickHouse fresh = TestDatabase.empty();
        Migrations.Migration first =
                Migrations.of("0001_a", "CREATE TABLE IF NOT EXISTS a (x Int8) ENGINE = Memory;\n");
        Migrations.Migration broken =
                Migrations.of("0002_b", "CREATE TABLE IF NOT EXISTS b (x Int8) ENGINE = Memory;\nCREATE NONSENSE;\n");
        assertThatThrownBy(() -> Migrations.apply(fresh, List.of(first, broken)))
                .isInstanceOf(StoreException.class);
        Migrations.Migration mended = Migrations.of(
                "0002_b",
                "CREATE TABLE IF NOT EXISTS b (x Int8) ENGINE = Memory;\nCREATE TABLE IF NOT EXISTS c (x Int8) ENGINE = Memory;\n");
        assertThat(Migrations.apply(fresh, List.of(first, mended))).containsExactly("0002_b");
        assertThat(Migrations.apply(fresh, List.of(first, mended))).isEmpty();
        Migrations.Migration edited =
                Migrations.of("0001_a", "CREATE TABLE IF NOT EXISTS a (x Int16) ENGINE = Memory;\n");
        assertThatThrownBy(() -> Migrations.apply(fresh, List.of(edited, mended)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0001_a")
                .hasMessageContaining("must not change");
    }

    @Test
    void changes_of_a_project_at_the_same_time_are_all_there() throws Exception {
        Projects projects = new Projects(clickhouse);
        projects.create("busy", "Busy");
        List<Thread> threads = List.of(
                Thread.ofVirtual()
                        .unstarted(() -> projects.update(
                                "busy", before -> before.with("Busier", before.allowedOrigins(), before.settings()))),
                Thread.ofVirtual()
                        .unstarted(() -> projects.update(
                                "busy",
                                before -> before.with(
                                        before.name(), List.of("https://busy.example"), before.settings()))),
                Thread.ofVirtual()
                        .unstarted(() -> projects.update(
                                "busy",
                                before -> before.with(
                                        before.name(),
                                        before.allowedOrigins(),
                                        new ProjectSettings(0.5, 1, false, true, 0, 0)))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        Project after = new Projects(clickhouse).find("busy").orElseThrow();
        assertThat(after.name()).isEqualTo("Busier");
        assertThat(after.allowedOrigins()).containsExactly("https://busy.example");
        assertThat(after.settings().sampleRate()).isEqualTo(0.5);
    }

    @Test
    void projects_keep_their_keys_and_take_changes() {
        Projects projects = new Projects(clickhouse);
        Projects.Created created = (Projects.Created) projects.create("shop", "Shop");
        assertThat(created.project().writeKey()).startsWith("wk_");
        assertThat(projects.byKey(created.project().writeKey()))
                .get()
                .extracting(Projects.KeyOwner::secret)
                .isEqualTo(false);
        assertThat(projects.byKey(created.secretKey()))
                .get()
                .extracting(Projects.KeyOwner::secret)
                .isEqualTo(true);
        assertThat(projects.byKey("wk_nobody")).isEmpty();
        assertThat(projects.create("shop", "Again")).isInstanceOf(Projects.AlreadyExists.class);
        assertThat(projects.create("Shop!", "Bad")).isInstanceOf(Projects.Invalid.class);
        projects.update(
                "shop", before -> before.with("It's", List.of("https://*.shop.example"), ProjectSettings.DEFAULT));
        Project elsewhere = new Projects(clickhouse).find("shop").orElseThrow();
        assertThat(elsewhere.name()).isEqualTo("It's");
        assertThat(elsewhere.allowedOrigins()).containsExactly("https://*.shop.example");
        assertThat(elsewhere.writeKey()).isEqualTo(created.project().writeKey());
        assertThat(clickhouse.query("SELECT secretKeyHash FROM projects").rows().toString())
                .doesNotContain(created.secretKey());
        assertThatThrownBy(() -> projects.update(
                        "shop", before -> before.with("x", List.of("not an origin"), before.settings())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(projects.update("none", before -> before)).isEmpty();
        assertThat(Duration.between(elsewhere.createdAt(), Instant.now())).isLessThan(Duration.ofMinutes(5));
    }
}
