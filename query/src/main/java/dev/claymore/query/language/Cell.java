package dev.claymore.query.language;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One number of an answer, to be opened.
 *
 * @param row the cells beside it that say which it is, by column: time, groups, step, period, ...
 * @param column that it stands in; of a funnel also {@code dropped}: who reached this step and not the next
 */
public record Cell(Map<String, Object> row, String column) {

    public Cell {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }

    /** A cell as text, empty when the row has none of this name. */
    public String text(String name) {
        Object value = row.get(name);
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.valueOf(number.longValue());
        }
        return value == null ? "" : value.toString();
    }

    /** A cell that must be a whole number. */
    public int integer(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw Refusal.invalid("cell.row." + name, "must be a whole number");
        }
    }
}
