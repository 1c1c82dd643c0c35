-- What the shop's backend did for each request that a browser of the sample data made: the spans of the four services, as long as the browser
-- waited, failing where it was told so. Nothing is random, as in sample-data.sql.
INSERT INTO otel_traces
(
    projectId, sessionId, Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName,
    ResourceAttributes, ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode, StatusMessage,
    Events.Timestamp, Events.Name, Events.Attributes, TraceFlags
)
WITH
    (target, method, status) -> map('http.request.method', method, 'server.address', target, 'http.response.status_code', status) AS calling,
    (method, route, status) -> map('http.request.method', method, 'http.route', route, 'http.response.status_code', status) AS called,
    (system, text) -> map('db.system.name', system, 'db.query.text', text, 'server.address', if(system = 'redis', 'cache', 'db')) AS asking,

    requests AS
    (
        SELECT
            sessionId, traceId, spanId, durationMs, statusCode, errorMessage, release,
            lower(requestMethod) = 'get' AS isGet,
            splitByChar('/', path(requestUrl)) AS parts,
            parts[4] AS door,
            sipHash64(traceId) AS h,
            -- The way through the network is not the backend's.
            toUInt64(least(durationMs * 0.25, 12 + h % 40) * 1e6) AS network,
            greatest(toUInt64(durationMs) * 1000000, 4000000) - network AS took,
            toUnixTimestamp64Nano(toDateTime64(timestamp, 9)) - toInt64(took) - toInt64(network / 2) AS began,
            if(country = 'DE', 1, 0) AS isGerman,
            multiIf(
                errorMessage = 'The payment provider did not answer', 'provider',
                errorMessage = 'The order could not be saved', 'database',
                statusCode = 502, 'gateway',
                statusCode >= 500, 'provider',
                '') AS failure,
            concat('/demo/api/', door, if(door = 'stock', '/{product}', '')) AS route
        FROM events FINAL
        WHERE projectId = 'demo' AND type = 'request' AND traceId != '' AND timestamp < fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC')
            AND path(requestUrl) LIKE '/demo/api/%'
    ),

    -- number, parent, service, name, kind, begins and ends as a share of the whole, attributes, what went wrong
    planned AS
    (
        SELECT
            *,
            map('http.request.method', if(isGet, 'GET', 'POST'), 'http.route', route, 'url.path', arrayStringConcat(parts, '/'),
                'http.response.status_code', toString(statusCode), 'server.address', 'shop.example') AS entrance,
            [(1, 0, 'storefront', concat(if(isGet, 'GET ', 'POST '), route), 'Server', 0., 1., entrance, if(statusCode >= 500, errorMessage, ''))] AS entry,
            multiIf(
                door = 'stock', arrayConcat(
                    [
                        (2, 1, 'storefront', 'GET', 'Client', 0.05, 0.97, calling('catalog', 'GET', '200'), ''),
                        (3, 2, 'catalog', 'GET /stock/{product}', 'Server', 0.09, 0.95, called('GET', '/stock/{product}', '200'), ''),
                        (4, 3, 'catalog', 'GET', 'Client', 0.12, 0.24, asking('redis', 'GET stock:?'), '')
                    ],
                    if(h % 4 = 0, [(5, 3, 'catalog', 'SELECT shop.stock', 'Client', 0.27, 0.92, asking('postgresql', 'SELECT amount FROM stock WHERE product = $1'), '')], [])),
                door = 'coupon', [
                    (2, 1, 'storefront', 'POST', 'Client', 0.05, 0.97, calling('checkout', 'POST', toString(statusCode)), ''),
                    (3, 2, 'checkout', 'POST /coupons', 'Server', 0.1, 0.94, called('POST', '/coupons', toString(statusCode)), ''),
                    (4, 3, 'checkout', 'SELECT shop.coupons', 'Client', 0.16, 0.88, asking('postgresql', 'SELECT percent FROM coupons WHERE code = $1'), '')
                ],
                door = 'shipping', [
                    (2, 1, 'storefront', 'POST', 'Client', 0.04, 0.98, calling('checkout', 'POST', '200'), ''),
                    (3, 2, 'checkout', 'POST /addresses', 'Server', 0.07, 0.96, called('POST', '/addresses', '200'), ''),
                    (4, 3, 'checkout', 'INSERT shop.addresses', 'Client', 0.1, 0.26, asking('postgresql', 'INSERT INTO addresses VALUES ($1, $2)'), ''),
                    (5, 3, 'checkout', 'POST', 'Client', 0.3, 0.93, calling('rates.carrier.example', 'POST', '200'), '')
                ],
                door = 'payment', arrayConcat(
                    [
                        (2, 1, 'storefront', 'POST', 'Client', 0.02, 0.99, calling('checkout', 'POST', toString(statusCode)), if(statusCode >= 500, toString(statusCode), '')),
                        (3, 2, 'checkout', 'POST /orders', 'Server', 0.03, 0.98, called('POST', '/orders', toString(statusCode)), if(statusCode >= 500, errorMessage, '')),
                        (4, 3, 'checkout', 'POST', 'Client', 0.04, 0.14, calling('catalog', 'POST', '200'), ''),
                        (5, 4, 'catalog', 'POST /reservations', 'Server', 0.05, 0.13, called('POST', '/reservations', '200'), ''),
                        (6, 5, 'catalog', 'UPDATE shop.stock', 'Client', 0.06, 0.12, asking('postgresql', 'UPDATE stock SET amount = amount - $1 WHERE product = $2'), ''),
                        (7, 3, 'checkout', 'POST', 'Client', 0.15, if(failure = 'database', 0.5, 0.92),
                            calling('payments', 'POST', multiIf(failure = 'gateway', '', failure = 'provider', '504', toString(statusCode))),
                            transform(failure, ['gateway', 'provider'], ['Connection reset', '504'], ''))
                    ],
                    if(failure = 'gateway', [], [
                        (8, 7, 'payments', 'POST /charges', 'Server', 0.17, if(failure = 'database', 0.49, 0.9),
                            called('POST', '/charges', multiIf(failure = 'provider', '504', failure = 'database', '200', toString(statusCode))), if(failure = 'provider', 'The acquirer did not answer', '')),
                        (10, 8, 'payments', 'POST', 'Client', if(isGerman AND failure = '', 0.64, 0.2), if(failure = 'database', 0.48, 0.89),
                            calling('api.acquirer.example', 'POST', if(failure = 'provider', '', '200')), if(failure = 'provider', 'Read timed out', ''))
                    ]),
                    if(isGerman AND failure = '', [(9, 8, 'payments', 'credit check', 'Client', 0.19, 0.63, calling('scores.bureau.example', 'POST', '200'), '')], []),
                    if(statusCode = 200 OR failure = 'database', [
                        (11, 3, 'checkout', 'INSERT shop.orders', 'Client', if(failure = 'database', 0.52, 0.93), 0.97,
                            asking('postgresql', 'INSERT INTO orders VALUES ($1, $2, $3)'), if(failure = 'database', 'deadlock detected', ''))
                    ], [])),
                [(2, 1, 'storefront', 'SELECT shop.people', 'Client', 0.2, 0.85, asking('postgresql', 'SELECT id FROM people WHERE email = $1'), '')]) AS behind
        FROM requests
    )

SELECT
    'demo' AS projectId,
    sessionId,
    fromUnixTimestamp64Nano(began + toInt64(took * span.6)) AS Timestamp,
    traceId AS TraceId,
    lower(hex(sipHash64(traceId, span.1))) AS SpanId,
    if(span.2 = 0, spanId, lower(hex(sipHash64(traceId, span.2)))) AS ParentSpanId,
    span.4 AS SpanName,
    span.5 AS SpanKind,
    span.3 AS ServiceName,
    map('service.name', span.3, 'service.namespace', 'tarn-and-trail', 'service.version', release, 'telemetry.sdk.name', 'opentelemetry', 'telemetry.sdk.language', 'java') AS ResourceAttributes,
    'shop' AS ScopeName,
    '' AS ScopeVersion,
    mapConcat(span.8, map('session.id', toString(sessionId))) AS SpanAttributes,
    toUInt64(took * (span.7 - span.6)) AS Duration,
    if(span.9 = '', 'Unset', 'Error') AS StatusCode,
    span.9 AS StatusMessage,
    if(span.9 = '' OR span.5 = 'Server', [], [fromUnixTimestamp64Nano(began + toInt64(took * span.7))]) AS `Events.Timestamp`,
    if(span.9 = '' OR span.5 = 'Server', [], ['exception']) AS `Events.Name`,
    if(span.9 = '' OR span.5 = 'Server', [], [map(
        'exception.type', transform(span.9, ['Read timed out', 'deadlock detected', 'Connection reset'],
            ['java.net.http.HttpTimeoutException', 'org.postgresql.util.PSQLException', 'java.net.SocketException'], 'java.io.IOException'),
        'exception.message', span.9)]) AS `Events.Attributes`,
    257 AS TraceFlags
FROM planned
ARRAY JOIN arrayConcat(entry, behind) AS span
