package dev.claymore.query.telemetry;

import dev.claymore.query.Outcome;
import dev.claymore.query.Problems;
import dev.claymore.query.compile.Buckets;
import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds log records, and what stands around one. Safe for use by many threads. */
public final class Logs {

    public static final int MAX_LIMIT = 500;

    /** Lines before and after one that can be asked for. */
    public static final int MAX_CONTEXT = 200;

    /** Lines further away than this are no context. */
    private static final String FAR = "INTERVAL 6 HOUR";

    private static final String LEVEL = """
            multiIf(
                SeverityNumber >= 21, 'fatal', SeverityNumber >= 17, 'error', SeverityNumber >= 13, 'warn', SeverityNumber >= 9, 'info',
                SeverityNumber >= 5, 'debug', SeverityNumber >= 1, 'trace', lower(SeverityText))""";

    /** Records have no id: their place is their time and, among those of one nanosecond, a number made of what they say. */
    private static final String TIE = "cityHash64(ServiceName, Body, SpanId, LogAttributes)";

    private static final String COLUMNS = """
            SELECT
                concat(toString(toUnixTimestamp64Nano(Timestamp)), '_', toString(tie)) AS id,
                Timestamp AS at,
                %s AS level,
                SeverityText AS severity,
                ServiceName AS service,
                Body AS body,
                EventName AS name,
                TraceId AS traceId,
                SpanId AS spanId,
                LogAttributes AS attributes,
                ResourceAttributes AS resource,
                ScopeName AS scope,
                %s AS sessionId
            FROM (SELECT *, %s AS tie FROM otel_logs)
            WHERE""".formatted(LEVEL, Spans.SESSION, TIE) + " ";

    private static final Pattern ID = Pattern.compile("(\\d{1,20})_(\\d{1,20})");

    private final ClickHouse clickhouse;

    /** @param before lines above the asked one, oldest first */
    public record Context(List<Map<String, Object>> before, List<Map<String, Object>> after) {}

    public Logs(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * A page of records, newest first.
     *
     * @param cursor of the page before, null for the first page
     */
    public Outcome<Listing> search(String projectId, Range range, LogFilter filter, int limit, String cursor) {
        return Problems.guard(true, () -> {
            SqlBuilder sql = Spans.scope(projectId, range);
            String where = Spans.SCOPE + filter.where(sql);
            if (cursor != null) {
                where += place(sql, "<", "cursor", cursor);
            }
            String statement = COLUMNS + where + " ORDER BY Timestamp DESC, tie DESC LIMIT " + (limit + 1);
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(statement, sql.parameters());
            List<Map<String, Object>> records = Listing.maps(rows);
            boolean more = records.size() > limit;
            if (more) {
                records = records.subList(0, limit);
            }
            return new Listing(
                    records,
                    more ? String.valueOf(records.getLast().get("id")) : null,
                    sql.show(statement),
                    rows.stats());
        });
    }

    /** How many records there are over time, by level. */
    public Outcome<Listing> volume(
            String projectId, Range range, LogFilter filter, Interval interval, ZoneId timezone) {
        return Problems.guard(true, () -> {
            SqlBuilder sql = Spans.scope(projectId, range);
            sql.named("timezone", "String", timezone.getId());
            String statement =
                    """
                    SELECT %s AS time, %s AS level, count() AS records
                    FROM otel_logs
                    WHERE %s%s
                    GROUP BY time, level
                    ORDER BY time, level
                    LIMIT 20000
                    """.formatted(Buckets.start(interval, "Timestamp"), LEVEL, Spans.SCOPE, filter.where(sql));
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(statement, sql.parameters());
            return Listing.of(rows, sql, statement);
        });
    }

    /**
     * The lines around one, of the same service, or of the same trace when {@code traceId} is not empty.
     *
     * @param id of the line in the middle, which is in neither list
     */
    public Outcome<Context> context(String projectId, String id, String service, String traceId, int lines) {
        return Problems.guard(true, () -> {
            List<Map<String, Object>> before = around(projectId, id, service, traceId, lines, false);
            List<Map<String, Object>> after = around(projectId, id, service, traceId, lines, true);
            return new Context(before.reversed(), after);
        });
    }

    private List<Map<String, Object>> around(
            String projectId, String id, String service, String traceId, int lines, boolean later) {
        SqlBuilder sql = new SqlBuilder();
        sql.named("projectId", "String", projectId);
        String at = "fromUnixTimestamp64Nano(toInt64(" + sql.bind("UInt64", time(id)) + "))";
        String direction = later ? "ASC" : "DESC";
        String statement = COLUMNS + "projectId = {projectId:String}"
                + (traceId.isEmpty() ? Spans.equal(sql, "ServiceName", service) : Spans.equal(sql, "TraceId", traceId))
                + " AND Timestamp "
                + (later ? "BETWEEN " + at + " AND " + at + " + " + FAR : "BETWEEN " + at + " - " + FAR + " AND " + at)
                + place(sql, later ? ">" : "<", "id", id)
                + " ORDER BY Timestamp " + direction + ", tie " + direction + " LIMIT " + lines;
        return Listing.maps(clickhouse.reader(projectId, ReadLimits.PRODUCT).query(statement, sql.parameters()));
    }

    private static String place(SqlBuilder sql, String comparison, String field, String id) {
        Matcher parts = parts(field, id);
        return " AND (toUInt64(toUnixTimestamp64Nano(Timestamp)), tie) " + comparison + " ("
                + sql.bind("UInt64", new BigInteger(parts.group(1))) + ", "
                + sql.bind("UInt64", new BigInteger(parts.group(2))) + ")";
    }

    private static BigInteger time(String id) {
        return new BigInteger(parts("id", id).group(1));
    }

    private static Matcher parts(String field, String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw Refusal.invalid(field, "is not one that a search has given out");
        }
        return parts;
    }
}
