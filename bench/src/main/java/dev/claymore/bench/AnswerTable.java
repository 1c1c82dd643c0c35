package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The columns and rows of an answer, in a form in which cells can be compared. */
record AnswerTable(List<String> columns, List<List<Cell>> rows) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?");

    /** A stored value, as it is compared. */
    sealed interface Cell {
        record Nothing() implements Cell {}

        record Amount(double value) implements Cell {}

        record Time(Instant value) implements Cell {}

        record Text(String value) implements Cell {}
    }

    /** Takes rows that are arrays and rows that are objects. */
    static AnswerTable of(JsonNode answer) {
        List<String> columns = new ArrayList<>();
        answer.path("columns")
                .forEach(column ->
                        columns.add(column.isObject() ? column.path("name").asText() : column.asText()));
        List<List<Cell>> rows = new ArrayList<>();
        for (JsonNode row : answer.path("rows")) {
            List<Cell> cells = new ArrayList<>();
            row.elements().forEachRemaining(value -> cells.add(cell(value)));
            rows.add(cells);
        }
        return new AnswerTable(columns, rows);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int width() {
        return rows.isEmpty() ? columns.size() : rows.getFirst().size();
    }

    List<Cell> column(int at) {
        return rows.stream().map(row -> row.get(at)).toList();
    }

    AnswerTable with(List<List<Cell>> others) {
        return new AnswerTable(columns, others);
    }

    static Cell cell(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return new Cell.Nothing();
        }
        if (value.isNumber()) {
            return new Cell.Amount(value.asDouble());
        }
        if (value.isBoolean()) {
            return new Cell.Amount(value.asBoolean() ? 1 : 0);
        }
        return value.isValueNode()
                ? text(value.asText().strip())
                : new Cell.Text(value.toString().toLowerCase(Locale.ROOT));
    }

    private static Cell text(String text) {
        try {
            if (NUMBER.matcher(text).matches()) {
                return new Cell.Amount(Double.parseDouble(text));
            }
            if (MONTH.matcher(text).matches()) {
                return midnight(YearMonth.parse(text).atDay(1));
            }
            if (DATE.matcher(text).matches()) {
                return midnight(LocalDate.parse(text));
            }
            if (TIME.matcher(text).matches()) {
                String zoned = text.replace(' ', 'T')
                        + (Character.isDigit(text.charAt(text.length() - 1))
                                        && text.indexOf('+') < 0
                                        && text.lastIndexOf('-') < 10
                                ? "Z"
                                : "");
                return new Cell.Time(OffsetDateTime.parse(zoned).toInstant());
            }
        } catch (DateTimeParseException noTime) {
            // A text that only looks like one.
        }
        return new Cell.Text(text.toLowerCase(Locale.ROOT));
    }

    private static Cell midnight(LocalDate day) {
        return new Cell.Time(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
