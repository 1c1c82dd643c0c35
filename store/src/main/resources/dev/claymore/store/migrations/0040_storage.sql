-- How long data stays and where. Each change is a row; the newest version stands.
CREATE TABLE IF NOT EXISTS storage_policies
(
    projectId String COMMENT 'Empty: of every project that says nothing else',
    policy String COMMENT 'JSON',
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY projectId
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- What the policies came to as each table's TTL clause, written after the clause was set: one that is not here is set again.
CREATE TABLE IF NOT EXISTS storage_clauses
(
    tableName String,
    clause String,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY tableName
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- What was dropped to stay within a budget.
CREATE TABLE IF NOT EXISTS storage_drops
(
    projectId LowCardinality(String) COMMENT 'Empty: of all projects',
    at DateTime64(3, 'UTC'),
    tableName LowCardinality(String),
    action LowCardinality(String) COMMENT 'moved, dropped',
    partition String,
    before DateTime64(3, 'UTC') COMMENT 'What went is older than this',
    rows UInt64,
    bytes UInt64 COMMENT 'On disk, estimated where only a part of a partition went',
    starred Bool COMMENT 'Starred sessions among them',
    reason String
)
ENGINE = MergeTree
ORDER BY at
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS starred_sessions
(
    projectId LowCardinality(String),
    sessionId UUID,
    starredAt DateTime64(3, 'UTC'),
    starred Bool,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (projectId, sessionId)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Sessions that were deleted: hidden at once, erased from the disk soon after, and looked for again while late events of them may come.
CREATE TABLE IF NOT EXISTS deletions
(
    projectId LowCardinality(String),
    deletionId UUID,
    subject LowCardinality(String) COMMENT 'session, person',
    sessionIds Array(UUID),
    requestedAt DateTime64(3, 'UTC'),
    rows UInt64 COMMENT 'That were there when it was asked for',
    state LowCardinality(String) COMMENT 'hidden, erasing, erased',
    erasedAt DateTime64(3, 'UTC'),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (projectId, deletionId)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
