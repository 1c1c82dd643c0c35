package dev.claymore.query.compile;

import dev.claymore.query.language.Interval;
import java.util.List;

/**
 * A question as SQL.
 *
 * @param columns of the answer, in their order; empty when ClickHouse's own names and types say all there is
 * @param interval of the time column; NONE: there is none
 * @param fillsBuckets whether a row is missing for a bucket in which nothing happened; then what the offset says is not skipped yet
 * @param offset rows that were skipped, of those that page by counting
 */
public record Statement(
        String sql,
        SqlBuilder values,
        List<Column> columns,
        Interval interval,
        boolean fillsBuckets,
        int limit,
        int offset) {

    /**
     * @param role time, dimension or metric
     * @param unit of a metric
     * @param zero whether a number that nothing adds to is 0, and not unknown
     */
    public record Column(String name, String role, String unit, boolean zero) {

        static Column time() {
            return new Column("time", "time", "", false);
        }

        static Column dimension(String name) {
            return new Column(name, "dimension", "", false);
        }

        static Column metric(String name, String unit) {
            return new Column(name, "metric", unit, false);
        }

        static Column count(String name) {
            return new Column(name, "metric", "count", true);
        }
    }

    static Statement of(String sql, Context context, List<Column> columns, int limit) {
        return new Statement(sql, context.sql(), columns, Interval.NONE, false, limit, 0);
    }

    Statement at(int skipped) {
        return new Statement(sql, values, columns, interval, fillsBuckets, limit, skipped);
    }
}
