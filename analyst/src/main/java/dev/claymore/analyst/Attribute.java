package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.Set;

/**
 * What holds for a session, or for its person.
 *
 * @param at index of the item it comes from
 */
record Attribute(String field, Condition condition, boolean negated, boolean or, int at, String text) {
    /** A number with what is compared with it, anything else in the words of the question. */
    String words() {
        boolean compared = condition instanceof Condition.Where where
                && Set.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE).contains(where.op());
        String what = compared && condition instanceof Condition.Where where
                ? ConditionWords.field(where.field()) + " " + ConditionWords.sign(where.op()) + " "
                : "";
        return (negated ? "not " : "") + what + text;
    }

    Condition whole() {
        return negated ? Condition.not(condition) : condition;
    }
}
