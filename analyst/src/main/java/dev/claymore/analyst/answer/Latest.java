package dev.claymore.analyst.answer;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The last part of a query's time, for a search that wants the newest and rarely needs all of it. */
final class Latest {

    static final int PARTS = 8;

    private static final Duration SHORTEST = Duration.ofDays(2);
    private static final Duration LEAST = Duration.ofDays(1);

    private Latest() {}

    /** Empty when the time is short, without an end, or what is asked depends on all of it. */
    static Optional<Query> of(Query query) {
        Scope scope = query.scope();
        if (!scope.range().bounded() || !alone(scope.where())) {
            return Optional.empty();
        }
        Range range = scope.range();
        Duration length = Duration.between(range.from(), range.to());
        if (length.compareTo(SHORTEST) <= 0) {
            return Optional.empty();
        }
        Duration part = length.dividedBy(PARTS).compareTo(LEAST) < 0 ? LEAST : length.dividedBy(PARTS);
        return of(query, scope.during(new Range(range.to().minus(part), range.to())));
    }

    private static Optional<Query> of(Query query, Scope latest) {
        return switch (query) {
            case MetricsQuery metrics
            when metrics.interval() == Interval.NONE
                    && metrics.compareTo() == null
                    && metrics.measures().stream().allMatch(Latest::alone)
                    && metrics.segments().stream().allMatch(segment -> alone(segment.where())) ->
                Optional.of(new MetricsQuery(
                        latest,
                        metrics.measures(),
                        metrics.breakdowns(),
                        metrics.interval(),
                        metrics.segments(),
                        null,
                        metrics.orderBy(),
                        metrics.limit(),
                        null));
            case PathsQuery paths
            when paths.anchor() == null || alone(paths.anchor()) ->
                Optional.of(new PathsQuery(
                        latest,
                        paths.direction(),
                        paths.anchor(),
                        paths.depth(),
                        paths.collapseLoops(),
                        paths.limit()));
            case FunnelQuery funnel
            when funnel.by() == Subject.SESSION
                    && funnel.interval() == Interval.NONE
                    && funnel.steps().stream().allMatch(step -> alone(step.match()))
                    && funnel.without().stream().allMatch(Latest::alone) ->
                Optional.of(new FunnelQuery(
                        latest,
                        funnel.by(),
                        funnel.steps(),
                        funnel.order(),
                        funnel.window(),
                        funnel.without(),
                        funnel.breakdown(),
                        funnel.interval(),
                        funnel.times()));
            default -> Optional.empty();
        };
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
