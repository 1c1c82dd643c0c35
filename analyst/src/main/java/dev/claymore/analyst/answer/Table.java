package dev.claymore.analyst.answer;

import dev.claymore.query.Result;
import dev.claymore.query.Result.Column;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A result as a sentence and a chart look at it: which columns are measured, which name what is measured. */
final class Table {

    private final Result result;
    private final List<Integer> measures;
    private final int time;
    private final int label;

    Table(Result result) {
        this.result = result;
        this.time =
                first(column -> column.role().equals("time") || column.type().contains("Date"));
        this.measures = java.util.stream.IntStream.range(0, result.columns().size())
                .filter(i -> i != time && measured(result, i))
                .boxed()
                .toList();
        this.label = java.util.stream.IntStream.range(0, result.columns().size())
                .filter(i -> i != time && !measures.contains(i))
                .findFirst()
                .orElse(-1);
    }

    int rows() {
        return result.rows().size();
    }

    /** How many values a column has; empty where there is no such column. */
    OptionalLong distinct(String name) {
        int column = first(found -> found.name().equals(name));
        return column < 0
                ? OptionalLong.empty()
                : OptionalLong.of(result.rows().stream()
                        .map(row -> row.get(column))
                        .distinct()
                        .count());
    }

    boolean hasTime() {
        return time >= 0;
    }

    boolean hasLabel() {
        return label >= 0;
    }

    String timeColumn() {
        return result.columns().get(time).name();
    }

    String labelColumn() {
        return result.columns().get(label).name();
    }

    List<String> measureColumns() {
        return measures.stream().map(i -> result.columns().get(i).name()).toList();
    }

    /** The column that is asked about: the last measure, because shares stand behind the counts they are made of. */
    Optional<Integer> mainMeasure() {
        return measures.isEmpty() ? Optional.empty() : Optional.of(measures.getFirst());
    }

    List<Integer> measures() {
        return measures;
    }

    String unit(int column) {
        return unit(result.columns().get(column));
    }

    String name(int column) {
        return result.columns().get(column).name();
    }

    Object cell(int row, int column) {
        return result.rows().get(row).get(column);
    }

    Double number(int row, int column) {
        return cell(row, column) instanceof Number number ? number.doubleValue() : null;
    }

    String label(int row) {
        return label < 0 ? "" : Wording.named(labelColumn(), Objects.toString(cell(row, label), ""));
    }

    String time(int row) {
        return time < 0 ? "" : Objects.toString(cell(row, time), "");
    }

    /** The unit that the query says, else the one that the name of the column bears. */
    static String unit(Column column) {
        if (!column.unit().isEmpty()) {
            return column.unit();
        }
        String name = column.name();
        if (name.endsWith("Rate") || name.endsWith("Share") || name.equals("share") || name.equals("rate")) {
            return "share";
        }
        if (name.endsWith("Ms") || name.endsWith("Duration")) {
            return "ms";
        }
        if (name.toLowerCase(java.util.Locale.ROOT).contains("cartvalue")) {
            return "money";
        }
        return column.type().contains("Int") ? "count" : "number";
    }

    private static boolean measured(Result result, int i) {
        Column column = result.columns().get(i);
        if (column.role().equals("metric")) {
            return true;
        }
        boolean number = column.type().matches("(Nullable\\()?(LowCardinality\\()?(U?Int|Float|Decimal).*");
        boolean names = column.role().equals("dimension")
                || column.name().matches("hour(OfDay)?|day(OfWeek|Number)?|week|month|step|errorCode|statusCode");
        return number && !names;
    }

    private int first(java.util.function.Predicate<Column> test) {
        for (int i = 0; i < result.columns().size(); i++) {
            if (test.test(result.columns().get(i))) {
                return i;
            }
        }
        return -1;
    }
}
