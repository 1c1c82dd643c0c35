package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.Rows;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When an answer is taken again, by a clock that is set by hand. */
final class ResultCacheTest {

    private static final Query JANUARY =
            MetricsQuery.of(scope("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"), Measure.named("sessions"));

    private static ClickHouse clickhouse;

    private final AtomicInteger computed = new AtomicInteger();
    private Instant now = Instant.parse("2026-02-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final ResultCache cache = new ResultCache(clickhouse, clock.withZone(ZoneOffset.UTC));

    @BeforeAll
    static void tables() {
        clickhouse = TestDatabase.migrated();
    }

    /** How many answers were computed by this second, when it is asked then. */
    private int askedAt(int second) {
        now = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(second);
        var _ = cache.get("shop", JANUARY, Duration.ZERO, this::compute);
        return computed.get();
    }

    private Result compute() {
        return new Result(List.of(), List.of(List.of(computed.incrementAndGet())), "", new Rows.Stats(0, 0, 0));
    }

    @Test
    void an_answer_is_kept_once_doubled_events_are_known_for_sure() {
        assertThat(askedAt(0)).isEqualTo(1);
        assertThat(askedAt(5)).isEqualTo(2);
        assertThat(askedAt(6))
                .as("events inserted twice may have counted twice at 5")
                .isEqualTo(3);
        assertThat(askedAt(13)).isEqualTo(4);
        assertThat(askedAt(14)).isEqualTo(4);
        assertThat(askedAt(13 + 601)).as("ten minutes").isEqualTo(5);
    }

    @Test
    void an_answer_that_was_being_computed_when_answers_were_forgotten_is_not_kept() {
        var _ = cache.get("shop", JANUARY, Duration.ZERO, () -> {
            cache.forget("elsewhere");
            cache.forget("shop");
            return compute();
        });
        var _ = cache.get("shop", JANUARY, Duration.ofHours(1), this::compute);
        assertThat(computed.get()).isEqualTo(2);
        var _ = cache.get("shop", JANUARY, Duration.ofHours(1), this::compute);
        assertThat(computed.get()).isEqualTo(2);
    }

    /** Who viewed in January bought in April, which is the answer about January only from then on. */
    @Test
    void an_answer_that_looks_behind_its_range_is_not_taken_when_something_happened_there() {
        Queries queries = new Queries(clickhouse, project -> Cohorts.NONE, clock.withZone(ZoneOffset.UTC));
        Query query = ConversionQuery.within(
                JANUARY.scope(), Condition.pageview("/"), Condition.custom("purchase"), Duration.ofDays(120));
        Story january = new Story("late");
        january.session("2026-01-10T10:00:00Z", "ann").view(0, "/");
        january.tell(clickhouse);
        assertThat(converted(queries, query)).isZero();
        now = now.plusSeconds(20);
        assertThat(converted(queries, query)).isZero();
        Story april = new Story("late");
        april.session("2026-04-10T10:00:00Z", "ann").custom(0, "purchase");
        april.tell(clickhouse);
        assertThat(converted(queries, query)).isEqualTo(1);
    }

    private static int converted(Queries queries, Query query) {
        Result result = ((Outcome.Ok<Result>) queries.run("late", query)).value();
        assertThat(result.columns().get(1).name()).isEqualTo("converted");
        return ((Number) result.rows().getFirst().get(1)).intValue();
    }
}
