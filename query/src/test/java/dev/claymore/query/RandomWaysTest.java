package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.claymore.query.ReferenceWays.Way;
import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.RetentionQuery.Kind;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random funnels and retention on random small sites, against the reference. */
final class RandomWaysTest {

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();
    private static final int QUESTIONS = 40;

    /** From this seed on, events share their milliseconds. */
    private static final long CROWDED = 100;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, CROWDED, CROWDED + 1, CROWDED + 2})
    void funnels_agree_with_the_reference_and_never_increase(long seed) {
        RandomQueries random = new RandomQueries(seed);
        Story story = random.story("ways" + seed, seed >= CROWDED);
        story.tell(CLICKHOUSE);
        ReferenceWays reference = new ReferenceWays(new Reference(story.events()));
        Asking ask = new Asking(CLICKHOUSE, "ways" + seed);
        for (int i = 0; i < QUESTIONS; i++) {
            FunnelQuery query = funnel(random);
            List<Way> ways = reference.ways(query);
            long[] expected = IntStream.rangeClosed(1, query.steps().size())
                    .mapToLong(step -> ways.stream()
                            .filter(way -> way.times().size() >= step)
                            .count())
                    .toArray();
            Result result = ask.result(query);
            String what = seed + "/" + i + " " + query + "\n" + result.sql();
            long[] counts = counts(result);
            assertThat(counts).as(what).isEqualTo(expected);
            for (int step = 1; step < counts.length; step++) {
                assertThat(counts[step]).as(what).isLessThanOrEqualTo(counts[step - 1]);
            }
            if (query.times()) {
                assertThat(medians(result)).as(what).isEqualTo(medians(ways, counts));
            }
            if (query.order() == StepOrder.ORDERED) {
                partsAddUp(ask, query, ways, what);
            }
        }
    }

    private static FunnelQuery funnel(RandomQueries random) {
        List<Step> steps = new ArrayList<>();
        for (int step = random.pick(1, 2, 2, 3, 3, 4); step > 0; step--) {
            // Labelled with the type of the event, which strict funnels go by.
            steps.add(
                    switch (random.pick("pageview", "pageview", "custom", "click")) {
                        case "pageview" ->
                            new Step("pageview", Condition.eq("viewedPage", random.pick("/", "/sale", "/cart")));
                        case "custom" ->
                            new Step("custom", Condition.eq("customEvent", random.pick("signup", "search")));
                        default -> new Step("click", Condition.eq("type", "click"));
                    });
        }
        StepOrder order = random.pick(StepOrder.values());
        boolean ordered = order == StepOrder.ORDERED;
        Scope scope = Scope.of(random.range());
        return new FunnelQuery(
                random.pick(true, false) ? scope : scope.where(Condition.eq("device", "mobile")),
                random.pick(Subject.values()),
                steps,
                order,
                random.pick(Duration.ofMinutes(20), Duration.ofHours(5), Duration.ofDays(3)),
                ordered && random.pick(true, false) ? List.of(Condition.eq("type", "error")) : List.of(),
                null,
                Interval.NONE,
                ordered && random.pick(true, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {CROWDED + 3, CROWDED + 4})
    void sequences_agree_with_the_reference(long seed) {
        RandomQueries random = new RandomQueries(seed);
        Story story = random.story("sequences" + seed, true);
        story.tell(CLICKHOUSE);
        Reference reference = new Reference(story.events());
        Asking ask = new Asking(CLICKHOUSE, "sequences" + seed);
        for (int i = 0; i < QUESTIONS; i++) {
            FunnelQuery steps = funnel(random);
            if (steps.steps().size() != 2) {
                continue;
            }
            Condition sequence = new Sequence(
                    steps.by(),
                    steps.steps().stream().map(Step::match).toList(),
                    random.pick(null, steps.window()),
                    During.QUERY);
            MetricsQuery query = MetricsQuery.of(steps.scope(), Measure.count("n", Entity.SESSION, sequence));
            Result result = ask.result(query);
            assertThat(number(result.rows().getFirst().getFirst()))
                    .as(seed + "/" + i + " " + query + "\n" + result.sql())
                    .isEqualTo(reference.sessions().stream()
                            .filter(session ->
                                    Reference.in(session.time(), query.scope().range()))
                            .filter(session -> reference.holds(
                                    session,
                                    Condition.and(query.scope().where(), sequence),
                                    query.scope().range()))
                            .count());
        }
    }

    /** The funnel of each country: those of all countries together are the whole. */
    private static void partsAddUp(Asking ask, FunnelQuery whole, List<Way> ways, String what) {
        FunnelQuery broken = new FunnelQuery(
                whole.scope(),
                whole.by(),
                whole.steps(),
                whole.order(),
                whole.window(),
                whole.without(),
                Breakdown.by("country"),
                Interval.NONE,
                false);
        Map<String, long[]> expected = new TreeMap<>();
        for (Way way : ways) {
            long[] counts = expected.computeIfAbsent(
                    way.part(), part -> new long[whole.steps().size()]);
            for (int step = 0; step < way.times().size(); step++) {
                counts[step]++;
            }
        }
        Result result = ask.result(broken);
        int part = column(result, "country");
        Map<String, long[]> actual = new TreeMap<>();
        result.rows()
                .forEach(row -> actual.computeIfAbsent(
                                        String.valueOf(row.get(part)),
                                        name -> new long[whole.steps().size()])[
                                number(row.get(column(result, "step"))) - 1] =
                        number(row.get(column(result, "count"))));
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((country, counts) ->
                assertThat(actual.get(country)).as(what + country).isEqualTo(counts));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void retention_agrees_with_the_reference_and_stays_within_all_of_them(long seed) {
        RandomQueries random = new RandomQueries(seed);
        Story story = random.story("back" + seed);
        story.tell(CLICKHOUSE);
        ReferenceWays reference = new ReferenceWays(new Reference(story.events()));
        Asking ask = new Asking(CLICKHOUSE, "back" + seed);
        for (int i = 0; i < QUESTIONS; i++) {
            Interval unit = random.pick(Interval.DAY, Interval.WEEK, Interval.MONTH);
            Kind kind = random.pick(Kind.values());
            ZoneId zone = random.pick(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"));
            RetentionQuery query = new RetentionQuery(
                    Scope.of(random.range()).in(zone),
                    random.pick(null, Condition.eq("customEvent", "signup"), Condition.eq("type", "pageview")),
                    random.pick(null, Condition.eq("customEvent", "purchase"), Condition.eq("type", "click")),
                    kind,
                    unit,
                    List.of(0, 1, 2, 5),
                    random.pick(
                            Interval.NONE, kind == Kind.RECURRING ? unit : random.pick(Interval.DAY, Interval.WEEK)));
            Result result = ask.result(query);
            String what = seed + "/" + i + " " + query + "\n" + result.sql();
            Map<String, Map<Integer, int[]>> expected = reference.retention(query);
            boolean cohorts = query.cohorts() != Interval.NONE;
            int rows = 0;
            for (List<Object> row : result.rows()) {
                int people = number(row.get(column(result, "people")));
                if (people == 0) {
                    continue;
                }
                rows++;
                int returned = number(row.get(column(result, "returned")));
                int period = number(row.get(column(result, "period")));
                String cohort = cohorts ? String.valueOf(row.getFirst()) : "";
                assertThat(new int[] {people, returned})
                        .as(what + cohort + " " + period)
                        .isEqualTo(expected.getOrDefault(cohort, Map.of()).get(period));
                assertThat(((Number) row.get(column(result, "retentionRate"))).doubleValue())
                        .as(what)
                        .isBetween(0.0, 1.0)
                        .isCloseTo((double) returned / people, within(1e-9));
            }
            assertThat(rows)
                    .as(what)
                    .isEqualTo(expected.values().stream().mapToInt(Map::size).sum());
        }
    }

    private static int column(Result result, String name) {
        return result.columns().stream().map(Result.Column::name).toList().indexOf(name);
    }

    private static int number(Object cell) {
        return ((Number) cell).intValue();
    }

    private static long[] counts(Result result) {
        return result.rows().stream()
                .mapToLong(row -> number(row.get(column(result, "count"))))
                .toArray();
    }

    private static List<Double> medians(Result result) {
        return result.rows().stream()
                .filter(row -> number(row.get(column(result, "count"))) > 0)
                .map(row -> ((Number) row.get(column(result, "medianTimeMs"))).doubleValue())
                .toList();
    }

    private static List<Double> medians(List<Way> ways, long[] counts) {
        List<Double> medians = new ArrayList<>();
        for (int step = 0; step < counts.length && counts[step] > 0; step++) {
            int at = step;
            double[] times = ways.stream()
                    .filter(way -> way.times().size() > at)
                    .mapToDouble(way -> way.times().get(at) - way.times().getFirst())
                    .sorted()
                    .toArray();
            medians.add((times[(times.length - 1) / 2] + times[times.length / 2]) / 2);
        }
        return medians;
    }
}
