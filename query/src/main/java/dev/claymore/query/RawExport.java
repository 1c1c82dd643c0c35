package dev.claymore.query;

import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of a project as they are stored, in ClickHouse's own formats. Safe for use by many threads. */
public final class RawExport {

    /** What can be taken, and the column its range is about. */
    private static final Map<String, String> TABLES = Map.of(
            "events", "timestamp",
            "sessions", "createdAt",
            "replay_events", "createdAt");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("JSONEachRow", "application/x-ndjson"),
            Map.entry("JSONCompactEachRow", "application/x-ndjson"),
            Map.entry("JSONCompactEachRowWithNamesAndTypes", "application/x-ndjson"),
            Map.entry("CSVWithNames", "text/csv; charset=utf-8"),
            Map.entry("TSVWithNames", "text/tab-separated-values; charset=utf-8"),
            Map.entry("RowBinaryWithNamesAndTypes", "application/octet-stream"),
            Map.entry("Native", "application/octet-stream"),
            Map.entry("Parquet", "application/vnd.apache.parquet"));

    private final ClickHouse clickhouse;

    public RawExport(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** What is asked for, checked. */
    public final class Extract {

        private final String projectId;
        private final String sql;
        private final Map<String, Object> parameters;
        private final String format;

        private Extract(String projectId, String sql, Map<String, Object> parameters, String format) {
            this.projectId = projectId;
            this.sql = sql;
            this.parameters = parameters;
            this.format = format;
        }

        public String contentType() {
            return TYPES.get(format);
        }

        /**
         * Writes the rows by the key of their table.
         *
         * @throws dev.claymore.store.StoreException when ClickHouse fails on the way; what was written then is not all
         */
        public void writeTo(OutputStream out) throws IOException {
            clickhouse.reader(projectId, ReadLimits.EXPORT).copy(sql, parameters, format, out);
            out.flush();
        }
    }

    /**
     * Events by their time; sessions and recordings of the sessions that began in the range.
     *
     * @throws Refusal naming what is wrong
     */
    public Extract of(String projectId, String table, Range range, String format) {
        String column = TABLES.get(table);
        if (column == null) {
            throw new Refusal("not_found", "table", "must be events, sessions or replay_events, got: " + table);
        }
        if (!TYPES.containsKey(format)) {
            throw Refusal.invalid(
                    "format",
                    "must be one of "
                            + String.join(", ", TYPES.keySet().stream().sorted().toList()) + ", got: " + format);
        }
        Map<String, Object> parameters = new HashMap<>(Map.of("projectId", projectId));
        List<String> where = new ArrayList<>(List.of("projectId = {projectId:String}"));
        if (range.from() != null) {
            where.add(column + " >= {from:DateTime64(3, 'UTC')}");
            parameters.put("from", range.from());
        }
        if (range.to() != null) {
            where.add(column + " < {to:DateTime64(3, 'UTC')}");
            parameters.put("to", range.to());
        }
        String sql = "SELECT * FROM " + table + " WHERE " + String.join(" AND ", where);
        return new Extract(projectId, sql, parameters, format);
    }

    /**
     * The events of one session by time, as JSON lines.
     *
     * @throws Refusal when there is no such session
     */
    public Extract session(String projectId, UUID sessionId) {
        Map<String, Object> key =
                new HashMap<>(Sessions.key(clickhouse.reader(projectId, ReadLimits.PRODUCT), projectId, sessionId));
        String sql = """
                SELECT * FROM events
                WHERE projectId = {projectId:String}
                    AND sessionId = {sessionId:UUID}
                    AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                ORDER BY timestamp, eventId
                """;
        return new Extract(projectId, sql, key, "JSONEachRow");
    }
}
