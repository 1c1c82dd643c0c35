-- The memory of each service every ten minutes: it climbs, and falls when garbage is collected; checkout of release 5.3.0 leaked.
INSERT INTO otel_metrics_gauge
(projectId, ResourceAttributes, ScopeName, ServiceName, MetricName, MetricDescription, MetricUnit, Attributes, TimeUnix, Value)
SELECT
    'demo' AS projectId,
    map('service.name', service, 'service.namespace', 'tarn-and-trail') AS ResourceAttributes,
    'runtime' AS ScopeName,
    service AS ServiceName,
    'jvm.memory.used' AS MetricName,
    'Measure of memory used' AS MetricDescription,
    'By' AS MetricUnit,
    map('jvm.memory.type', 'heap', 'jvm.memory.pool.name', pool) AS Attributes,
    fromUnixTimestamp64Milli({nowMs:Int64} - toInt64(slot) * 600000) AS TimeUnix,
    round(1048576 * (
        if(pool = 'Eden', 24 + (sipHash64(service) + slot * 37) % 160, 90 + (sipHash64(service, 'old') + slot) % 60)
        + if(service = 'checkout' AND pool = 'Old', if(slot BETWEEN 584 AND 800, (800 - slot) * 1.6, 0), 0)
        + if(service = 'storefront', 40, 0))) AS Value
FROM (SELECT toUInt64(number) AS slot FROM numbers(4320))
ARRAY JOIN ['storefront', 'catalog', 'checkout', 'payments'] AS service
ARRAY JOIN ['Eden', 'Old'] AS pool
