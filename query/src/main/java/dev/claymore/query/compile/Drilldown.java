package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.MILLIS;
import static dev.claymore.query.compile.Context.PERSON;
import static dev.claymore.query.compile.Context.PERSON_NAME;

import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.HeatmapQuery.Surface;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.LifecycleQuery;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.RetentionQuery.Kind;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.StickinessQuery;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** From a number to the sessions it is made of, each with the moment that made it count. */
final class Drilldown {

    private final Context context;
    private final Cell cell;

    Drilldown(Context context, Cell cell) {
        this.context = context;
        this.cell = cell;
    }

    /** Rows of (sessionId, createdAt, at), as many as there are. */
    String rows(Query query) {
        return switch (query) {
            case MetricsQuery metrics -> new MetricCell(context, metrics, cell).rows();
            case SessionsQuery sessions -> ofEntity(Entity.SESSION, context, List.of(sessionId()));
            case EventsQuery events ->
                ofEntity(Entity.EVENT, context, with(where(Entity.EVENT, events.scope()), sessionId()));
            case PeopleQuery people ->
                ofEntity(
                        people.over(),
                        context,
                        with(where(people.over(), people.scope()), PERSON_NAME + " = " + bound("person")));
            case FunnelQuery funnel -> funnel(funnel);
            case ConversionQuery conversion -> conversion(conversion);
            case RetentionQuery retention -> retention(retention);
            case PathsQuery paths -> paths(paths);
            case StickinessQuery stickiness -> stickiness(stickiness);
            case LifecycleQuery lifecycle -> lifecycle(lifecycle);
            case HeatmapQuery heatmap -> heatmap(heatmap);
            case ErrorGroupsQuery errors ->
                ofEntity(
                        Entity.EVENT,
                        context,
                        with(
                                where(Entity.EVENT, errors.scope()),
                                "type = 'error'",
                                "errorFingerprint = " + bound("errorFingerprint")));
        };
    }

    /** Rows of a table that meet the conditions, in the range of the context. */
    static String ofEntity(Entity entity, Context context, List<String> conditions) {
        List<String> all = new ArrayList<>(context.rows(entity));
        all.addAll(conditions);
        return "SELECT sessionId, createdAt, " + (entity == Entity.SESSION ? Tables.FIRST_EVENT_AT : "timestamp")
                + " AS at\nFROM " + Context.table(entity) + "\nWHERE " + Text.and(all);
    }

    private List<String> where(Entity entity, Scope scope) {
        return new ConditionCompiler(context).conjuncts(entity, scope.where());
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private String bound(String name) {
        return context.sql().bind("String", present(cell, name).text(name));
    }

    private static Cell present(Cell cell, String name) {
        if (!cell.row().containsKey(name)) {
            throw Refusal.invalid("cell.row." + name, "is missing");
        }
        return cell;
    }

    private String sessionId() {
        return "toString(sessionId) = " + bound("sessionId");
    }

    private static String joined(Context context, String rows, String condition, String join) {
        return "SELECT sessionId, createdAt, timestamp AS at\nFROM events\nINNER JOIN\n" + Text.nested(rows)
                + " AS w ON "
                + join + "\nWHERE " + Context.OF_PROJECT + " AND " + condition
                + context.bounds("timestamp", context.range()).stream()
                        .map(bound -> " AND " + bound)
                        .reduce("", String::concat);
    }

    private List<String> groups(boolean time, String breakdown) {
        List<String> groups = new ArrayList<>();
        if (time) {
            groups.add("toUnixTimestamp(time) = " + instant(cell.text("time")).getEpochSecond());
        }
        if (breakdown != null) {
            groups.add(is(context, "part", context.dimension(breakdown, "dimension"), cell));
        }
        return groups;
    }

    /** Whether it is what the cell of this name has; numbers are compared as numbers, which have more than one text. */
    static String is(Context context, String group, Dimension dimension, Cell cell) {
        return dimension.type().equals("number") && cell.row().get(dimension.name()) instanceof Number number
                ? "toFloat64(" + group + ") = " + context.sql().bind("Float64", number.doubleValue())
                : "toString(" + group + ") = "
                        + context.sql()
                                .bind("String", present(cell, dimension.name()).text(dimension.name()));
    }

    private String funnel(FunnelQuery query) {
        FunnelCompiler compiler = new FunnelCompiler(context, query);
        int step = cell.integer("step");
        Bounds.check("cell.row.step", step, 1, query.steps().size());
        boolean dropped = cell.column().equals("dropped");
        List<String> reached = groups(
                query.interval() != Interval.NONE,
                query.breakdown() == null ? null : query.breakdown().field());
        reached.add("level " + (dropped ? "= " : ">= ") + step);
        boolean ordered = query.order() == StepOrder.ORDERED;
        String who = "SELECT who" + (ordered ? ", way[" + step + "] AS ms" : "") + "\nFROM\n"
                + Text.nested(compiler.ways(true)) + "\nWHERE "
                + Text.andInline(reached);
        String match = query.order() == StepOrder.ANY
                ? "(" + String.join(" OR ", compiler.steps()) + ")"
                : "(" + compiler.steps().get(step - 1) + ")";
        List<String> conditions = with(where(Entity.EVENT, query.scope()), match);
        return joined(
                context,
                who,
                Text.andInline(conditions),
                compiler.subject() + " = w.who" + (ordered ? " AND " + MILLIS + " = w.ms" : ""));
    }

    private String conversion(ConversionQuery query) {
        ConversionCompiler compiler = new ConversionCompiler(context, query);
        boolean converted = !cell.column().equals("people");
        List<String> conditions = groups(
                query.interval() != Interval.NONE,
                query.breakdown() == null ? null : query.breakdown().field());
        conditions.add(converted ? "done" : "true");
        String who = "SELECT who, at AS ms\nFROM\n" + Text.nested(compiler.people(true)) + "\nWHERE "
                + Text.andInline(conditions);
        String match = converted
                ? "(" + compiler.then + ")"
                        + (query.within() == null
                                ? ""
                                : " AND " + MILLIS + " > w.ms AND " + MILLIS + " <= w.ms + "
                                        + query.within().toMillis())
                : "(" + compiler.first + ") AND " + MILLIS + " = w.ms";
        return joined(context.over(Range.ALL), who, match, PERSON + " = w.who");
    }

    /** Of people the sessions in which they qualified; of those who returned, and of their share, the ones in which they did. */
    private String retention(RetentionQuery query) {
        RetentionCompiler compiler = new RetentionCompiler(context, query);
        boolean qualified = cell.column().equals("people");
        Entity entity = qualified ? compiler.startEntity() : compiler.backEntity();
        Interval unit = query.kind() == Kind.RECURRING ? query.unit() : Interval.DAY;
        List<String> conditions = qualified ? compiler.qualifying() : compiler.being();
        String day = Buckets.day(unit, Context.time(entity));
        conditions.add(qualified ? day + " = w.day" : compiler.period("w.day", day) + " = " + cell.integer("period"));
        if (query.cohorts() != Interval.NONE) {
            conditions.add("toUnixTimestamp(" + compiler.cohortOf("w.day") + ") = "
                    + instant(cell.text("cohort")).getEpochSecond());
        }
        return "SELECT sessionId, createdAt, " + Context.time(entity) + " AS at\nFROM " + Context.table(entity)
                + "\nINNER JOIN\n" + Text.nested(compiler.qualified()) + " AS w ON " + PERSON + " = w.who\nWHERE "
                + Text.and(conditions);
    }

    private String paths(PathsQuery query) {
        PathsCompiler compiler = new PathsCompiler(context, query);
        return "SELECT sessionId, began AS createdAt, link.4 AS at\nFROM\n" + Text.nested(compiler.links(true))
                + "\nWHERE link.2 = " + compiler.hash(bound("source")) + " AND link.3 = "
                + compiler.hash(bound("target"))
                + (query.depth() > 1 ? " AND link.1 = " + cell.integer("step") : "");
    }

    private String stickiness(StickinessQuery query) {
        Entity entity = ActivityCompiler.entity(query.event());
        String who = "SELECT who FROM " + Text.nested(ActivityCompiler.activeBuckets(context, query))
                + " WHERE buckets " + (cell.column().equals("peopleAtLeast") ? ">= " : "= ") + cell.integer("buckets");
        return ofEntity(
                entity, context, with(active(entity, query.event(), query.scope()), PERSON + " IN (" + who + ")"));
    }

    private List<String> active(Entity entity, Condition event, Scope scope) {
        return new ConditionCompiler(context)
                .conjuncts(entity, Condition.and(event == null ? Condition.ALWAYS : event, scope.where()));
    }

    private String lifecycle(LifecycleQuery query) {
        Entity entity = ActivityCompiler.entity(query.event());
        ZonedDateTime bucket = query.unit().floor(instant(cell.text("time")), context.timezone());
        boolean dormant = cell.column().equals("dormant");
        ZonedDateTime seen = dormant ? query.unit().plus(bucket, -1) : bucket;
        String who = "SELECT who FROM " + Text.nested(ActivityCompiler.states(context, query)) + " WHERE state.2 = "
                + context.sql().bind("String", cell.column()) + " AND state.1 = toDate("
                + context.sql().bind("String", bucket.toLocalDate().toString()) + ")";
        Instant end = query.unit().next(seen).toInstant();
        Instant asked = query.scope().range().to();
        Range range = new Range(seen.toInstant(), asked.isBefore(end) ? asked : end);
        return ofEntity(
                entity,
                context.over(range),
                with(active(entity, query.event(), query.scope()), PERSON + " IN (" + who + ")"));
    }

    private String heatmap(HeatmapQuery query) {
        List<String> conditions = with(where(Entity.EVENT, query.scope()));
        conditions.addAll(
                new ConditionCompiler(context).conjuncts(Entity.EVENT, PageCompiler.gesture(query.gesture())));
        if (query.surface() == Surface.ELEMENT) {
            conditions.add("selector = " + bound("selector"));
        } else if (query.surface() == Surface.POSITION) {
            conditions.add("viewportWidth > 0 AND " + PageCompiler.cell("x") + " = " + cell.integer("column") + " AND "
                    + PageCompiler.cell("y") + " = " + cell.integer("row"));
        } else {
            conditions.add("value >= " + cell.integer("depth"));
        }
        return ofEntity(Entity.EVENT, context, conditions);
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.invalid("cell.row", "has no time such as 2026-01-31T00:00:00Z, but '" + text + "'");
        }
    }
}
