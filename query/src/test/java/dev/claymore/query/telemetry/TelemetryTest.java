package dev.claymore.query.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three traces whose numbers can be worked out by hand, and one of another project under the same id.
 *
 * <p>1: a browser in Germany asks web (100 ms), which waits 80 ms for pay (60 ms), which waits 30 ms for its database. 2: a browser in France, a
 * minute later: web (40 ms) fails, pay took 20 ms of it. 3: a job without a session, an hour later, 500 ms.
 */
final class TelemetryTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final Range DAY = new Range(START.minus(Duration.ofHours(1)), START.plus(Duration.ofHours(23)));
    private static final String ONE = "1".repeat(32);
    private static final String TWO = "2".repeat(32);
    private static final String THREE = "3".repeat(32);
    private static final UUID GERMAN = session(1);
    private static final UUID FRENCH = session(2);

    private static ClickHouse clickhouse;
    private static Services services;
    private static Traces traces;
    private static Logs logs;
    private static Instruments instruments;

    @BeforeAll
    static void threeTraces() {
        clickhouse = TestDatabase.migrated();
        services = new Services(clickhouse);
        traces = new Traces(clickhouse);
        logs = new Logs(clickhouse);
        instruments = new Instruments(clickhouse);
        event(GERMAN, "DE", ONE, START);
        event(FRENCH, "FR", TWO, START.plusSeconds(60));
        span("shop", GERMAN, ONE, "a1", "b0", "web", "POST /pay", "Server", 0, 100, "Unset", "map()");
        span("shop", GERMAN, ONE, "a2", "a1", "web", "POST", "Client", 10, 80, "Unset", "map()");
        span("shop", GERMAN, ONE, "a3", "a2", "pay", "POST /charges", "Server", 20, 60, "Unset", "map()");
        span(
                "shop",
                GERMAN,
                ONE,
                "a4",
                "a3",
                "pay",
                "SELECT",
                "Client",
                30,
                30,
                "Unset",
                "map('db.system.name', 'postgresql')");
        span("shop", FRENCH, TWO, "c1", "b9", "web", "POST /pay", "Server", 60_000, 40, "Error", "map()");
        span("shop", FRENCH, TWO, "c2", "c1", "pay", "POST /charges", "Server", 60_010, 20, "Unset", "map()");
        span("shop", new UUID(0, 0), THREE, "d1", "", "job", "nightly", "Internal", 3_600_000, 500, "Unset", "map()");
        span("other", new UUID(0, 0), ONE, "e1", "", "theirs", "GET /", "Server", 0, 900, "Error", "map()");
    }

    private static UUID session(int n) {
        return new UUID((START.toEpochMilli() + n) << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
    }

    private static void event(UUID session, String country, String traceId, Instant at) {
        clickhouse.command("""
            INSERT INTO events (projectId, sessionId, timestamp, type, page, requestUrl, statusCode, country, traceId, windowId)
            VALUES ('shop', {session:UUID}, {at:DateTime64(3, 'UTC')}, 'request', '/checkout/payment', '/pay', 200, {country:String}, {traceId:String}, 'w')
            """, Map.of("session", session, "at", at, "country", country, "traceId", traceId));
    }

    private static void span(
            String project,
            UUID session,
            String traceId,
            String spanId,
            String parent,
            String service,
            String name,
            String kind,
            long startMs,
            long tookMs,
            String status,
            String attributes) {
        clickhouse.command(
                """
                INSERT INTO otel_traces (projectId, sessionId, Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, SpanAttributes, Duration, StatusCode)
                SELECT {project:String}, {session:UUID}, toDateTime64({at:DateTime64(3, 'UTC')}, 9), {traceId:String}, {spanId:String}, {parent:String},
                    {name:String}, {kind:String}, {service:String}, %s, {took:UInt64}, {status:String}
                """.formatted(attributes),
                Map.ofEntries(
                        Map.entry("project", project),
                        Map.entry("session", session),
                        Map.entry("at", START.plusMillis(startMs)),
                        Map.entry("traceId", traceId),
                        Map.entry("spanId", spanId),
                        Map.entry("parent", parent),
                        Map.entry("name", name),
                        Map.entry("kind", kind),
                        Map.entry("service", service),
                        Map.entry("took", tookMs * 1_000_000),
                        Map.entry("status", status)));
    }

    private static <T> T ok(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<T>) outcome).value();
    }

    private static List<String> texts(List<Map<String, Object>> rows, String... columns) {
        return rows.stream()
                .map(row -> String.join(
                        " ",
                        java.util.Arrays.stream(columns)
                                .map(column -> String.valueOf(row.get(column)))
                                .toList()))
                .toList();
    }

    private static List<String> found(SpanFilter filter, TraceSearch.Order order) {
        return texts(
                ok(traces.search("shop", new TraceSearch(DAY, filter, order, 10, null)))
                        .rows(),
                "traceId");
    }

    private static SpanFilter filter(
            String service, String status, Double leastMs, Double mostMs, String... attributes) {
        return new SpanFilter(service, "", status, leastMs, mostMs, List.of(attributes), null);
    }

    @Test
    void services_count_the_spans_by_which_work_comes_in() {
        assertThat(texts(ok(services.list("shop", DAY)).rows(), "service", "requests", "errors", "spans", "p50Ms"))
                .containsExactly("pay 2 0 3 40", "web 2 1 3 70", "job 1 0 1 500");
        assertThat(texts(ok(services.operations("shop", "web", DAY)).rows(), "operation", "requests", "errorShare"))
                .containsExactly("POST /pay 2 0.5");
        assertThat(texts(
                        ok(services.series("shop", "web", "", DAY, Interval.MINUTE, ZoneId.of("UTC")))
                                .rows(),
                        "time",
                        "requests"))
                .containsExactly("2026-06-01T08:00:00Z 1", "2026-06-01T08:01:00Z 1");
    }

    @Test
    void the_map_has_browsers_services_and_what_sends_no_spans() {
        assertThat(texts(ok(services.map("shop", DAY)).edges(), "source", "target", "kind", "calls", "errors"))
                .containsExactlyInAnyOrder(
                        "browser web browser 2 1", "web pay service 2 0", "pay postgresql external 1 0");
    }

    @Test
    void traces_are_found_by_what_any_of_their_spans_says() {
        assertThat(found(SpanFilter.ANY, TraceSearch.Order.NEWEST)).containsExactly(THREE, TWO, ONE);
        assertThat(found(SpanFilter.ANY, TraceSearch.Order.SLOWEST)).containsExactly(THREE, ONE, TWO);
        assertThat(found(filter("", "error", null, null), TraceSearch.Order.NEWEST))
                .containsExactly(TWO);
        assertThat(found(filter("pay", "", null, null), TraceSearch.Order.NEWEST))
                .containsExactly(TWO, ONE);
        assertThat(found(filter("", "", 90.0, null), TraceSearch.Order.NEWEST)).containsExactly(THREE, ONE);
        assertThat(found(filter("pay", "", null, 25.0), TraceSearch.Order.NEWEST))
                .containsExactly(TWO);
        assertThat(found(filter("", "", null, null, "db.system.name=postgresql"), TraceSearch.Order.NEWEST))
                .containsExactly(ONE);
        assertThat(found(filter("", "", null, null, "db.system.name"), TraceSearch.Order.NEWEST))
                .containsExactly(ONE);
        assertThat(found(filter("", "", null, null, "db.system.name=redis"), TraceSearch.Order.NEWEST))
                .isEmpty();
    }

    @Test
    void a_search_pages_through_every_trace_once() {
        for (TraceSearch.Order order : TraceSearch.Order.values()) {
            String all = String.join(" ", found(SpanFilter.ANY, order));
            String paged = String.join(
                    " ",
                    pages(
                            cursor -> {
                                Listing page = ok(
                                        traces.search("shop", new TraceSearch(DAY, SpanFilter.ANY, order, 1, cursor)));
                                return new Listing(page.rows(), page.nextCursor(), "", page.stats());
                            },
                            "traceId"));
            assertThat(paged).isEqualTo(all);
        }
    }

    private static List<String> pages(Function<String, Listing> read, String column) {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Listing page = read.apply(cursor);
            seen.addAll(texts(page.rows(), column));
            cursor = page.nextCursor();
        } while (cursor != null && seen.size() < 100);
        return seen;
    }

    @Test
    void a_trace_knows_the_moment_of_its_session_and_nothing_of_another_project() {
        TraceDetail one = ok(traces.find("shop", ONE));
        assertThat(texts(one.spans(), "spanId", "parentSpanId", "service", "durationMs"))
                .containsExactly("a1 b0 web 100", "a2 a1 web 80", "a3 a2 pay 60", "a4 a3 pay 30");
        assertThat(one.session().sessionId()).isEqualTo(GERMAN.toString());
        assertThat(one.session().at()).isEqualTo("2026-06-01T08:00:00.000Z");
        assertThat(one.session().windowId()).isEqualTo("w");
        assertThat(ok(traces.find("shop", THREE)).session()).isNull();
        assertThat(traces.find("other", TWO)).isInstanceOf(Outcome.Refused.class);
        assertThat(texts(ok(traces.ofSession("shop", FRENCH)).rows(), "traceId", "spans", "errors"))
                .containsExactly(TWO + " 2 1");
    }

    @Test
    void which_backend_service_makes_checkout_slow_for_people_in_germany_is_one_query() {
        String sql = TracesAndSessionsGuide.query().replace("now()", "toDateTime('2026-06-02 00:00:00')");
        Result result = ok(new SqlConsole(clickhouse).run("shop", sql, Map.of()));
        // Trace 1: pay has 60 - 30 of its own and 30 in its database's span; web has 100 - 80 and 80 - 60. Trace 2: web
        // 20, pay 20.
        assertThat(result.rows()).containsExactly(List.of("pay", 60, 20, 1), List.of("web", 40, 20, 1));
    }

    @Test
    void log_lines_are_found_and_stand_between_their_neighbours() {
        for (int line = 0; line < 5; line++) {
            clickhouse.command(
                    """
                    INSERT INTO otel_logs (projectId, Timestamp, TraceId, SeverityNumber, SeverityText, ServiceName, Body)
                    SELECT {project:String}, toDateTime64('2026-06-01 09:00:00', 9), {traceId:String}, {level:UInt8}, 'X', {service:String}, {body:String}
                    """,
                    Map.of(
                            "project", line == 4 ? "other" : "shop",
                            "traceId", line == 0 ? ONE : "",
                            "level", line == 1 ? 17 : 9,
                            "service", line == 3 ? "pay" : "web",
                            "body", "Line " + line));
        }
        List<String> all = pages(cursor -> ok(logs.search("shop", DAY, LogFilter.ANY, 1, cursor)), "body");
        assertThat(all).containsExactlyInAnyOrder("Line 0", "Line 1", "Line 2", "Line 3");
        Listing failed =
                ok(logs.search("shop", DAY, new LogFilter("", "error", "LINE", "", List.of(), null), 10, null));
        assertThat(texts(failed.rows(), "body", "level")).containsExactly("Line 1 error");
        Logs.Context context =
                ok(logs.context("shop", String.valueOf(failed.rows().getFirst().get("id")), "web", "", 10));
        List<String> around = new ArrayList<>(texts(context.before(), "body"));
        around.addAll(texts(context.after(), "body"));
        assertThat(around).containsExactlyInAnyOrder("Line 0", "Line 2");
        assertThat(texts(
                        ok(logs.volume("shop", DAY, LogFilter.ANY, Interval.HOUR, ZoneId.of("UTC")))
                                .rows(),
                        "level",
                        "records"))
                .containsExactly("error 1", "info 3");
    }

    /** 50 of each of 5 pods in one millisecond, between one line before and one after. */
    @Test
    void equal_lines_are_all_reached_once_each() {
        clickhouse.command("""
            INSERT INTO otel_logs (projectId, Timestamp, ServiceName, Body, ResourceAttributes)
            SELECT 'same', toDateTime64('2026-06-01 09:00:00', 9, 'UTC') + multiIf(number = 250, -1, number = 251, 1, 0), 'web', 'started',
                map('k8s.pod.name', toString(intDiv(number, 50)))
            FROM numbers(252)
            """);
        List<Map<String, Object>> seen = new ArrayList<>();
        String cursor = null;
        do {
            Listing page = ok(logs.search("same", DAY, LogFilter.ANY, 30, cursor));
            seen.addAll(page.rows());
            cursor = page.nextCursor();
        } while (cursor != null && seen.size() < 1_000);
        assertThat(texts(seen, "id")).hasSize(252).doesNotHaveDuplicates();
        assertThat(texts(seen, "at").getFirst()).startsWith("2026-06-01T09:00:01");
        assertThat(texts(seen, "at").getLast()).startsWith("2026-06-01T08:59:59");
        for (int pod = 0; pod < 5; pod++) {
            String name = String.valueOf(pod);
            assertThat(seen.subList(1, 251).stream()
                            .filter(line -> ((Map<?, ?>) line.get("resource")).containsValue(name)))
                    .hasSize(50);
        }
        List<String> ids = texts(seen, "id");
        for (int line : List.of(0, 1, 2, 60, 130, 250, 251)) {
            Logs.Context context = ok(logs.context("same", ids.get(line), "web", "", 200));
            List<String> around = new ArrayList<>(texts(context.after().reversed(), "id"));
            around.add(ids.get(line));
            around.addAll(texts(context.before().reversed(), "id"));
            assertThat(around).isEqualTo(ids.subList(Math.max(0, line - 200), Math.min(ids.size(), line + 201)));
        }
    }

    @Test
    void a_counter_that_begins_anew_loses_nothing() {
        double[] values = {10, 15, 3, 8};
        for (int i = 0; i < values.length; i++) {
            clickhouse.command(
                    """
                INSERT INTO otel_metrics_sum (projectId, ServiceName, MetricName, Attributes, StartTimeUnix, TimeUnix, Value, AggregationTemporality, IsMonotonic)
                SELECT 'shop', 'web', 'orders', map('kind', 'a'), {start:DateTime64(3, 'UTC')}, {at:DateTime64(3, 'UTC')}, {value:Float64}, 2, true
                """, Map.of("start", START.minusSeconds(60), "at", START.plusSeconds(60L * i), "value", values[i]));
        }
        SeriesQuery query = new SeriesQuery("orders", InstrumentType.SUM, DAY, "increase", "kind", List.of());
        SeriesAnswer answer = ok(instruments.series("shop", query));
        assertThat(answer.lines()).singleElement().satisfies(line -> {
            assertThat(line.name()).isEqualTo("a");
            assertThat(line.points().stream()
                            .mapToDouble(SeriesAnswer.Point::value)
                            .sum())
                    .isEqualTo(10 + 5 + 3 + 5);
        });
        assertThat(texts(ok(instruments.list("shop", DAY)).rows(), "name", "type", "points"))
                .contains("orders sum 4");
        assertThat(texts(
                        ok(instruments.attributes("shop", "orders", InstrumentType.SUM, DAY))
                                .rows(),
                        "attribute",
                        "values"))
                .containsExactly("kind [a]", "service.name [web]");
    }
}
