package dev.claymore.query.language;

import java.util.List;

/**
 * How many come back. Day N is N calendar days after the day a person qualified; week N are the days 7N to 7N + 6 after it; month N is the
 * N-th calendar month after it, month 0 the rest of its own.
 *
 * <p>Answer, by cohort and period: cohort (the bucket of the qualifying event; no column without cohorts), period (N),
 * people (of the cohort), returned, retentionRate.
 *
 * @param start condition on the event that qualifies, in the scope's range; null: having a session does
 * @param back condition on the event to come back with; null: having a session then
 * @param unit DAY, WEEK or MONTH
 * @param periods which N to show
 * @param cohorts DAY, WEEK or MONTH of the qualifying event; NONE: all of the range is one cohort
 */
public record RetentionQuery(
        Scope scope, Condition start, Condition back, Kind kind, Interval unit, List<Integer> periods, Interval cohorts)
        implements Query {

    /** What makes a person one of a cohort. */
    public enum Kind {
        /** The first qualifying event in the range. */
        FIRST_IN_RANGE,
        /** The first qualifying event in all data, if it lies in the range. */
        FIRST_TIME,
        /** Every bucket of {@code cohorts} (or of {@code unit}) with a qualifying event: a person may be in many. */
        RECURRING
    }

    public RetentionQuery {
        periods = List.copyOf(periods);
    }

    /** People of one cohort, back in one period. */
    public static RetentionQuery single(Scope scope, Condition start, Interval unit, int period) {
        return new RetentionQuery(scope, start, null, Kind.FIRST_IN_RANGE, unit, List.of(period), Interval.NONE);
    }
}
