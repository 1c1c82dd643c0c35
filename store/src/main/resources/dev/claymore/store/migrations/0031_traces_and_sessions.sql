-- When a trace was: read first, so that the trace itself is looked for in its own hour only. Names and types are the Collector's.
CREATE TABLE IF NOT EXISTS otel_traces_trace_id_ts
(
    projectId LowCardinality(String),
    TraceId String CODEC(ZSTD(1)),
    Start DateTime CODEC(Delta(4), ZSTD(1)),
    End DateTime CODEC(Delta(4), ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY if(toYear(Start) BETWEEN 2024 AND 2042, toMonday(Start), toDate(0))
ORDER BY (projectId, TraceId, Start)
SETTINGS
    index_granularity = 1024,
    non_replicated_deduplication_window = 10000,
    fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;

CREATE MATERIALIZED VIEW IF NOT EXISTS otel_traces_trace_id_ts_mv TO otel_traces_trace_id_ts AS
SELECT
    projectId,
    TraceId,
    min(Timestamp) AS Start,
    max(Timestamp) AS End
FROM otel_traces
WHERE TraceId != ''
GROUP BY projectId, TraceId;

-- Which sessions a trace belongs to, and which traces a session has: by the key one way, by the index the other way, where createdAt (the
-- session's start, part of its id) leaves one partition to look in. Fed by what a browser recorded with its requests, and by session.id on
-- spans and log records.
CREATE TABLE IF NOT EXISTS trace_sessions
(
    projectId LowCardinality(String),
    traceId String COMMENT '32 hexadecimal digits, small letters' CODEC(ZSTD(1)),
    sessionId UUID CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') COMMENT 'Start of the session' CODEC(Delta, ZSTD(1)),
    firstAt SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'The earliest that tells of it' CODEC(Delta, ZSTD(1)),
    lastAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1)),
    fromBrowser SimpleAggregateFunction(max, Bool) COMMENT 'The session recorded a request with this trace' CODEC(ZSTD(1)),
    INDEX sessions sessionId TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
PARTITION BY if(toYear(createdAt) BETWEEN 2024 AND 2042, toMonday(createdAt), toDate(0))
ORDER BY (projectId, traceId, createdAt, sessionId)
SETTINGS
    index_granularity = 1024,
    non_replicated_deduplication_window = 10000,
    min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1,
    fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_trace_sessions TO trace_sessions AS
SELECT
    projectId,
    lower(e.traceId) AS traceId,
    sessionId,
    createdAt,
    min(timestamp) AS firstAt,
    max(timestamp) AS lastAt,
    true AS fromBrowser
FROM events AS e
WHERE e.traceId != ''
GROUP BY projectId, traceId, sessionId, createdAt;

CREATE MATERIALIZED VIEW IF NOT EXISTS otel_traces_to_trace_sessions TO trace_sessions AS
SELECT
    projectId,
    TraceId AS traceId,
    sessionId,
    UUIDv7ToDateTime(sessionId, 'UTC') AS createdAt,
    min(Timestamp) AS firstAt,
    max(Timestamp) AS lastAt,
    false AS fromBrowser
FROM otel_traces
WHERE TraceId != '' AND sessionId != toUUID('00000000-0000-0000-0000-000000000000')
GROUP BY projectId, traceId, sessionId, createdAt;

CREATE MATERIALIZED VIEW IF NOT EXISTS otel_logs_to_trace_sessions TO trace_sessions AS
SELECT
    projectId,
    TraceId AS traceId,
    sessionId,
    UUIDv7ToDateTime(sessionId, 'UTC') AS createdAt,
    min(Timestamp) AS firstAt,
    max(Timestamp) AS lastAt,
    false AS fromBrowser
FROM otel_logs
WHERE TraceId != '' AND sessionId != toUUID('00000000-0000-0000-0000-000000000000')
GROUP BY projectId, traceId, sessionId, createdAt;
