-- What elements say and what errors say repeats: each different text is stored once, and looked through once when it is searched. Rows from before are converted as they are
-- read, until a mutation in the background has done it for good. docs/decisions/columns-that-unpack-fast.md
ALTER TABLE events
    MODIFY COLUMN text LowCardinality(String) CODEC(ZSTD(1)),
    MODIFY COLUMN errorMessage LowCardinality(String) CODEC(ZSTD(1)),
    MODIFY COLUMN errorFingerprint LowCardinality(String) CODEC(ZSTD(1))
SETTINGS alter_sync = 0, mutations_sync = 0;
