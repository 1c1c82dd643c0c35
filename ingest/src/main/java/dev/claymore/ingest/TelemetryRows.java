package dev.claymore.ingest;

import java.util.EnumMap;
import java.util.Map;

/** Rows of several tables, in the encoding of {@link Layout}. Not for several threads. */
public final class TelemetryRows {

    private final Map<Layout, Table> tables = new EnumMap<>(Layout.class);

    /** Where rows of the table are written to, in the order of its columns; each is followed by {@link #end}. */
    public RowBuffer of(Layout layout) {
        return tables.computeIfAbsent(layout, any -> new Table()).rows;
    }

    /** The row that was begun is complete. */
    public void end(Layout layout) {
        Table table = tables.get(layout);
        table.index.add(table.rows.size() - table.ended);
        table.ended = table.rows.size();
    }

    Map<Layout, SpoolRecord.Rows> take() {
        Map<Layout, SpoolRecord.Rows> rows = new EnumMap<>(Layout.class);
        tables.forEach((layout, table) ->
                rows.put(layout, new SpoolRecord.Rows(table.rows.array(), 0, table.index.toArray())));
        return rows;
    }

    private static final class Table {
        private final RowBuffer rows = new RowBuffer(64 << 10);
        private final RowIndex index = new RowIndex();
        private int ended;
    }
}
