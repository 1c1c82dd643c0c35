package dev.claymore.store;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A result held in memory. Cells are what JSON has: String, Boolean, Integer, Long, BigInteger, Double, BigDecimal, List, Map or null;
 * times are ISO-8601 in UTC.
 */
public record Rows(List<Column> columns, List<List<Object>> rows, Stats stats) {

    /** @param type as ClickHouse writes it */
    public record Column(String name, String type) {}

    /** What ClickHouse says about the work done. */
    public record Stats(double elapsedMs, long rowsRead, long bytesRead) {

        /** Of this and the work done after it. */
        public Stats plus(Stats other) {
            return new Stats(elapsedMs + other.elapsedMs, rowsRead + other.rowsRead, bytesRead + other.bytesRead);
        }
    }

    /** The first row, by column. */
    public Optional<Row> first() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(row(0));
    }

    public Row row(int index) {
        return new Row(columns, rows.get(index));
    }

    /** All rows, by column. */
    public List<Row> records() {
        return rows.stream().map(cells -> new Row(columns, cells)).toList();
    }

    /** One row, whose cells are asked for by column. */
    public record Row(List<Column> columns, List<Object> cells) {

        /** The cell, or null when it is NULL. */
        public Object get(String column) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(column)) {
                    return cells.get(i);
                }
            }
            throw new NoSuchElementException("no column " + column);
        }

        public String text(String column) {
            return String.valueOf(get(column));
        }

        public long number(String column) {
            return ((Number) get(column)).longValue();
        }
    }
}
