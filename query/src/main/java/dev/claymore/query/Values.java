package dev.claymore.query;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.query.model.SemanticModel.Dimension;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.List;

/** What a field has for values, for filter pickers. Safe for use by many threads. */
public final class Values {

    public static final int MAX_LIMIT = 1_000;

    /** The field that lists the keys of custom tags. */
    public static final String TAG_KEYS = "tags";

    private final ClickHouse clickhouse;
    private final SemanticModel model;

    /** @param count sessions that have the value, for fields of events: events */
    public record Value(Object value, long count) {}

    public Values(ClickHouse clickhouse, SemanticModel model) {
        this.clickhouse = clickhouse;
        this.model = model;
    }

    /**
     * The most frequent values of sessions that began in the range.
     *
     * @param field a dimension, {@code tags.<key>}, or {@code tags} for the keys there are
     * @param search part of the value, in any case; empty: all
     */
    public Outcome<List<Value>> of(String projectId, String field, String search, Instant from, Instant to, int limit) {
        return Problems.guard(true, () -> {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new Refusal("invalid_query", "limit", "must be between 1 and " + MAX_LIMIT + ", got " + limit);
            }
            SqlBuilder sql = new SqlBuilder();
            sql.named("projectId", "String", projectId);
            sql.named("timezone", "String", "UTC");
            String inner = source(sql, field, from, to);
            String matching = search.isEmpty()
                    ? ""
                    : " WHERE positionCaseInsensitiveUTF8(toString(value), " + sql.bind("String", search) + ") > 0";
            Rows rows = clickhouse
                    .reader(projectId, ReadLimits.PRODUCT)
                    .query(
                            "SELECT value, count() AS frequency FROM (" + inner + ")" + matching
                                    + " GROUP BY value ORDER BY frequency DESC, value LIMIT " + limit,
                            sql.parameters());
            return rows.records().stream()
                    .map(row -> new Value(row.get("value"), row.number("frequency")))
                    .toList();
        });
    }

    private String source(SqlBuilder sql, String field, Instant from, Instant to) {
        String range = " WHERE projectId = {projectId:String} AND createdAt >= " + sql.bindTime(from)
                + " AND createdAt < " + sql.bindTime(to);
        if (field.equals(TAG_KEYS)) {
            return "SELECT key AS value FROM session_tags" + range;
        }
        Dimension dimension = model.dimension(field)
                .orElseThrow(() -> new Refusal("unknown_field", "field", "there is no field '" + field + "'"));
        if (dimension.tag()) {
            return "SELECT value FROM session_tags" + range + " AND key = " + sql.bind("String", dimension.tagKey());
        }
        if (dimension.of(Entity.SESSION)) {
            String column = dimension.among("").sql(Entity.SESSION);
            return "SELECT " + column + " AS value FROM sessions" + range + notEmpty(column, dimension);
        }
        if (dimension.arrayTold()) {
            return "SELECT arrayJoin(" + dimension.sessionArray() + ") AS value FROM sessions" + range;
        }
        String column = dimension.value(Entity.EVENT);
        return "SELECT " + column + " AS value FROM events" + range + notEmpty(column, dimension);
    }

    private static String notEmpty(String column, Dimension dimension) {
        return switch (dimension.type()) {
            case "string" -> " AND " + column + " != ''";
            case "number" -> " AND " + column + " != 0";
            default -> "";
        };
    }
}
