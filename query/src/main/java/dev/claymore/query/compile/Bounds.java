package dev.claymore.query.compile;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits of questions. */
final class Bounds {

    private Bounds() {}

    static void check(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw Refusal.invalid(field, "must be between %d and %d, got %d".formatted(min, max, value));
        }
    }

    /** Names of measures can be columns, and no two columns have one name. */
    static void checkNames(List<Measure> measures, List<Column> columns) {
        for (Measure measure : measures) {
            if (!measure.name().matches("[A-Za-z_]\\w{0,99}")) {
                throw Refusal.invalid("metrics", "a name must be letters, digits and _: " + measure.name());
            }
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw Refusal.invalid("metrics", "two columns would be called '" + column.name() + "'");
            }
        }
    }
}
