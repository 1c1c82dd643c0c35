-- Traits of the sessions that reached a step, counted among those who left there and those who went on. What a session did after it went
-- on does not count: it would only tell that it went on.
WITH
    outcomes AS
    (
        SELECT
            sessionId,
            minIf(timestamp, {{step}}) AS reachedAt,
            maxIf(timestamp, {{step}}) AS lastAt,
            arrayFirst(moment -> moment > {{after}}, arraySort(groupArrayIf(timestamp, {{goal}}))) AS wentOnAt,
            wentOnAt = toDateTime64(0, 3, 'UTC') AS hasLeft,
            if(hasLeft, toDateTime64('2200-01-01 00:00:00', 3, 'UTC'), wentOnAt) AS until
        FROM events
        WHERE projectId = {projectId:String}
            AND createdAt >= {from:DateTime64(3, 'UTC')}
            AND createdAt < {to:DateTime64(3, 'UTC')}
            AND type IN ('pageview', 'custom')
        GROUP BY sessionId
        HAVING countIf({{step}}) > 0
    ),
    traits AS
    (
        SELECT sessionId, arrayJoin(
        [
            ('device', toString(device)), ('browser', toString(browser)), ('os', toString(os)), ('country', toString(country)),
            ('locale', toString(locale)), ('release', toString(release)), ('environment', toString(environment)),
            ('campaign', toString(utmCampaign)), ('source', toString(utmSource)), ('entryPage', toString(entryPage)),
            ('signedIn', if(userId != '', 'yes', 'no')), ('cart', if(cartValue > 0, 'yes', 'no'))
        ]) AS trait
        FROM sessions
        WHERE projectId = {projectId:String}
            AND createdAt >= {from:DateTime64(3, 'UTC')}
            AND createdAt < {to:DateTime64(3, 'UTC')}
        UNION ALL
        SELECT sessionId, ('tag', concat(key, ' = ', value)) AS trait
        FROM session_tags
        WHERE projectId = {projectId:String}
            AND createdAt >= {from:DateTime64(3, 'UTC')}
            AND createdAt < {to:DateTime64(3, 'UTC')}
        UNION ALL
        SELECT sessionId, multiIf(
            type = 'error', ('error', errorMessage),
            type = 'request' AND errorCode >= 400, ('failedRequest', concat(toString(errorCode), ' ', requestMethod, ' ', requestUrl)),
            type = 'request', ('slowRequest', concat(requestMethod, ' ', requestUrl)),
            type = 'click', (if(name = 'rage', 'rageClick', 'deadClick'), toString(selector)),
            ('event', toString(name))) AS trait
        FROM events
        INNER JOIN outcomes USING (sessionId)
        WHERE projectId = {projectId:String}
            AND createdAt >= {from:DateTime64(3, 'UTC')}
            AND createdAt < {to:DateTime64(3, 'UTC')}
            AND timestamp < until
            AND type IN ('error', 'request', 'click', 'custom')
            AND (type IN ('error', 'custom') OR (type = 'request' AND (errorCode >= 400 OR durationMs >= 3000))
                OR (type = 'click' AND name IN ('rage', 'dead')))
    )
SELECT
    trait.1 AS kind,
    trait.2 AS value,
    uniqExactIf(sessionId, hasLeft) AS leftWith,
    uniqExactIf(sessionId, NOT hasLeft) AS stayedWith,
    groupUniqArrayIf(3)(toString(sessionId), hasLeft) AS examples
FROM
(
    SELECT sessionId, hasLeft, arrayJoin([('', ''), trait]) AS trait
    FROM outcomes
    INNER JOIN traits USING (sessionId)
)
WHERE kind = '' OR value != ''
GROUP BY trait
HAVING kind = '' OR leftWith + stayedWith >= {least:UInt32}
ORDER BY leftWith + stayedWith DESC, kind, value
LIMIT {most:UInt32}
