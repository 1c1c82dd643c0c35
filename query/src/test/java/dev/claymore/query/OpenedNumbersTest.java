package dev.claymore.query;

import static dev.claymore.query.language.Condition.custom;
import static dev.claymore.query.language.Condition.eq;
import static dev.claymore.query.language.Condition.pageview;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.HeatmapQuery.Gesture;
import dev.claymore.query.language.HeatmapQuery.Surface;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.RetentionQuery.Kind;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.StickinessQuery;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every number of an answer opens into as many people, sessions or events as it says, in a month in which a day of Santiago has no midnight. */
final class OpenedNumbersTest {

    private static final ZoneId SANTIAGO = ZoneId.of("America/Santiago");
    private static final Instant FROM = Instant.parse("2025-09-01T04:00:00Z");
    private static final Instant TO = Instant.parse("2025-09-24T15:00:00Z");
    private static final Scope MONTH = new Scope(new Range(FROM, TO), SANTIAGO, Condition.ALWAYS);
    private static final Scope MOBILE = MONTH.where(eq("device", "mobile"));
    private static final Condition SALE = pageview("/sale");
    private static final Condition CART = pageview("/cart");
    private static final Condition BUY = custom("purchase");

    private static final double[] PRICES = {1e-7, 0.0005, 0.1, -5.5, 12, 1e15, 123456789012345680.0, 1e21, 1.79e308};

    private static Queries queries;
    private static Sessions sessions;

    /** What a number counts. */
    private enum Counts {
        PEOPLE,
        SESSIONS,
        EVENTS
    }

    @BeforeAll
    static void aMonthOfTwelvePeople() {
        ClickHouse clickhouse = TestDatabase.migrated();
        Random random = new Random(7);
        Story story = new Story("shop");
        for (int i = 0; i < 60; i++) {
            int person = random.nextInt(12);
            Instant start = FROM.plus(Duration.ofMinutes(random.nextInt(24 * 24 * 60)));
            Story.Session session = story.session(start.toString(), "a" + person)
                    .with("browser", "Firefox")
                    .with("device", random.nextBoolean() ? "mobile" : "desktop")
                    .with("country", random.nextInt(3) == 0 ? "" : "CL");
            if (person % 3 == 0) {
                session.user("user" + person);
            }
            if (random.nextBoolean()) {
                session.tag("plan", random.nextBoolean() ? "free" : "pro");
            }
            for (int n = 0; n < 1 + random.nextInt(4); n++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> session.view(n * 5, "/sale");
                    case 2 -> session.view(n * 5, "/cart");
                    case 3 -> session.custom(n * 5, "purchase", 10);
                    default -> session.event(n * 5, "error", "errorFingerprint", "f" + random.nextInt(2));
                }
            }
        }
        Story.Session prices = story.session("2025-08-01T10:00:00Z", "early");
        for (int i = 0; i < PRICES.length; i++) {
            prices.custom(i, "price", PRICES[i]);
        }
        for (int i = 0; i < 40; i++) {
            prices.event(20 + i, "click", "x", 10, "y", 30, "viewportWidth", i % 2 * 1000);
        }
        story.tell(clickhouse);
        queries = new Queries(clickhouse);
        sessions = new Sessions(clickhouse, queries.model());
    }

    private static Result answer(Query query) {
        Outcome<Result> outcome = queries.run("shop", query);
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<Result>) outcome).value();
    }

    private static long behind(Query query, Cell cell, Counts counts) {
        Outcome<SessionPage> outcome = sessions.behind("shop", query, cell, 500, null);
        assertThat(outcome).as(cell + " of " + query).isInstanceOf(Outcome.Ok.class);
        SessionPage page = ((Outcome.Ok<SessionPage>) outcome).value();
        assertThat(page.total()).isEqualTo(page.sessions().size());
        return switch (counts) {
            case PEOPLE ->
                page.sessions().stream()
                        .map(session -> session.get("anonymousId"))
                        .distinct()
                        .count();
            case SESSIONS -> page.sessions().size();
            case EVENTS ->
                page.sessions().stream()
                        .mapToLong(session -> ((Number) session.get("matches")).longValue())
                        .sum();
        };
    }

    /** Numbers in these columns, by what they count: all, or of a long answer every fourth row. */
    private static void opens(Query query, Counts counts, String... columns) {
        Result result = answer(query);
        List<String> names = result.columns().stream().map(Result.Column::name).toList();
        assertThat(result.rows()).isNotEmpty();
        for (int i = 0; i < result.rows().size(); i += result.rows().size() > 6 ? 4 : 1) {
            List<Object> row = result.rows().get(i);
            Map<String, Object> cells = new LinkedHashMap<>();
            names.forEach(name -> cells.put(name, row.get(names.indexOf(name))));
            for (String column : columns) {
                assertThat(behind(query, new Cell(cells, column), counts))
                        .as(column + " of " + cells + " of " + query)
                        .isEqualTo(((Number) cells.get(column)).longValue());
            }
        }
    }

    private static FunnelQuery funnel(Scope scope, Subject by, StepOrder order, String breakdown, Interval interval) {
        return new FunnelQuery(
                scope,
                by,
                List.of(new Step("", SALE), new Step("", CART), new Step("", BUY)),
                order,
                Duration.ofDays(5),
                List.of(),
                breakdown == null ? null : Breakdown.by(breakdown),
                interval,
                false);
    }

    @Test
    void funnels_of_every_order() {
        for (StepOrder order : StepOrder.values()) {
            opens(funnel(MONTH, Subject.PERSON, order, null, Interval.NONE), Counts.PEOPLE, "count");
            opens(funnel(MOBILE, Subject.PERSON, order, null, Interval.NONE), Counts.PEOPLE, "count");
            opens(funnel(MONTH, Subject.PERSON, order, "tags.plan", Interval.NONE), Counts.PEOPLE, "count");
            opens(funnel(MOBILE, Subject.SESSION, order, "country", Interval.NONE), Counts.SESSIONS, "count");
            opens(funnel(MONTH, Subject.SESSION, order, null, Interval.DAY), Counts.SESSIONS, "count");
        }
    }

    @Test
    void a_funnel_in_any_order_begins_with_whichever_step_came_first() {
        Result result = answer(funnel(MONTH, Subject.PERSON, StepOrder.ANY, "device", Interval.DAY));
        assertThat(result.rows()).allSatisfy(row -> {
            assertThat(Instant.parse(String.valueOf(row.get(0)))).isBetween(FROM, TO);
            assertThat(row.get(1)).isIn("mobile", "desktop");
        });
    }

    @Test
    void conversions() {
        for (Scope scope : List.of(MONTH, MOBILE)) {
            for (String breakdown : new String[] {null, "tags.plan", "entryPage"}) {
                ConversionQuery query = new ConversionQuery(
                        scope,
                        SALE,
                        BUY,
                        Duration.ofDays(3),
                        null,
                        breakdown == null ? null : Breakdown.by(breakdown),
                        Interval.NONE);
                opens(query, Counts.PEOPLE, "people", "converted");
            }
        }
    }

    @Test
    void a_share_opens_into_its_part() {
        ConversionQuery conversion = ConversionQuery.within(MONTH, SALE, BUY, Duration.ofDays(3));
        Result result = answer(conversion);
        long converted = ((Number) result.rows().getFirst().get(1)).longValue();
        assertThat(converted).isPositive();
        assertThat(behind(conversion, new Cell(Map.of(), "conversionRate"), Counts.PEOPLE))
                .isEqualTo(converted);
        RetentionQuery weeks = RetentionQuery.single(MONTH, SALE, Interval.WEEK, 1);
        long returned = ((Number) answer(weeks).rows().getFirst().get(2)).longValue();
        assertThat(returned).isPositive();
        assertThat(behind(weeks, new Cell(Map.of("period", 1), "retentionRate"), Counts.PEOPLE))
                .isEqualTo(returned);
    }

    @Test
    void retention_of_every_kind() {
        for (Kind kind : Kind.values()) {
            for (Scope scope : List.of(MONTH, MOBILE)) {
                for (Condition start : new Condition[] {null, SALE}) {
                    opens(
                            new RetentionQuery(
                                    scope, start, null, kind, Interval.WEEK, List.of(0, 1, 2), Interval.WEEK),
                            Counts.PEOPLE,
                            "people",
                            "returned");
                }
                Interval cohorts = kind == Kind.RECURRING ? Interval.DAY : Interval.NONE;
                opens(
                        new RetentionQuery(scope, SALE, BUY, kind, Interval.DAY, List.of(1, 5), cohorts),
                        Counts.PEOPLE,
                        "people",
                        "returned");
            }
        }
    }

    @Test
    void activity() {
        for (Scope scope : List.of(MONTH, MOBILE)) {
            opens(new StickinessQuery(scope, null, Interval.DAY), Counts.PEOPLE, "people", "peopleAtLeast");
            opens(
                    new LifecycleQuery(scope, null, scope.equals(MOBILE) ? Interval.DAY : Interval.WEEK),
                    Counts.PEOPLE,
                    "newPeople",
                    "returning",
                    "resurrecting",
                    "dormant");
        }
    }

    @Test
    void numbers_by_group_and_day() {
        Measure users = Measure.of("users", Function.USERS, Entity.SESSION, null, Condition.ALWAYS);
        Measure people = Measure.of("people", Function.PEOPLE, Entity.EVENT, null, SALE);
        Measure carts = Measure.count("carts", Entity.EVENT, CART);
        Measure failed = Measure.count("failed", Entity.SESSION, eq("type", "error"));
        for (Scope scope : List.of(MONTH, MOBILE)) {
            opens(MetricsQuery.of(scope, users, people).by("country"), Counts.PEOPLE, "users", "people");
            opens(MetricsQuery.of(scope, users).every(Interval.DAY), Counts.PEOPLE, "users");
            opens(MetricsQuery.of(scope, failed).every(Interval.DAY), Counts.SESSIONS, "failed");
            opens(MetricsQuery.of(scope, carts).by("tags.plan").every(Interval.WEEK), Counts.EVENTS, "carts");
        }
    }

    /** The measure is about one event, the filter about another one, wherever the measure stands. */
    @Test
    void a_measure_and_a_filter_need_not_hold_for_the_same_event() {
        Measure bought = Measure.count("bought", Entity.SESSION, eq("customEvent", "purchase"));
        Scope viewed = MONTH.where(Condition.and(eq("page", "/sale"), eq("type", "pageview")));
        MetricsQuery alone = MetricsQuery.of(viewed, bought);
        MetricsQuery beside = MetricsQuery.of(viewed, bought, Measure.Named.of("sessions"));
        opens(alone, Counts.SESSIONS, "bought");
        Object number = answer(alone).rows().getFirst().getFirst();
        assertThat(((Number) number).longValue()).isPositive();
        assertThat(answer(beside).rows().getFirst().getFirst()).isEqualTo(number);
    }

    @Test
    void days_without_a_midnight_add_up_to_the_whole() {
        Measure count = Measure.count("n", Entity.SESSION, Condition.ALWAYS);
        for (Interval interval : List.of(Interval.HOUR, Interval.DAY, Interval.WEEK, Interval.MONTH)) {
            MetricsQuery trend = MetricsQuery.of(MONTH, count).every(interval);
            long sum = answer(trend).rows().stream()
                    .mapToLong(row -> ((Number) row.get(1)).longValue())
                    .sum();
            assertThat(sum).as(interval.wire()).isEqualTo(60);
        }
        opens(MetricsQuery.of(MONTH, count).every(Interval.DAY), Counts.SESSIONS, "n");
        // The gap day itself is where this month's numbers begin, and the month is still one.
        Scope fromTheGap = new Scope(new Range(Instant.parse("2025-09-07T04:00:00Z"), TO), SANTIAGO, Condition.ALWAYS);
        opens(MetricsQuery.of(fromTheGap, count).every(Interval.MONTH), Counts.SESSIONS, "n");
    }

    @Test
    void groups_of_numbers_however_small_or_large() {
        Range august = new Range(Instant.parse("2025-08-01T00:00:00Z"), Instant.parse("2025-08-02T00:00:00Z"));
        Condition price = custom("price");
        MetricsQuery byValue = MetricsQuery.of(Scope.of(august), Measure.count("n", Entity.EVENT, price))
                .by("value");
        Result result = answer(byValue);
        assertThat(result.rows()).hasSize(PRICES.length);
        for (List<Object> row : result.rows()) {
            double value = ((Number) row.getFirst()).doubleValue();
            assertThat(behind(byValue, new Cell(Map.of("value", value), "n"), Counts.EVENTS))
                    .as(String.valueOf(value))
                    .isEqualTo(1);
        }
        ConversionQuery first = new ConversionQuery(
                Scope.of(august), price, price, Duration.ofHours(1), null, Breakdown.by("value"), Interval.NONE);
        assertThat(behind(first, new Cell(Map.of("value", 1e-7), "converted"), Counts.PEOPLE))
                .isEqualTo(1);
    }

    @Test
    void clicks_on_a_place_also_where_others_have_no_viewport() {
        Scope august = Asking.scope("2025-08-01T00:00:00Z", "2025-08-02T00:00:00Z");
        opens(new HeatmapQuery(august, Gesture.CLICK, Surface.POSITION, 10), Counts.EVENTS, "count");
    }

    @Test
    void a_formula_opens_into_the_number_that_stands_in_it_first() {
        Measure all = Measure.count("a", Entity.SESSION, Condition.ALWAYS);
        Measure planned = Measure.count("b", Entity.SESSION, Condition.compare("tags.plan", Operator.EXISTS));
        for (Map<String, Measure> of : List.of(Map.of("a", all, "b", planned), Map.of("b", all, "a", planned))) {
            String formula = of.get("a").equals(all) ? "(b - 0) / a" : "(a - 0) / b";
            MetricsQuery share = MetricsQuery.of(MONTH, new Measure.Formula("share", formula, of), planned);
            Object part = answer(share).rows().getFirst().getLast();
            assertThat(behind(share, new Cell(Map.of(), "share"), Counts.SESSIONS))
                    .isEqualTo(((Number) part).longValue());
        }
    }
}
