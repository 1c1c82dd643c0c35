-- Whether a row is known to be the only one of its event. The loader knows it of what a browser sends: a batch that comes again is recognised. While all rows that
-- are not merged yet are known to be single ones, questions need no FINAL. Of a copied or foreign row it is not known. docs/decisions/final-only-where-needed.md
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS knownOnce Bool EPHEMERAL false COMMENT 'Said by who inserts: no other row of this event was or will be inserted',
    ADD COLUMN IF NOT EXISTS once Bool MATERIALIZED knownOnce COMMENT 'Known to be the only row of its event' CODEC(LZ4),
    ADD INDEX IF NOT EXISTS onceRange once TYPE minmax GRANULARITY 1024;
