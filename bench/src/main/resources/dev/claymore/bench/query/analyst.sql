SELECT
    s.sessionId,
    s.userId,
    e.errorMessage,
    toDecimal64(s.cartValue, 2) AS cartValue,
    formatDateTime(s.createdAt, '%Y-%m-%d %H:%M:%S') AS timestamp
FROM sessions AS s
INNER JOIN
(
    SELECT sessionId, errorMessage
    FROM events
    WHERE projectId = {projectId:String}
        AND type = 'request'
        AND errorCode = 500
        AND createdAt >= toStartOfDay(now() - INTERVAL 7 DAY)
        AND page ILIKE '%checkout%'
) AS e ON s.sessionId = e.sessionId
WHERE s.projectId = {projectId:String}
    AND s.createdAt >= toStartOfDay(now() - INTERVAL 7 DAY)
    AND s.country = 'DE'
    AND s.city ILIKE 'berlin'
    AND s.cartValue > 100
ORDER BY s.createdAt DESC
LIMIT 50
