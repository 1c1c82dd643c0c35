SELECT
    s.sessionId,
    s.userId,
    e.errorMessage,
    toDecimal64(s.cartValue, 2) AS cartValue,
    formatDateTime(s.createdAt, '%Y-%m-%d %H:%M:%S') AS timestamp
FROM sessions s
INNER JOIN (
    SELECT * FROM events FINAL
    WHERE errorCode = 500
) e ON s.sessionId = e.sessionId
PREWHERE s.projectId = {projectId:String}
    AND s.createdAt >= toStartOfDay(now() - INTERVAL 7 DAY)
WHERE s.country = 'DE'
    AND s.city ilike 'berlin'
    AND e.page ilike '%checkout%'
    AND s.cartValue > 100
ORDER BY s.createdAt DESC
LIMIT 50
