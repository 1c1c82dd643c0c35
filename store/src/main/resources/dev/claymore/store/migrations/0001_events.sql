-- One row per event. An INSERT here by any client is enough: everything else is derived by the views of 0003.
--
-- The key: day and type cut a question down to what it asks about; errorCode next to them, because failures are rare and
-- are what people look for; the session's start keeps the events of a session side by side. Every column of it is fixed
-- for an event, so a doubled event always meets its twin in one partition and FINAL never looks beyond that partition.
CREATE TABLE IF NOT EXISTS events
(
    projectId LowCardinality(String),
    sessionId UUID CODEC(ZSTD(1)),
    eventId UUID DEFAULT generateUUIDv7() CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') DEFAULT UUIDv7ToDateTime(sessionId, 'UTC') COMMENT 'Start of the session' CODEC(Delta, ZSTD(1)),
    timestamp DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    type LowCardinality(String) COMMENT 'pageview, click, input, scroll, request, error, custom, identify, vital, console, navigation',
    name LowCardinality(String) COMMENT 'The custom event, the vital, the console level; rage or dead of a click',
    windowId LowCardinality(String) COMMENT 'The tab',
    userId String COMMENT 'Empty until the person is identified' CODEC(ZSTD(1)),
    anonymousId String CODEC(ZSTD(1)),
    page LowCardinality(String) COMMENT 'Path of the page',
    url String CODEC(ZSTD(1)),
    title LowCardinality(String),
    referrer LowCardinality(String),
    selector LowCardinality(String),
    text String CODEC(ZSTD(1)),
    x Int32 CODEC(T64, ZSTD(1)),
    y Int32 CODEC(T64, ZSTD(1)),
    errorCode UInt32 COMMENT 'HTTP status of a failed request or a code of the app; 0: none' CODEC(T64, ZSTD(1)),
    errorType LowCardinality(String),
    errorMessage String CODEC(ZSTD(1)),
    errorStack String CODEC(ZSTD(3)),
    errorFingerprint String CODEC(ZSTD(1)),
    requestMethod LowCardinality(String),
    requestUrl String CODEC(ZSTD(1)),
    statusCode UInt16 CODEC(ZSTD(1)),
    durationMs UInt32 CODEC(T64, ZSTD(1)),
    value Float64 COMMENT 'Number of a vital or a custom event' CODEC(ZSTD(1)),
    cartValue Float64 CODEC(ZSTD(1)),
    country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2',
    region LowCardinality(String),
    city LowCardinality(String),
    browser LowCardinality(String),
    browserVersion LowCardinality(String),
    os LowCardinality(String),
    device LowCardinality(String) COMMENT 'desktop, mobile, tablet',
    bot Bool COMMENT 'The user agent names itself a robot',
    locale LowCardinality(String),
    viewportWidth UInt16 CODEC(ZSTD(1)),
    viewportHeight UInt16 CODEC(ZSTD(1)),
    release LowCardinality(String),
    environment LowCardinality(String),
    traceId String CODEC(ZSTD(1)),
    spanId String CODEC(ZSTD(1)),
    tags Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    receivedAt DateTime64(3, 'UTC') COMMENT 'Arrival at the ingest endpoint' CODEC(Delta, ZSTD(1)),
    clockOffsetMs Int64 COMMENT 'Added to the time of a device whose clock is wrong' CODEC(T64, ZSTD(1)),
    INDEX timestampRange timestamp TYPE minmax GRANULARITY 1,
    INDEX createdAtRange createdAt TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toMonday(timestamp)
ORDER BY (projectId, type, errorCode, createdAt, sessionId, timestamp, eventId)
SETTINGS
    index_granularity = 2048,
    non_replicated_deduplication_window = 10000,
    min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;

-- The recording: one row per rrweb event, the frequent fields typed so that SQL can ask about them, `payload` the event's
-- `data` as it came, so that it replays exactly. The payload's blocks are large: the pages of a site resemble each other
-- and compress each other, and a block is still read in milliseconds.
CREATE TABLE IF NOT EXISTS replay_events
(
    projectId LowCardinality(String),
    sessionId UUID CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') DEFAULT UUIDv7ToDateTime(sessionId, 'UTC') COMMENT 'Start of the session' CODEC(Delta, ZSTD(1)),
    windowId LowCardinality(String) COMMENT 'The tab',
    seq UInt32 COMMENT 'Number of the event in the recording of its window, from 0, without holes' CODEC(Delta, ZSTD(1)),
    timestamp DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    type UInt8 COMMENT 'rrweb: 0 DOM loaded, 1 load, 2 full snapshot, 3 incremental, 4 meta, 5 custom, 6 plugin' CODEC(ZSTD(1)),
    source Int8 DEFAULT -1 COMMENT 'rrweb incremental source (0 mutation, 1 mouse move, 2 interaction, 3 scroll, 5 input, ...); -1: none' CODEC(ZSTD(1)),
    interaction Int8 DEFAULT -1 COMMENT 'rrweb mouse interaction (2 click, ...); -1: none' CODEC(ZSTD(1)),
    nodeId Int64 COMMENT 'The node it is about; 0: none' CODEC(T64, ZSTD(1)),
    x Float32 CODEC(ZSTD(1)),
    y Float32 CODEC(ZSTD(1)),
    width UInt16 COMMENT 'Of the viewport' CODEC(ZSTD(1)),
    height UInt16 CODEC(ZSTD(1)),
    href String COMMENT 'Of a meta event' CODEC(ZSTD(1)),
    tag LowCardinality(String) COMMENT 'Of a custom event, name of a plugin',
    text String COMMENT 'Of an input, masked as recorded' CODEC(ZSTD(1)),
    adds UInt32 COMMENT 'Nodes added by a mutation' CODEC(T64, ZSTD(1)),
    removes UInt32 CODEC(T64, ZSTD(1)),
    attributes UInt32 CODEC(T64, ZSTD(1)),
    texts UInt32 CODEC(T64, ZSTD(1)),
    payload String COMMENT 'The event''s data, JSON' CODEC(ZSTD(3)) SETTINGS (min_compress_block_size = 4194304, max_compress_block_size = 8388608),
    extra String COMMENT 'What the event has beside type, data and timestamp, a JSON object; mostly empty' CODEC(ZSTD(1)),
    bytes UInt32 MATERIALIZED length(payload) CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toMonday(createdAt)
ORDER BY (projectId, createdAt, sessionId, windowId, seq)
SETTINGS
    non_replicated_deduplication_window = 10000,
    min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;
