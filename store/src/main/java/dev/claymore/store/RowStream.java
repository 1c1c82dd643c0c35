package dev.claymore.store;

import java.util.List;

/** Takes a result row by row, so that its size does not matter. */
@FunctionalInterface
public interface RowStream {

    /** Called once, before the first row. */
    default void columns(List<Rows.Column> columns) {}

    /** @param cells as in {@link Rows} */
    void row(List<Object> cells);
}
