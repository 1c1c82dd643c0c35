package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.HeatmapQuery.Gesture;
import dev.claymore.query.language.HeatmapQuery.Surface;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What happens on pages: where people click and scroll, and what breaks. */
final class PageCompiler {

    private static final List<String> ERROR_COLUMNS = List.of(
            "errorFingerprint",
            "errorType",
            "errorMessage",
            "events",
            "sessions",
            "people",
            "firstSeenAt",
            "lastSeenAt",
            "firstRelease",
            "lastRelease",
            "isNew",
            "trend");

    private PageCompiler() {}

    static Statement heatmap(Context context, HeatmapQuery query) {
        Bounds.check("limit", query.limit(), 1, Query.MAX_LIMIT);
        if ((query.gesture() == Gesture.SCROLL) != (query.surface() == Surface.DEPTH)) {
            throw Refusal.invalid("surface", "must be depth for scroll, element or position for the others");
        }
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        conditions.addAll(new ConditionCompiler(context).conjuncts(Entity.EVENT, gesture(query.gesture())));
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        String where = "\nFROM events\nWHERE " + Text.and(conditions);
        return switch (query.surface()) {
            case ELEMENT ->
                Statement.of(
                        "SELECT\n    selector,\n    topK(1)(events.text)[1] AS shown,\n    count() AS count,\n    uniqExact(sessionId) AS sessions,\n    uniqExact("
                                + PERSON + ") AS people" + where
                                + "\nGROUP BY selector\nORDER BY count DESC, selector\nLIMIT " + query.limit(),
                        context,
                        List.of(
                                Column.dimension("selector"),
                                Column.dimension("text"),
                                Column.count("count"),
                                Column.count("sessions"),
                                Column.count("people")),
                        query.limit());
            case POSITION ->
                Statement.of(
                        "SELECT\n    " + cell("x") + " AS column,\n    " + cell("y") + " AS row,\n    count() AS count"
                                + where
                                + "\n    AND viewportWidth > 0\nGROUP BY column, row\nORDER BY count DESC, row, column\nLIMIT "
                                + query.limit(),
                        context,
                        List.of(Column.dimension("column"), Column.dimension("row"), Column.count("count")),
                        query.limit());
            case DEPTH ->
                Statement.of(
                        "SELECT\n    depth,\n    countIf(furthest >= depth) AS sessions,\n    countIf(furthest >= depth) / count() AS share\nFROM\n"
                                + Text.nested(
                                        "SELECT sessionId, max(value) AS furthest" + where + "\nGROUP BY sessionId")
                                + "\nARRAY JOIN range(0, 101, 10) AS depth\nGROUP BY depth\nORDER BY depth",
                        context,
                        List.of(Column.dimension("depth"), Column.count("sessions"), Column.metric("share", "share")),
                        query.limit());
        };
    }

    /** The cell of the grid; its cells are as high as they are wide. Where no viewport is known it must be computable, too: conditions have no order. */
    static String cell(String coordinate) {
        return "intDiv(toInt64(" + coordinate + ") * " + HeatmapQuery.COLUMNS + ", greatest(viewportWidth, 1))";
    }

    static Condition gesture(Gesture gesture) {
        return switch (gesture) {
            case CLICK -> Condition.eq("type", "click");
            case RAGE -> Condition.and(Condition.eq("type", "click"), Condition.eq("name", "rage"));
            case DEAD -> Condition.and(Condition.eq("type", "click"), Condition.eq("name", "dead"));
            case SCROLL -> Condition.and(Condition.eq("type", "scroll"), Condition.eq("name", "depth"));
        };
    }

    static Statement errors(Context context, ErrorGroupsQuery query) {
        Bounds.check("limit", query.limit(), 1, 1_000);
        List<String> range = context.bounds("timestamp", context.range());
        List<String> counted = new ArrayList<>(range);
        counted.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        String here = Text.andInline(counted);
        Interval interval = query.trend().resolve(context.range());
        List<String> selected = new ArrayList<>(List.of(
                "errorFingerprint",
                // Under their own names they would hide the columns from the conditions.
                "argMax(errorType, timestamp) AS newestType",
                "argMax(errorMessage, timestamp) AS newestMessage",
                "countIf(here) AS events",
                "uniqExactIf(sessionId, here) AS sessions",
                "uniqExactIf(" + PERSON + ", here) AS people",
                "min(timestamp) AS firstSeenAt",
                "max(timestamp) AS lastSeenAt",
                "argMin(release, timestamp) AS firstRelease",
                "argMax(release, timestamp) AS lastRelease",
                "toBool(min(timestamp) >= " + context.sql().bindTime(context.fromOr(Instant.EPOCH)) + ") AS isNew"));
        List<Column> columns = new ArrayList<>();
        ERROR_COLUMNS.forEach(name -> columns.add(
                List.of("events", "sessions", "people").contains(name) ? Column.count(name) : Column.dimension(name)));
        if (interval == Interval.NONE) {
            columns.removeLast();
        } else {
            String bucket = Buckets.start(interval, "timestamp");
            selected.add("sumMapIf([" + bucket + "], [toUInt64(1)], here) AS buckets");
        }
        String sql = "WITH " + (here.equals("true") ? "1" : here) + " AS here\nSELECT\n    " + Text.list(selected)
                + "\nFROM events\nWHERE " + Context.OF_PROJECT
                + " AND type = 'error'\nGROUP BY errorFingerprint\nHAVING events > 0";
        String shown = columns.stream()
                .map(column -> switch (column.name()) {
                    case "errorType" -> "newestType AS errorType";
                    case "errorMessage" -> "newestMessage AS errorMessage";
                    case "trend" -> "arrayZip(buckets.1, buckets.2) AS trend";
                    default -> column.name();
                })
                .collect(Collectors.joining(", "));
        return Statement.of(
                "SELECT " + shown + "\nFROM\n" + Text.nested(sql) + "\nORDER BY " + order(query.orderBy(), columns)
                        + "\nLIMIT " + query.limit(),
                context,
                columns,
                query.limit());
    }

    private static String order(List<Order> orders, List<Column> columns) {
        List<String> sql = new ArrayList<>();
        for (Order order : orders) {
            if (columns.stream().noneMatch(column -> column.name().equals(order.field()))) {
                throw Refusal.unknown("orderBy", "'" + order.field() + "' is not a column of this answer");
            }
            sql.add(order.field() + (order.descending() ? " DESC" : " ASC"));
        }
        if (sql.isEmpty()) {
            sql.add("sessions DESC");
        }
        sql.add("errorFingerprint");
        return String.join(", ", sql);
    }
}
