-- A window of 8 MB lets a page find its like in the whole block: a fifth smaller for no more time.
ALTER TABLE replay_events MODIFY COLUMN payload CODEC(ZSTD(3, 23));
