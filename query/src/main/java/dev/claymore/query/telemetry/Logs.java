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
import java.util.ArrayList;
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

    /**
     * Records have no id: their place is their time and, among those of one nanosecond, a number made of all they say. Those that are still
     * equal are counted.
     */
    private static final String TIE = "cityHash64(*)";

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

    private static final Pattern ID = Pattern.compile("(\\d{1,20})_(\\d{1,20})(?:_(\\d{1,9}))?");

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
            Place place = cursor == null ? null : Place.of("cursor", cursor);
            String statement = statement(sql, Spans.SCOPE + filter.where(sql), place, false, limit + 1);
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(statement, sql.parameters());
            List<Map<String, Object>> records = Listing.maps(rows);
            count(records, cursor);
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
            Place place = Place.of("id", id);
            List<Map<String, Object>> before = around(projectId, place, service, traceId, lines, false);
            count(before, id);
            // The newest first, as a search counts them: equal ones that it finds before this line stand next to it.
            List<Map<String, Object>> after = new ArrayList<>(
                    around(projectId, place, service, traceId, lines, true).reversed());
            after.addAll(equals(projectId, place, lines));
            count(after, null);
            return new Context(before.reversed(), after.reversed().subList(0, Math.min(lines, after.size())));
        });
    }

    private List<Map<String, Object>> around(
            String projectId, Place place, String service, String traceId, int lines, boolean later) {
        SqlBuilder sql = new SqlBuilder();
        sql.named("projectId", "String", projectId);
        String at = place.at(sql);
        String where = "projectId = {projectId:String}"
                + (traceId.isEmpty() ? Spans.equal(sql, "ServiceName", service) : Spans.equal(sql, "TraceId", traceId))
                + " AND Timestamp "
                + (later ? "BETWEEN " + at + " AND " + at + " + " + FAR : "BETWEEN " + at + " - " + FAR + " AND " + at);
        return read(projectId, statement(sql, where, place, later, lines), sql);
    }

    /** The lines that are equal to one and counted before it. */
    private List<Map<String, Object>> equals(String projectId, Place place, int most) {
        if (place.rank() == 0) {
            return List.of();
        }
        SqlBuilder sql = new SqlBuilder();
        sql.named("projectId", "String", projectId);
        String statement = COLUMNS + "projectId = {projectId:String} AND Timestamp = " + place.at(sql) + " AND tie = "
                + sql.bind("UInt64", place.tie()) + " LIMIT " + Math.min(place.rank(), most);
        return read(projectId, statement, sql);
    }

    private List<Map<String, Object>> read(String projectId, String statement, SqlBuilder sql) {
        return Listing.maps(clickhouse.reader(projectId, ReadLimits.PRODUCT).query(statement, sql.parameters()));
    }

    /**
     * The lines next to a place, or to the end of the range where there is none. Which times they can have is found first, by the times alone:
     * all that lines say, which makes their order total, is much to read.
     */
    private static String statement(SqlBuilder sql, String where, Place place, boolean later, int limit) {
        String order = later ? "ASC" : "DESC";
        String last = later ? "max(Timestamp)" : "min(Timestamp)";
        String beyond = "";
        String behind = "";
        int skipped = 0;
        if (place != null) {
            String at = place.at(sql);
            last = (later ? "greatest(" : "least(") + last + ", " + at + ")";
            beyond = " AND Timestamp " + (later ? "> " : "< ") + at;
            behind = " AND (Timestamp, tie) " + (later ? "> " : "<= ") + "(" + at + ", "
                    + sql.bind("UInt64", place.tie()) + ")";
            skipped = later ? 0 : place.rank() + 1;
        }
        return COLUMNS + where + behind + " AND Timestamp " + (later ? "<= " : ">= ") + "(SELECT " + last
                + " FROM (SELECT Timestamp FROM otel_logs WHERE " + where + beyond
                + " ORDER BY Timestamp " + order + " LIMIT " + limit + "))"
                + " ORDER BY Timestamp " + order + ", tie " + order + " LIMIT " + limit + " OFFSET " + skipped;
    }

    /**
     * Counts the equal ones of neighbouring lines, so that each has an id of its own.
     *
     * @param before the id of the line before the first; null: there is none
     */
    private static void count(List<Map<String, Object>> records, String before) {
        Place last = before == null ? null : Place.of("id", before);
        for (Map<String, Object> record : records) {
            Place place = Place.of("id", String.valueOf(record.get("id")));
            if (last != null && place.equal(last)) {
                place = new Place(place.time(), place.tie(), last.rank() + 1);
                record.put("id", place.id());
            }
            last = place;
        }
    }

    /**
     * Where a line stands.
     *
     * @param time in nanoseconds
     * @param rank among those equal in time and tie, in the order of a search
     */
    private record Place(BigInteger time, BigInteger tie, int rank) {

        static Place of(String field, String id) {
            Matcher parts = ID.matcher(id);
            if (!parts.matches()) {
                throw Refusal.invalid(field, "is not one that a search has given out");
            }
            return new Place(
                    new BigInteger(parts.group(1)),
                    new BigInteger(parts.group(2)),
                    parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3)));
        }

        String id() {
            return rank == 0 ? time + "_" + tie : time + "_" + tie + "_" + rank;
        }

        boolean equal(Place other) {
            return time.equals(other.time) && tie.equals(other.tie);
        }

        String at(SqlBuilder sql) {
            return "fromUnixTimestamp64Nano(toInt64(" + sql.bind("UInt64", time) + "))";
        }
    }
}
