package dev.claymore.query;

import dev.claymore.store.Rows;
import java.util.List;

/**
 * An answer.
 *
 * @param rows cells as in {@link Rows}
 * @param sql what was asked of ClickHouse, with its parameters filled in: it can be pasted into the SQL console
 * @param nextCursor of the next page, null when there is none
 * @param ageMs how long ago it was computed
 */
public record Result(
        List<Column> columns, List<List<Object>> rows, String sql, Rows.Stats stats, String nextCursor, long ageMs) {

    public Result(List<Column> columns, List<List<Object>> rows, String sql, Rows.Stats stats) {
        this(columns, rows, sql, stats, null, 0);
    }

    /** The same, a while later. */
    Result aged(long millis) {
        return new Result(columns, rows, sql, stats, nextCursor, millis);
    }

    /**
     * @param type as ClickHouse writes it
     * @param unit of a metric: count, share, ms, money, number; else empty
     * @param role {@code time}, {@code dimension}, {@code metric}, or {@code column} of hand-written SQL
     */
    public record Column(String name, String type, String unit, String role) {}
}
