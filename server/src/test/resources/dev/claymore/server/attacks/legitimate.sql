# What people do write: a guard that refuses these protects nobody.
== passes: a count
SELECT count() FROM events
-- rows [[40]]
== passes: capitals, a final semicolon, comments
select COUNT(*) -- all of them
from claymore.events /* mine */ ;
== passes: the product's known query, parameter bound by the server
SELECT s.sessionId, s.userId, e.errorMessage, toDecimal64(s.cartValue, 2) AS cartValue, formatDateTime(s.createdAt, '%Y-%m-%d %H:%M:%S') AS timestamp
FROM sessions s
INNER JOIN (SELECT * FROM events FINAL WHERE errorCode = 500) e ON s.sessionId = e.sessionId
PREWHERE s.projectId = {projectId:String} AND s.createdAt >= toDateTime('2026-03-01 00:00:00')
WHERE s.country = 'DE' AND s.city ILIKE 'berlin' AND e.page ILIKE '%here%' AND s.cartValue > 100
ORDER BY s.createdAt DESC LIMIT 50
== passes: CTEs that read each other
WITH visits AS (SELECT sessionId, count() AS n FROM events WHERE type = 'pageview' GROUP BY sessionId), busy AS (SELECT * FROM visits WHERE n > 1) SELECT count() FROM busy
== passes: values declared before
WITH toDate('2026-03-01') AS day, (x) -> x * 2 AS twice SELECT twice(count()) FROM events WHERE timestamp >= day
== passes: a funnel
SELECT level, count() FROM (SELECT userId, windowFunnel(3600)(toDateTime(timestamp), page = '/here', name = 'bought') AS level FROM events GROUP BY userId) GROUP BY level ORDER BY level
== passes: a window
SELECT page, next, count() FROM (SELECT page, leadInFrame(page) OVER (PARTITION BY sessionId ORDER BY timestamp ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next FROM events) GROUP BY ALL
== passes: tags
SELECT key, value, uniqExact(sessionId) FROM session_tags GROUP BY key, value
== passes: tags as a map
SELECT tags['plan'] AS plan, count() FROM events GROUP BY plan
== passes: a tag unfolded
SELECT key, count() FROM events ARRAY JOIN mapKeys(tags) AS key GROUP BY key
== passes: recordings
SELECT type, count(), sum(bytes) FROM replay_events GROUP BY type
== passes: quantiles and combinators
SELECT quantile(0.75)(value), quantilesIf(0.5, 0.9)(value, type = 'vital'), uniqExactIf(userId, userId != ''), argMax(page, timestamp), groupUniqArray(3)(page) FROM events
== passes: a set
SELECT count() FROM sessions WHERE sessionId IN (SELECT sessionId FROM events WHERE errorCode >= 500) AND sessionId NOT IN (SELECT sessionId FROM events WHERE name = 'never')
== passes: a calendar
SELECT toStartOfWeek(timestamp, 1) AS week, toHour(timestamp, 'Europe/Berlin') AS hour, count() FROM events GROUP BY week, hour ORDER BY week, hour
== passes: days without rows
SELECT toDate(timestamp) AS day, count() FROM events GROUP BY day ORDER BY day WITH FILL FROM toDate('2026-03-01') TO toDate('2026-03-20')
== passes: totals
SELECT device, count() FROM sessions GROUP BY device WITH TOTALS
== passes: a rollup
SELECT country, device, count() FROM sessions GROUP BY ROLLUP(country, device)
== passes: a union
SELECT 'events' AS what, count() FROM events UNION ALL SELECT 'sessions', count() FROM sessions
== passes: a case and a cast
SELECT CASE WHEN cartValue > 100 THEN 'large' ELSE 'small' END AS cart, count()::UInt32 FROM sessions GROUP BY 1
== passes: texts
SELECT extract(url, 'https?://([^/]+)'), replaceRegexpAll(page, '[0-9]+', 'N'), splitByChar('/', page)[2], lower(title), concat(page, '?') FROM events LIMIT 5
== passes: words of commands in a text
SELECT 'DROP TABLE projects; SELECT file(1) FORMAT JSON SETTINGS x = 1 INTO OUTFILE' AS words, count() FROM events
== passes: words of commands as names
SELECT count() AS `format`, max(timestamp) AS settings, any(page) AS file, uniq(userId) AS "projects" FROM events
== passes: a text with every kind of quote
SELECT count() >= 0 AS yes FROM events WHERE page != 'it''s \'quoted\' "so" `too` -- not a comment' OR 1
== passes: a heredoc
SELECT $$it's a text; FORMAT Null$$ AS words
== passes: parameters
SELECT count() FROM events WHERE page = {page:String} AND timestamp >= {from:DateTime}
-- parameters {"page": "/here", "from": "2026-01-01 00:00:00"}
== passes: an unusual letter
SELECT 'Größe – 日本語 🙂' AS text, count() AS `Größe` FROM events
== passes: a join of four
SELECT count() FROM events AS e JOIN sessions AS s ON e.sessionId = s.sessionId LEFT JOIN session_tags AS t ON t.sessionId = s.sessionId LEFT JOIN replay_events AS r ON r.sessionId = s.sessionId
== passes: no table at all
SELECT 1 + 1 AS two
== passes: the word FROM first
FROM events SELECT page, count() GROUP BY page
== passes: columns by pattern
SELECT COLUMNS('^page|^url') FROM events LIMIT 1
== passes: columns left out
SELECT * EXCEPT (tags, errorStack) FROM events LIMIT 1
== passes: a question mark that chooses
SELECT count() > 5 ? 'many' : 'few' FROM events
== passes: intervals
SELECT countIf(timestamp > now() - INTERVAL 10 YEAR), dateDiff('day', min(timestamp), max(timestamp)) FROM events
== passes: a correlated filter by a window
SELECT sessionId, page FROM events QUALIFY row_number() OVER (PARTITION BY sessionId ORDER BY timestamp) = 1
== passes: the last of each
SELECT sessionId, page FROM events ORDER BY timestamp DESC LIMIT 1 BY sessionId
== passes: an array of arrays
SELECT arrayMap(x -> x * 2, arrayFilter(x -> x > 1, [1, 2, 3])) AS a, arraySum(a), arrayStringConcat(arrayMap(x -> toString(x), a), ',')
== passes: the shape of the rows beneath
SELECT toTypeName(tags), projectId FROM events LIMIT 1
== passes: two conditions, each of alternatives
SELECT count() FROM events PREWHERE type = 'click' OR type = 'error' WHERE name = 'never' OR page = '/here'
-- rows [[16]]
== passes: two conditions, the first the narrower
SELECT count() FROM events PREWHERE type = 'click' AND 1 WHERE 1 OR 0 GROUP BY ALL HAVING count() > 1 ORDER BY 1 LIMIT 1
-- rows [[8]]
== passes: an early condition alone
SELECT type, count() FROM events PREWHERE type IN ('click', 'vital') GROUP BY type ORDER BY type
-- rows [["click", 8], ["vital", 8]]
== passes: an early condition with a subquery that has one of its own
SELECT count() FROM events PREWHERE sessionId IN (SELECT sessionId FROM sessions PREWHERE country = 'DE' WHERE device = 'desktop' OR 0) WHERE type = 'click' OR type = 'vital'
-- rows [[16]]
== passes: a bracket of the condition inside a text
SELECT count() FROM events PREWHERE page != '(' AND page != ')' WHERE title != '((' AND (type = 'click' OR type = 'x')
-- rows [[8]]
== passes: a CASE in both conditions
SELECT count() FROM events PREWHERE CASE WHEN type = 'click' THEN 1 ELSE 0 END WHERE CASE WHEN value > 20 THEN 1 ELSE 0 END
-- rows [[4]]
