package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.Rows;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which traces are looked for.
 *
 * @param order by the span that matches
 * @param cursor of the page before, null for the first page
 */
public record TraceSearch(Range range, SpanFilter filter, Order order, int limit, String cursor) {

    /** Matching spans that one page looks at: one trace may have thousands. */
    static final int MATCHES = 20_000;

    /** A matching span is first of its trace for a page when the page before had none of it: so far back that page is looked through. */
    private static final String LONGEST_TRACE = "INTERVAL 1 HOUR";

    private static final Pattern CURSOR = Pattern.compile("(\\d{1,20})_([0-9a-f]{1,64})");

    /** How traces are ordered. */
    public enum Order {
        NEWEST("toUnixTimestamp64Nano(Timestamp)"),
        SLOWEST("Duration");

        private final String column;

        Order(String column) {
            this.column = column;
        }
    }

    public TraceSearch {
        if (limit < 1 || limit > Traces.MAX_LIMIT) {
            throw Refusal.invalid("limit", "must be between 1 and " + Traces.MAX_LIMIT);
        }
    }

    /**
     * The traces of the page and one more: {@code traceId, at} and {@code place} in the order of the span that comes first in it, and
     * {@code lookedAt}, how many matching spans the page looked at.
     */
    String sql(SqlBuilder sql, String projectId) {
        sql.named("projectId", "String", projectId);
        sql.named("from", "DateTime64(3, 'UTC')", range.from());
        sql.named("to", "DateTime64(3, 'UTC')", range.to());
        String where = Spans.SCOPE + " AND TraceId != ''" + filter.where(sql);
        String place = "(toUInt64(" + order.column + "), TraceId)";
        String after = "";
        if (cursor != null) {
            Matcher parts = CURSOR.matcher(cursor);
            if (!parts.matches()) {
                throw Refusal.invalid("cursor", "is not one that this list has given out");
            }
            String key = "(" + sql.bind("UInt64", new java.math.BigInteger(parts.group(1))) + ", "
                    + sql.bind("String", parts.group(2)) + ")";
            String before = order == Order.NEWEST
                    ? " AND Timestamp <= fromUnixTimestamp64Nano(toInt64(" + key + ".1)) + " + LONGEST_TRACE
                    : "";
            after = " AND " + place + " < " + key + " AND TraceId NOT IN (SELECT TraceId FROM otel_traces WHERE "
                    + where + " AND " + place + " >= " + key + before + ")";
        }
        return """
                SELECT traceId, argMax(seenAt, spot) AS at, max(spot) AS place, any(looked) AS lookedAt
                FROM
                (
                    SELECT TraceId AS traceId, Timestamp AS seenAt, toUInt64(%s) AS spot, count() OVER () AS looked
                    FROM (SELECT TraceId, Timestamp, Duration FROM otel_traces WHERE %s%s ORDER BY %s DESC, TraceId DESC LIMIT %d)
                )
                GROUP BY traceId
                ORDER BY place DESC, traceId DESC
                LIMIT %d
                """.formatted(order.column, where, after, order.column, MATCHES, limit + 1);
    }

    static String cursor(Rows.Row last) {
        return last.text("place") + "_" + last.text("traceId");
    }
}
