package dev.claymore.query.telemetry;

import dev.claymore.store.Rows;
import java.util.List;
import java.util.Map;

/**
 * Who calls whom: browsers, services, and what they call that sends no spans itself (databases, queues, the APIs of others).
 *
 * @param edges {@code source, target, kind} (browser, service or external)
 *     {@code , calls, errors, p50Ms, p95Ms}
 * @param oneOf of so many traces one was looked at; calls and errors are scaled up
 */
public record ServiceMap(List<Map<String, Object>> edges, long oneOf, String sql, Rows.Stats stats) {

    /** One pass: the spans of a trace come together as arrays, and each finds its parent among them. */
    static final String EDGES = """
            SELECT
                edge.1 AS source,
                edge.2 AS target,
                edge.3 AS kind,
                count() * {oneOf:UInt64} AS calls,
                sum(edge.4) * {oneOf:UInt64} AS errors,
                quantileExactInclusive(0.5)(edge.5) AS p50Ms,
                quantileExactInclusive(0.95)(edge.5) AS p95Ms
            FROM
            (
                SELECT
                    groupArray(2000)((SpanId, ParentSpanId, ServiceName, SpanKind, StatusCode = 'Error', Duration / 1e6, peer, hasSession)) AS spans,
                    arrayMap(span -> span.1, spans) AS ids,
                    arrayMap(span -> span.2, spans) AS parents,
                    arrayFilter(edge -> edge.1 != edge.2, arrayMap(
                        span -> (
                            multiIf(
                                span.2 != '' AND has(ids, span.2), spans[indexOf(ids, span.2)].3,
                                span.4 IN ('Server', 'Consumer') AND span.8, 'browser',
                                span.3),
                            span.3,
                            if(span.2 != '' AND has(ids, span.2), 'service', 'browser'),
                            span.5,
                            span.6),
                        spans)) AS arriving,
                    arrayMap(
                        span -> (span.3, span.7, 'external', span.5, span.6),
                        arrayFilter(span -> span.4 IN ('Client', 'Producer') AND span.7 != '' AND NOT has(parents, span.1), spans)) AS leaving
                FROM
                (
                    SELECT
                        TraceId, SpanId, ParentSpanId, ServiceName, SpanKind, StatusCode, Duration,
                        if(SpanKind IN ('Client', 'Producer'),
                            arrayFirst(name -> name != '', [
                                SpanAttributes['peer.service'], SpanAttributes['db.system.name'], SpanAttributes['db.system'],
                                SpanAttributes['messaging.system'], SpanAttributes['server.address']]),
                            '') AS peer,
                        %s AS hasSession
                    FROM otel_traces
                    WHERE %s AND cityHash64(TraceId) %% {oneOf:UInt64} = 0
                )
                GROUP BY TraceId
            )
            ARRAY JOIN arrayConcat(arriving, leaving) AS edge
            GROUP BY source, target, kind
            ORDER BY calls DESC, source, target
            LIMIT 1000
            """.formatted(Spans.HAS_SESSION, Spans.SCOPE);
}
