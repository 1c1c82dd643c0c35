package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;
import static dev.claymore.query.compile.Context.PERSON_NAME;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.EventsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Lists of people and of events. */
public final class ListCompiler {

    private static final int MAX_EVENTS = 1_000;
    private static final int MAX_FIELDS = 30;
    private static final List<String> DEFAULT_FIELDS = List.of(
            "page",
            "selector",
            "text",
            "errorType",
            "errorMessage",
            "errorCode",
            "requestUrl",
            "requestDurationMs",
            "value");

    private ListCompiler() {}

    static Statement people(Context context, PeopleQuery query) {
        Bounds.check("limit", query.limit(), 1, Query.MAX_LIMIT);
        if (query.count().holdsForNone()) {
            throw Refusal.invalid("count", "must ask for at least one: who never did it is in no list");
        }
        Entity entity = query.over();
        String time = Context.time(entity);
        int offset = Pages.offset(query.cursor());
        List<Column> columns = new ArrayList<>(List.of(
                Column.dimension("person"),
                Column.dimension("userId"),
                Column.dimension("firstSeenAt"),
                Column.dimension("lastSeenAt"),
                Column.count("count")));
        List<String> names = new ArrayList<>(
                List.of("person", Text.inner("user", 0) + " AS userId", "firstSeenAt", "lastSeenAt", "count"));
        List<String> selected = new ArrayList<>(List.of(
                "any(" + PERSON_NAME + ") AS person",
                "any(userId) AS " + Text.inner("user", 0),
                "min(" + time + ") AS firstSeenAt",
                "max(" + time + ") AS lastSeenAt",
                "count() AS count"));
        MeasurePlanner planner = new MeasurePlanner(context.model(), List.of(), false);
        query.measures().forEach(measure -> {
            MeasurePlan plan = planner.plan(measure);
            // Under its own name it would hide a column of that name from the conditions.
            String number = Text.inner("m", columns.size());
            selected.add(
                    plan.sql(atom -> aggregate(context, entity, atom), (inner, moving) -> inner) + " AS " + number);
            names.add(number + " AS " + measure.name());
            columns.add(new Column(measure.name(), "metric", MeasurePlan.unit(measure, plan), plan.zero()));
        });
        Bounds.checkNames(query.measures(), columns);
        String people = people(context, query, selected);
        String sql = "SELECT " + String.join(", ", names) + "\nFROM\n" + Text.nested(people) + "\nORDER BY "
                + order(query.orderBy(), columns) + "\nLIMIT " + query.limit()
                + (offset > 0 ? " OFFSET " + offset : "");
        return Statement.of(sql, context, columns, query.limit()).at(offset);
    }

    private static String people(Context context, PeopleQuery query, List<String> selected) {
        Entity entity = query.over();
        List<String> conditions = new ArrayList<>(context.rows(entity));
        if (query.signedIn()) {
            conditions.add("userId != ''");
        }
        conditions.addAll(
                new ConditionCompiler(context).conjuncts(entity, query.scope().where()));
        return "SELECT\n    " + Text.list(selected) + "\nFROM " + Context.table(entity) + "\nWHERE "
                + Text.and(conditions) + "\nGROUP BY " + PERSON + having(query.count());
    }

    static Statement numberOfPeople(Context context, PeopleQuery query) {
        String people = people(context, query, List.of("count() AS count"));
        return Statement.of("SELECT count() AS total\nFROM\n" + Text.nested(people), context, List.of(), 1);
    }

    private static String having(Count count) {
        return count.equals(Count.AT_LEAST_ONCE)
                ? ""
                : "\nHAVING count() " + SessionFacts.symbol(count.op()) + " " + count.value();
    }

    private static String aggregate(Context context, Entity entity, Atom atom) {
        if (atom.over() != entity || atom.source().tag() != null) {
            throw Refusal.invalid(
                    "metrics", "'" + atom.aggregate().name() + "' must be over " + entity.wire() + "s, as the list is");
        }
        return atom.sql(new ConditionCompiler(context).expression(entity, atom.where()), null);
    }

    private static String order(List<Order> orders, List<Column> columns) {
        List<String> sql = new ArrayList<>();
        for (Order order : orders) {
            if (columns.stream().noneMatch(column -> column.name().equals(order.field()))) {
                throw Refusal.unknown("orderBy", "'" + order.field() + "' is not a column of this list");
            }
            sql.add(Text.quoted(order.field()) + (order.descending() ? " DESC" : " ASC"));
        }
        if (sql.isEmpty()) {
            sql.add("count DESC");
        }
        sql.add("person");
        return String.join(", ", sql);
    }

    static Statement events(Context context, EventsQuery query) {
        Bounds.check("limit", query.limit(), 1, MAX_EVENTS);
        Bounds.check("fields", query.fields().size(), 0, MAX_FIELDS);
        List<String> names = new ArrayList<>(List.of("timestamp", "sessionId", "eventId", "type", "name"));
        List<String> selected = new ArrayList<>(names);
        for (String field : query.fields().isEmpty() ? DEFAULT_FIELDS : query.fields()) {
            Dimension dimension = context.dimension(field, "fields");
            if (!dimension.of(Entity.EVENT)) {
                throw Refusal.invalid("fields", "'" + field + "' is not a field of events");
            }
            if (!names.contains(field)) {
                names.add(field);
                String value = dimension.value(Entity.EVENT);
                selected.add(value.equals(field) ? field : value + " AS " + Text.quoted(field));
            }
        }
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        if (query.cursor() != null) {
            conditions.add(after(context, query));
        }
        String direction = query.newestFirst() ? " DESC" : " ASC";
        String sql = "SELECT\n    " + Text.list(selected) + "\nFROM events\nWHERE " + Text.and(conditions)
                + "\nORDER BY timestamp" + direction + ", eventId" + direction + "\nLIMIT " + query.limit();
        return Statement.of(sql, context, names.stream().map(Column::dimension).toList(), query.limit());
    }

    /** The place behind an event. */
    public static String eventCursor(String timestamp, String eventId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((timestamp + " " + eventId).getBytes(StandardCharsets.UTF_8));
    }

    private static String after(Context context, EventsQuery query) {
        try {
            String[] place =
                    new String(Base64.getUrlDecoder().decode(query.cursor()), StandardCharsets.UTF_8).split(" ", 2);
            String time = context.sql().bindTime(Instant.parse(place[0]));
            String id = context.sql().bind("UUID", UUID.fromString(place[1]));
            return "(timestamp, eventId) " + (query.newestFirst() ? "<" : ">") + " (" + time + ", " + id + ")";
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw Refusal.invalid("cursor", "is not one that this list has given out");
        }
    }
}
