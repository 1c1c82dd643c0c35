package dev.claymore.query.compile;

import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.StickinessQuery;
import dev.claymore.query.model.SemanticModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A question of any kind as one statement. Safe for use by many threads. */
public final class Compiler {

    private final SemanticModel model;
    private final Cohorts cohorts;

    public Compiler(SemanticModel model, Cohorts cohorts) {
        this.model = model;
        this.cohorts = cohorts;
    }

    /**
     * Compiles for one project.
     *
     * @throws Refusal naming the part of the question that is wrong
     */
    public Statement compile(String projectId, Query query) {
        Context context = context(projectId, query.scope());
        Statement statement = statement(context, query);
        if (statement.fillsBuckets()) {
            checkBuckets(query instanceof LifecycleQuery ? "unit" : "interval", statement.interval(), query.scope());
        }
        return statement;
    }

    /** How many rows the pages of a list have together, as {@code total}; empty for other kinds. */
    public Optional<Statement> total(String projectId, Query query) {
        Context context = context(projectId, query.scope());
        return switch (query) {
            case SessionsQuery sessions ->
                Optional.of(Statement.of(new SessionsCompiler(context, sessions).totalSql(), context, List.of(), 1));
            case PeopleQuery people -> Optional.of(ListCompiler.numberOfPeople(context, people));
            default -> Optional.empty();
        };
    }

    /** Every bucket of the range has a row, so they must not be too many. */
    private static void checkBuckets(String field, Interval interval, Scope scope) {
        Range range = scope.range();
        if (Duration.between(range.from(), range.to()).toMinutes() >= Integer.MAX_VALUE) {
            throw Refusal.invalid("from", "is too long before to: take a shorter range");
        }
        int buckets = 1 + Buckets.between(interval, range.from(), range.to().minusNanos(1), scope.timezone());
        if (buckets > Buckets.MAX) {
            throw Refusal.invalid(
                    field,
                    "%s has %,d buckets, at most %,d: take a longer interval or a shorter range"
                            .formatted(interval.wire(), buckets, Buckets.MAX));
        }
    }

    private static Statement statement(Context context, Query query) {
        return switch (query) {
            case MetricsQuery metrics -> MetricsCompiler.compile(context, metrics);
            case SessionsQuery sessions -> new SessionsCompiler(context, sessions).statement();
            case EventsQuery events -> ListCompiler.events(context, events);
            case PeopleQuery people -> ListCompiler.people(context, people);
            case FunnelQuery funnel -> FunnelCompiler.compile(context, funnel);
            case ConversionQuery conversion -> ConversionCompiler.compile(context, conversion);
            case RetentionQuery retention -> RetentionCompiler.compile(context, retention);
            case PathsQuery paths -> PathsCompiler.compile(context, paths);
            case StickinessQuery stickiness -> ActivityCompiler.stickiness(context, stickiness);
            case LifecycleQuery lifecycle -> ActivityCompiler.lifecycle(context, lifecycle);
            case HeatmapQuery heatmap -> PageCompiler.heatmap(context, heatmap);
            case ErrorGroupsQuery errors -> PageCompiler.errors(context, errors);
        };
    }

    /**
     * The sessions behind a number, newest first: {@code sessionId, createdAt, at} (the first moment that made it count), {@code matches}.
     *
     * @param counted whether each row says how many there are in all, as {@code total}
     * @param after the last session of the page before, null for the first page
     */
    public Statement behind(String projectId, Query query, Cell cell, boolean counted, SessionKey after, int limit) {
        Context context = context(projectId, query.scope());
        Bounds.check("limit", limit, 1, SessionsQuery.MAX_LIMIT);
        checkColumn(projectId, query, cell.column());
        String place = after == null
                ? ""
                : "\nHAVING (createdAt, sessionId) < (" + context.sql().bindTime(after.createdAt()) + ", "
                        + context.sql().bind("UUID", after.sessionId()) + ")";
        String sql = "SELECT sessionId, createdAt, min(moment) AS at, count() AS matches"
                + (counted ? ", count() OVER () AS total" : "") + "\nFROM\n"
                + Text.nested("SELECT sessionId, createdAt, at AS moment\nFROM\n"
                        + Text.nested(new Drilldown(context, cell).rows(query)))
                + "\nGROUP BY sessionId, createdAt" + place + "\nORDER BY createdAt DESC, sessionId DESC\nLIMIT "
                + (limit + 1);
        return Statement.of(sql, context, List.of(), limit);
    }

    /** Of metrics, {@link MetricCell} looks for it; lists of sessions and events open row by row, whatever is chosen. */
    private void checkColumn(String projectId, Query query, String column) {
        boolean looked =
                query instanceof MetricsQuery || query instanceof SessionsQuery || query instanceof EventsQuery;
        if (looked || column.isEmpty()) {
            return;
        }
        // What cohorts are makes no difference to the columns, so they are not looked up.
        Compiler apart = new Compiler(model, id -> Optional.of(new Cohorts.Cohort(Condition.ALWAYS, Range.ALL)));
        List<String> numbers = Stream.concat(
                        statement(apart.context(projectId, query.scope()), query).columns().stream()
                                .filter(known -> known.role().equals("metric"))
                                .map(Statement.Column::name),
                        query instanceof FunnelQuery ? Stream.of("dropped") : Stream.empty())
                .toList();
        if (!numbers.contains(column)) {
            throw unknownColumn(column, numbers);
        }
    }

    static Refusal unknownColumn(String column, List<String> numbers) {
        return Refusal.unknown(
                "cell.column",
                "'" + column + "' is not a number of this query, which has " + String.join(", ", numbers));
    }

    /** What sessions are sorted and paged by. */
    public record SessionKey(Instant createdAt, UUID sessionId) {}

    Context context(String projectId, Scope scope) {
        return Context.of(model, projectId, scope.range(), scope.timezone(), cohorts);
    }
}
