-- The language model that a project's owner has allowed, and what it used.
CREATE TABLE IF NOT EXISTS model_settings
(
    projectId String,
    settings String COMMENT 'JSON',
    encryptedKey String COMMENT 'AES-256-GCM under a key that is not in the database; empty: none',
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY projectId;

CREATE TABLE IF NOT EXISTS model_usage
(
    projectId LowCardinality(String),
    day Date,
    model LowCardinality(String) COMMENT 'Provider and model',
    calls UInt64,
    inputTokens UInt64,
    outputTokens UInt64
)
ENGINE = SummingMergeTree((calls, inputTokens, outputTokens))
PARTITION BY toYYYYMM(day)
ORDER BY (projectId, day, model)
TTL day + INTERVAL 400 DAY;

-- Questions whose answers a person has checked, and how often they came out right since.
CREATE TABLE IF NOT EXISTS golden_questions
(
    projectId LowCardinality(String),
    questionId UUID,
    question String,
    askedAt DateTime64(3, 'UTC') COMMENT 'Stands in for the current time when it is asked again',
    timezone LowCardinality(String),
    status LowCardinality(String) COMMENT 'answered, ambiguous or unsupported',
    expected String COMMENT 'JSON: the columns and rows of the right answer',
    query String COMMENT 'JSON of the query that was run, empty where there is none',
    sql String,
    createdAt DateTime64(3, 'UTC'),
    deleted Bool,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (projectId, questionId);

CREATE TABLE IF NOT EXISTS golden_runs
(
    projectId LowCardinality(String),
    runId UUID,
    startedAt DateTime64(3, 'UTC'),
    engine LowCardinality(String),
    version LowCardinality(String) COMMENT 'Of the product',
    total UInt32,
    passed UInt32,
    results String COMMENT 'JSON: question by question'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(startedAt)
ORDER BY (projectId, startedAt, runId)
TTL toDateTime(startedAt) + INTERVAL 400 DAY;
