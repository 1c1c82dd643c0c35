package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When an answer is taken again, by a clock that is set by hand. */
final class ResultCacheTest {

    private static final Query JANUARY =
            MetricsQuery.of(scope("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"), Measure.named("sessions"));

    private static final Freshness ANY_AGE = new Freshness(Duration.ofHours(1), 0);
    private static final Freshness PACED = new Freshness(Duration.ZERO, 20);

    private static ClickHouse clickhouse;

    private final AtomicInteger computed = new AtomicInteger();
    private Instant now = Instant.parse("2026-02-01T00:00:00Z");
    /** What happens when this thread looks at the clock, one after the other. */
    private final ThreadLocal<Deque<Runnable>> meanwhile = ThreadLocal.withInitial(ArrayDeque::new);

    private final InstantSource clock = () -> {
        Optional.ofNullable(meanwhile.get().poll()).ifPresent(Runnable::run);
        return now;
    };
    private final ResultCache cache = new ResultCache(clickhouse, clock.withZone(ZoneOffset.UTC));

    @BeforeAll
    static void tables() {
        clickhouse = TestDatabase.migrated();
    }

    /** How many answers were computed by this second, when it is asked then. */
    private int askedAt(int second) {
        now = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(second);
        var _ = cache.get("shop", JANUARY, Freshness.EXACT, this::compute);
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
        var _ = cache.get("shop", JANUARY, Freshness.EXACT, () -> {
            cache.forget("elsewhere");
            cache.forget("shop");
            return compute();
        });
        var _ = cache.get("shop", JANUARY, ANY_AGE, this::compute);
        assertThat(computed.get()).isEqualTo(2);
        var _ = cache.get("shop", JANUARY, ANY_AGE, this::compute);
        assertThat(computed.get()).isEqualTo(2);
    }

    @Test
    void an_answer_may_be_as_old_as_its_cost_allows_but_not_older_than_a_minute() {
        assertThat(pacedAt(0, Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(pacedAt(40, Duration.ofSeconds(9))).as("twenty times 2 s").isEqualTo(1);
        assertThat(pacedAt(41, Duration.ofSeconds(9))).isEqualTo(2);
        assertThat(pacedAt(41 + 60, Duration.ofMillis(10))).as("a minute").isEqualTo(2);
        assertThat(pacedAt(41 + 61, Duration.ofMillis(10))).isEqualTo(3);
        assertThat(pacedAt(41 + 62, Duration.ofMillis(10))).isEqualTo(4);
    }

    /** How many answers were computed when it is asked then, after one more event. */
    private int pacedAt(int second, Duration takes) {
        now = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(second);
        Story story = new Story("slow");
        story.session("2026-01-10T10:00:00Z", "visitor of second " + second).view(0, "/");
        story.tell(clickhouse);
        var _ = cache.get("slow", JANUARY, PACED, () -> {
            now = now.plus(takes);
            return compute();
        });
        return computed.get();
    }

    @Test
    void those_who_ask_at_the_same_time_wait_for_one_answer() throws Exception {
        try (Slow first = new Slow(this::compute)) {
            assertThat(cache.get("shop", JANUARY, Freshness.EXACT, this::compute)
                            .rows())
                    .as("who takes no age does not wait for one that began earlier")
                    .isEqualTo(List.of(List.of(1)));
            Future<Result> second = first.threads.submit(() -> cache.get("shop", JANUARY, PACED, this::compute));
            now = now.plusSeconds(3);
            first.goOn.countDown();
            assertThat(List.of(first.answer.get().rows(), second.get().rows()))
                    .allSatisfy(rows -> assertThat(rows).isEqualTo(List.of(List.of(2))));
        }
    }

    @Test
    void one_that_ends_between_two_looks_is_taken() throws Exception {
        try (Slow first = new Slow(this::compute)) {
            var _ = cache.get("shop", JANUARY, Freshness.EXACT, this::compute);
            now = now.plusSeconds(3);
            Runnable asked = () -> {};
            Runnable otherEnds = () -> {
                first.goOn.countDown();
                assertThat(first.answer).succeedsWithin(Duration.ofSeconds(30));
            };
            meanwhile.get().addAll(List.of(asked, otherEnds));
            assertThat(cache.get("shop", JANUARY, PACED, this::compute).rows()).isEqualTo(List.of(List.of(2)));
        }
    }

    @Test
    void what_fails_for_one_is_computed_for_the_other() throws Exception {
        try (Slow first = new Slow(() -> {
            throw new IllegalStateException("stopped");
        })) {
            Future<Result> second = first.threads.submit(() -> cache.get("shop", JANUARY, PACED, this::compute));
            first.goOn.countDown();
            assertThat(second.get().rows()).isEqualTo(List.of(List.of(1)));
            assertThatThrownBy(first.answer::get).hasMessageContaining("stopped");
        }
    }

    /** An answer that is being computed until it may go on. */
    private final class Slow implements AutoCloseable {

        final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        final CountDownLatch goOn = new CountDownLatch(1);
        final Future<Result> answer;

        Slow(Supplier<Result> compute) {
            CountDownLatch begun = new CountDownLatch(1);
            answer = threads.submit(() -> cache.get("shop", JANUARY, PACED, () -> {
                begun.countDown();
                awaited(goOn);
                return compute.get();
            }));
            awaited(begun);
        }

        @Override
        public void close() {
            goOn.countDown();
            threads.close();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
