package dev.claymore.analyst.answer;

import dev.claymore.analyst.Shape;
import dev.claymore.query.Result;
import java.util.List;

/** Chooses a picture by what the rows are. */
final class Charts {

    private Charts() {}

    static Chart of(Shape shape, Result result) {
        Table table = new Table(result);
        String unit = table.mainMeasure().map(table::unit).orElse("");
        List<String> measures = table.measureColumns().stream().limit(1).toList();
        String label = table.hasLabel() ? table.labelColumn() : null;
        if (shape == Shape.SESSIONS) {
            return new Chart("sessions", null, List.of(), null, unit);
        }
        if (table.measures().isEmpty()) {
            return new Chart("table", label, List.of(), null, unit);
        }
        if (shape == Shape.FUNNEL && table.rows() > 1) {
            return new Chart(
                    "funnel", label == null ? result.columns().getFirst().name() : label, measures, null, unit);
        }
        if (shape == Shape.RETENTION && table.rows() > 1) {
            return new Chart("retention", table.hasTime() ? table.timeColumn() : label, measures, label, unit);
        }
        if (table.rows() == 1 && !table.hasTime()) {
            return label == null && table.measures().size() > 1
                    ? new Chart("bar", null, table.measureColumns(), null, unit)
                    : new Chart("number", null, measures, null, unit);
        }
        if (table.hasTime()) {
            return new Chart("line", table.timeColumn(), label == null ? same(table, unit) : measures, label, unit);
        }
        String x = label == null ? firstThatNames(result, table) : label;
        return x == null ? new Chart("table", null, measures, null, unit) : new Chart("bar", x, measures, null, unit);
    }

    /** Measures of one unit share an axis. */
    private static List<String> same(Table table, String unit) {
        return table.measures().stream()
                .filter(column -> table.unit(column).equals(unit))
                .map(table::name)
                .toList();
    }

    private static String firstThatNames(Result result, Table table) {
        return result.columns().stream()
                .map(Result.Column::name)
                .filter(name -> !table.measureColumns().contains(name))
                .findFirst()
                .orElse(null);
    }
}
