package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.claymore.query.Reference.Row;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiled statement says what the plainest reading of the question says, for random questions about random small sites. */
final class RandomQueriesTest {

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();
    private static final int QUESTIONS = 80;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void compiled_statements_agree_with_the_reference(long seed) {
        RandomQueries random = new RandomQueries(seed);
        Story story = random.story("site" + seed);
        story.tell(CLICKHOUSE);
        Reference reference = new Reference(story.events());
        Asking ask = new Asking(CLICKHOUSE, "site" + seed);
        for (int i = 0; i < QUESTIONS; i++) {
            Measure measure = random.measure();
            ZoneId zone = random.pick(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"));
            Scope scope = Scope.of(random.range()).in(zone);
            MetricsQuery query = MetricsQuery.of(scope, measure);
            Function<Row, List<Object>> group = row -> List.of();
            switch (random.pick("", "country", "tags.plan", "time", "dayOfWeek", "hourOfDay")) {
                case "country" -> {
                    query = query.by("country");
                    group = row -> List.of(row.text("country"));
                }
                case "tags.plan" -> {
                    query = query.by("tags.plan");
                    group = row ->
                            row.tags().containsKey("plan") ? List.of(row.tags().get("plan")) : null;
                }
                case "time" -> {
                    query = query.every(Interval.DAY);
                    group = row -> Reference.day(row, zone);
                }
                case "dayOfWeek" -> {
                    query = query.by("dayOfWeek");
                    group = row ->
                            List.of(row.time().atZone(zone).getDayOfWeek().getValue());
                }
                case "hourOfDay" -> {
                    query = query.by("hourOfDay");
                    group = row -> List.of(row.time().atZone(zone).getHour());
                }
                default -> {}
            }
            assertSame(seed + "/" + i, ask.result(query), query, reference.values(measure, scope, group));
        }
    }

    private static void assertSame(String name, Result result, MetricsQuery query, Map<List<Object>, Double> expected) {
        String what = name + " " + query + "\n" + result.sql();
        Map<List<Object>, Double> actual = new LinkedHashMap<>();
        for (List<Object> row : result.rows()) {
            List<Object> key = new ArrayList<>(row.subList(0, row.size() - 1));
            if (row.getLast() != null) {
                actual.put(key, ((Number) row.getLast()).doubleValue());
            }
        }
        expected.forEach((key, value) -> {
            if (value != 0 && Double.isFinite(value)) {
                assertThat(actual).as(what).containsKey(key);
                assertThat(actual.get(key))
                        .as(what + key)
                        .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value))));
            }
        });
        actual.forEach((key, value) -> assertThat(expected.getOrDefault(key, 0.0))
                .as(what + key)
                .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value)))));
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void totals_are_the_sum_of_breakdowns(long seed) {
        RandomQueries random = new RandomQueries(seed);
        random.story("sums" + seed).tell(CLICKHOUSE);
        Asking ask = new Asking(CLICKHOUSE, "sums" + seed);
        for (int i = 0; i < 20; i++) {
            Entity over = random.pick(Entity.values());
            Measure count = Measure.count("n", over, random.condition(over, 2));
            MetricsQuery total = MetricsQuery.of(Scope.of(random.range()), count);
            for (MetricsQuery broken : List.of(
                    total.by("country"),
                    total.by("device", "country"),
                    total.by("hourOfDay"),
                    total.every(Interval.WEEK))) {
                assertThat(sum(ask.result(broken))).as(broken.toString()).isEqualTo(sum(ask.result(total)));
            }
        }
    }

    private static double sum(Result result) {
        return result.rows().stream()
                .mapToDouble(row -> ((Number) row.getLast()).doubleValue())
                .sum();
    }
}
