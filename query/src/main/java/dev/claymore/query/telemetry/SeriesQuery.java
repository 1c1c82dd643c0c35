package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import java.time.Duration;
import java.util.List;

/**
 * A metric over time.
 *
 * @param function one of {@link InstrumentType#functions()}
 * @param by an attribute whose values become a line each, {@code service.name} for services; empty: one line
 * @param attributes {@code key=value} that points must have
 */
public record SeriesQuery(
        String name, InstrumentType type, Range range, String function, String by, List<String> attributes) {

    /** Points of a line, about. */
    private static final int POINTS = 120;

    private static final int MAX_ROWS = 100_000;

    private static final int[] STEPS = {10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400
    };

    public SeriesQuery {
        if (!type.functions().contains(function)) {
            throw Refusal.invalid("function", "must be one of " + String.join(", ", type.functions()));
        }
        attributes = List.copyOf(attributes);
        if (attributes.size() > SpanFilter.MAX_ATTRIBUTES) {
            throw Refusal.invalid("attribute", "at most " + SpanFilter.MAX_ATTRIBUTES + " at once");
        }
    }

    /** The width of a bucket. */
    public int stepSeconds() {
        long wanted = Duration.between(range.from(), range.to()).toSeconds() / POINTS;
        for (int step : STEPS) {
            if (step >= wanted) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    /** Whether the percentiles are read off the buckets of a histogram. */
    boolean percentile() {
        return function.startsWith("p");
    }

    double share() {
        return Integer.parseInt(function.substring(1)) / 100.0;
    }

    String sql(SqlBuilder sql) {
        sql.named("step", "UInt32", stepSeconds());
        String where = Instruments.SCOPE + " AND MetricName = " + sql.bind("String", name);
        for (String attribute : attributes) {
            where += attribute(sql, attribute);
        }
        String line = by.isEmpty()
                ? "''"
                : by.equals("service.name") ? "toString(ServiceName)" : "Attributes[" + sql.bind("String", by) + "]";
        return switch (function) {
            case "rate", "increase", "p50", "p95", "p99" -> increases(line, where);
            case "avg" ->
                type == InstrumentType.GAUGE || type == InstrumentType.SUM
                        ? levels(line, where)
                        : increases(line, where);
            default -> levels(line, where);
        };
    }

    /** What a gauge shows: each series at its mean within the bucket, then over the series of a line. */
    private String levels(String line, String where) {
        String inner = function.equals("sum") ? "avg" : function;
        return """
                SELECT time, line, %s(level) AS value
                FROM
                (
                    SELECT
                        toStartOfInterval(TimeUnix, toIntervalSecond({step:UInt32})) AS time, %s AS line,
                        cityHash64(ResourceAttributes, ScopeName, Attributes) AS series,
                        %s(Value) AS level
                    FROM %s
                    WHERE %s
                    GROUP BY time, line, series
                )
                GROUP BY time, line
                ORDER BY time, line
                LIMIT %d
                """.formatted(function, line, inner, type.table, where, MAX_ROWS);
    }

    /**
     * What came about in each bucket. A cumulative point counts by what it has more than the one before of its series; one that has less
     * began anew, and the first of a series counts whole when the series began within the range.
     */
    private String increases(String line, String where) {
        boolean counted = type != InstrumentType.SUM;
        boolean buckets = type == InstrumentType.HISTOGRAM && percentile();
        String temporality = type == InstrumentType.SUMMARY ? "2" : "AggregationTemporality";
        String value = counted ? "toFloat64(Count)" : "Value";
        return """
                SELECT
                    time, line, sum(grown) AS grown%s
                FROM
                (
                    SELECT
                        toStartOfInterval(TimeUnix, toIntervalSecond({step:UInt32})) AS time, %s AS line,
                        multiIf(
                            %s != 2, 'whole',
                            row_number() OVER series = 1, if(StartTimeUnix >= {from:DateTime64(3, 'UTC')}, 'whole', 'nothing'),
                            %s < lagInFrame(%s) OVER series, 'whole',
                            'difference') AS counts,
                        multiIf(counts = 'whole', %s, counts = 'nothing', 0, %s - lagInFrame(%s) OVER series) AS grown%s
                    FROM %s
                    WHERE %s
                    WINDOW series AS (
                        PARTITION BY cityHash64(ServiceName, ResourceAttributes, ScopeName, Attributes)
                        ORDER BY TimeUnix ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
                )
                GROUP BY time, line%s
                ORDER BY time, line
                LIMIT %d
                """.formatted(
                        buckets
                                ? ", sumForEach(buckets) AS buckets, bounds"
                                : counted && function.equals("avg") ? ", sum(total) AS total" : "",
                        line,
                        temporality,
                        value,
                        value,
                        value,
                        value,
                        value,
                        buckets ? BUCKETS : counted && function.equals("avg") ? TOTAL : "",
                        type.table,
                        where,
                        buckets ? ", bounds" : "",
                        MAX_ROWS);
    }

    private static final String TOTAL =
            ",\n            multiIf(counts = 'whole', Sum, counts = 'nothing', 0, Sum - lagInFrame(Sum) OVER series) AS total";

    private static final String BUCKETS = """
            ,
                        ExplicitBounds AS bounds,
                        lagInFrame(BucketCounts) OVER series AS before,
                        multiIf(
                            counts = 'whole', arrayMap(n -> toInt64(n), BucketCounts),
                            counts = 'nothing' OR length(before) != length(BucketCounts), arrayMap(n -> toInt64(0), BucketCounts),
                            arrayMap((n, b) -> toInt64(n) - toInt64(b), BucketCounts, before)) AS buckets""";

    private static String attribute(SqlBuilder sql, String attribute) {
        int equals = attribute.indexOf('=');
        if (equals <= 0) {
            throw Refusal.invalid("attribute", "must be key=value");
        }
        String key = attribute.substring(0, equals);
        String value = sql.bind("String", attribute.substring(equals + 1));
        return key.equals("service.name")
                ? " AND ServiceName = " + value
                : " AND Attributes[" + sql.bind("String", key) + "] = " + value;
    }
}
