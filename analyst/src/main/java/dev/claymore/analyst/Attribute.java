package dev.claymore.analyst;

import dev.claymore.query.language.Condition;

/**
 * What holds for a session, or for its person.
 *
 * @param at index of the item it comes from
 */
record Attribute(String field, Condition condition, boolean negated, boolean or, int at, String text) {
    Condition whole() {
        return negated ? Condition.not(condition) : condition;
    }
}
