package dev.claymore.query;

import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Compiler;
import dev.claymore.query.compile.ListCompiler;
import dev.claymore.query.compile.Pages;
import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.compile.Statement;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers questions of every kind. Safe for use by many threads. */
public final class Queries {

    private final ClickHouse clickhouse;
    private final SemanticModel model = SemanticModel.load();
    private final ProjectCohorts cohorts;
    private final ResultCache cache;

    public Queries(ClickHouse clickhouse) {
        this(clickhouse, projectId -> Cohorts.NONE);
    }

    /** @param cohorts saved ones, which conditions may name */
    public Queries(ClickHouse clickhouse, ProjectCohorts cohorts) {
        this(clickhouse, cohorts, Clock.systemUTC());
    }

    Queries(ClickHouse clickhouse, ProjectCohorts cohorts, Clock clock) {
        this.clickhouse = clickhouse;
        this.cohorts = cohorts;
        this.cache = new ResultCache(clickhouse, clock);
    }

    public SemanticModel model() {
        return model;
    }

    /** Answers for one project; an answer is taken again while no event has come in that could change it. */
    public Outcome<Result> run(String projectId, Query query) {
        return run(projectId, query, Freshness.EXACT);
    }

    public Outcome<Result> run(String projectId, Query query, Freshness freshness) {
        return Problems.guard(true, () -> cache.get(projectId, query, freshness, () -> compute(projectId, query)));
    }

    /** The statement of a question, without asking it. */
    public Outcome<String> explain(String projectId, Query query) {
        return Problems.guard(true, () -> {
            Statement statement = compiler(projectId).compile(projectId, query);
            return statement.values().show(statement.sql());
        });
    }

    /** How many rows the pages of a list have together; empty for other kinds. */
    public Outcome<Optional<Long>> total(String projectId, Query query) {
        return Problems.guard(
                true,
                () -> compiler(projectId)
                        .total(projectId, query)
                        .map(statement -> rows(projectId, statement).row(0).number("total")));
    }

    /**
     * Takes a question apart as {@link #run} would, without asking it: what is kept for later is to be refused now, not by every question
     * that names it.
     */
    public Outcome<Query> check(String projectId, Query query, Cohorts named) {
        return Problems.guard(true, () -> {
            SqlBuilder values =
                    new Compiler(model, named).compile(projectId, query).values();
            if (!values.patterns().isEmpty()) {
                String read = values.patterns().keySet().stream()
                        .map(pattern -> "match('', " + values.bind("String", pattern) + ")")
                        .collect(Collectors.joining(", ", "SELECT ", ""));
                Patterns.checked(values, () -> clickhouse.query(read, values.parameters()));
            }
            return query;
        });
    }

    /** What was saved for the project has changed, or rows are gone, so answers may have changed, too: also those that are being computed. */
    public void forget(String projectId) {
        cache.forget(projectId);
    }

    private Compiler compiler(String projectId) {
        return new Compiler(model, cohorts.of(projectId));
    }

    private Result compute(String projectId, Query query) {
        Statement statement = compiler(projectId).compile(projectId, query);
        Rows rows = rows(projectId, statement);
        List<List<Object>> cells = rows.rows();
        if (statement.fillsBuckets()) {
            List<List<Object>> filled = fill(query, statement, cells);
            cells = filled.subList(Math.min(statement.offset(), filled.size()), filled.size());
        }
        boolean more = goesOn(query, statement, cells.size());
        if (more) {
            cells = cells.subList(0, statement.limit());
        }
        return new Result(
                columns(rows, statement),
                cells,
                statement.values().show(statement.sql()),
                rows.stats(),
                more ? nextCursor(query, statement, rows) : null,
                0);
    }

    private Rows rows(String projectId, Statement statement) {
        return Patterns.checked(
                statement.values(),
                () -> clickhouse
                        .reader(projectId, ReadLimits.PRODUCT)
                        .ownStatements()
                        .query(statement.sql(), statement.values().parameters()));
    }

    /** Whether there is a page behind these rows, or may be one where no more were read than fit on a page. */
    private static boolean goesOn(Query query, Statement statement, int rows) {
        boolean readsMore = query instanceof SessionsQuery || statement.fillsBuckets();
        return readsMore ? rows > statement.limit() : rows == statement.limit();
    }

    /** Null for kinds whose answers have no pages. */
    private static String nextCursor(Query query, Statement statement, Rows rows) {
        return switch (query) {
            case EventsQuery events -> {
                Rows.Row last = rows.row(statement.limit() - 1);
                yield ListCompiler.eventCursor(last.text("timestamp"), last.text("eventId"));
            }
            case SessionsQuery sessions ->
                SessionsCompiler.cursorAfter(sessions, SessionColumns.map(rows.row(statement.limit() - 1)));
            case MetricsQuery metrics -> Pages.next(statement.offset(), statement.limit());
            case PeopleQuery people -> Pages.next(statement.offset(), statement.limit());
            default -> null;
        };
    }

    private static List<Result.Column> columns(Rows rows, Statement statement) {
        List<Result.Column> columns = new ArrayList<>();
        for (int i = 0; i < rows.columns().size(); i++) {
            Rows.Column column = rows.columns().get(i);
            Statement.Column known = statement.columns().get(i);
            columns.add(new Result.Column(known.name(), column.type(), known.unit(), known.role()));
        }
        return columns;
    }

    /** A row for every bucket of the range: nothing that happened is 0, or unknown. */
    private static List<List<Object>> fill(Query query, Statement statement, List<List<Object>> rows) {
        Map<Object, List<Object>> byTime =
                rows.stream().collect(Collectors.toMap(List::getFirst, Function.identity(), (a, b) -> a));
        List<List<Object>> filled = new ArrayList<>();
        Interval interval = statement.interval();
        ZonedDateTime bucket =
                interval.floor(query.scope().range().from(), query.scope().timezone());
        while (bucket.toInstant().isBefore(query.scope().range().to())) {
            String time = bucket.toInstant().toString();
            List<Object> empty = new ArrayList<>(List.of(time));
            statement.columns().stream().skip(1).forEach(column -> empty.add(column.zero() ? 0 : null));
            filled.add(byTime.getOrDefault(time, empty));
            bucket = interval.next(bucket);
        }
        return filled;
    }
}
