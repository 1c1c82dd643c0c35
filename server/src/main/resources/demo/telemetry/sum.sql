-- Orders as checkout counts them: a counter that only grows, sent every ten minutes.
INSERT INTO otel_metrics_sum
(
    projectId, ResourceAttributes, ScopeName, ServiceName, MetricName, MetricDescription, MetricUnit, Attributes,
    StartTimeUnix, TimeUnix, Value, AggregationTemporality, IsMonotonic
)
WITH fromUnixTimestamp64Milli({nowMs:Int64} - 30 * 86400000, 'UTC') AS first
SELECT
    'demo' AS projectId,
    map('service.name', 'checkout', 'service.namespace', 'tarn-and-trail') AS ResourceAttributes,
    'shop' AS ScopeName,
    'checkout' AS ServiceName,
    'shop.orders' AS MetricName,
    'Orders by how they ended' AS MetricDescription,
    '{order}' AS MetricUnit,
    map('outcome', outcome) AS Attributes,
    toDateTime64(first, 9) AS StartTimeUnix,
    toDateTime64(slot + INTERVAL 10 MINUTE, 9) AS TimeUnix,
    sum(orders) OVER (PARTITION BY outcome ORDER BY slot) AS Value,
    2 AS AggregationTemporality,
    true AS IsMonotonic
FROM
(
    SELECT
        toStartOfTenMinutes(Timestamp) AS slot,
        multiIf(StatusCode = 'Error', 'failed', SpanAttributes['http.response.status_code'] = '402', 'declined', 'placed') AS outcome,
        count() AS orders
    FROM otel_traces
    WHERE projectId = 'demo' AND ServiceName = 'checkout' AND SpanName = 'POST /orders' AND Timestamp < fromUnixTimestamp64Milli({nowMs:Int64})
    GROUP BY slot, outcome
)
WHERE slot >= first
