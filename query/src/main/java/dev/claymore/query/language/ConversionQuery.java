package dev.claymore.query.language;

import java.time.Duration;

/**
 * The share of people who did one thing that did another.
 *
 * <p>Answer: people (who did the first), converted (who also did the other), conversionRate; in front of them
 * time (the bucket of the first) with an interval, and the breakdown's field with a breakdown (its value at the first).
 *
 * @param first condition on an event in the scope's range; a person's first such event counts
 * @param then condition on an event
 * @param within the other comes after the first and at most so much later, which may be after the range; null: {@code during} says when
 * @param during when the other must have happened, at any order; null when {@code within} is given
 * @param breakdown null: none
 */
public record ConversionQuery(
        Scope scope,
        Condition first,
        Condition then,
        Duration within,
        Range during,
        Breakdown breakdown,
        Interval interval)
        implements Query {

    public static ConversionQuery within(Scope scope, Condition first, Condition then, Duration within) {
        return new ConversionQuery(scope, first, then, within, null, null, Interval.NONE);
    }

    public static ConversionQuery during(Scope scope, Condition first, Condition then, Range during) {
        return new ConversionQuery(scope, first, then, null, during, null, Interval.NONE);
    }
}
