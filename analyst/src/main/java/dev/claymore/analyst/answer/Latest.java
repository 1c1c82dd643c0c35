package dev.claymore.analyst.answer;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The last part of a query's time, for a search that wants the newest and rarely needs all of it. */
final class Latest {

    private static final Duration SHORTEST = Duration.ofDays(2);
    private static final Duration LEAST = Duration.ofDays(1);
    private static final int PARTS = 8;

    private Latest() {}

    /** Empty when the time is short, without an end, or what is asked depends on all of it. */
    static Optional<Query> of(Query query) {
        if (!(query instanceof MetricsQuery metrics)
                || metrics.interval() != Interval.NONE
                || metrics.compareTo() != null
                || !metrics.scope().range().bounded()
                || !alone(metrics.scope().where())
                || !metrics.measures().stream().allMatch(Latest::alone)
                || !metrics.segments().stream().allMatch(segment -> alone(segment.where()))) {
            return Optional.empty();
        }
        Range range = metrics.scope().range();
        Duration length = Duration.between(range.from(), range.to());
        if (length.compareTo(SHORTEST) <= 0) {
            return Optional.empty();
        }
        Duration part = length.dividedBy(PARTS).compareTo(LEAST) < 0 ? LEAST : length.dividedBy(PARTS);
        Instant from = range.to().minus(part);
        Scope scope = metrics.scope().during(new Range(from, range.to()));
        return Optional.of(new MetricsQuery(
                scope,
                metrics.measures(),
                metrics.breakdowns(),
                metrics.interval(),
                metrics.segments(),
                null,
                metrics.orderBy(),
                metrics.limit(),
                null));
    }

    private static boolean alone(Measure measure) {
        return switch (measure) {
            case Measure.Aggregate aggregate -> alone(aggregate.where());
            case Measure.Ratio(String name, Measure part, Measure whole) -> alone(part) && alone(whole);
            default -> false;
        };
    }

    /** Whether it can be told of a session without looking at its person's others, or at the time that was asked for. */
    private static boolean alone(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> all) -> all.stream().allMatch(Latest::alone);
            case Condition.Any(List<Condition> any) -> any.stream().allMatch(Latest::alone);
            case Condition.Not(Condition own) -> alone(own);
            case Condition.Where where -> true;
            case Condition.Did did -> did.by() == Subject.SESSION && alone(did.where());
            case Condition.Sequence sequence -> sequence.by() == Subject.SESSION;
            case Condition.InCohort cohort -> true;
        };
    }
}
