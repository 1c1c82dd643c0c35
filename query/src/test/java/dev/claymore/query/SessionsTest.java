package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Compiler;
import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SessionsTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final int SESSIONS = 40;

    private static ClickHouse clickhouse;
    private static Sessions sessions;
    private static Queries queries;

    @BeforeAll
    static void fortySessions() {
        clickhouse = TestDatabase.migrated();
        queries = new Queries(clickhouse);
        sessions = new Sessions(clickhouse, queries.model());
        // Session n begins n hours after the start and has n + 1 page views, a minute apart; every fourth fails at the
        // end.
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, eventId, createdAt, timestamp, type, userId, anonymousId, page, url,
                    country, city, device, browser, tags, cartValue, errorCode, errorMessage, requestUrl)
                SELECT 'shop', toUUID(concat(substring(toString(dateTime64ToUUID), 1, 13), '-7000-8000-0000000000', lower(hex(toUInt8(n))))),
                    generateUUIDv4(n * 100 + i), at, at + INTERVAL i MINUTE,
                    if(n % 4 = 0 AND i = n, 'request', 'pageview'), if(i > 0 AND n % 2 = 0, concat('u', toString(n)), ''), concat('a', toString(n)),
                    if(i = 0, '/', concat('/page-', toString(i))), if(i = 0, 'https://x/?utm_source=mail', 'https://x/y'),
                    if(n % 2 = 0, 'DE', 'US'), if(n % 2 = 0, 'Berlin', 'Austin'), 'mobile', 'Chrome',
                    map('plan', if(n % 3 = 0, 'pro', 'free'), 'account', toString(n)), n * 10,
                    if(n % 4 = 0 AND i = n, 500, 0), if(n % 4 = 0 AND i = n, 'it''s broken', ''), if(n % 4 = 0 AND i = n, '/api', '')
                FROM
                (
                    SELECT number AS n, {start:DateTime64(3, 'UTC')} + INTERVAL n HOUR AS at, arrayJoin(range(n + 1)) AS i,
                        concat(substring(leftPad(lower(hex(toUnixTimestamp64Milli(at))), 12, '0'), 1, 8), '-',
                            substring(leftPad(lower(hex(toUnixTimestamp64Milli(at))), 12, '0'), 9, 4)) AS dateTime64ToUUID
                    FROM numbers({sessions:UInt32})
                )
                """, Map.of("start", START, "sessions", SESSIONS));
    }

    private static UUID id(int n) {
        long millis = START.plus(Duration.ofHours(n)).toEpochMilli();
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
    }

    private static SessionPage search(String sort, int limit, String cursor, Condition... filters) {
        Outcome<SessionPage> outcome =
                sessions.search("shop", query(START.plus(Duration.ofDays(30)), sort, limit, cursor, filters));
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<SessionPage>) outcome).value();
    }

    private static List<Integer> numbers(SessionPage page) {
        return page.sessions().stream()
                .map(session -> (int) UUID.fromString(String.valueOf(session.get("sessionId")))
                                .getLeastSignificantBits()
                        & 0xFF)
                .toList();
    }

    private static Condition filter(String field, Operator op, String... values) {
        return Condition.compare(field, op, values);
    }

    private static SessionsQuery query(Instant to, String sort, int limit, String cursor, Condition... filters) {
        Order order = sort.startsWith("-") ? Order.highest(sort.substring(1)) : Order.lowest(sort);
        return new SessionsQuery(
                Scope.of(new Range(START, to)).where(Condition.and(filters)), "", List.of(order), limit, cursor);
    }

    @Test
    void a_session_of_a_recording_alone_begins_with_it() {
        Instant began = START.minus(Duration.ofDays(3));
        UUID id = new UUID(began.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | 0xff);
        clickhouse.command("""
                INSERT INTO replay_events (projectId, sessionId, windowId, seq, createdAt, timestamp, type, payload)
                SELECT 'film', {id:UUID}, 'w', 0, {began:DateTime64(3, 'UTC')}, {began:DateTime64(3, 'UTC')} + INTERVAL 1 MINUTE, 3, '{}'
                """, Map.of("id", id, "began", began));
        SessionsQuery list = SessionsQuery.of(Scope.of(new Range(began, began.plusSeconds(3600))), 10);
        var page = (Outcome.Ok<SessionPage>) sessions.search("film", list);
        assertThat(page.value().sessions().toString())
                .contains("firstEventAt=" + began.toString().replace("Z", ".000Z"), "eventCount=0");
        Result rows = ((Outcome.Ok<Result>) queries.run("film", list)).value();
        assertThat(rows.rows().toString()).contains(id.toString()).doesNotContain("2299");
        MetricsQuery number = MetricsQuery.of(list.scope(), Measure.named("sessions"));
        var opened =
                (Outcome.Ok<SessionPage>) sessions.behind("film", number, new Cell(Map.of(), "sessions"), 10, null);
        assertThat(opened.value().sessions().toString()).contains(id.toString()).doesNotContain("2299");
    }

    @Test
    void pages_through_all_sessions_once_in_every_order() {
        for (String sort : SessionsCompiler.SORTABLE) {
            for (String direction : List.of("", "-")) {
                List<Integer> seen = new ArrayList<>();
                String cursor = null;
                do {
                    SessionPage page = search(direction + sort, 7, cursor);
                    seen.addAll(numbers(page));
                    assertThat(page.total()).isNull();
                    cursor = page.nextCursor();
                } while (cursor != null);
                assertThat(seen).as(direction + sort).hasSize(SESSIONS).doesNotHaveDuplicates();
                if (sort.equals("createdAt")) {
                    assertThat(seen.getFirst()).isEqualTo(direction.isEmpty() ? 0 : SESSIONS - 1);
                }
            }
        }
    }

    /** The newest piece of the range is its last day, so that pages begin in one piece and end in the next. */
    @Test
    void the_newest_come_first_across_the_pieces_of_the_range() {
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            SessionsQuery query = query(START.plus(Duration.ofHours(SESSIONS)), "-createdAt", 7, cursor);
            SessionPage page = ((Outcome.Ok<SessionPage>) sessions.search("shop", query)).value();
            seen.addAll(numbers(page));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).hasSize(SESSIONS).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** The newest are read whole, the others by their keys: pages lie in the ones, in the others, and across. */
    @Test
    void a_page_is_the_same_however_it_is_read() {
        SemanticModel model = queries.model();
        SessionColumns shown = SessionColumns.of(model, List.of("country", "eventCount"));
        for (int hours : List.of(1, 5, 24, 7 * 24)) {
            SessionSearch search = new SessionSearch((count, project, end) -> Optional.of(Duration.ofHours(hours)));
            List<Integer> seen = new ArrayList<>();
            String cursor = null;
            boolean more = true;
            while (more) {
                SessionsQuery query = query(START.plus(Duration.ofHours(SESSIONS)), "-createdAt", 7, cursor);
                SessionSearch.Found found = search.page(
                        clickhouse.reader("shop", ReadLimits.PRODUCT).ownStatements(),
                        "shop",
                        query,
                        new SessionsCompiler(new Compiler(model, Cohorts.NONE), "shop", query),
                        shown);
                found.sessions().forEach(session -> seen.add(((Number) session.get("eventCount")).intValue()));
                assertThat(found.sessions())
                        .hasSizeLessThanOrEqualTo(7)
                        .allSatisfy(session -> assertThat(session)
                                .containsOnlyKeys("sessionId", "createdAt", "country", "eventCount"));
                more = found.more();
                cursor = SessionsCompiler.cursorAfter(query, found.sessions().getLast());
            }
            assertThat(seen).as("%d hours", hours).hasSize(SESSIONS).isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @Test
    void the_pace_of_a_project_is_known_after_a_while() throws InterruptedException {
        DailySessions pace = new DailySessions(clickhouse, Clock.systemUTC());
        Instant end = START.plus(Duration.ofHours(SESSIONS));
        for (int i = 0; i < 500 && pace.lengthOf(12, "shop", end).isEmpty(); i++) {
            Thread.sleep(20);
        }
        assertThat(pace.lengthOf(12, "shop", end)).contains(Duration.ofHours(12));
    }

    @Test
    void counts_all_that_are_found_when_asked_to() {
        SessionsQuery german =
                query(START.plus(Duration.ofDays(30)), "-createdAt", 7, null, filter("country", Operator.EQ, "DE"));
        assertThat(sessions.search("shop", german, List.of(), true))
                .isInstanceOfSatisfying(
                        Outcome.Ok.class,
                        found -> assertThat(((SessionPage) found.value()).total())
                                .isEqualTo(SESSIONS / 2));
    }

    @Test
    void shows_what_is_asked_for_and_pages_by_what_is_not() {
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            SessionsQuery query = query(START.plus(Duration.ofDays(30)), "-eventCount", 7, cursor);
            SessionPage page = ((Outcome.Ok<SessionPage>)
                            sessions.search("shop", query, List.of("country", "frustration"), false))
                    .value();
            assertThat(page.sessions())
                    .allSatisfy(session -> assertThat(session)
                            .containsOnlyKeys("sessionId", "createdAt", "country", "eventCount", "frustration"));
            assertThat(page.sql())
                    .contains("SELECT sessionId, createdAt, country, eventCount, ")
                    .doesNotContain("browser");
            page.sessions().forEach(session -> seen.add(((Number) session.get("eventCount")).intValue()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).hasSize(SESSIONS).isSortedAccordingTo(Comparator.reverseOrder());

        assertThat(sessions.search("shop", query(START, "-createdAt", 7, null), List.of("tags", "nonsense"), false))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.toString()).contains("fields", "nonsense"));
    }

    @Test
    void finds_by_every_kind_of_filter() {
        assertThat(numbers(search("createdAt", 50, null, filter("country", Operator.EQ, "DE"))))
                .hasSize(20);
        assertThat(numbers(search("createdAt", 50, null, filter("city", Operator.CONTAINS, "BERL"))))
                .hasSize(20);
        assertThat(numbers(search("createdAt", 50, null, filter("country", Operator.NE, "DE", "FR"))))
                .hasSize(20);
        assertThat(numbers(search("createdAt", 50, null, filter("eventCount", Operator.GT, "38"))))
                .containsExactly(38, 39);
        assertThat(numbers(search("createdAt", 50, null, filter("page", Operator.EQ, "/page-39"))))
                .containsExactly(39);
        assertThat(numbers(search("createdAt", 50, null, filter("page", Operator.NE, "/page-1"))))
                .containsExactly(0);
    }

    @Test
    void filters_on_events_hold_for_one_and_the_same_event() {
        assertThat(numbers(search("createdAt", 50, null, filter("errorCode", Operator.EQ, "500"))))
                .hasSize(10);
        assertThat(numbers(search(
                        "createdAt",
                        50,
                        null,
                        filter("errorCode", Operator.EQ, "500"),
                        filter("page", Operator.EQ, "/page-8"))))
                .containsExactly(8);
        assertThat(numbers(search("createdAt", 50, null, filter("errorMessage", Operator.CONTAINS, "IT'S"))))
                .hasSize(10);
        assertThat(numbers(search("createdAt", 50, null, filter("errorMessage", Operator.NOT_EXISTS))))
                .hasSize(30);
        assertThat(numbers(search("createdAt", 50, null, filter("errorCode", Operator.GTE, "500"))))
                .hasSize(10);
    }

    @Test
    void finds_by_custom_tags_and_shows_them() {
        SessionPage page = search("createdAt", 50, null, filter("tags.account", Operator.EQ, "7"));
        assertThat(numbers(page)).containsExactly(7);
        assertThat(page.sessions().getFirst().get("tags")).isEqualTo(Map.of("account", "7", "plan", "free"));
        assertThat(numbers(search("createdAt", 50, null, filter("tags.plan", Operator.NE, "free"))))
                .hasSize(14);
        assertThat(numbers(search("createdAt", 50, null, filter("tags.none", Operator.EXISTS))))
                .isEmpty();
        assertThat(numbers(search("createdAt", 50, null, filter("tags.none", Operator.NOT_EXISTS))))
                .hasSize(SESSIONS);
    }

    @Test
    void names_the_field_that_is_wrong() {
        Instant end = START.plusSeconds(1);
        assertThat(problem(query(end, "createdAt", 5, null, filter("nope", Operator.EQ, "x"))))
                .isEqualTo(Problem.of(
                        "unknown_field", "where.nope", "there is no field 'nope'; custom tags are tags.<key>"));
        assertThat(problem(query(end, "createdAt", 5, null, filter("cartValue", Operator.GT, "x")))
                        .field())
                .isEqualTo("where.cartValue");
        assertThat(problem(query(end, "createdAt", 5, null, filter("cartValue", Operator.CONTAINS, "1")))
                        .field())
                .isEqualTo("where.cartValue");
        assertThat(problem(query(end, "userId", 5, null)).field()).isEqualTo("orderBy");
        assertThat(problem(query(end, "createdAt", 5, "bogus")).field()).isEqualTo("cursor");
        assertThat(problem(query(START, "createdAt", 5, null)).field()).isEqualTo("from");
    }

    private static Problem problem(SessionsQuery search) {
        return ((Outcome.Refused<SessionPage>) sessions.search("shop", search)).problem();
    }

    @Test
    void finds_words_anywhere_in_the_events_of_a_session() {
        SessionsQuery broken = new SessionsQuery(
                Scope.of(new Range(START, START.plus(Duration.ofDays(30)))), "IT'S broken /API", List.of(), 50, null);
        assertThat(numbers(((Outcome.Ok<SessionPage>) sessions.search("shop", broken)).value()))
                .hasSize(10);
        SessionsQuery page = new SessionsQuery(broken.scope(), "page-39", List.of(), 50, null);
        assertThat(numbers(((Outcome.Ok<SessionPage>) sessions.search("shop", page)).value()))
                .containsExactly(39);
    }

    @Test
    void shows_one_session_with_its_events() {
        SessionDetail detail = ((Outcome.Ok<SessionDetail>) sessions.find("shop", id(4))).value();
        assertThat(detail.session())
                .containsEntry("durationMs", 240_000)
                .containsEntry("userId", "u4")
                .containsEntry("entryPage", "/")
                .containsEntry("exitPage", "/page-3")
                .containsEntry("utmSource", "mail")
                .containsEntry("cartValue", 40)
                .containsEntry("createdAt", "2026-06-01T12:00:00.000Z");
        assertThat(detail.events())
                .hasSize(5)
                .extracting(event -> event.get("timestamp"))
                .isSorted();
        assertThat(detail.tags()).containsEntry("account", "4");
        assertThat(((Outcome.Refused<SessionDetail>) sessions.find("other", id(4)))
                        .problem()
                        .code())
                .isEqualTo("not_found");
    }

    @Test
    void answers_metrics_by_dimension_and_time() {
        Scope scope = Scope.of(new Range(START, START.plus(Duration.ofDays(3)))).in(ZoneId.of("Europe/Berlin"));
        Result byCountry =
                answer(MetricsQuery.of(scope, Measure.named("sessions", "visitors", "pageviews", "bounceRate"))
                        .by("country"));
        assertThat(byCountry.columns())
                .extracting(Result.Column::role)
                .containsExactly("dimension", "metric", "metric", "metric", "metric");
        assertThat(byCountry.rows()).hasSize(2);
        Result byDay = answer(
                MetricsQuery.of(scope, Measure.named("sessions", "requests")).every(Interval.DAY));
        assertThat(byDay.rows())
                .extracting(List::getFirst)
                .containsExactly(
                        "2026-05-31T22:00:00Z", "2026-06-01T22:00:00Z", "2026-06-02T22:00:00Z", "2026-06-03T22:00:00Z");
        assertThat(byDay.rows())
                .extracting(row -> ((Number) row.get(1)).intValue())
                .containsExactly(14, 24, 2, 0);
        Result byTag = answer(MetricsQuery.of(
                        scope.where(filter("entryPage", Operator.EQ, "/")), Measure.named("sessions", "pageviews"))
                .by("tags.plan")
                .order(Order.lowest("sessions")));
        assertThat(byTag.rows()).extracting(List::getFirst).containsExactly("pro", "free");
    }

    @Test
    void every_metric_and_every_dimension_has_sql_that_runs() {
        Range range = new Range(START, START.plus(Duration.ofDays(2)));
        Scope scope = Scope.of(range);
        for (SemanticModel.Metric metric : queries.model().document().metrics()) {
            answer(MetricsQuery.of(scope, Measure.named(metric.name())).every(Interval.AUTO));
        }
        Values values = new Values(clickhouse, queries.model());
        for (SemanticModel.Dimension dimension : queries.model().document().dimensions()) {
            String metric = dimension.of(Entity.SESSION) ? "sessions" : "events";
            answer(MetricsQuery.of(scope, Measure.named(metric)).by(dimension.name()));
            for (String search : List.of("", "a")) {
                assertThat(values.of("shop", dimension.name(), search, range.from(), range.to(), 10))
                        .as(dimension.name())
                        .isInstanceOf(Outcome.Ok.class);
            }
        }
    }

    @Test
    void every_panel_of_every_report_is_a_question_that_has_an_answer() {
        for (SemanticModel.Report report : queries.model().document().reports()) {
            for (SemanticModel.Panel panel : report.panels()) {
                ObjectNode json = panel.query().deepCopy();
                json.put("from", START.toString())
                        .put("to", START.plus(Duration.ofDays(2)).toString());
                answer(QueryJson.read(json));
            }
        }
    }

    private static Result answer(Query query) {
        Outcome<Result> outcome = queries.run("shop", query);
        assertThat(outcome).as(query.toString()).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<Result>) outcome).value();
    }
}
