-- Which points are one sequence, worked out when they are stored and not whenever they are drawn. The order in which a sender names its attributes is of no account:
-- a sum of hashes has none, and costs a third of sorting them. Rows from before have it computed when they are read, until they are merged.
-- docs/decisions/series-of-metrics.md
ALTER TABLE otel_metrics_gauge ADD COLUMN IF NOT EXISTS seriesId UInt64 MATERIALIZED cityHash64(
    ServiceName, ScopeName,
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))),
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(Attributes), mapValues(Attributes)))) COMMENT 'Points of one sender and one set of attributes' CODEC(ZSTD(1));

ALTER TABLE otel_metrics_sum ADD COLUMN IF NOT EXISTS seriesId UInt64 MATERIALIZED cityHash64(
    ServiceName, ScopeName,
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))),
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(Attributes), mapValues(Attributes)))) COMMENT 'Points of one sender and one set of attributes' CODEC(ZSTD(1));

ALTER TABLE otel_metrics_histogram ADD COLUMN IF NOT EXISTS seriesId UInt64 MATERIALIZED cityHash64(
    ServiceName, ScopeName,
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))),
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(Attributes), mapValues(Attributes)))) COMMENT 'Points of one sender and one set of attributes' CODEC(ZSTD(1));

ALTER TABLE otel_metrics_exponential_histogram ADD COLUMN IF NOT EXISTS seriesId UInt64 MATERIALIZED cityHash64(
    ServiceName, ScopeName,
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))),
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(Attributes), mapValues(Attributes)))) COMMENT 'Points of one sender and one set of attributes' CODEC(ZSTD(1));

ALTER TABLE otel_metrics_summary ADD COLUMN IF NOT EXISTS seriesId UInt64 MATERIALIZED cityHash64(
    ServiceName, ScopeName,
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))),
    arraySum(arrayMap((k, v) -> cityHash64(k, v), mapKeys(Attributes), mapValues(Attributes)))) COMMENT 'Points of one sender and one set of attributes' CODEC(ZSTD(1));
