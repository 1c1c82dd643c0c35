-- What people keep: questions, dashboards, cohorts, SQL. Each change is a row; the newest version of an item stands.
CREATE TABLE IF NOT EXISTS saved_items
(
    projectId LowCardinality(String),
    id UUID,
    kind LowCardinality(String) COMMENT 'insight, dashboard, cohort, sql, question',
    name String,
    body String COMMENT 'JSON, as it was saved' CODEC(ZSTD(3)),
    createdAt DateTime64(3, 'UTC'),
    updatedAt DateTime64(3, 'UTC'),
    version UInt64,
    deleted Bool
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (projectId, id);
