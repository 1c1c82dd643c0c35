-- http.server.request.duration of each service and route, every five minutes in which there was a request.
INSERT INTO otel_metrics_histogram
(
    projectId, ResourceAttributes, ScopeName, ServiceName, MetricName, MetricDescription, MetricUnit, Attributes,
    StartTimeUnix, TimeUnix, Count, Sum, BucketCounts, ExplicitBounds, Min, Max, AggregationTemporality
)
WITH [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1., 2.5, 5., 7.5, 10.] AS bounds
SELECT
    'demo' AS projectId,
    any(ResourceAttributes) AS ResourceAttributes,
    'shop' AS ScopeName,
    ServiceName,
    'http.server.request.duration' AS MetricName,
    'Duration of HTTP server requests' AS MetricDescription,
    's' AS MetricUnit,
    map('http.request.method', SpanAttributes['http.request.method'], 'http.route', SpanAttributes['http.route'],
        'http.response.status_code', SpanAttributes['http.response.status_code']) AS Attributes,
    toDateTime64(slot, 9) AS StartTimeUnix,
    toDateTime64(slot + INTERVAL 5 MINUTE, 9) AS TimeUnix,
    count() AS Count,
    sum(Duration / 1e9) AS Sum,
    sumForEach(arrayMap(i -> toUInt64(i = arrayFirstIndex(bound -> Duration / 1e9 <= bound, arrayPushBack(bounds, inf))), range(1, length(bounds) + 2))) AS BucketCounts,
    bounds AS ExplicitBounds,
    min(Duration / 1e9) AS Min,
    max(Duration / 1e9) AS Max,
    1 AS AggregationTemporality
FROM (SELECT *, toStartOfFiveMinutes(Timestamp) AS slot FROM otel_traces)
WHERE projectId = 'demo' AND SpanKind = 'Server' AND Timestamp < fromUnixTimestamp64Milli({nowMs:Int64})
GROUP BY ServiceName, Attributes, slot
