package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.compile.Cohorts.Cohort;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Segment;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What callers get wrong is told to them, and is no failure of the server. */
final class BadInputTest {

    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");

    private static final String SOME_ID = "00000000-0000-4000-8000-000000000000";

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();

    private static Asking ask;
    private static Sessions sessions;

    @BeforeAll
    static void oneSession() {
        Story story = new Story("shop");
        story.session("2026-06-10T10:00:00Z", "ann").with("cartValue", 20).view(0, "/");
        story.session("2026-06-11T10:00:00Z", "ann").with("cartValue", 30).view(0, "/");
        story.session("2026-06-12T10:00:00Z", "bob").with("cartValue", 0).view(0, "/");
        story.tell(CLICKHOUSE);
        ask = new Asking(CLICKHOUSE, "shop");
        sessions = new Sessions(CLICKHOUSE, new Queries(CLICKHOUSE).model());
    }

    private static Problem problem(SessionsQuery query, boolean counted) {
        Outcome<SessionPage> outcome = sessions.search("shop", query, List.of(), counted);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<SessionPage>) outcome).problem();
    }

    @Test
    void a_regular_expression_that_cannot_be_read_is_refused_under_its_field() {
        Condition bracket = Condition.compare("page", Operator.MATCHES, "[");
        Problem expected = Problem.of(
                "invalid_query", "where.page", "'[' is not a regular expression as RE2 has them: missing ]: [");
        assertThat(ask.problem(new EventsQuery(JUNE.where(bracket), List.of(), true, 10, null)))
                .isEqualTo(expected);
        for (boolean counted : List.of(false, true)) {
            assertThat(problem(new SessionsQuery(JUNE.where(bracket), "", List.of(), 10, null), counted))
                    .isEqualTo(expected);
        }
        Condition two = Condition.and(
                Condition.compare("country", Operator.MATCHES, ".*"),
                Condition.compare("title", Operator.MATCHES, "a", "(?=b)"));
        assertThat(ask.problem(new EventsQuery(JUNE.where(two), List.of(), true, 10, null)))
                .isEqualTo(Problem.of(
                        "invalid_query",
                        "where.title",
                        "'(?=b)' is not a regular expression as RE2 has them: invalid perl operator: (?="));
    }

    @Test
    void a_measure_of_people_may_be_called_as_a_column_but_not_as_one_of_the_answer() {
        assertThat(ask.rows(people("cartValue"), "person", "cartValue")).containsExactly("ann 30");
        assertThat(ask.rows(people("country"), "person", "country")).containsExactly("ann 30");
        assertThat(ask.problem(people("count")))
                .isEqualTo(Problem.of("invalid_query", "metrics", "two columns would be called 'count'"));
        assertThat(ask.problem(people("a b")).field()).isEqualTo("metrics");
    }

    private static PeopleQuery people(String measure) {
        return new PeopleQuery(
                JUNE.where(Condition.compare("cartValue", Operator.GT, "0")),
                Entity.SESSION,
                Count.AT_LEAST_ONCE,
                false,
                List.of(Measure.of(measure, Measure.Function.MAX, Entity.SESSION, "cartValue", Condition.ALWAYS)),
                List.of(Order.highest("count")),
                10,
                null);
    }

    @Test
    void two_segments_of_one_name_are_refused() {
        MetricsQuery query = MetricsQuery.of(JUNE, Measure.Named.of("sessions"))
                .of(new Segment("a", Condition.ALWAYS), new Segment("a", Condition.eq("device", "mobile")));
        assertThat(ask.problem(query).field()).isEqualTo("segments");
    }

    @Test
    void a_formula_without_a_number_of_the_query_is_refused() {
        Measure one = new Measure.Formula("one", "1", Map.of("a", Measure.Named.of("sessions")));
        assertThat(ask.problem(MetricsQuery.of(JUNE, one)).field()).isEqualTo("formula");
    }

    @Test
    void cohorts_that_name_each_other_are_followed_so_far_and_no_further() {
        Condition below = new Condition.InCohort("next");
        Cohort wide = new Cohort(Condition.and(Collections.nCopies(10, below).toArray(Condition[]::new)), Range.ALL);
        Queries queries = new Queries(CLICKHOUSE, project -> id -> Optional.of(wide));
        Outcome<Result> outcome = queries.run("shop", MetricsQuery.of(JUNE.where(below), Measure.named("sessions")));
        assertThat(((Outcome.Refused<Result>) outcome).problem().field()).isIn("cohort", "where");
    }

    @Test
    void a_cell_that_does_not_say_its_group_is_refused() {
        MetricsQuery query = MetricsQuery.of(JUNE, Measure.named("sessions")).by("country");
        Outcome<SessionPage> outcome = sessions.behind("shop", query, new Cell(Map.of(), "sessions"), 10, null);
        assertThat(((Outcome.Refused<SessionPage>) outcome).problem().field()).isEqualTo("cell.row.country");
    }

    @Test
    void a_cell_in_a_column_that_there_is_not_is_refused_with_those_there_are() {
        String time = "\"from\":\"2026-06-01T00:00:00Z\",\"to\":\"2026-07-01T00:00:00Z\",";
        String page = "{\"field\":\"page\",\"values\":[\"/\"]}";
        Map<String, String> numbers = Map.of(
                "\"metrics\":[\"sessions\",\"pageviews\"]", "sessions, pageviews",
                "\"kind\":\"people\"", "count",
                "\"kind\":\"funnel\",\"steps\":[{\"match\":PAGE},{\"match\":PAGE}]",
                        "count, conversionRate, stepRate, dropped",
                "\"kind\":\"conversion\",\"first\":PAGE,\"then\":PAGE,\"within\":\"P7D\"",
                        "people, converted, conversionRate",
                "\"kind\":\"retention\",\"where\":{\"cohort\":\"x\"}", "people, returned, retentionRate",
                "\"kind\":\"lifecycle\",\"unit\":\"week\"", "newPeople, returning, resurrecting, dormant",
                "\"kind\":\"errors\"", "events, sessions, people");
        numbers.forEach((json, names) -> {
            Query query = QueryJson.read(read("{" + time + json.replace("PAGE", page) + "}"));
            Map<String, Object> row = Map.of("step", 1, "period", 0, "time", "2026-06-01T00:00:00Z");
            Outcome<SessionPage> outcome = sessions.behind("shop", query, new Cell(row, "nonsense"), 10, null);
            Problem problem = ((Outcome.Refused<SessionPage>) outcome).problem();
            assertThat(problem.field()).as(json).isEqualTo("cell.column");
            assertThat(problem.message()).isEqualTo("'nonsense' is not a number of this query, which has " + names);
        });
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_cursor_that_was_forged_is_refused() {
        for (String time : List.of("yesterday", "+1000000000-12-31T23:59:59.999999999Z", "+12345-01-01T00:00:00Z")) {
            SessionsQuery query = new SessionsQuery(JUNE, "", List.of(), 10, encoded(SOME_ID + " createdAt " + time));
            assertThat(problem(query, false).code()).as(time).isEqualTo("invalid_query");
            EventsQuery events = new EventsQuery(JUNE, List.of(), true, 10, encoded(time + " " + SOME_ID));
            assertThat(ask.problem(events).code()).as(time).isEqualTo("invalid_query");
        }
    }

    private static String encoded(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_time_that_clickhouse_cannot_read_is_refused() {
        Range far = new Range(null, Instant.parse("+12345-01-01T00:00:00Z"));
        assertThat(ask.problem(MetricsQuery.of(Scope.of(far), Measure.named("sessions")))
                        .message())
                .isEqualTo("a time has more than four digits in its year: +12345-01-01T00:00:00Z");
    }

    @Test
    void a_time_zone_that_clickhouse_does_not_have_is_refused() {
        for (String zone : List.of("+17:00", "-13:00", "SystemV/EST5EDT")) {
            assertThat(ask.problem(daily(zone)).field()).as(zone).isEqualTo("timezone");
        }
        for (String zone : List.of("+14:00", "-12:00", "UTC+3", "Asia/Kolkata")) {
            assertThat(ask.result(daily(zone)).rows()).as(zone).hasSizeBetween(30, 31);
        }
    }

    private static MetricsQuery daily(String zone) {
        return MetricsQuery.of(JUNE.in(ZoneId.of(zone)), Measure.named("sessions"))
                .every(Interval.DAY);
    }
}
