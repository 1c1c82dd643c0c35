package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static dev.claymore.query.language.Condition.custom;
import static dev.claymore.query.language.Condition.eq;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.compile.Cohorts.Cohort;
import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Segment;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers against answers worked out by hand, around the night of 29 March 2026, when Berlin goes from 02:00 to 03:00. */
final class MetricsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Scope MARCH = scope("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");
    private static final Condition BUY = custom("purchase");

    private static ClickHouse clickhouse;
    private static Asking ask;
    private static Story.Session midnight;

    @BeforeAll
    static void someDaysInMarch() {
        clickhouse = TestDatabase.migrated();
        Story story = new Story("shop");
        story.session("2026-03-10T12:00:00Z", "a1")
                .with("country", "DE")
                .tag("plan", "plus")
                .view(0, "/")
                .custom(1, "purchase", 10)
                .custom(2, "purchase", 30);
        // From 23:30 to 00:30 of Berlin; the session counts on the 28th, its purchase on the 29th.
        midnight = story.session("2026-03-28T22:30:00Z", "a1")
                .with("country", "DE")
                .tag("plan", "free");
        midnight.view(0, "/").custom(60, "purchase", 20);
        // On the short day: at 01:30 and 03:30 of Berlin, an hour apart.
        story.session("2026-03-29T00:30:00Z", "b1")
                .with("country", "US")
                .view(0, "/")
                .view(60, "/cart");
        // Comes as b1 again, then logs in as bob.
        story.session("2026-03-29T20:00:00Z", "b1")
                .with("country", "US")
                .view(0, "/")
                .event(1, "identify")
                .user("bob")
                .view(2, "/")
                .event(3, "error", "errorFingerprint", "f");
        // The last hour of the 29th in Berlin, which is already the 30th there from 22:00 UTC on.
        story.session("2026-03-29T22:30:00Z", "c1").with("country", "").view(0, "/");
        story.tell(clickhouse);
        // Late: an event of the first session that comes in a day after all others.
        Story late = new Story("shop");
        Story.Session again =
                late.session("2026-03-10T12:00:00Z", "a1").with("country", "DE").tag("plan", "plus");
        again.event(90, "click", "eventId", "00000000-0000-4000-8000-00000000aaaa", "selector", "#late");
        late.tell(clickhouse);
        ask = new Asking(clickhouse, "shop");
    }

    private static MetricsQuery metrics(Scope scope, String... names) {
        return MetricsQuery.of(scope, Measure.named(names));
    }

    @Test
    void days_are_those_of_the_time_zone_also_when_the_clocks_change() {
        Scope days = scope("2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z").in(BERLIN);
        assertThat(ask.rows(metrics(days, "sessions", "visitors").every(Interval.DAY), "time", "sessions", "visitors"))
                .containsExactly("2026-03-27T23:00:00Z 1 1", "2026-03-28T23:00:00Z 2 2", "2026-03-29T22:00:00Z 1 1");
        assertThat(ask.rows(metrics(days, "pageviews").every(Interval.DAY), "time", "pageviews"))
                .containsExactly("2026-03-27T23:00:00Z 1", "2026-03-28T23:00:00Z 4", "2026-03-29T22:00:00Z 1");
        assertThat(ask.rows(
                        metrics(days, "pageviews")
                                .by("hourOfDay")
                                .order(dev.claymore.query.language.Order.lowest("hourOfDay")),
                        "hourOfDay",
                        "pageviews"))
                .containsExactly("0 1", "1 1", "3 1", "22 2", "23 1");
        assertThat(ask.rows(metrics(days, "pageviews").by("dayOfWeek"), "dayOfWeek", "pageviews"))
                .containsExactly("7 4", "1 1", "6 1");
    }

    @Test
    void a_session_over_midnight_counts_on_its_first_day_and_its_events_on_theirs() {
        Scope days = scope("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z").in(BERLIN);
        MetricsQuery query = MetricsQuery.of(
                        days, Measure.Named.of("sessions"), Measure.count("purchases", Entity.EVENT, BUY))
                .every(Interval.DAY);
        assertThat(ask.rows(query, "time", "sessions", "purchases"))
                .containsExactly("2026-03-27T23:00:00Z 1 0", "2026-03-28T23:00:00Z 2 1");
    }

    @Test
    void late_events_belong_to_their_session() {
        assertThat(ask.rows(
                        MetricsQuery.of(
                                MARCH.where(eq("selector", "#late")),
                                Measure.of(
                                        "longest",
                                        Measure.Function.MAX,
                                        Entity.SESSION,
                                        "durationMs",
                                        Condition.ALWAYS),
                                Measure.count("n", Entity.SESSION, Condition.ALWAYS)),
                        "longest",
                        "n"))
                .containsExactly("5400000 1");
    }

    @Test
    void who_logs_in_halfway_is_two_people_in_events_and_one_in_the_session() {
        Scope night = scope("2026-03-29T20:00:00Z", "2026-03-29T21:00:00Z");
        assertThat(ask.rows(
                        MetricsQuery.of(
                                night,
                                Measure.of(
                                        "bySession", Measure.Function.PEOPLE, Entity.SESSION, null, Condition.ALWAYS),
                                Measure.of("byEvent", Measure.Function.PEOPLE, Entity.EVENT, null, Condition.ALWAYS),
                                Measure.of("users", Measure.Function.USERS, Entity.EVENT, null, Condition.ALWAYS)),
                        "bySession",
                        "byEvent",
                        "users"))
                .containsExactly("1 2 1");
    }

    @Test
    void a_period_beside_another_by_what_only_the_session_has() {
        Scope last = scope("2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z");
        Range first = new Range(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-20T00:00:00Z"));
        MetricsQuery byPlan = MetricsQuery.of(last, Measure.count("purchases", Entity.EVENT, BUY))
                .by("tags.plan")
                .comparedTo(first);
        assertThat(ask.rows(byPlan, "tags.plan", "purchases", "previous.purchases"))
                .containsExactlyInAnyOrder("free 1 0", "plus 0 2");
    }

    @Test
    void formulas_do_not_wrap_around() {
        Measure.Formula big =
                new Measure.Formula("big", "a * 10000000000 * 10000000000", Map.of("a", Measure.Named.of("sessions")));
        Number number = (Number)
                ask.result(MetricsQuery.of(MARCH, big)).rows().getFirst().getFirst();
        assertThat(number.doubleValue()).isEqualTo(5e20);
    }

    @Test
    void ratios_formulas_and_percentiles() {
        Measure value = Measure.of("value", Measure.Function.SUM, Entity.EVENT, "value", BUY);
        Measure purchases = Measure.count("purchases", Entity.EVENT, BUY);
        assertThat(ask.rows(
                        MetricsQuery.of(
                                MARCH,
                                Measure.shareOfSessions("bought", Condition.sessionDid(BUY)),
                                new Measure.Ratio("each", value, purchases),
                                new Measure.Formula(
                                        "percent",
                                        "(a / b) * 100 - 1",
                                        Map.of("a", purchases, "b", Measure.Named.of("sessions"))),
                                Measure.percentile("median", 0.5, Entity.EVENT, "value", BUY),
                                Measure.of("min", Measure.Function.MIN, Entity.EVENT, "value", eq("type", "vital"))),
                        "bought",
                        "each",
                        "percent",
                        "median",
                        "min"))
                .containsExactly("0.4 20 59 20 null");
        assertThat(ask.rows(
                        metrics(
                                MARCH,
                                "bounceRate",
                                "errorRate",
                                "newVisitors",
                                "returningVisitors",
                                "newVisitorShare"),
                        "bounceRate",
                        "errorRate",
                        "newVisitors",
                        "returningVisitors",
                        "newVisitorShare"))
                .containsExactly("0.6 0.2 4 1 1");
    }

    @Test
    void who_is_new_depends_on_all_data_in_a_short_range_too() {
        // a1, who was there on the 10th, and b1, bob and c1.
        Scope days = scope("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z");
        assertThat(ask.rows(
                        metrics(days, "newVisitors", "returningVisitors", "newVisitorShare"),
                        "newVisitors",
                        "returningVisitors",
                        "newVisitorShare"))
                .containsExactly("3 1 0.75");
        assertThat(ask.rows(metrics(days.where(eq("visitorType", "returning")), "sessions"), "sessions"))
                .containsExactly("1");
        assertThat(ask.rows(
                        new MetricsQuery(
                                days,
                                List.of(Measure.Named.of("sessions")),
                                List.of(Breakdown.by("visitorType")),
                                Interval.NONE,
                                List.of(),
                                new Range(Instant.parse("2026-03-09T00:00:00Z"), Instant.parse("2026-03-11T00:00:00Z")),
                                List.of(),
                                10,
                                null),
                        "visitorType",
                        "sessions",
                        "previous.sessions"))
                .containsExactly("new 3 1", "returning 1 0");
    }

    @Test
    void conditions_on_what_people_did() {
        assertThat(ask.rows(metrics(MARCH.where(Condition.personDid(BUY, Count.atLeast(3))), "sessions"), "sessions"))
                .containsExactly("2");
        assertThat(ask.rows(metrics(MARCH.where(Condition.personDid(BUY, Count.NEVER)), "sessions"), "sessions"))
                .containsExactly("3");
        Condition twoSessions = new Condition.Did(
                dev.claymore.query.language.Subject.PERSON,
                Entity.SESSION,
                Condition.ALWAYS,
                new Count(Operator.EQ, 2),
                dev.claymore.query.language.During.EVER);
        assertThat(ask.rows(metrics(MARCH.where(twoSessions), "visitors"), "visitors"))
                .containsExactly("1");
    }

    @Test
    void breakdowns_by_tags_leave_out_sessions_without_and_others_keep_the_empty_value() {
        assertThat(ask.rows(metrics(MARCH, "sessions").by("tags.plan"), "tags.plan", "sessions"))
                .containsExactly("free 1", "plus 1");
        assertThat(ask.rows(metrics(MARCH, "sessions").by("country"), "country", "sessions"))
                .containsExactly("DE 2", "US 2", " 1");
        MetricsQuery bins = new MetricsQuery(
                MARCH,
                Measure.named("customEvents"),
                List.of(new Breakdown("value", List.of(0.0, 20.0))),
                Interval.NONE,
                List.of(),
                null,
                List.of(),
                10,
                null);
        assertThat(ask.rows(bins, "value", "customEvents")).containsExactly("20 2", "0 1");
    }

    @Test
    void segments_stand_side_by_side() {
        MetricsQuery query = metrics(MARCH, "sessions", "visitors")
                .of(new Segment("bought", Condition.sessionDid(BUY)), new Segment("american", eq("country", "US")));
        assertThat(ask.rows(query, "segment", "sessions", "visitors")).containsExactly("american 2 2", "bought 2 1");
    }

    @Test
    void another_period_stands_beside_by_its_buckets() {
        MetricsQuery query = metrics(scope("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"), "sessions", "bounceRate")
                .every(Interval.DAY)
                .comparedTo(new Range(Instant.parse("2026-03-09T00:00:00Z"), Instant.parse("2026-03-11T00:00:00Z")));
        assertThat(ask.rows(query, "time", "sessions", "previous.sessions", "previous.bounceRate"))
                .containsExactly("2026-03-28T00:00:00Z 1 0 null", "2026-03-29T00:00:00Z 3 1 1");
    }

    @Test
    void a_moving_average_counts_the_buckets_in_which_nothing_happened() {
        MetricsQuery query = MetricsQuery.of(
                        scope("2026-03-26T00:00:00Z", "2026-03-30T00:00:00Z"),
                        Measure.Named.of("sessions"),
                        new Measure.MovingAverage("smooth", Measure.Named.of("sessions"), 3))
                .every(Interval.DAY);
        assertThat(ask.rows(query, "sessions", "smooth")).containsExactly("0 0", "0 0", "1 0.333333", "3 1.333333");
    }

    @Test
    void saved_cohorts_are_conditions() {
        Cohort buyers = new Cohort(Condition.sessionDid(BUY), Range.ALL);
        Queries queries =
                new Queries(clickhouse, project -> id -> Optional.of(buyers).filter(own -> id.equals("buyers")));
        Query query = metrics(MARCH.where(new Condition.InCohort("buyers")), "sessions");
        assertThat(((Outcome.Ok<Result>) queries.run("shop", query)).value().rows())
                .isEqualTo(List.of(List.of(2)));
        Query unknown = metrics(MARCH.where(new Condition.InCohort("nobody")), "sessions");
        assertThat(queries.run("shop", unknown)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void a_number_opens_into_its_sessions_at_the_second_it_happened() {
        Sessions sessions = new Sessions(clickhouse, new Queries(clickhouse).model());
        MetricsQuery query = MetricsQuery.of(MARCH.in(BERLIN), Measure.count("purchases", Entity.EVENT, BUY))
                .by("country")
                .every(Interval.DAY);
        SessionPage page =
                behind(sessions, query, new Cell(Map.of("time", "2026-03-28T23:00:00Z", "country", "DE"), "purchases"));
        assertThat(page.sessions())
                .singleElement()
                .satisfies(session -> assertThat(session)
                        .containsEntry("sessionId", midnight.id())
                        .containsEntry("at", "2026-03-28T23:30:00.000Z")
                        .containsEntry("matches", 1)
                        .containsEntry("tags", Map.of("plan", "free")));
        MetricsQuery share = MetricsQuery.of(MARCH, Measure.shareOfSessions("bought", Condition.sessionDid(BUY)));
        SessionPage bought = behind(sessions, share, new Cell(Map.of(), "bought"));
        assertThat(bought.sessions())
                .extracting(session -> session.get("at"))
                .containsExactly("2026-03-28T23:30:00.000Z", "2026-03-10T12:01:00.000Z");
        assertThat(bought.total()).isEqualTo(2);
    }

    private static SessionPage behind(Sessions sessions, Query query, Cell cell) {
        Outcome<SessionPage> outcome = sessions.behind("shop", query, cell, 10, null);
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<SessionPage>) outcome).value();
    }

    @Test
    void an_answer_is_taken_again_until_something_happens() {
        Queries queries = new Queries(clickhouse);
        Query query = metrics(scope("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"), "sessions");
        Story story = new Story("busy");
        story.session("2026-05-05T10:00:00Z", "x").view(0, "/");
        story.tell(clickhouse);
        assertThat(number(queries, query)).isEqualTo(1);
        Story more = new Story("busy");
        more.session("2026-05-06T10:00:00Z", "y").view(0, "/");
        more.tell(clickhouse);
        assertThat(number(queries, query)).isEqualTo(2);
        assertThat(((Outcome.Ok<Result>) queries.run("busy", query, new Freshness(Duration.ofHours(1), 0)))
                        .value()
                        .rows())
                .isEqualTo(List.of(List.of(2)));
    }

    private static int number(Queries queries, Query query) {
        return ((Number) ((Outcome.Ok<Result>) queries.run("busy", query))
                        .value()
                        .rows()
                        .getFirst()
                        .getFirst())
                .intValue();
    }

    @Test
    void refuses_what_makes_no_sense_and_says_where() {
        assertThat(ask.problem(metrics(MARCH, "nope")).field()).isEqualTo("metrics");
        assertThat(ask.problem(metrics(MARCH, "bounceRate").by("page")).field()).isEqualTo("dimensions");
        assertThat(ask.problem(metrics(MARCH, "sessions").limit(0)).field()).isEqualTo("limit");
        assertThat(ask.problem(metrics(MARCH, "sessions", "sessions")).field()).isEqualTo("metrics");
        assertThat(ask.problem(MetricsQuery.of(
                                MARCH,
                                new Measure.Formula(
                                        "f", "a); DROP TABLE x", Map.of("a", Measure.Named.of("sessions")))))
                        .field())
                .isEqualTo("formula");
        assertThat(ask.problem(MetricsQuery.of(MARCH, new Measure.MovingAverage("m", Measure.Named.of("sessions"), 3)))
                        .field())
                .isEqualTo("interval");
        assertThat(ask.problem(MetricsQuery.of(
                                MARCH, Measure.of("x", Measure.Function.SUM, Entity.EVENT, "page", Condition.ALWAYS)))
                        .field())
                .isEqualTo("field");
    }
}
