-- A line of the storefront for each request, and what the services said about what went wrong or took long.
INSERT INTO otel_logs
(
    projectId, sessionId, Timestamp, TraceId, SpanId, TraceFlags, SeverityText, SeverityNumber, ServiceName, Body,
    ResourceAttributes, ScopeName, LogAttributes, ObservedTimestamp
)
SELECT
    projectId,
    sessionId,
    fromUnixTimestamp64Nano(toUnixTimestamp64Nano(Timestamp) + toInt64(Duration)) AS Timestamp,
    TraceId,
    SpanId,
    1 AS TraceFlags,
    line.1 AS SeverityText,
    line.2 AS SeverityNumber,
    ServiceName,
    line.3 AS Body,
    ResourceAttributes,
    line.4 AS ScopeName,
    mapConcat(line.5, map('session.id', toString(sessionId))) AS LogAttributes,
    Timestamp AS ObservedTimestamp
FROM
(
    SELECT
        *,
        SpanAttributes['http.response.status_code'] AS status,
        arrayConcat(
            if(ServiceName = 'storefront' AND SpanKind = 'Server',
                [(if(StatusCode = 'Error', 'ERROR', 'INFO'), if(StatusCode = 'Error', 17, 9),
                    concat(SpanAttributes['http.request.method'], ' ', SpanAttributes['url.path'], ' answered ', status, ' in ', toString(intDiv(Duration, 1000000)), ' ms'),
                    'shop.access', map('http.route', SpanAttributes['http.route'], 'http.response.status_code', status))],
                []),
            multiIf(
                ServiceName = 'payments' AND SpanName = 'credit check' AND Duration > 400000000,
                    [('WARN', 13, concat('The credit bureau took ', toString(intDiv(Duration, 1000000)), ' ms'), 'shop.payments', map('bureau', 'scores.bureau.example'))],
                StatusMessage = 'Read timed out', [('ERROR', 17, 'The acquirer did not answer: Read timed out', 'shop.payments', map('exception.type', 'java.net.http.HttpTimeoutException'))],
                StatusMessage = 'deadlock detected', [('ERROR', 17, 'The order could not be saved: deadlock detected', 'shop.orders', map('exception.type', 'org.postgresql.util.PSQLException'))],
                StatusMessage = 'Connection reset', [('ERROR', 17, 'payments cannot be reached: Connection reset', 'shop.orders', map('exception.type', 'java.net.SocketException'))],
                SpanName = 'POST /charges' AND status = '402', [('WARN', 13, 'The card was declined', 'shop.payments', map('reason', 'insufficient_funds'))],
                SpanName = 'INSERT shop.orders', [('INFO', 9, 'Order saved', 'shop.orders', map())],
                SpanName = 'POST /coupons' AND status = '422', [('INFO', 9, 'There is no such coupon', 'shop.orders', map())],
                []::Array(Tuple(String, UInt8, String, String, Map(String, String))))) AS lines
    FROM otel_traces
    WHERE projectId = 'demo' AND Timestamp < fromUnixTimestamp64Milli({nowMs:Int64})
)
ARRAY JOIN lines AS line
