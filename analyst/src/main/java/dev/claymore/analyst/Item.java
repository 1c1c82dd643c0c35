package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import java.util.List;

/**
 * Some words of the question, and what they stand for.
 *
 * @param kind of the lexicon (subject, event, field, metric, agg, count, …) or value, custom, time, number, code, quoted, unknown, skip,
 *     comma, stop
 * @param arg what of its kind: the field, the custom event, the operator, a number's unit
 * @param number of a number, percentile; else NaN
 * @param condition of a value; else null
 * @param span of a time; else null
 * @param from first token
 * @param to the token after its last one
 * @param score how sure the link is
 */
record Item(
        String kind,
        String arg,
        double number,
        Condition condition,
        Span span,
        String text,
        int from,
        int to,
        double score) {

    static Item of(String kind, String arg, String text, int from, int to, double score) {
        return new Item(kind, arg, Double.NaN, null, null, text, from, to, score);
    }

    static Item value(String field, Condition condition, String text, int from, int to, double score) {
        return new Item("value", field, Double.NaN, condition, null, text, from, to, score);
    }

    static Item number(double value, String unit, String text, int from, int to) {
        return new Item("number", unit, value, null, null, text, from, to, to - from + 0.25);
    }

    static Item time(Span span) {
        return new Item(
                "time",
                span.unit(),
                Double.NaN,
                null,
                span,
                span.label(),
                span.from(),
                span.to(),
                5 + 2 * (span.to() - span.from()));
    }

    Item as(String otherKind, String otherArg) {
        return new Item(otherKind, otherArg, number, condition, span, text, from, to, score);
    }

    Item spanning(int otherFrom, int otherTo) {
        return new Item(kind, arg, number, condition, span, text, otherFrom, otherTo, score);
    }

    /** Where in the question it stands, by its characters; nowhere, when its words are not of this question. */
    Item placed(List<Token> tokens) {
        return from < 0 || to <= from
                ? spanning(-1, -1)
                : spanning(tokens.get(from).from(), tokens.get(to - 1).to());
    }

    boolean is(String... kinds) {
        for (String other : kinds) {
            if (kind.equals(other)) {
                return true;
            }
        }
        return false;
    }

    boolean says(String otherKind, String otherArg) {
        return kind.equals(otherKind) && arg.equals(otherArg);
    }

    Condition.Where where() {
        return (Condition.Where) condition;
    }

    @Override
    public String toString() {
        return kind + (arg.isEmpty() ? "" : ":" + arg) + (condition == null ? "" : "=" + condition) + "[" + text + "]";
    }
}
