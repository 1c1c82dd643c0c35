package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.HeatmapQuery.Gesture;
import dev.claymore.query.language.HeatmapQuery.Surface;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Segment;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Long trends: sixty days by the hour are 1,440 buckets, with a session in the first and one in the last. */
final class TrendTest {

    private static final Scope SIXTY_DAYS = scope("2026-05-01T00:00:00Z", "2026-06-30T00:00:00Z");

    private static Asking ask;

    @BeforeAll
    static void twoSessionsFarApart() {
        ClickHouse clickhouse = TestDatabase.migrated();
        Story story = new Story("shop");
        story.session("2026-05-01T00:30:00Z", "a")
                .view(0, "/")
                .event(1, "click", "selector", "#buy")
                .event(2, "error", "errorFingerprint", "f");
        story.session("2026-06-29T23:30:00Z", "b").view(0, "/");
        story.tell(clickhouse);
        ask = new Asking(clickhouse, "shop");
    }

    private static MetricsQuery hourly(Scope scope) {
        return MetricsQuery.of(scope, Measure.named("sessions")).every(Interval.HOUR);
    }

    private static MetricsQuery after(MetricsQuery query, String cursor) {
        return new MetricsQuery(
                query.scope(),
                query.measures(),
                query.breakdowns(),
                query.interval(),
                query.segments(),
                query.compareTo(),
                query.orderBy(),
                query.limit(),
                cursor);
    }

    private static Query json(String text) {
        try {
            return QueryJson.read(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void every_bucket_is_there_up_to_the_newest() {
        for (Query query : List.of(hourly(SIXTY_DAYS), json("""
                {"metrics": ["sessions"], "interval": "hour", "from": "2026-05-01T00:00:00Z", "to": "2026-06-30T00:00:00Z"}
                """))) {
            Result result = ask.result(query);
            assertThat(result.rows()).hasSize(1_440);
            assertThat(result.rows().getFirst()).isEqualTo(List.of("2026-05-01T00:00:00Z", 1));
            assertThat(result.rows().get(1)).isEqualTo(List.of("2026-05-01T01:00:00Z", 0));
            assertThat(result.rows().getLast()).isEqualTo(List.of("2026-06-29T23:00:00Z", 1));
            assertThat(result.nextCursor()).isNull();
        }
    }

    @Test
    void a_limit_that_is_given_holds_and_the_cursor_leads_on() {
        MetricsQuery query = hourly(SIXTY_DAYS).limit(1_000);
        Result first = ask.result(query);
        assertThat(first.rows()).hasSize(1_000);
        assertThat(first.nextCursor()).isEqualTo("1000");
        Result second = ask.result(after(query, first.nextCursor()));
        assertThat(second.rows()).hasSize(440);
        assertThat(second.rows().getFirst()).isEqualTo(List.of("2026-06-11T16:00:00Z", 0));
        assertThat(second.rows().getLast()).isEqualTo(List.of("2026-06-29T23:00:00Z", 1));
        assertThat(second.nextCursor()).isNull();
        assertThat(ask.result(hourly(SIXTY_DAYS).limit(1_440)).nextCursor()).isNull();
        assertThat(ask.result(after(query, "2000")).rows()).isEmpty();
    }

    @Test
    void more_buckets_than_can_be_told_are_refused() {
        Scope year = scope("2025-07-01T00:00:00Z", "2026-07-01T00:00:00Z");
        assertThat(ask.problem(hourly(year)))
                .isEqualTo(Problem.of(
                        "invalid_query",
                        "interval",
                        "hour has 8,760 buckets, at most 5,000: take a longer interval or a shorter range"));
        assertThat(ask.problem(hourly(year).limit(10)).field()).isEqualTo("interval");
        assertThat(ask.result(hourly(scope("2025-12-01T16:00:00Z", "2026-06-28T00:00:00Z")))
                        .rows())
                .hasSize(5_000);
        Scope ages = scope("1990-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        assertThat(ask.problem(new LifecycleQuery(ages, null, Interval.DAY)).field())
                .isEqualTo("unit");
    }

    @Test
    void other_answers_over_time_go_on_by_their_cursor() {
        MetricsQuery segments = hourly(SIXTY_DAYS)
                .of(new Segment("all", Condition.ALWAYS), new Segment("views", Condition.pageview("/")))
                .limit(3);
        Result first = ask.result(segments);
        assertThat(first.rows()).hasSize(3);
        assertThat(ask.rows(after(segments, first.nextCursor()), "time", "segment", "sessions"))
                .containsExactly("2026-06-29T23:00:00Z views 1");
    }

    @Test
    void kinds_without_pages_have_no_cursor() {
        assertThat(ask.result(new ErrorGroupsQuery(SIXTY_DAYS, Interval.NONE, List.of(), 1)))
                .satisfies(result -> assertThat(result.rows()).hasSize(1))
                .satisfies(result -> assertThat(result.nextCursor()).isNull());
        assertThat(ask.result(new HeatmapQuery(SIXTY_DAYS, Gesture.CLICK, Surface.ELEMENT, 1)))
                .satisfies(result -> assertThat(result.rows()).hasSize(1))
                .satisfies(result -> assertThat(result.nextCursor()).isNull());
    }

    @Test
    void a_limit_is_written_only_where_it_was_given() {
        assertThat(QueryJson.read(QueryJson.write(hourly(SIXTY_DAYS)))).isEqualTo(hourly(SIXTY_DAYS));
        assertThat(QueryJson.read(QueryJson.write(hourly(SIXTY_DAYS).limit(7))))
                .isEqualTo(hourly(SIXTY_DAYS).limit(7));
        assertThatThrownBy(() -> json("{\"metrics\": [\"sessions\"], \"limit\": -1}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("limit"));
    }
}
