package dev.claymore.query.language;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A number to compute, under a name that is its column. */
public sealed interface Measure {

    /** Letters, digits and _ ; unique in its query. */
    String name();

    /**
     * A metric of the model.
     *
     * @param where narrows what it counts, beyond what the query's scope says; {@link Condition#ALWAYS}: nothing
     */
    record Named(String name, String metric, Condition where) implements Measure {
        public static Named of(String metric) {
            return new Named(metric, metric, Condition.ALWAYS);
        }
    }

    /**
     * An aggregate of the sessions or events for which {@code where} holds.
     *
     * @param over null: events when the field or a comparison of {@code where} is one that only events have, else sessions
     * @param field of {@code sum, avg, min, max, percentile, uniques}; else null
     * @param percentile of {@code percentile}: above 0 and below 1; else 0
     */
    record Aggregate(String name, Function function, Entity over, String field, double percentile, Condition where)
            implements Measure {}

    /** How rows become a number. */
    enum Function {
        /** Rows. */
        COUNT,
        /** Different sessions. */
        SESSIONS,
        /** Different people. */
        PEOPLE,
        /** Different user ids that are not empty. */
        USERS,
        /** Different values of the field, the empty one left out. */
        UNIQUES,
        SUM,
        AVG,
        MIN,
        MAX,
        /** Interpolated between the two nearest values. */
        PERCENTILE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Function> ofWire(String name) {
            return Arrays.stream(values())
                    .filter(function -> function.wire().equals(name))
                    .findFirst();
        }
    }

    /** A share or a quotient: null where the denominator is 0. */
    record Ratio(String name, Measure numerator, Measure denominator) implements Measure {}

    /**
     * Arithmetic.
     *
     * @param expression numbers, names of {@code of}, {@code + - * /} and parentheses
     */
    record Formula(String name, String expression, Map<String, Measure> of) implements Measure {}

    /** The mean of the bucket and those before it; needs an interval. */
    record MovingAverage(String name, Measure of, int buckets) implements Measure {}

    static Measure count(String name, Entity over, Condition where) {
        return new Aggregate(name, Function.COUNT, over, null, 0, where);
    }

    static Measure of(String name, Function function, Entity over, String field, Condition where) {
        return new Aggregate(name, function, over, field, 0, where);
    }

    static Measure percentile(String name, double percentile, Entity over, String field, Condition where) {
        return new Aggregate(name, Function.PERCENTILE, over, field, percentile, where);
    }

    /** The share of sessions for which the condition holds. */
    static Measure shareOfSessions(String name, Condition condition) {
        return new Ratio(
                name, count("matching", Entity.SESSION, condition), count("all", Entity.SESSION, Condition.ALWAYS));
    }

    static List<Measure> named(String... metrics) {
        return Arrays.stream(metrics).map(metric -> (Measure) Named.of(metric)).toList();
    }
}
