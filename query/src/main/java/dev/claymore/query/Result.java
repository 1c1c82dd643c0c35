package dev.claymore.query;

import dev.claymore.store.Rows;
import java.util.List;

/**
 * An answer.
 *
 * @param rows cells as in {@link Rows}
 * @param sql what was asked of ClickHouse, with its parameters filled in: it can be pasted into the SQL console
 */
public record Result(List<Column> columns, List<List<Object>> rows, String sql, Rows.Stats stats) {

    /**
     * @param type as ClickHouse writes it
     * @param unit of a metric: count, share, ms, money, number; else empty
     * @param role {@code time}, {@code dimension}, {@code metric}, or {@code column} of hand-written SQL
     */
    public record Column(String name, String type, String unit, String role) {}
}
