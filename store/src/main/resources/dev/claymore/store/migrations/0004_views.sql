-- Everything below follows from an INSERT into events or replay_events, whoever does it.
CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_sessions TO sessions AS
WITH
    argMinIf((e.page, e.url, e.title, e.referrer), (e.timestamp, e.eventId), e.type = 'pageview') AS landing
SELECT
    projectId,
    sessionId,
    createdAt,
    min(e.timestamp) AS firstEventAt,
    max(e.timestamp) AS endedAt,
    (countIf(e.userId != '') > 0, maxIf(e.timestamp, e.userId != ''), argMaxIf(e.userId, e.timestamp, e.userId != ''))
        AS person,
    (countIf(e.anonymousId != '') = 0, minIf(e.timestamp, e.anonymousId != ''), argMinIf(e.anonymousId, e.timestamp, e.anonymousId != ''))
        AS visitor,
    tupleConcat(
        (countIf(e.country != '') = 0, minIf(e.timestamp, e.country != '')),
        argMinIf((e.country, e.region, e.city), e.timestamp, e.country != '')) AS place,
    tupleConcat(
        (countIf(e.browser != '') = 0, minIf(e.timestamp, e.browser != '')),
        argMinIf((e.browser, e.browserVersion, e.os, e.device, e.locale, e.bot), e.timestamp, e.browser != '')) AS client,
    tupleConcat(
        (countIf(e.release != '' OR e.environment != '') = 0, minIf(e.timestamp, e.release != '' OR e.environment != '')),
        argMinIf((e.release, e.environment), e.timestamp, e.release != '' OR e.environment != '')) AS build,
    tupleConcat(
        (countIf(e.type = 'pageview') = 0, minIf(e.timestamp, e.type = 'pageview')),
        landing,
        (
            decodeURLFormComponent(extractURLParameter(landing.2, 'utm_source')),
            decodeURLFormComponent(extractURLParameter(landing.2, 'utm_medium')),
            decodeURLFormComponent(extractURLParameter(landing.2, 'utm_campaign')),
            decodeURLFormComponent(extractURLParameter(landing.2, 'utm_term')),
            decodeURLFormComponent(extractURLParameter(landing.2, 'utm_content'))
        )) AS entry,
    (countIf(e.type = 'pageview') > 0, maxIf(e.timestamp, e.type = 'pageview'), argMaxIf(e.page, (e.timestamp, e.eventId), e.type = 'pageview'))
        AS exit,
    count() AS eventCount,
    countIf(e.type = 'pageview') AS pageviewCount,
    countIf(e.type = 'click') AS clickCount,
    countIf(e.type = 'click' AND e.name = 'rage') AS rageClickCount,
    countIf(e.type = 'click' AND e.name = 'dead') AS deadClickCount,
    countIf(e.type = 'input') AS inputCount,
    countIf(e.type = 'error') AS errorCount,
    countIf(e.type = 'request') AS requestCount,
    countIf(e.type = 'request' AND e.errorCode >= 400) AS failedRequestCount,
    countIf(e.type = 'custom') AS customCount,
    max(e.cartValue) AS cartValue,
    groupUniqArrayIf(1000)(e.page, e.type = 'pageview') AS pages,
    groupUniqArrayIf(1000)(e.name, e.type = 'custom') AS eventNames,
    groupUniqArrayIf(1000)(e.errorCode, e.errorCode != 0) AS errorCodes,
    groupUniqArrayIf(1000)(e.errorType, e.type = 'error') AS errorTypes
FROM events AS e
GROUP BY projectId, sessionId, createdAt;

CREATE MATERIALIZED VIEW IF NOT EXISTS replay_events_to_sessions TO sessions AS
SELECT
    projectId,
    sessionId,
    createdAt,
    true AS hasReplay,
    count() AS replayEventCount,
    sum(length(payload)) AS replayBytes
FROM replay_events
GROUP BY projectId, sessionId, createdAt;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_session_tags TO session_tags AS
SELECT DISTINCT projectId, key, value, sessionId, createdAt
FROM (SELECT DISTINCT projectId, sessionId, createdAt, tags FROM events WHERE notEmpty(tags))
ARRAY JOIN mapKeys(tags) AS key, mapValues(tags) AS value
WHERE key != '';

CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_project_days TO project_days AS
SELECT
    projectId,
    toDate(timestamp) AS day,
    min(timestamp) AS firstEventAt,
    max(timestamp) AS lastEventAt,
    count() AS eventCount
FROM events
GROUP BY projectId, day;
