package dev.claymore.query;

import static dev.claymore.query.FilterCompiler.EVENT;
import static dev.claymore.query.FilterCompiler.SESSION;

import dev.claymore.query.SemanticModel.Dimension;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
                throw new RefusedException(
                        "invalid_query", "limit", "must be between 1 and " + MAX_LIMIT + ", got " + limit);
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
                .orElseThrow(() -> new RefusedException("unknown_field", "field", "there is no field '" + field + "'"));
        if (dimension.tag()) {
            return "SELECT value FROM session_tags" + range + " AND key = " + sql.bind("String", dimension.tagKey());
        }
        Map<String, String> columns = dimension.sql();
        if (columns.containsKey(SESSION)) {
            return "SELECT " + columns.get(SESSION) + " AS value FROM sessions" + range
                    + notEmpty(columns.get(SESSION), dimension);
        }
        if (dimension.sessionArray() != null) {
            return "SELECT arrayJoin(" + dimension.sessionArray() + ") AS value FROM sessions" + range;
        }
        return "SELECT " + columns.get(EVENT) + " AS value FROM events" + range
                + notEmpty(columns.get(EVENT), dimension);
    }

    private static String notEmpty(String column, Dimension dimension) {
        return switch (dimension.type()) {
            case "string" -> " AND " + column + " != ''";
            case "number" -> " AND " + column + " != 0";
            default -> "";
        };
    }
}
