-- Where a project's sessions are pushed to.
CREATE TABLE IF NOT EXISTS export_settings
(
    projectId String,
    settings String COMMENT 'JSON; empty: none any more',
    encryptedHeaders String COMMENT 'AES-256-GCM under a key that is not in the database; empty: none',
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY projectId;

-- What the receiver of a stream has acknowledged, by session: each record by 64 bits of its id, so that whatever comes late, in whatever
-- order, is known to be missing there. A new receiver is a new stream.
CREATE TABLE IF NOT EXISTS export_ledger
(
    projectId LowCardinality(String),
    streamId UUID CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') COMMENT 'Start of the session' CODEC(Delta, ZSTD(1)),
    sessionId UUID CODEC(ZSTD(1)),
    records SimpleAggregateFunction(groupUniqArrayArray, Array(UInt64)) CODEC(ZSTD(1)),
    recordCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    refusedCount SimpleAggregateFunction(sum, UInt64) COMMENT 'Of these records, those the receiver will never take' CODEC(T64, ZSTD(1)),
    rowCount SimpleAggregateFunction(max, UInt64) COMMENT 'Events, and events of the recording, that the session had when all of it was delivered; 0: not all of it yet' CODEC(T64, ZSTD(1)),
    deliveredAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toMonday(createdAt)
ORDER BY (projectId, streamId, createdAt, sessionId)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
