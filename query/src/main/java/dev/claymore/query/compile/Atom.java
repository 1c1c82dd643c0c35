package dev.claymore.query.compile;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure.Aggregate;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.model.SemanticModel.Dimension;

/**
 * An aggregate of one table, of which measures are made.
 *
 * @param field null: none
 */
record Atom(Aggregate aggregate, Entity over, Dimension field) {

    /** Where its rows come from: those that share it are computed in one pass. */
    record Source(Entity over, String tag) {}

    Source source() {
        return new Source(over, field != null && field.tag() ? field.name() : null);
    }

    Condition where() {
        return aggregate.where();
    }

    /** Whether nothing to count is 0 and not unknown. */
    boolean zero() {
        return switch (aggregate.function()) {
            case COUNT, SESSIONS, PEOPLE, USERS, UNIQUES, SUM -> true;
            case AVG, MIN, MAX, PERCENTILE -> false;
        };
    }

    /**
     * The aggregate.
     *
     * @param condition of the rows that count, {@code true}: all of them
     * @param tagColumn that holds the value of the tag it is about
     */
    String sql(String condition, String tagColumn) {
        String column = column(tagColumn);
        return switch (aggregate.function()) {
            case COUNT -> condition.equals("true") ? "count()" : "countIf(" + condition + ")";
            case SESSIONS ->
                over == Entity.SESSION
                        ? condition.equals("true") ? "count()" : "countIf(" + condition + ")"
                        : call("uniqExact", "sessionId", condition);
            case PEOPLE -> call("uniqExact", Context.PERSON, condition);
            case USERS, UNIQUES -> call("uniqExact", counted(tagColumn), both(hasValue(tagColumn), condition));
            case SUM -> call("sum", column, condition);
            case AVG -> call("avg", column, condition);
            case MIN -> call("minOrNull", column, condition);
            case MAX -> call("maxOrNull", column, condition);
            case PERCENTILE ->
                condition.equals("true")
                        ? "quantileExactInclusive(" + aggregate.percentile() + ")(" + column + ")"
                        : "quantileExactInclusiveIf(" + aggregate.percentile() + ")(" + column + ", " + condition + ")";
        };
    }

    private String counted(String tagColumn) {
        return aggregate.function() == Function.USERS ? "userId" : column(tagColumn);
    }

    private String column(String tagColumn) {
        return field == null ? "" : field.tag() ? tagColumn : field.value(over);
    }

    /** Which rows have what is counted: of users and of different values those that have one. */
    String hasValue(String tagColumn) {
        return switch (aggregate.function()) {
            case USERS -> "userId != ''";
            case UNIQUES -> notEmpty(column(tagColumn));
            default -> "true";
        };
    }

    private String notEmpty(String column) {
        return switch (field.type()) {
            case "number" -> column + " != 0";
            case "boolean", "uuid" -> "true";
            default -> column + " != ''";
        };
    }

    private static String both(String condition, String more) {
        return more.equals("true") ? condition : condition.equals("true") ? more : condition + " AND " + more;
    }

    private static String call(String function, String column, String condition) {
        return condition.equals("true")
                ? function + "(" + column + ")"
                : function + "If(" + column + ", " + condition + ")";
    }

    String unit() {
        if (field == null || aggregate.function() == Function.UNIQUES) {
            return "count";
        }
        return switch (field.name()) {
            case "durationMs", "requestDurationMs" -> "ms";
            case "cartValue" -> "money";
            default -> "number";
        };
    }
}
