package dev.claymore.query.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.claymore.query.Outcome;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics whose course can be worked out by hand. Seconds are those after the start. */
final class MetricSeriesTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");

    /** In buckets of 10 s. */
    private static final Range TEN_MINUTES = new Range(START, START.plus(Duration.ofMinutes(10)));

    /** In buckets of 15 minutes. */
    private static final Range DAY = new Range(START, START.plus(Duration.ofDays(1)));

    private static final String CUMULATIVE = "2, true";
    private static final String DELTA = "1, true";
    private static final String UP_AND_DOWN = "2, false";

    private static ClickHouse clickhouse;
    private static Instruments instruments;

    @BeforeAll
    static void open() {
        clickhouse = TestDatabase.migrated();
        instruments = new Instruments(clickhouse);
    }

    private static void insert(String table, String columns, String rows) {
        clickhouse.command("""
                INSERT INTO otel_metrics_%s (projectId, ServiceName, MetricName, Attributes, StartTimeUnix, TimeUnix, Flags, %s)
                SELECT 'shop', 'web', name, attributes, toDateTime64('2026-06-01 08:00:00', 9, 'UTC') + start,
                    toDateTime64('2026-06-01 08:00:00', 9, 'UTC') + at, flags, %s
                """.formatted(table, columns, rows));
    }

    /** @param points {@code (start, at, value)} */
    private static void sum(String name, String kind, String... points) {
        for (String point : points) {
            sum(name, "map('k', 'a')", 0, kind, point);
        }
    }

    private static void sum(String name, String attributes, int flags, String kind, String point) {
        insert(
                "sum",
                "Value, AggregationTemporality, IsMonotonic",
                "point.3, %s FROM (SELECT '%s' AS name, %s AS attributes, %d AS flags, %s AS point, point.1 AS start, point.2 AS at)"
                        .formatted(kind, name, attributes, flags, point));
    }

    /** Points every 60 s, each of them larger by 60 times the rate. */
    private static void steady(String name, String attributes, String kind, int start, int first, double rate) {
        boolean delta = kind.equals(DELTA);
        insert("sum", "Value, AggregationTemporality, IsMonotonic", """
                %s, %s FROM (SELECT '%s' AS name, %s AS attributes, 0 AS flags, %s AS start, %d + 60 * number AS at FROM numbers(9))""".formatted(
                        delta ? 60 * rate : rate + " * (at - start)",
                        kind,
                        name,
                        attributes,
                        delta && start >= 0 ? "at - 60" : String.valueOf(start),
                        first));
    }

    private static void gauge(String name, int flags, int at, String value) {
        insert(
                "gauge",
                "Value",
                value
                        + " FROM (SELECT '%s' AS name, map() AS attributes, %d AS flags, 0 AS start, %d AS at)"
                                .formatted(name, flags, at));
    }

    private static void histogram(String name, int start, int at, String sum, String buckets, String bounds) {
        insert(
                "histogram",
                "Count, Sum, BucketCounts, ExplicitBounds, AggregationTemporality",
                "arraySum(%s), %s, %s, %s, 2 FROM (SELECT '%s' AS name, map() AS attributes, 0 AS flags, %d AS start, %d AS at)"
                        .formatted(buckets, sum, buckets, bounds, name, start, at));
    }

    private static SeriesAnswer answer(String name, InstrumentType type, String function, String by, Range range) {
        Outcome<SeriesAnswer> outcome =
                instruments.series("shop", new SeriesQuery(name, type, range, function, by, List.of()));
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<SeriesAnswer>) outcome).value();
    }

    /** Of all lines. */
    private static List<SeriesAnswer.Point> points(String name, InstrumentType type, String function, Range range) {
        return answer(name, type, function, "", range).lines().stream()
                .flatMap(line -> line.points().stream())
                .toList();
    }

    private static List<Double> values(String name, InstrumentType type, String function, Range range) {
        return points(name, type, function, range).stream()
                .map(SeriesAnswer.Point::value)
                .toList();
    }

    private static double increase(String name) {
        return values(name, InstrumentType.SUM, "increase", TEN_MINUTES).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @Test
    void a_rate_is_by_second_however_seldom_points_come() {
        steady("minutely", "map()", CUMULATIVE, 0, 60, 1);
        steady("minutely.delta", "map()", DELTA, 0, 60, 1);
        steady("minutely.startless", "map()", DELTA, Math.toIntExact(-START.getEpochSecond()), 60, 1);
        for (String name : List.of("minutely", "minutely.delta", "minutely.startless")) {
            List<SeriesAnswer.Point> points = points(name, InstrumentType.SUM, "rate", TEN_MINUTES);
            assertThat(points)
                    .hasSize(60)
                    .allSatisfy(point -> assertThat(point.value()).isCloseTo(1, within(1e-9)));
            assertThat(points.getFirst().time()).isEqualTo("2026-06-01T08:00:00Z");
            assertThat(points.getLast().time()).isEqualTo("2026-06-01T08:09:50Z");
            assertThat(values(name, InstrumentType.SUM, "rate", DAY))
                    .singleElement()
                    .satisfies(rate -> assertThat(rate).isCloseTo(1, within(1e-9)));
        }
    }

    /** One of 1 a second on the full minute, and one of 2 a second, older than the range, 15 s before. */
    @Test
    void rates_of_series_add_up_though_their_points_are_of_different_seconds() {
        steady("shifted", "map('k', 'a')", CUMULATIVE, 0, 60, 1);
        steady("shifted", "map('k', 'b')", CUMULATIVE, -100_000, 45, 2);
        assertThat(values("shifted", InstrumentType.SUM, "rate", TEN_MINUTES))
                .hasSize(60)
                .allSatisfy(rate -> assertThat(rate).isCloseTo(3, within(1e-9)));
        assertThat(answer("shifted", InstrumentType.SUM, "rate", "k", TEN_MINUTES)
                        .lines())
                .extracting(SeriesAnswer.Line::name)
                .containsExactly("b", "a");
    }

    /** 30 in the first 15 s, 90 in the 45 s from then on, nothing any more in the last minute that is known of. */
    @Test
    void a_growth_counts_where_it_came_about_and_only_for_as_long() {
        sum("uneven", CUMULATIVE, "(0, 15, 30)", "(0, 60, 120)", "(0, 120, 120)");
        List<Double> rates = values("uneven", InstrumentType.SUM, "rate", TEN_MINUTES);
        assertThat(rates).hasSize(12);
        assertThat(rates.subList(0, 6)).allSatisfy(rate -> assertThat(rate).isCloseTo(2, within(1e-9)));
        assertThat(rates.subList(6, 12)).containsOnly(0.0);
        assertThat(values("uneven", InstrumentType.SUM, "increase", TEN_MINUTES))
                .containsExactly(30.0, 90.0, 0.0);
    }

    @Test
    void a_point_without_a_value_is_none() {
        sum("stale", CUMULATIVE, "(-99999, 60, 1000)", "(-99999, 120, 1001)");
        sum("stale", "map('k', 'a')", 1, CUMULATIVE, "(-99999, 180, 0)");
        sum("stale", CUMULATIVE, "(-99999, 240, 1003)", "(-99999, 300, 1004)");
        assertThat(increase("stale")).isEqualTo(4);
        gauge("stale", 0, 60, "50");
        gauge("stale", 1, 61, "0");
        assertThat(values("stale", InstrumentType.GAUGE, "min", TEN_MINUTES)).containsExactly(50.0);
    }

    @Test
    void another_start_is_a_restart_whatever_the_value() {
        sum("restarted", CUMULATIVE, "(0, 60, 5)", "(0, 120, 5)", "(150, 180, 100)", "(150, 240, 100)");
        assertThat(increase("restarted")).isEqualTo(105);
        histogram("restarted", -9, 60, "50", "[10, 0, 0]", "[10, 100]");
        histogram("restarted", -9, 120, "50", "[10, 0, 0]", "[10, 100]");
        histogram("restarted", 150, 180, "1000", "[0, 20, 0]", "[10, 100]");
        assertThat(values("restarted", InstrumentType.HISTOGRAM, "p50", TEN_MINUTES))
                .containsExactly(55.0);
        assertThat(values("restarted", InstrumentType.HISTOGRAM, "avg", TEN_MINUTES))
                .containsExactly(50.0);
        assertThat(values("restarted", InstrumentType.HISTOGRAM, "increase", TEN_MINUTES))
                .containsExactly(0.0, 20.0);
    }

    /** As the Collector's Prometheus receiver says that it does not know when a counter began. */
    @Test
    void a_counter_that_starts_at_its_own_time_counts_from_there() {
        sum("scraped", CUMULATIVE, "(60, 60, 1000)", "(60, 120, 1004)", "(200, 200, 1010)", "(200, 260, 1013)");
        assertThat(increase("scraped")).isEqualTo(4 + 3);
    }

    /** One has 10, 20, 30, the other, which began later, 100, 200. */
    @Test
    void two_processes_of_one_name_are_told_apart_by_their_start() {
        sum("twins", CUMULATIVE, "(0, 60, 10)", "(5, 65, 100)", "(0, 120, 20)", "(5, 125, 200)", "(0, 180, 30)");
        assertThat(increase("twins")).isEqualTo(230);
    }

    @Test
    void what_may_fall_is_no_restart() {
        sum("open", UP_AND_DOWN, "(-9, 60, 100)", "(-9, 120, 101)", "(-9, 180, 99)", "(-9, 240, 100)");
        assertThat(values("open", InstrumentType.SUM, "increase", TEN_MINUTES)).containsExactly(1.0, -2.0, 1.0);
    }

    @Test
    void the_order_of_attributes_makes_no_series() {
        sum("ordered", "map('a', '1', 'b', '2')", 0, CUMULATIVE, "(-9, 60, 1001)");
        sum("ordered", "map('b', '2', 'a', '1')", 0, CUMULATIVE, "(-9, 120, 1002)");
        sum("ordered", "map('a', '1', 'b', '2')", 0, CUMULATIVE, "(-9, 180, 1003)");
        assertThat(increase("ordered")).isEqualTo(2);
        assertThat(values("ordered", InstrumentType.SUM, "sum", DAY)).containsExactly(1002.0);
    }

    @Test
    void what_is_no_number_leaves_the_others_of_its_bucket() {
        gauge("broken", 0, 60, "10");
        gauge("broken", 0, 61, "nan");
        gauge("broken", 0, 62, "inf");
        gauge("broken", 0, 63, "20");
        assertThat(values("broken", InstrumentType.GAUGE, "avg", TEN_MINUTES)).containsExactly(15.0);
        assertThat(values("broken", InstrumentType.GAUGE, "max", TEN_MINUTES)).containsExactly(20.0);
    }

    @Test
    void measurements_without_a_sum_have_no_average() {
        histogram("sumless", 0, 60, "nan", "[0, 10]", "[10]");
        assertThat(values("sumless", InstrumentType.HISTOGRAM, "avg", TEN_MINUTES))
                .isEmpty();
        assertThat(values("sumless", InstrumentType.HISTOGRAM, "increase", TEN_MINUTES))
                .containsExactly(10.0);
        histogram("sumless", 30, 62, "80", "[0, 4]", "[10]");
        assertThat(values("sumless", InstrumentType.HISTOGRAM, "avg", TEN_MINUTES))
                .containsExactly(20.0);
    }

    @Test
    void percentiles_of_a_histogram_lie_within_their_bucket() {
        histogram("latency", 0, 60, "50", "[0, 10, 10, 0]", "[1, 2, 4]");
        histogram("latency", 65, 70, "50", "[0, 0, 0, 5]", "[1, 2, 4]");
        histogram("latency", 75, 80, "50", "[4, 0, 0, 0]", "[1, 2, 4]");
        histogram("latency", 85, 90, "0", "[0, 0, 0, 0]", "[1, 2, 4]");
        histogram("latency", 95, 100, "50", "[0, 2]", "[7]");
        histogram("latency", 96, 101, "50", "[8, 0]", "[6]");
        assertThat(values("latency", InstrumentType.HISTOGRAM, "p50", TEN_MINUTES))
                .containsExactly(2.0, 4.0, 0.5, 3.0);
        assertThat(values("latency", InstrumentType.HISTOGRAM, "p95", TEN_MINUTES))
                .first()
                .satisfies(p95 -> assertThat(p95).isCloseTo(3.8, within(1e-9)));
    }

    /** 1,200 values in 120 buckets. */
    @Test
    void the_largest_lines_have_all_of_their_points() {
        insert("gauge", "Value", """
                n FROM (SELECT 'wide' AS name, number % 1200 AS n, map('k', toString(n)) AS attributes, 0 AS flags, 0 AS start,
                    intDiv(number, 1200) * 30 AS at FROM numbers(144000))""");
        SeriesAnswer answer =
                answer("wide", InstrumentType.GAUGE, "avg", "k", new Range(START, START.plus(Duration.ofHours(1))));
        assertThat(answer.lines()).hasSize(20);
        assertThat(answer.linesCut()).isEqualTo(1180);
        assertThat(answer.lines().getFirst().name()).isEqualTo("1199");
        assertThat(answer.lines().getLast().name()).isEqualTo("1180");
        assertThat(answer.lines())
                .allSatisfy(line -> assertThat(line.points())
                        .hasSize(120)
                        .last()
                        .satisfies(point -> assertThat(point.time()).isEqualTo("2026-06-01T08:59:30Z")));
    }
}
