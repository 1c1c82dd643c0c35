-- Source maps: from the scripts of a release back to what people wrote. The newest upload for a script stands.
CREATE TABLE IF NOT EXISTS source_maps
(
    projectId LowCardinality(String),
    release String COMMENT 'Empty: of every release',
    path String COMMENT 'Of the script, without host, query and fragment',
    debugId String COMMENT 'That script and map carry both; empty: none',
    map String COMMENT 'JSON, as it was uploaded' CODEC(ZSTD(9)),
    bytes UInt64 MATERIALIZED length(map),
    uploadedAt DateTime64(3, 'UTC'),
    deleted Bool,
    INDEX debugIds debugId TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(uploadedAt)
ORDER BY (projectId, release, path)
SETTINGS
    index_granularity = 16,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_free_disk_bytes_to_perform_insert = 67108864;
