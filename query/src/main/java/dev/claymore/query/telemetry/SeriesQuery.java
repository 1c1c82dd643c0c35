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

    static final String BUCKET = "toStartOfInterval(TimeUnix, toIntervalSecond({step:UInt32}), 'UTC')";

    /** Points of a line, about. */
    private static final int POINTS = 120;

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

    /** The largest lines, each with its points in order of time, and how many lines there are. */
    String sql(SqlBuilder sql) {
        sql.named("step", "UInt32", stepSeconds());
        return """
                SELECT line, arraySort(groupArray((time, value))) AS points, count() OVER () AS lines
                FROM
                (
                %s)
                WHERE isFinite(value)
                GROUP BY line
                ORDER BY sum(value) DESC, line
                LIMIT %d
                """.formatted(values(sql).indent(4), SeriesAnswer.MAX_LINES);
    }

    /** {@code time, line, value} */
    private String values(SqlBuilder sql) {
        boolean counted = type != InstrumentType.GAUGE && type != InstrumentType.SUM;
        String line = line(sql);
        String where = where(sql) + (counted ? "" : " AND isFinite(Value)");
        return switch (function) {
            case "rate" -> Growth.rates(type, line, where);
            case "increase" -> Growth.increases(type, line, where);
            case "p50", "p95", "p99" ->
                Growth.percentiles(
                        type, line, where, sql.bind("Float64", Integer.parseInt(function.substring(1)) / 100.0));
            case "avg" -> counted ? Growth.means(type, line, where) : levels(line, where);
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
                    SELECT %s AS time, %s AS line, %s(Value) AS level
                    FROM %s
                    WHERE %s
                    GROUP BY time, line, seriesId
                )
                GROUP BY time, line
                """.formatted(function, BUCKET, line, inner, type.table, where);
    }

    private String line(SqlBuilder sql) {
        if (by.isEmpty()) {
            return "''";
        }
        return by.equals("service.name") ? "toString(ServiceName)" : "Attributes[" + sql.bind("String", by) + "]";
    }

    /** Points that say that there is no value (a flag of OpenTelemetry's) are none. */
    private String where(SqlBuilder sql) {
        StringBuilder where = new StringBuilder(Instruments.SCOPE)
                .append(" AND MetricName = ")
                .append(sql.bind("String", name))
                .append(" AND NOT bitTest(Flags, 0)");
        attributes.forEach(attribute -> where.append(attribute(sql, attribute)));
        return where.toString();
    }

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
