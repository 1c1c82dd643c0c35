package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A funnel as one statement: the level that each person (session) reaches, then how many reach each step. */
final class FunnelCompiler {

    static final int MAX_STEPS = 10;
    private static final Duration NO_WINDOW = Duration.ofDays(36_500);

    private final Context context;
    private final FunnelQuery query;
    private final Interval interval;
    private final List<String> steps;
    private final List<String> exclusions;
    private final Joins joins;

    FunnelCompiler(Context context, FunnelQuery query) {
        this.context = context;
        this.query = query;
        this.interval = query.interval().resolve(query.scope().range());
        Bounds.check("steps", query.steps().size(), 1, MAX_STEPS);
        if (query.order() != StepOrder.ORDERED
                && (query.times() || !query.without().isEmpty())) {
            throw Refusal.invalid("order", "must be ordered for times, and for events that break the way");
        }
        ConditionCompiler compiler = new ConditionCompiler(context);
        this.steps = query.steps().stream()
                .map(step -> compiler.expression(Entity.EVENT, step.match()))
                .toList();
        this.exclusions = query.without().stream()
                .map(event -> compiler.expression(Entity.EVENT, event))
                .toList();
        this.joins = Joins.keeping(context);
    }

    static Statement compile(Context context, FunnelQuery query) {
        FunnelCompiler compiler = new FunnelCompiler(context, query);
        return Statement.of(compiler.statement(), context, compiler.columns(), Integer.MAX_VALUE);
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        if (interval != Interval.NONE) {
            columns.add(Column.time());
        }
        if (query.breakdown() != null) {
            columns.add(Column.dimension(query.breakdown().field()));
        }
        columns.add(Column.dimension("step"));
        columns.add(Column.dimension("label"));
        columns.add(Column.count("count"));
        columns.add(Column.metric("conversionRate", "share"));
        columns.add(Column.metric("stepRate", "share"));
        if (query.times()) {
            columns.add(Column.metric("medianTimeMs", "ms"));
            columns.add(Column.metric("p90TimeMs", "ms"));
        }
        return columns;
    }

    private String statement() {
        int n = steps.size();
        List<String> keys = new ArrayList<>();
        if (interval != Interval.NONE) {
            keys.add("time");
        }
        if (query.breakdown() != null) {
            keys.add("part");
        }
        List<String> selected = new ArrayList<>(keys);
        if (query.breakdown() != null) {
            selected.set(
                    selected.indexOf("part"),
                    "part AS " + Text.quoted(query.breakdown().field()));
        }
        selected.addAll(List.of(
                "step",
                context.sql().bind("Array(String)", labels()) + "[step] AS label",
                "counts[step] AS count",
                "counts[step] / counts[1] AS conversionRate",
                "if(step = 1, if(counts[1] > 0, 1, NULL), counts[step] / counts[step - 1]) AS stepRate"));
        List<String> counted = new ArrayList<>(keys);
        counted.add("[" + each(n, k -> "countIf(level >= " + k + ")") + "] AS counts");
        if (query.times()) {
            selected.add("medians[step] AS medianTimeMs");
            selected.add("p90s[step] AS p90TimeMs");
            counted.add("[" + each(n, k -> quantile(0.5, k)) + "] AS medians");
            counted.add("[" + each(n, k -> quantile(0.9, k)) + "] AS p90s");
        }
        String counts = "SELECT\n    " + Text.list(counted) + "\nFROM\n" + Text.nested(levels())
                + (keys.isEmpty() ? "" : "\nWHERE level >= 1\nGROUP BY " + String.join(", ", keys));
        return "SELECT\n    " + Text.list(selected) + "\nFROM\n" + Text.nested(counts)
                + "\nARRAY JOIN range(1, " + (n + 1) + ") AS step\nORDER BY "
                + (keys.isEmpty() ? "" : order(keys)) + "step\nLIMIT 10000";
    }

    private String order(List<String> keys) {
        return keys.contains("time") ? String.join(", ", keys) + ", " : "counts[1] DESC, part, ";
    }

    private static String quantile(double p, int step) {
        return "quantileExactInclusiveIf(" + p + ")(way[" + step + "] - way[1], level >= " + step + ")";
    }

    private List<String> labels() {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> {
                    Step step = query.steps().get(i);
                    return step.label().isEmpty() ? "Step " + (i + 1) : step.label();
                })
                .toList();
    }

    private static String each(int n, java.util.function.IntFunction<String> item) {
        return IntStream.rangeClosed(1, n).mapToObj(item).collect(Collectors.joining(", "));
    }

    String subject() {
        return query.by() == Subject.SESSION ? "sessionId" : PERSON;
    }

    private Duration window() {
        return query.window() != null
                ? query.window()
                : query.by() == Subject.SESSION ? NO_WINDOW : FunnelQuery.DEFAULT_WINDOW;
    }

    /** One row a subject: level, and what it is broken down by. */
    private String levels() {
        if (query.order() != StepOrder.ORDERED || query.times() || !exclusions.isEmpty() || !stepsApart()) {
            return ways(false);
        }
        List<String> selected = new ArrayList<>();
        addGroups(selected);
        selected.add(ConditionCompiler.funnel(window(), steps) + " AS level");
        return grouped(selected);
    }

    /** Whose first step has no value of the tag that the funnel is broken down by is left out. */
    private String grouped(List<String> selected) {
        return "SELECT\n    " + Text.list(selected) + "\n" + events() + "\nGROUP BY " + subject()
                + (joins.known().isPresent() ? "\nHAVING known = 1" : "");
    }

    List<String> steps() {
        return steps;
    }

    private boolean stepsApart() {
        return EventTypes.apart(
                context.model(), query.steps().stream().map(Step::match).toList());
    }

    /** Time and group are those of the first step; of steps in any order, those of whichever came first. */
    private void addGroups(List<String> selected) {
        boolean any = query.order() == StepOrder.ANY;
        String when = any ? "" : ", " + steps.getFirst();
        if (interval != Interval.NONE) {
            selected.add(Buckets.start(interval, (any ? "min" : "minIf") + "(timestamp" + when + ")") + " AS time");
        }
        if (query.breakdown() != null) {
            String group = joins.group(
                    query.breakdown(), context.dimension(query.breakdown().field(), "dimension"));
            String first = any ? "argMin(" : "argMinIf(";
            selected.add(first + group + ", timestamp" + when + ") AS part");
            joins.known().ifPresent(known -> selected.add(first + known + ", timestamp" + when + ") AS known"));
        }
    }

    /**
     * One row a subject with its level and, unless the order is any, the way it went: for each start the earliest next steps, and of all ways the
     * longest, then the earliest.
     *
     * @param named whether to select the subject as {@code who}
     */
    String ways(boolean named) {
        List<String> selected = new ArrayList<>();
        if (named) {
            selected.add(subject() + " AS who");
        }
        addGroups(selected);
        Ways ways = query.order() == StepOrder.ANY
                ? Ways.inAnyOrder(steps, window())
                : Ways.longest(
                        steps,
                        window(),
                        query.order() == StepOrder.STRICT,
                        exclusions.isEmpty() ? null : String.join(" OR ", exclusions));
        selected.add(ways.gathered());
        return ways.over(grouped(selected));
    }

    private String events() {
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        List<Condition> read = new ArrayList<>();
        query.steps().forEach(step -> read.add(step.match()));
        read.addAll(query.without());
        if (query.order() == StepOrder.STRICT) {
            EventTypes.ofAny(context.model(), read)
                    .ifPresent(types -> conditions.add(ConditionCompiler.types(context, types)));
        } else {
            List<String> compiled = new ArrayList<>(steps);
            compiled.addAll(exclusions);
            conditions.addAll(ConditionCompiler.stepEvents(context, read, compiled));
        }
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        return joins.from() + "\nWHERE " + Text.and(conditions);
    }
}
