package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static dev.claymore.query.language.Condition.custom;
import static dev.claymore.query.language.Condition.pageview;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Funnels where several events share a millisecond, and where a session stands in a join several times. */
final class FunnelTiesTest {

    private static final double MILLISECOND = 1.0 / 60_000;

    private static ClickHouse clickhouse;

    @BeforeAll
    static void database() {
        clickhouse = TestDatabase.migrated();
    }

    private static Scope day(int day) {
        return scope("2026-06-0" + day + "T00:00:00Z", "2026-06-0" + (day + 1) + "T00:00:00Z");
    }

    @Test
    void a_step_of_the_millisecond_in_which_the_first_happens_again_counts_from_the_first_time() {
        Story story = new Story("again");
        story.session("2026-06-01T10:00:00Z", "a")
                .view(0, "/a")
                .view(10 * MILLISECOND, "/a")
                .custom(10 * MILLISECOND, "buy");
        story.session("2026-06-02T10:00:00Z", "b")
                .view(0, "/a")
                .custom(5 * MILLISECOND, "buy")
                .custom(10 * MILLISECOND, "buy")
                .custom(10 * MILLISECOND, "call");
        story.tell(clickhouse);
        Asking ask = new Asking(clickhouse, "again");
        Condition[] two = {pageview("/a"), custom("buy")};
        Condition[] three = {pageview("/a"), custom("buy"), custom("call")};
        for (boolean times : new boolean[] {false, true}) {
            assertThat(ask.rows(Asking.funnel(Subject.SESSION, day(1), StepOrder.ORDERED, times, two), "count"))
                    .containsExactly("1", "1");
            assertThat(ask.rows(Asking.funnel(Subject.SESSION, day(2), StepOrder.ORDERED, times, three), "count"))
                    .containsExactly("1", "1", "1");
        }
        Sequence sequence = new Sequence(Subject.SESSION, List.of(three), null, During.QUERY);
        assertThat(ask.rows(MetricsQuery.of(day(2), Measure.count("n", Entity.SESSION, sequence)), "n"))
                .containsExactly("1");
    }

    @Test
    void steps_of_one_millisecond_do_not_come_one_after_the_other() {
        Story story = new Story("together");
        story.session("2026-06-01T10:00:00Z", "a").view(0, "/a").view(0, "/b");
        story.session("2026-06-02T10:00:00Z", "b")
                .view(0, "/a")
                .view(MILLISECOND, "/a")
                .view(MILLISECOND, "/b");
        story.tell(clickhouse);
        Asking ask = new Asking(clickhouse, "together");
        for (StepOrder order : List.of(StepOrder.ORDERED, StepOrder.STRICT)) {
            assertThat(ask.rows(
                            Asking.funnel(Subject.SESSION, day(1), order, false, pageview("/a"), pageview("/b")),
                            "count"))
                    .containsExactly("1", "0");
            assertThat(ask.rows(
                            Asking.funnel(Subject.SESSION, day(2), order, false, pageview("/a"), pageview("/b")),
                            "count"))
                    .containsExactly("1", "1");
        }
    }

    @Test
    void a_session_with_two_values_of_a_tag_goes_its_way_once() {
        Story story = new Story("tagged");
        story.session("2026-06-01T10:00:00Z", "a")
                .tag("plan", "free")
                .view(0, "/a")
                .view(1, "/b")
                .tag("plan", "pro")
                .view(2, "/c");
        story.tell(clickhouse);
        Asking ask = new Asking(clickhouse, "tagged");
        for (StepOrder order : StepOrder.values()) {
            FunnelQuery whole = Asking.funnel(
                    Subject.SESSION, day(1), order, false, pageview("/a"), pageview("/b"), pageview("/c"));
            FunnelQuery broken = new FunnelQuery(
                    whole.scope(),
                    whole.by(),
                    whole.steps(),
                    order,
                    null,
                    List.of(),
                    Breakdown.by("tags.plan"),
                    Interval.NONE,
                    false);
            assertThat(ask.rows(broken, "tags.plan", "count")).containsExactly("free 1", "free 1", "free 1");
        }
    }
}
