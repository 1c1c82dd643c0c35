-- Who a row is about, as 16 bytes instead of two texts: what is counted exactly, grouped or looked up by person touches this and nothing else. It is the
-- hash that an exact count of texts is made with anyway. Of an event: the user, or the anonymous id where there is none. Of a session: the
-- latest user, or the first anonymous id where nobody signed in; the rank makes the greatest tuple that of the latest user, else of the first id.
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS personKey UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(if(userId != '', userId, anonymousId)))
        COMMENT 'The person, hashed' CODEC(ZSTD(1)) AFTER anonymousId;

ALTER TABLE sessions
    ADD COLUMN IF NOT EXISTS identity SimpleAggregateFunction(max, Tuple(signedIn Bool, rank Int64, key UInt128)) DEFAULT
        (
            tupleElement(person, 'known'),
            multiIf(
                tupleElement(person, 'known'), toUnixTimestamp64Milli(tupleElement(person, 'at')),
                tupleElement(visitor, 'unknown'), -9000000000000000000,
                -toUnixTimestamp64Milli(tupleElement(visitor, 'at'))),
            reinterpretAsUInt128(sipHash128(if(tupleElement(person, 'known'), tupleElement(person, 'userId'), tupleElement(visitor, 'anonymousId'))))
        ) CODEC(ZSTD(1)) AFTER visitor,
    ADD COLUMN IF NOT EXISTS personKey UInt128 ALIAS tupleElement(identity, 'key') COMMENT 'The person, hashed' AFTER anonymousId;

-- Rows from before: read as they are meanwhile, only slower.
ALTER TABLE events MATERIALIZE COLUMN personKey SETTINGS mutations_sync = 0;
ALTER TABLE sessions MATERIALIZE COLUMN identity SETTINGS mutations_sync = 0;
