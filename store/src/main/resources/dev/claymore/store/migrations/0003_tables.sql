-- Custom tags: one row per session and value of a tag, so that no tag, however many values it has, weighs on the main
-- tables. By key and time, because breakdowns, pickers and filters all name the key and a range.
CREATE TABLE IF NOT EXISTS session_tags
(
    projectId LowCardinality(String),
    key LowCardinality(String),
    value String CODEC(ZSTD(1)),
    sessionId UUID CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') COMMENT 'Start of the session' CODEC(Delta, ZSTD(1)),
    INDEX values value TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toMonday(createdAt)
ORDER BY (projectId, key, createdAt, sessionId, value)
SETTINGS
    non_replicated_deduplication_window = 10000,
    min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;

-- When a project's events came in, by day: the install page and the list of projects ask for it all the time.
CREATE TABLE IF NOT EXISTS project_days
(
    projectId LowCardinality(String),
    day Date,
    firstEventAt SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    lastEventAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    eventCount SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYear(day)
ORDER BY (projectId, day)
SETTINGS non_replicated_deduplication_window = 10000;

-- What became of every event that reached the ingest endpoint, and of those the SDK says it left out, by minute.
CREATE TABLE IF NOT EXISTS ledger
(
    projectId LowCardinality(String),
    minute DateTime('UTC') CODEC(Delta, ZSTD(1)),
    outcome LowCardinality(String) COMMENT 'received, stored, rejected, rateLimited, quota, sampled, overflow',
    code LowCardinality(String) COMMENT 'Why, when rejected',
    events UInt64 CODEC(T64, ZSTD(1)),
    bytes UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree((events, bytes))
PARTITION BY toYYYYMM(minute)
ORDER BY (projectId, minute, outcome, code)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS projects
(
    projectId String,
    name String,
    createdAt DateTime64(3, 'UTC'),
    writeKey String COMMENT 'Public: it stands in the pages that record',
    secretKeyHash String COMMENT 'SHA-256, hexadecimal: the key itself is shown once and not kept',
    allowedOrigins Array(String),
    settings String COMMENT 'JSON',
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY projectId;
