package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static dev.claymore.query.language.Condition.custom;
import static dev.claymore.query.language.Condition.eq;
import static dev.claymore.query.language.Condition.pageview;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody who works with a site all day: a way that comes after thousands of events is one. */
final class FunnelOfManyEventsTest {

    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    private static final Condition CLICK = eq("type", "click");

    private static ClickHouse clickhouse;
    private static Asking ask;

    @BeforeAll
    static void aBusyPerson() {
        clickhouse = TestDatabase.migrated();
        Story story = new Story("busy");
        for (int day = 1; day <= 3; day++) {
            Story.Session session = story.session("2026-06-0" + day + "T10:00:00Z", "a");
            for (int i = 0; i < 1_000; i++) {
                session.view(i * 0.1, "/work").event(i * 0.1 + 0.05, "click");
            }
        }
        story.session("2026-06-04T10:00:00Z", "a")
                .view(0, "/cart")
                .custom(1, "buy")
                .event(2, "click");
        story.tell(clickhouse);
        ask = new Asking(clickhouse, "busy");
    }

    @Test
    void funnels_of_every_order_reach_their_end() {
        Condition view = eq("type", "pageview");
        for (StepOrder order : StepOrder.values()) {
            assertThat(ask.rows(
                            Asking.funnel(Subject.PERSON, JUNE, order, false, pageview("/cart"), custom("buy")),
                            "count"))
                    .containsExactly("1", "1");
            assertThat(ask.rows(Asking.funnel(Subject.PERSON, JUNE, order, false, view, custom("buy")), "count"))
                    .containsExactly("1", "1");
        }
        FunnelQuery bought = Asking.funnel(Subject.PERSON, JUNE, StepOrder.ORDERED, true, custom("buy"), CLICK);
        assertThat(ask.rows(bought, "count", "medianTimeMs")).containsExactly("1 0", "1 60000");
        Sessions sessions = new Sessions(clickhouse, new Queries(clickhouse).model());
        Outcome<SessionPage> page = sessions.behind("busy", bought, new Cell(Map.of("step", 2), "count"), 10, null);
        assertThat(((Outcome.Ok<SessionPage>) page).value().total()).isEqualTo(1);
    }

    @Test
    void sequences_of_steps_that_one_event_may_be_do_too() {
        Sequence sequence = new Sequence(Subject.PERSON, List.of(eq("page", "/cart"), CLICK), null, During.QUERY);
        assertThat(ask.rows(MetricsQuery.of(JUNE, Measure.count("n", Entity.SESSION, sequence)), "n"))
                .containsExactly("4");
    }
}
