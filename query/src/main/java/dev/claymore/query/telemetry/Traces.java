package dev.claymore.query.telemetry;

import dev.claymore.query.Outcome;
import dev.claymore.query.Problems;
import dev.claymore.query.Sessions;
import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds traces and shows one. Safe for use by many threads. */
public final class Traces {

    public static final int MAX_LIMIT = 200;

    /** Spans of a trace that are shown. */
    public static final int MAX_SPANS = 5_000;

    /** Traces of a session that are listed. */
    static final int MAX_OF_SESSION = 1_000;

    private static final String SUMMARIES = """
            SELECT
                TraceId AS traceId,
                min(Timestamp) AS startedAt,
                (max(toUnixTimestamp64Nano(Timestamp) + Duration) - toUnixTimestamp64Nano(startedAt)) / 1e6 AS durationMs,
                argMin(ServiceName, (ParentSpanId != '', Timestamp)) AS service,
                argMin(SpanName, (ParentSpanId != '', Timestamp)) AS operation,
                count() AS spans,
                countIf(StatusCode = 'Error') AS errors,
                groupUniqArray(20)(ServiceName) AS services,
                nullIf(max(sessionId), toUUID('00000000-0000-0000-0000-000000000000')) AS sessionId
            FROM otel_traces
            WHERE projectId = {projectId:String}
                AND Timestamp >= {first:DateTime64(9, 'UTC')} - INTERVAL 1 HOUR
                AND Timestamp <= {last:DateTime64(9, 'UTC')} + INTERVAL 1 HOUR
                AND TraceId IN {traceIds:Array(String)}
            GROUP BY traceId
            """;

    private static final String WHEN = """
            SELECT toString(min(Start), 'UTC') AS first, toString(max(End) + INTERVAL 1 SECOND, 'UTC') AS last
            FROM otel_traces_trace_id_ts
            WHERE projectId = {projectId:String} AND TraceId = {traceId:String}
            HAVING count() > 0
            """;

    private static final String SPANS = """
            SELECT
                SpanId AS spanId,
                ParentSpanId AS parentSpanId,
                ServiceName AS service,
                SpanName AS operation,
                SpanKind AS kind,
                Timestamp AS startedAt,
                Duration / 1e6 AS durationMs,
                StatusCode AS status,
                StatusMessage AS statusMessage,
                SpanAttributes AS attributes,
                ResourceAttributes AS resource,
                ScopeName AS scope,
                arrayMap(
                    (at, name, attributes) -> CAST((at, name, attributes), 'Tuple(at DateTime64(9), name String, attributes Map(String, String))'),
                    Events.Timestamp, Events.Name, Events.Attributes) AS events,
                arrayMap(
                    (traceId, spanId) -> CAST((traceId, spanId), 'Tuple(traceId String, spanId String)'),
                    Links.TraceId, Links.SpanId) AS links,
                %s AS sessionId
            FROM otel_traces
            WHERE projectId = {projectId:String}
                AND Timestamp >= {first:DateTime64(9, 'UTC')} AND Timestamp <= {last:DateTime64(9, 'UTC')}
                AND TraceId = {traceId:String}
            ORDER BY startedAt, durationMs DESC, spanId
            LIMIT %d
            """.formatted(Spans.SESSION, MAX_SPANS + 1);

    private static final String SESSIONS = """
            SELECT sessionId, createdAt, min(firstAt) AS at, max(fromBrowser) AS recorded
            FROM trace_sessions
            WHERE projectId = {projectId:String} AND traceId = {traceId:String}
            GROUP BY sessionId, createdAt
            ORDER BY recorded DESC, at
            LIMIT 1
            """;

    private static final String REQUEST = """
            SELECT timestamp AS at, eventId, windowId
            FROM events
            WHERE projectId = {projectId:String} AND type = 'request' AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                AND sessionId = {sessionId:UUID} AND lower(traceId) = {traceId:String}
            ORDER BY timestamp
            LIMIT 1
            """;

    private static final String OF_SESSION = """
            SELECT traceId, min(firstAt) AS at
            FROM trace_sessions
            WHERE projectId = {projectId:String} AND sessionId = {sessionId:UUID} AND createdAt = {createdAt:DateTime64(3, 'UTC')}
            GROUP BY traceId
            ORDER BY at, traceId
            LIMIT %d
            """.formatted(MAX_OF_SESSION);

    private final ClickHouse clickhouse;

    public Traces(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** A page of the traces in which a span of the range matches, as the search orders them. */
    public Outcome<Listing> search(String projectId, TraceSearch search) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            SqlBuilder sql = new SqlBuilder();
            String statement = search.sql(sql, projectId);
            Rows found = reader.query(statement, sql.parameters());
            List<Rows.Row> hits = found.records();
            boolean more = hits.size() > search.limit();
            if (more) {
                hits = hits.subList(0, search.limit());
            }
            // What was looked at may be all that one page looks at: then there may be more behind it, whatever was
            // found.
            boolean full = !hits.isEmpty() && hits.getFirst().number("lookedAt") >= TraceSearch.MATCHES;
            String next = more || full ? TraceSearch.cursor(hits.getLast()) : null;
            return new Listing(summaries(reader, projectId, hits), next, sql.show(statement), found.stats());
        });
    }

    /** The traces a session has, in its order. */
    public Outcome<Listing> ofSession(String projectId, UUID sessionId) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Map<String, Object> key = Sessions.key(reader, projectId, sessionId);
            Rows rows = reader.query(OF_SESSION, key);
            SqlBuilder shown = new SqlBuilder();
            key.forEach((name, value) -> shown.named(name, "String", value));
            return new Listing(
                    summaries(reader, projectId, rows.records()), null, shown.show(OF_SESSION), rows.stats());
        });
    }

    /** One trace with its spans, and the moment of the session that asked for it. */
    public Outcome<TraceDetail> find(String projectId, String traceId) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            SqlBuilder sql = new SqlBuilder();
            sql.named("projectId", "String", projectId);
            sql.named("traceId", "String", traceId);
            Rows.Row when = reader.query(WHEN, sql.parameters())
                    .first()
                    .orElseThrow(() -> new Refusal(
                            "not_found",
                            "traceId",
                            "there is no trace " + traceId
                                    + " in this project; spans arrive some seconds after the request they are of"));
            sql.named("first", "DateTime64(9, 'UTC')", when.text("first"));
            sql.named("last", "DateTime64(9, 'UTC')", when.text("last"));
            Rows rows = reader.query(SPANS, sql.parameters());
            List<Map<String, Object>> spans = Listing.maps(rows);
            boolean cut = spans.size() > MAX_SPANS;
            return new TraceDetail(
                    traceId,
                    cut ? spans.subList(0, MAX_SPANS) : spans,
                    cut,
                    session(reader, projectId, traceId).orElse(null),
                    sql.show(SPANS),
                    rows.stats());
        });
    }

    private static Optional<TraceDetail.Moment> session(Reader reader, String projectId, String traceId) {
        return reader.query(SESSIONS, Map.of("projectId", projectId, "traceId", traceId))
                .first()
                .map(row -> {
                    Map<String, Object> key = Map.of(
                            "projectId",
                            projectId,
                            "traceId",
                            traceId,
                            "sessionId",
                            UUID.fromString(row.text("sessionId")),
                            "createdAt",
                            java.time.Instant.parse(row.text("createdAt")));
                    Optional<Rows.Row> request = reader.query(REQUEST, key).first();
                    return new TraceDetail.Moment(
                            row.text("sessionId"),
                            request.map(found -> found.text("at")).orElseGet(() -> row.text("at")),
                            request.map(found -> found.text("eventId")).orElse(null),
                            request.map(found -> found.text("windowId")).orElse(null));
                });
    }

    /** What there is to say about each of the traces found, in their order; one without spans yet says only when. */
    private static List<Map<String, Object>> summaries(Reader reader, String projectId, List<Rows.Row> hits) {
        if (hits.isEmpty()) {
            return List.of();
        }
        List<String> times = hits.stream().map(row -> row.text("at")).sorted().toList();
        Rows rows = reader.query(
                SUMMARIES,
                Map.of(
                        "projectId", projectId,
                        "first", clock(times.getFirst()),
                        "last", clock(times.getLast()),
                        "traceIds",
                                hits.stream().map(row -> row.text("traceId")).toList()));
        Map<String, Map<String, Object>> byId = new HashMap<>();
        Listing.maps(rows).forEach(trace -> byId.put(String.valueOf(trace.get("traceId")), trace));
        List<Map<String, Object>> ordered = new ArrayList<>();
        for (Rows.Row hit : hits) {
            Map<String, Object> trace = byId.get(hit.text("traceId"));
            if (trace != null) {
                trace.put("matchedAt", hit.text("at"));
                ordered.add(trace);
            }
        }
        return ordered;
    }

    /** A time as ClickHouse's parameters take it. */
    static String clock(String iso) {
        return iso.replace("T", " ").replace("Z", "");
    }
}
