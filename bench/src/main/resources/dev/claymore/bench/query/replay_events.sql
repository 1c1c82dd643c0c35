-- Recordings of the first sessions of a day: a page's snapshot of some 60 kB, then what a visitor does. The pages of a site resemble each other.
INSERT INTO replay_events (projectId, sessionId, createdAt, windowId, seq, timestamp, type, source, interaction, nodeId, x, y, width, height, href, payload)
SETTINGS min_insert_block_size_rows = 100000, max_block_size = 8192
SELECT
    projectId,
    sessionId,
    createdAt,
    'w1',
    seq,
    createdAt + toIntervalMillisecond(seq * 250),
    multiIf(seq = 0, 4, seq = 1, 2, 3) AS type,
    multiIf(seq < 2, -1, seq % 10 = 0, 0, seq % 10 = 5, 2, seq % 10 = 7, 3, 1) AS source,
    if(source = 2, 2, -1),
    if(seq < 2, 0, toInt64(hash % 3000)) AS nodeId,
    if(source IN (1, 2), hash % 1280, 0) AS x,
    if(source IN (1, 2), hash % 900, 0) AS y,
    if(seq = 0, 1280, 0),
    if(seq = 0, 900, 0),
    if(seq = 0, entryUrl, ''),
    multiIf(
        seq = 0, concat('{"href":"', entryUrl, '","width":1280,"height":900}'),
        seq = 1, concat('{"node":{"type":0,"childNodes":[', arrayStringConcat(arrayMap(
            k -> concat(
                '{"type":2,"tagName":"div","attributes":{"class":"card card-', toString(k % 17), '","data-key":"', toString(cityHash64(entryPage, k) % 100000),
                '"},"childNodes":[{"type":3,"textContent":"Item ', toString(cityHash64(entryPage, k, 1) % 1000), '","id":', toString(2 * k + 2), '}],"id":', toString(2 * k + 1), '}'),
            range(400 + cityHash64(entryPage) % 200)), ','), '],"id":1},"initialOffset":{"left":0,"top":0}}'),
        source = 0, concat('{"source":0,"texts":[{"id":', toString(nodeId), ',"value":"', toString(hash % 1000), '"}],"attributes":[],"removes":[],"adds":[]}'),
        source = 2, concat('{"source":2,"type":2,"id":', toString(nodeId), ',"x":', toString(x), ',"y":', toString(y), '}'),
        source = 3, concat('{"source":3,"id":1,"x":0,"y":', toString(hash % 5000), '}'),
        concat('{"source":1,"positions":[{"x":', toString(x), ',"y":', toString(y), ',"id":', toString(nodeId), ',"timeOffset":0}]}'))
FROM
(
    SELECT projectId, sessionId, createdAt, entryUrl, entryPage, seq, cityHash64(sessionId, seq) AS hash
    FROM
    (
        SELECT projectId, sessionId, createdAt, entryUrl, entryPage
        FROM sessions FINAL
        WHERE projectId = 'shop'
            AND createdAt >= {start:DateTime64(3, 'UTC')} + INTERVAL {day:UInt32} DAY
            AND createdAt < {start:DateTime64(3, 'UTC')} + INTERVAL {day:UInt32} + 1 DAY
            AND eventCount > 20
        ORDER BY createdAt, sessionId
        LIMIT {count:UInt64}
    )
    ARRAY JOIN range(150) AS seq
)
