export interface Example {
  title: string;
  sql: string;
}

/** Statements to begin with: each answers a question that people bring. */
export const EXAMPLES: Example[] = [
  {
    title: 'Sessions with an expensive cart that met an error 500 at checkout',
    sql: `SELECT
    s.sessionId,
    s.userId,
    e.timestamp,
    e.errorMessage,
    s.cartValue
FROM sessions AS s
INNER JOIN
(
    SELECT sessionId, min(timestamp) AS timestamp, any(errorMessage) AS errorMessage
    FROM events
    WHERE errorCode = 500 AND page ILIKE '%checkout%' AND timestamp >= now() - INTERVAL 7 DAY
    GROUP BY sessionId
) AS e ON e.sessionId = s.sessionId
WHERE s.createdAt >= now() - INTERVAL 7 DAY AND s.cartValue > {cart:Float64}
ORDER BY s.createdAt DESC
LIMIT 50`,
  },
  {
    title: 'Page views and visitors by day',
    sql: `SELECT
    toDate(timestamp) AS day,
    count() AS pageviews,
    uniq(if(userId != '', userId, anonymousId)) AS visitors
FROM events
WHERE type = 'pageview' AND timestamp >= today() - 13
GROUP BY day
ORDER BY day`,
  },
  {
    title: 'Slowest endpoints',
    sql: `SELECT
    requestMethod AS method,
    path(requestUrl) AS endpoint,
    count() AS requests,
    round(quantile(0.75)(durationMs)) AS p75,
    round(quantile(0.95)(durationMs)) AS p95,
    countIf(errorCode >= 400) AS failed
FROM events
WHERE type = 'request' AND timestamp >= now() - INTERVAL 7 DAY
GROUP BY method, endpoint
ORDER BY p95 DESC
LIMIT 50`,
  },
  {
    title: 'What people clicked in vain',
    sql: `SELECT
    page,
    selector,
    anyHeavy(text) AS text,
    countIf(name = 'rage') AS rageClicks,
    countIf(name = 'dead') AS deadClicks,
    uniq(sessionId) AS sessions
FROM events
WHERE type = 'click' AND name IN ('rage', 'dead') AND timestamp >= now() - INTERVAL 7 DAY
GROUP BY page, selector
ORDER BY sessions DESC
LIMIT 50`,
  },
  {
    title: 'Releases compared by errors per session',
    sql: `SELECT
    release,
    count() AS sessions,
    countIf(errorCount > 0) AS withErrors,
    round(100 * withErrors / sessions, 1) AS percent
FROM sessions
WHERE createdAt >= now() - INTERVAL 7 DAY
GROUP BY release
ORDER BY sessions DESC
LIMIT 20`,
  },
  {
    title: 'Funnel: product, cart, checkout',
    sql: `SELECT
    level,
    count() AS people
FROM
(
    SELECT
        if(userId != '', userId, anonymousId) AS person,
        windowFunnel(86400)(
            toDateTime(timestamp),
            page ILIKE '%product%',
            page ILIKE '%cart%',
            page ILIKE '%checkout%') AS level
    FROM events
    WHERE type = 'pageview' AND timestamp >= now() - INTERVAL 7 DAY
    GROUP BY person
)
GROUP BY level
ORDER BY level`,
  },
  {
    title: 'Sessions by hour of the day and weekday',
    sql: `SELECT
    toHour(createdAt) AS hour,
    countIf(toDayOfWeek(createdAt) <= 5) AS weekdays,
    countIf(toDayOfWeek(createdAt) > 5) AS weekend
FROM sessions
WHERE createdAt >= now() - INTERVAL 28 DAY
GROUP BY hour
ORDER BY hour`,
  },
  {
    title: 'Size of the recordings by day',
    sql: `SELECT
    toDate(createdAt) AS day,
    uniq(sessionId) AS sessions,
    count() AS events,
    formatReadableSize(sum(bytes)) AS size
FROM replay_events
WHERE createdAt >= today() - 13
GROUP BY day
ORDER BY day`,
  },
];
