package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import java.util.List;
import java.util.function.UnaryOperator;

/** Queries with one part of them put in another's place; null where a kind of query has no such part. */
final class QueryParts {

    private QueryParts() {}

    static Query scoped(Query query, Scope scope) {
        return switch (query) {
            case MetricsQuery q -> metrics(q, scope, q.measures(), q.breakdowns());
            case SessionsQuery q -> new SessionsQuery(scope, q.text(), q.orderBy(), q.limit(), null);
            case PeopleQuery q ->
                new PeopleQuery(scope, q.over(), q.count(), q.signedIn(), q.measures(), q.orderBy(), q.limit(), null);
            case FunnelQuery q -> funnel(q, scope, q.steps(), q.breakdown(), q.interval());
            case ConversionQuery q ->
                new ConversionQuery(scope, q.first(), q.then(), q.within(), q.during(), q.breakdown(), q.interval());
            case RetentionQuery q ->
                new RetentionQuery(scope, q.start(), q.back(), q.kind(), q.unit(), q.periods(), q.cohorts());
            case PathsQuery q ->
                new PathsQuery(scope, q.direction(), q.anchor(), q.depth(), q.collapseLoops(), q.limit());
            default -> null;
        };
    }

    /** From the first row on, whatever page the other was at. */
    private static MetricsQuery metrics(
            MetricsQuery q, Scope scope, List<Measure> measures, List<Breakdown> breakdowns) {
        return new MetricsQuery(
                scope, measures, breakdowns, q.interval(), q.segments(), q.compareTo(), q.orderBy(), q.limit(), null);
    }

    private static FunnelQuery funnel(
            FunnelQuery q, Scope scope, List<FunnelQuery.Step> steps, Breakdown breakdown, Interval interval) {
        return new FunnelQuery(
                scope, q.by(), steps, q.order(), q.window(), q.without(), breakdown, interval, q.times());
    }

    /** By these fields and no others; of sessions that were listed it becomes their number. */
    static Query grouped(Query query, List<String> fields) {
        List<Breakdown> by = fields.stream().map(Breakdown::by).toList();
        return switch (query) {
            case MetricsQuery q -> metrics(q, q.scope(), q.measures(), by);
            case SessionsQuery q -> grouped(counted(q), fields);
            case FunnelQuery q when by.size() == 1 -> funnel(q, q.scope(), q.steps(), by.getFirst(), q.interval());
            case ConversionQuery q
            when by.size() == 1 ->
                new ConversionQuery(
                        q.scope(), q.first(), q.then(), q.within(), q.during(), by.getFirst(), q.interval());
            default -> null;
        };
    }

    static Query every(Query query, Interval interval) {
        return switch (query) {
            case MetricsQuery q ->
                new MetricsQuery(
                        q.scope(),
                        q.measures(),
                        q.breakdowns(),
                        interval,
                        q.segments(),
                        q.compareTo(),
                        List.of(),
                        MetricsQuery.NO_LIMIT,
                        null);
            case SessionsQuery q -> counted(q).every(interval);
            case FunnelQuery q -> funnel(q, q.scope(), q.steps(), q.breakdown(), interval);
            case ConversionQuery q ->
                new ConversionQuery(q.scope(), q.first(), q.then(), q.within(), q.during(), q.breakdown(), interval);
            case RetentionQuery q ->
                new RetentionQuery(q.scope(), q.start(), q.back(), q.kind(), q.unit(), q.periods(), interval);
            default -> null;
        };
    }

    /** The first so many, in the order that there is; groups of numbers by the first of these. */
    static Query limited(Query query, int rows, boolean lowest) {
        return switch (query) {
            case MetricsQuery q
            when !q.breakdowns().isEmpty() && q.interval() == Interval.NONE ->
                (q.orderBy().isEmpty()
                                ? q.order(new Order(q.measures().getFirst().name(), !lowest))
                                : q)
                        .limit(Math.clamp(rows, 1, Query.MAX_LIMIT));
            case SessionsQuery q ->
                new SessionsQuery(q.scope(), q.text(), q.orderBy(), Math.clamp(rows, 1, SessionsQuery.MAX_LIMIT), null);
            case PeopleQuery q ->
                new PeopleQuery(
                        q.scope(),
                        q.over(),
                        q.count(),
                        q.signedIn(),
                        q.measures(),
                        q.orderBy(),
                        Math.clamp(rows, 1, Query.MAX_LIMIT),
                        null);
            case PathsQuery q ->
                new PathsQuery(
                        q.scope(), q.direction(), q.anchor(), q.depth(), q.collapseLoops(), Math.clamp(rows, 1, 100));
            default -> null;
        };
    }

    private static MetricsQuery counted(SessionsQuery sessions) {
        return MetricsQuery.of(sessions.scope(), Measure.count("sessions", Entity.SESSION, Condition.ALWAYS));
    }

    /** Every comparison of the query, wherever it stands, as the function makes it. */
    static Query mapped(Query query, UnaryOperator<Condition.Where> by) {
        Scope scope = query.scope();
        Query own = scoped(query, new Scope(scope.range(), scope.timezone(), mapped(scope.where(), by)));
        return switch (own) {
            case MetricsQuery q -> {
                List<Measure> measures = q.measures().stream()
                        .map(measure -> mapped(measure, by))
                        .toList();
                yield metrics(q, q.scope(), measures, q.breakdowns());
            }
            case FunnelQuery q -> {
                List<FunnelQuery.Step> steps = q.steps().stream()
                        .map(step -> new FunnelQuery.Step(step.label(), mapped(step.match(), by)))
                        .toList();
                yield funnel(q, q.scope(), steps, q.breakdown(), q.interval());
            }
            case PathsQuery q
            when q.anchor() != null ->
                new PathsQuery(
                        q.scope(), q.direction(), mapped(q.anchor(), by), q.depth(), q.collapseLoops(), q.limit());
            case null, default -> own;
        };
    }

    private static Measure mapped(Measure measure, UnaryOperator<Condition.Where> by) {
        return switch (measure) {
            case Measure.Named m -> new Measure.Named(m.name(), m.metric(), mapped(m.where(), by));
            case Measure.Aggregate m ->
                new Measure.Aggregate(
                        m.name(), m.function(), m.over(), m.field(), m.percentile(), mapped(m.where(), by));
            case Measure.Ratio(String name, Measure part, Measure whole) ->
                new Measure.Ratio(name, mapped(part, by), mapped(whole, by));
            case Measure.Formula m -> m;
            case Measure.MovingAverage m -> new Measure.MovingAverage(m.name(), mapped(m.of(), by), m.buckets());
        };
    }

    private static Condition mapped(Condition condition, UnaryOperator<Condition.Where> by) {
        return switch (condition) {
            case Condition.All(List<Condition> all) ->
                new Condition.All(all.stream().map(own -> mapped(own, by)).toList());
            case Condition.Any(List<Condition> any) ->
                new Condition.Any(any.stream().map(own -> mapped(own, by)).toList());
            case Condition.Not(Condition own) -> new Condition.Not(mapped(own, by));
            case Condition.Where where -> by.apply(where);
            case Condition.Did did ->
                new Condition.Did(did.by(), did.what(), mapped(did.where(), by), did.count(), did.during());
            case Condition.Sequence sequence ->
                new Condition.Sequence(
                        sequence.by(),
                        sequence.steps().stream().map(step -> mapped(step, by)).toList(),
                        sequence.within(),
                        sequence.during());
            case Condition.InCohort cohort -> cohort;
        };
    }

    /** What a session had when it stands behind the number; null: that cannot be said of a session. */
    static Condition had(Measure measure) {
        return switch (measure) {
            case Measure.Aggregate of
            when of.over() == Entity.EVENT ->
                of.where().equals(Condition.ALWAYS) ? Condition.ALWAYS : Condition.sessionDid(of.where());
            case Measure.Aggregate of -> of.where();
            case Measure.Ratio(String name, Measure part, Measure whole) -> had(part);
            default -> null;
        };
    }
}
