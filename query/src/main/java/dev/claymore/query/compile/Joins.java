package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.OF_PROJECT;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fields of rows, and the joins that bring in those which stand in another table: tags, and what only sessions have. */
final class Joins {

    private static final String KNOWN = "hasTag";

    private final Context context;
    private final Entity entity;
    private final boolean keeps;
    private boolean tagged;
    private final List<String> clauses = new ArrayList<>();

    /** Rows without a value are left out. */
    Joins(Context context, Entity entity) {
        this(context, entity, false);
    }

    private Joins(Context context, Entity entity, boolean keeps) {
        this.context = context;
        this.entity = entity;
        this.keeps = keeps;
    }

    /** Of what people do one after the other, of which only the first says the group: all events stay, and {@link #known()} tells which have a value. */
    static Joins keeping(Context context) {
        return new Joins(context, Entity.EVENT, true);
    }

    /** The field as an expression over the rows. */
    String column(Dimension dimension) {
        if (!dimension.tag() && dimension.of(entity)) {
            return entity == Entity.SESSION ? context.ofSessions(dimension).value(entity) : dimension.value(entity);
        }
        if (!dimension.tag() && entity == Entity.SESSION) {
            throw Refusal.invalid(
                    "dimensions", "'" + dimension.name() + "' is about events and cannot be asked of a session");
        }
        String column = Text.inner("joined", clauses.size());
        List<String> conditions = new ArrayList<>(List.of(OF_PROJECT));
        if (dimension.tag()) {
            conditions.add("key = " + context.sql().bind("String", dimension.tagKey()));
        }
        Context sessions = context.over(context.starts(entity));
        conditions.addAll(sessions.bounds("createdAt", sessions.range()));
        tagged |= keeps && dimension.tag();
        if (keeps && dimension.tag()) {
            // One of its values, so that what people do stands there once.
            clauses.add(clause(
                    "LEFT",
                    "min(value) AS " + column + ", 1 AS " + KNOWN,
                    Tables.TAGS,
                    Text.andInline(conditions) + " GROUP BY sessionId"));
        } else {
            String value =
                    dimension.tag() ? "value" : sessions.ofSessions(dimension).sql(Entity.SESSION);
            clauses.add(clause(
                    keeps ? "LEFT" : "INNER",
                    value + " AS " + column,
                    dimension.tag() ? Tables.DISTINCT_TAGS : Tables.SESSIONS,
                    Text.andInline(conditions)));
        }
        return column;
    }

    private String clause(String kind, String columns, String table, String where) {
        return kind + " JOIN (SELECT sessionId, " + columns + " FROM " + table + " WHERE " + where + ") AS j"
                + clauses.size() + " USING (sessionId)";
    }

    /** Whether a row's session has the tag that rows are grouped by, 1 or 0; empty where all rows have a group. */
    Optional<String> known() {
        return tagged ? Optional.of(KNOWN) : Optional.empty();
    }

    /** The group a row belongs to. */
    String group(Breakdown breakdown, Dimension dimension) {
        String column = column(dimension);
        if (breakdown.bins().isEmpty()) {
            return column;
        }
        if (!dimension.type().equals("number")) {
            throw Refusal.invalid("dimensions", "bins are of numbers, '" + dimension.name() + "' is none");
        }
        List<Double> bins = breakdown.bins();
        for (int i = 1; i < bins.size(); i++) {
            if (bins.get(i - 1) >= bins.get(i)) {
                throw Refusal.invalid("dimensions", "the bins of '" + dimension.name() + "' must ascend");
            }
        }
        String borders = context.sql().bind("Array(Float64)", bins);
        return "arrayLast(border -> border <= " + column + ", arrayPushFront(" + borders + ", -inf))";
    }

    /** FROM and the joins; fields must have been asked for before. */
    String from() {
        return "FROM " + Context.table(entity)
                + clauses.stream().map(clause -> "\n" + clause).collect(Collectors.joining());
    }
}
