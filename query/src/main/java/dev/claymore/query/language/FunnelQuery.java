package dev.claymore.query.language;

import java.time.Duration;
import java.util.List;

/**
 * How many get from step to step. {@code scope.where} is about the events that may be steps.
 *
 * <p>Answer, one row a step: step (from 1), label, count, conversionRate (of the first step), stepRate (of the step
 * before), medianTimeMs and p90TimeMs from the first step, when times. In front of it time (the bucket of the
 * first step) with an interval, and the breakdown's field with a breakdown (its value at the first step).
 *
 * @param steps 1 to 10
 * @param window from the first step to the last; null: 14 days for people, none for sessions
 * @param without events that break the way when they lie between the first step and the last reached; empty: none
 * @param breakdown null: none
 * @param interval conversion over time; NONE: none
 * @param times whether to compute the time it takes
 */
public record FunnelQuery(
        Scope scope,
        Subject by,
        List<Step> steps,
        StepOrder order,
        Duration window,
        List<Condition> without,
        Breakdown breakdown,
        Interval interval,
        boolean times)
        implements Query {

    public static final Duration DEFAULT_WINDOW = Duration.ofDays(14);

    /** @param match of one event */
    public record Step(String label, Condition match) {}

    /** How steps follow each other. */
    public enum StepOrder {
        /** In this order, anything may lie between. */
        ORDERED,
        /** In this order, and no other event of the types that the steps are about lies between. */
        STRICT,
        /** In any order: step n is reached by n different steps. */
        ANY
    }

    public FunnelQuery {
        steps = List.copyOf(steps);
        without = List.copyOf(without);
    }

    public static FunnelQuery of(Scope scope, Subject by, List<Step> steps, Duration window) {
        return new FunnelQuery(scope, by, steps, StepOrder.ORDERED, window, List.of(), null, Interval.NONE, false);
    }
}
