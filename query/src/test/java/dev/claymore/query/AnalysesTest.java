package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static dev.claymore.query.language.Condition.custom;
import static dev.claymore.query.language.Condition.eq;
import static dev.claymore.query.language.Condition.pageview;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.HeatmapQuery.Gesture;
import dev.claymore.query.language.HeatmapQuery.Surface;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PathsQuery.Direction;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.StickinessQuery;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each analysis against answers worked out by hand. June 2026 begins on a Monday. */
final class AnalysesTest {

    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    private static final Condition SALE = pageview("/sale");
    private static final Condition CART = pageview("/cart");
    private static final Condition BUY = custom("purchase");

    private static Asking ask;

    @BeforeAll
    static void aMonth() {
        ask = new Asking(MonthOfVisits.told(), "shop");
    }

    private static FunnelQuery funnel(
            Subject by, StepOrder order, Duration window, boolean times, Condition... without) {
        return new FunnelQuery(
                JUNE,
                by,
                List.of(new Step("Sale", SALE), new Step("Cart", CART), new Step("Purchase", BUY)),
                order,
                window,
                List.of(without),
                null,
                Interval.NONE,
                times);
    }

    @Test
    void funnel_of_people_counts_who_reaches_each_step_in_order() {
        // Sale: ann, b1 and bob (who is another until he logs in), c1, dan. Then a cart: ann only; bob's cart is before
        // bob's sale.
        List<String> expected = List.of("1 Sale 5 1 1", "2 Cart 1 0.2 0.2", "3 Purchase 1 0.2 1");
        String[] columns = {"step", "label", "count", "conversionRate", "stepRate"};
        assertThat(ask.rows(funnel(Subject.PERSON, StepOrder.ORDERED, null, false), columns))
                .isEqualTo(expected);
        assertThat(ask.rows(funnel(Subject.PERSON, StepOrder.ORDERED, null, true), columns))
                .isEqualTo(expected);
    }

    @Test
    void funnel_of_sessions_sees_what_a_person_does_before_and_after_logging_in() {
        // Sale: ann on the 1st and 8th, bob, cy on the 3rd, dan. Cart after it: ann twice, bob.
        assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ORDERED, null, false), "count"))
                .containsExactly("5", "3", "1");
    }

    @Test
    void funnel_window_is_from_the_first_step_on() {
        // From ann's second look at the sale, at minute 6, the purchase is 24 minutes away.
        for (boolean times : new boolean[] {false, true}) {
            assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ORDERED, Duration.ofMinutes(24), times), "count"))
                    .containsExactly("5", "3", "1");
            assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ORDERED, Duration.ofMinutes(23), times), "count"))
                    .containsExactly("5", "3", "0");
        }
    }

    @Test
    void funnel_tells_how_long_it_takes() {
        // From the first sale to the cart: ann 15 minutes on the 1st, 1 minute on the 8th, bob 15.
        assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ORDERED, null, true), "step", "medianTimeMs"))
                .containsExactly("1 0", "2 900000", "3 1500000");
    }

    @Test
    void strict_funnel_lets_nothing_else_come_between() {
        // Sale, then at once cart: ann on the 1st (from the second look) and on the 8th; bob has an identify between,
        // which is no page view.
        assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.STRICT, null, false), "count"))
                .containsExactly("5", "3", "1");
    }

    @Test
    void funnel_in_any_order_counts_different_steps() {
        // Sessions with one step or more: ann 1st, 8th, 16th, bob, cy twice, dan; with two: ann twice, bob, cy; with
        // three: ann.
        assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ANY, null, false), "count"))
                .containsExactly("7", "4", "1");
    }

    @Test
    void funnel_breaks_at_what_must_not_happen() {
        assertThat(ask.rows(funnel(Subject.SESSION, StepOrder.ORDERED, null, false, eq("type", "identify")), "count"))
                .containsExactly("5", "2", "1");
    }

    @Test
    void funnel_by_device_and_by_week_of_the_first_step() {
        FunnelQuery query = new FunnelQuery(
                JUNE,
                Subject.SESSION,
                List.of(new Step("", SALE), new Step("", CART)),
                StepOrder.ORDERED,
                null,
                List.of(),
                dev.claymore.query.language.Breakdown.by("device"),
                Interval.NONE,
                false);
        assertThat(ask.rows(query, "device", "step", "count"))
                .containsExactlyInAnyOrder("desktop 1 2", "desktop 2 2", "mobile 1 2", "mobile 2 1", " 1 1", " 2 0");
        FunnelQuery byWeek = new FunnelQuery(
                JUNE, Subject.SESSION, query.steps(), StepOrder.ORDERED, null, List.of(), null, Interval.WEEK, false);
        assertThat(ask.rows(byWeek, "time", "step", "count"))
                .containsExactly(
                        "2026-06-01T00:00:00Z 1 3",
                        "2026-06-01T00:00:00Z 2 2",
                        "2026-06-08T00:00:00Z 1 2",
                        "2026-06-08T00:00:00Z 2 1");
    }

    @Test
    void share_of_people_who_did_one_thing_that_then_did_another() {
        // Sale: ann, b1, bob, c1, dan; then a purchase within 16 days: ann. c1 buys 22 days later.
        assertThat(ask.rows(
                        ConversionQuery.within(JUNE, SALE, BUY, Duration.ofDays(16)),
                        "people",
                        "converted",
                        "conversionRate"))
                .containsExactly("5 1 0.2");
        assertThat(ask.rows(ConversionQuery.within(JUNE, SALE, BUY, Duration.ofDays(22)), "converted"))
                .containsExactly("2");
        // May's visitors of / that came to the sale in June: dan.
        assertThat(ask.rows(
                        ConversionQuery.during(
                                scope("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"),
                                pageview("/"),
                                SALE,
                                JUNE.range()),
                        "people",
                        "converted"))
                .containsExactly("1 1");
    }

    @Test
    void what_follows_may_lie_after_the_range_but_within_the_window() {
        Scope firstDay = scope("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z");
        assertThat(ask.rows(
                        ConversionQuery.within(firstDay, SALE, pageview("/"), Duration.ofDays(1)),
                        "people",
                        "converted"))
                .containsExactly("2 1");
    }

    @Test
    void retention_by_day_and_week() {
        // Buyers: ann on the 1st, c1 on the 25th. ann is back on day 1, day 7 (week 1) and day 15 (week 2).
        assertThat(ask.rows(RetentionQuery.single(JUNE, BUY, Interval.DAY, 1), "people", "returned", "retentionRate"))
                .containsExactly("2 1 0.5");
        RetentionQuery weeks = new RetentionQuery(
                JUNE, BUY, null, RetentionQuery.Kind.FIRST_IN_RANGE, Interval.WEEK, List.of(0, 1, 2, 3), Interval.WEEK);
        assertThat(ask.rows(weeks, "cohort", "period", "people", "returned"))
                .containsExactly(
                        "2026-06-01T00:00:00Z 0 1 1",
                        "2026-06-01T00:00:00Z 1 1 1",
                        "2026-06-01T00:00:00Z 2 1 1",
                        "2026-06-01T00:00:00Z 3 1 0",
                        "2026-06-22T00:00:00Z 0 1 1",
                        "2026-06-22T00:00:00Z 1 1 0",
                        "2026-06-22T00:00:00Z 2 1 0",
                        "2026-06-22T00:00:00Z 3 1 0");
    }

    @Test
    void retention_of_first_timers_leaves_out_who_came_before() {
        // People of sessions: ann, bob (his session has his name), c1, and dan, who came in May.
        RetentionQuery inRange = new RetentionQuery(
                JUNE, null, null, RetentionQuery.Kind.FIRST_IN_RANGE, Interval.WEEK, List.of(1), Interval.NONE);
        RetentionQuery firstTime = new RetentionQuery(
                JUNE, null, null, RetentionQuery.Kind.FIRST_TIME, Interval.WEEK, List.of(1), Interval.NONE);
        assertThat(ask.rows(inRange, "people", "returned")).containsExactly("4 1");
        assertThat(ask.rows(firstTime, "people", "returned")).containsExactly("3 1");
    }

    @Test
    void recurring_retention_counts_a_person_in_every_week_it_was_active_in() {
        // Weeks with a session: ann 1, 2, 3; bob 1; c1 1 and 4; dan 2. The week after: ann 1 to 2 and 2 to 3.
        RetentionQuery recurring = new RetentionQuery(
                JUNE, null, null, RetentionQuery.Kind.RECURRING, Interval.WEEK, List.of(0, 1, 3), Interval.WEEK);
        assertThat(ask.rows(recurring, "cohort", "period", "people", "returned"))
                .containsExactly(
                        "2026-06-01T00:00:00Z 0 3 3",
                        "2026-06-01T00:00:00Z 1 3 1",
                        "2026-06-01T00:00:00Z 3 3 1",
                        "2026-06-08T00:00:00Z 0 2 2",
                        "2026-06-08T00:00:00Z 1 2 1",
                        "2026-06-08T00:00:00Z 3 2 0",
                        "2026-06-15T00:00:00Z 0 1 1",
                        "2026-06-15T00:00:00Z 1 1 0",
                        "2026-06-15T00:00:00Z 3 1 0",
                        "2026-06-22T00:00:00Z 0 1 1",
                        "2026-06-22T00:00:00Z 1 1 0",
                        "2026-06-22T00:00:00Z 3 1 0");
    }

    @Test
    void paths_after_and_before_a_page() {
        // After /sale: /sale and /cart (ann on the 1st), /cart (8th), /cart (bob).
        assertThat(ask.rows(
                        new PathsQuery(JUNE, Direction.AFTER, SALE, 1, false, 10),
                        "source",
                        "target",
                        "count",
                        "sessions"))
                .containsExactly("/sale /cart 3 3", "/sale /sale 1 1");
        assertThat(ask.rows(new PathsQuery(JUNE, Direction.AFTER, SALE, 1, true, 10), "target", "count"))
                .containsExactly("/cart 3");
        // Before /cart the page is /sale three times; cy begins at the cart.
        assertThat(ask.rows(new PathsQuery(JUNE, Direction.BEFORE, CART, 1, false, 10), "source", "target", "count"))
                .containsExactly("/sale /cart 3");
    }

    @Test
    void paths_go_as_deep_as_asked() {
        assertThat(ask.rows(
                        new PathsQuery(JUNE, Direction.AFTER, null, 2, true, 10), "step", "source", "target", "count"))
                .containsExactly(
                        "1 /sale /cart 2", "1 / /sale 1", "1 /cart /sale 1", "2 /cart /sale 2", "2 /sale /cart 1");
    }

    @Test
    void stickiness_counts_people_by_active_days() {
        assertThat(ask.rows(
                        new StickinessQuery(JUNE, null, Interval.DAY), "buckets", "people", "peopleAtLeast", "share"))
                .containsExactly("1 2 4 0.5", "2 1 2 0.25", "4 1 1 0.25");
    }

    @Test
    void lifecycle_tells_new_from_returning_resurrecting_and_dormant() {
        assertThat(ask.rows(
                        new LifecycleQuery(JUNE, null, Interval.WEEK),
                        "time",
                        "newPeople",
                        "returning",
                        "resurrecting",
                        "dormant"))
                .containsExactly(
                        "2026-06-01T00:00:00Z 3 0 0 0",
                        "2026-06-08T00:00:00Z 0 1 1 2",
                        "2026-06-15T00:00:00Z 0 1 0 1",
                        "2026-06-22T00:00:00Z 0 0 1 1",
                        "2026-06-29T00:00:00Z 0 0 0 1");
    }

    @Test
    void people_by_what_they_did_and_how_often() {
        Scope buyers = JUNE.where(BUY);
        assertThat(ask.rows(PeopleQuery.of(buyers, Entity.EVENT, Count.AT_LEAST_ONCE), "person", "userId", "count"))
                .containsExactly("ann ann 2", "c1  1");
        assertThat(ask.rows(
                        PeopleQuery.of(buyers, Entity.EVENT, Count.atLeast(2)).signedInOnly(), "userId"))
                .containsExactly("ann");
        assertThat(ask.rows(PeopleQuery.of(JUNE, Entity.SESSION, Count.AT_LEAST_ONCE), "person", "count"))
                .containsExactly("ann 4", "c1 2", "bob 1", "dan 1");
    }

    @Test
    void events_are_listed_page_by_page() {
        EventsQuery first = new EventsQuery(JUNE.where(SALE), List.of("page"), false, 4, null);
        Result page = ask.result(first);
        assertThat(page.rows()).hasSize(4);
        EventsQuery second = new EventsQuery(JUNE.where(SALE), List.of("page"), false, 4, page.nextCursor());
        assertThat(ask.rows(second, "timestamp", "page"))
                .containsExactly(
                        "2026-06-03T08:10:00.000Z /sale",
                        "2026-06-08T10:00:00.000Z /sale",
                        "2026-06-08T10:02:00.000Z /sale",
                        "2026-06-09T12:00:00.000Z /sale");
    }

    @Test
    void error_groups_know_when_they_were_first_seen_in_all_data() {
        assertThat(ask.rows(
                        new ErrorGroupsQuery(JUNE, Interval.WEEK, List.of(), 10),
                        "errorFingerprint",
                        "errorMessage",
                        "events",
                        "sessions",
                        "people",
                        "firstSeenAt",
                        "firstRelease",
                        "lastRelease",
                        "isNew"))
                .containsExactly(
                        "f1 y is undefined 2 2 1 2026-05-20T12:01:00.000Z 0.9 1.2 false",
                        "f2 too much 1 1 1 2026-06-25T08:02:00.000Z 1.2 1.2 true");
    }

    @Test
    void heatmaps_by_element_position_and_depth() {
        assertThat(ask.rows(
                        new HeatmapQuery(JUNE, Gesture.CLICK, Surface.ELEMENT, 10),
                        "selector",
                        "text",
                        "count",
                        "people"))
                .containsExactly("#buy Buy 2 1", "#help Help 1 1");
        assertThat(ask.rows(new HeatmapQuery(JUNE, Gesture.RAGE, Surface.ELEMENT, 10), "selector", "count"))
                .containsExactly("#buy 1");
        assertThat(ask.rows(new HeatmapQuery(JUNE, Gesture.CLICK, Surface.POSITION, 10), "column", "row", "count"))
                .containsExactly("5 2 2", "45 20 1");
        assertThat(ask.rows(new HeatmapQuery(JUNE, Gesture.SCROLL, Surface.DEPTH, 10), "depth", "sessions", "share"))
                .startsWith("0 2 1")
                .contains("40 2 1", "50 1 0.5")
                .endsWith("100 1 0.5");
    }

    @Test
    void an_empty_range_answers_everything_with_nothing() {
        Scope empty = scope("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z");
        assertThat(ask.rows(
                        FunnelQuery.of(empty, Subject.PERSON, List.of(new Step("", SALE)), null),
                        "step",
                        "count",
                        "conversionRate"))
                .containsExactly("1 0 null");
        assertThat(ask.rows(RetentionQuery.single(empty, SALE, Interval.DAY, 1), "people", "returned", "retentionRate"))
                .containsExactly("0 0 null");
        assertThat(ask.rows(ConversionQuery.within(empty, SALE, BUY, Duration.ofDays(1)), "people", "conversionRate"))
                .containsExactly("0 null");
        for (Query query : List.of(
                new PathsQuery(empty, Direction.AFTER, SALE, 1, false, 10),
                new StickinessQuery(empty, null, Interval.DAY),
                PeopleQuery.of(empty, Entity.EVENT, Count.AT_LEAST_ONCE),
                new EventsQuery(empty, List.of(), true, 10, null),
                new ErrorGroupsQuery(empty, Interval.DAY, List.of(), 10),
                new HeatmapQuery(empty, Gesture.CLICK, Surface.ELEMENT, 10))) {
            assertThat(ask.result(query).rows()).as(query.toString()).isEmpty();
        }
    }

    @Test
    void all_data_can_be_asked_without_bounds() {
        Scope all = Scope.of(new Range(null, Instant.parse("2026-07-01T00:00:00Z")));
        assertThat(ask.rows(PeopleQuery.of(all, Entity.SESSION, Count.AT_LEAST_ONCE), "person", "count"))
                .contains("dan 2");
        assertThat(ask.rows(
                        FunnelQuery.of(Scope.of(Range.ALL), Subject.SESSION, List.of(new Step("", SALE)), null),
                        "count"))
                .containsExactly("5");
    }
}
