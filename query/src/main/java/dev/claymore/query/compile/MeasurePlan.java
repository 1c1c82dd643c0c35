package dev.claymore.query.compile;

import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Formula;
import dev.claymore.query.language.Measure.MovingAverage;
import dev.claymore.query.language.Measure.Ratio;
import dev.claymore.query.language.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A measure taken apart: the aggregates it needs, and what is computed from them. */
sealed interface MeasurePlan {

    record Single(Atom atom) implements MeasurePlan {}

    record Quotient(MeasurePlan numerator, MeasurePlan denominator) implements MeasurePlan {}

    record Arithmetic(String expression, Map<String, MeasurePlan> of) implements MeasurePlan {}

    record Moving(MeasurePlan of, int buckets) implements MeasurePlan {}

    /** In the order in which they stand in it: the first one is of what the number is about, of a share the part. */
    default Stream<Atom> atoms() {
        return switch (this) {
            case Single(Atom atom) -> Stream.of(atom);
            case Quotient(MeasurePlan numerator, MeasurePlan denominator) ->
                Stream.concat(numerator.atoms(), denominator.atoms());
            case Arithmetic(String expression, Map<String, MeasurePlan> of) ->
                FormulaParser.names(expression).stream()
                        .flatMap(name -> of.get(name).atoms());
            case Moving(MeasurePlan of, int buckets) -> of.atoms();
        };
    }

    /** Whether nothing to count makes it 0. */
    default boolean zero() {
        return switch (this) {
            case Single(Atom atom) -> atom.zero();
            case Moving(MeasurePlan of, int buckets) -> of.zero();
            case Quotient quotient -> false;
            case Arithmetic arithmetic -> false;
        };
    }

    /** As SQL; {@code moving} says how the mean of a bucket and those before it is computed. */
    default String sql(Function<Atom, String> atoms, MovingMean moving) {
        return switch (this) {
            case Single(Atom atom) -> atoms.apply(atom);
            case Quotient(MeasurePlan numerator, MeasurePlan denominator) ->
                numerator.sql(atoms, moving) + " / " + divisor(denominator.sql(atoms, moving), denominator);
            case Arithmetic(String expression, Map<String, MeasurePlan> of) ->
                FormulaParser.sql(expression, name -> {
                    MeasurePlan plan = of.get(name);
                    if (plan == null) {
                        throw Refusal.invalid("formula", "'" + name + "' is not one of its numbers");
                    }
                    return plan.sql(atoms, moving);
                });
            case Moving own -> moving.sql(own.of().sql(atoms, moving), own);
        };
    }

    private static String divisor(String sql, MeasurePlan plan) {
        return plan instanceof Single ? sql : "(" + sql + ")";
    }

    /** The window function of a moving average. */
    @FunctionalInterface
    interface MovingMean {
        String sql(String expression, Moving moving);
    }

    /** What a share is a share of decides whether it is one. */
    static String unit(Measure measure, MeasurePlan plan) {
        return switch (plan) {
            case Single(Atom atom) -> atom.unit();
            case Quotient(Single(Atom part), Single(Atom whole)) when alike(part, whole) -> "share";
            case Moving(MeasurePlan of, int buckets)
            when measure instanceof MovingAverage average -> unit(average.of(), of);
            default -> "number";
        };
    }

    private static boolean alike(Atom part, Atom whole) {
        return part.over() == whole.over()
                && part.aggregate().function() == whole.aggregate().function();
    }

    /** The names of measures inside a measure. */
    static List<Measure> parts(Measure measure) {
        return switch (measure) {
            case Ratio(String name, Measure numerator, Measure denominator) -> List.of(numerator, denominator);
            case Formula(String name, String expression, Map<String, Measure> of) -> List.copyOf(of.values());
            case MovingAverage(String name, Measure of, int buckets) -> List.of(of);
            default -> List.of();
        };
    }

    static Map<String, MeasurePlan> plans(Map<String, Measure> of, Function<Measure, MeasurePlan> plan) {
        return of.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> plan.apply(entry.getValue())));
    }
}
