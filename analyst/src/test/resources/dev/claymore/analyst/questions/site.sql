-- A made-up site out of nothing but hashes of the person, the session, the page or the event: the same data everywhere. What is between dollar
-- signs, the site's own file says. A visit follows one of the site's ways, or only a part of it; each page of a way names what is called ("r:"),
-- what happens ("c:"), and at how many of a thousand times ("%"). Statements end with a line that holds only a semicolon.
INSERT INTO claymore.events
(
    projectId, sessionId, eventId, createdAt, timestamp, type, name, windowId, userId, anonymousId,
    page, url, title, referrer, selector, text, x, y,
    errorCode, errorType, errorMessage, errorStack, errorFingerprint,
    requestMethod, requestUrl, statusCode, durationMs, value, cartValue,
    country, region, city, browser, browserVersion, os, device, locale, viewportWidth, viewportHeight,
    release, environment, traceId, spanId, tags, receivedAt, knownOnce
)
WITH
    (key, salt) -> sipHash64('$project$', toString(key), salt) AS hashed,
    (key, salt) -> toInt64(hashed(key, salt) % 1000) AS mille,
    (key, salt, choices) -> choices[1 + hashed(key, salt) % length(choices)] AS pick,
    (choices) -> arrayFlatten(arrayMap((choice, at) -> arrayWithConstant(choice.1, at), choices, arrayEnumerate(choices))) AS lots,
    (number) -> lower(hex(toUInt64(number))) AS digits,
    -- The id of what began at a millisecond: its time, and bits that only its key decides.
    (ms, key) -> toUUID(concat(
        leftPad(substring(leftPad(digits(ms), 12, '0'), 1, 8), 8, '0'), '-', substring(leftPad(digits(ms), 12, '0'), 9, 4),
        '-7', substring(leftPad(digits(hashed(key, 'id a')), 16, '0'), 1, 3),
        '-', pick(key, 'variant', ['8', '9', 'a', 'b']), substring(leftPad(digits(hashed(key, 'id b')), 16, '0'), 1, 3),
        '-', substring(leftPad(digits(hashed(key, 'id c')), 16, '0'), 1, 12))) AS idOf,

    toInt64(toUnixTimestamp64Milli(toDateTime64('$first$ 00:00:00', 3, 'UTC'))) AS firstMs,
    toInt64(toUnixTimestamp64Milli(toDateTime64('$now$', 3, 'UTC'))) AS nowMs,
    toInt64(intDiv(nowMs - firstMs, 86400000) + 1) AS dayCount,
    -- weight, country, region, city, locale
    [
$places$
    ] AS places,
    -- weight, browser, its version, system, device
    [
$agents$
    ] AS agents,
    -- weight, referrer, UTM source, medium, campaign
    [
$campaigns$
    ] AS campaigns,
    [$releases$] AS releases,
    [$things$] AS things,
    [$joining$] AS joining,
    [
$ways$
    ] AS ways,
    -- call, code, message, of a thousand
    [
$failures$
    ] AS failures,
    [
$exceptions$
    ] AS exceptions,
    ($numbers$) AS numbers,
    [$prices$] AS prices,
    [$posted$] AS posted,
    [$buttons$] AS buttons,
    lots(places) AS placeLots, lots(agents) AS agentLots, lots(campaigns) AS campaignLots, lots(ways) AS wayLots,

    people AS
    (
        SELECT
            number AS v,
            multiIf(mille(v, 'kind') < 430, 'guest', mille(v, 'kind') < 700, 'new', 'member') AS kind,
            places[placeLots[1 + hashed(v, 'place') % length(placeLots)]] AS place,
            toInt64(hashed(v, 'day') % if(kind = 'member', 30, dayCount)) AS startDay,
            if(kind = 'guest', pick(v, 'visits', [1, 1, 1, 2, 3]), if(kind = 'new', pick(v, 'visits', [1, 2, 3, 5, 8]), pick(v, 'visits', [4, 6, 9, 12]))) AS visitCount,
            arrayCumSum(arrayMap(i -> if(i = 0, 0, toInt64(pick(v * 50 + i, 'pause', [1, 1, 2, 3, 4, 6, 7, 8, 9, 13]))), range(visitCount))) AS pauses,
            if(kind = 'guest', '', $userId$) AS userId,
$traits$
        FROM numbers($people$)
    ),

    visits AS
    (
        SELECT
            *,
            v * 32 + i AS s,
            firstMs + (startDay + pause) * 86400000 + toInt64(pick(s, 'hour', [0, 6, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 21, 22])) * 3600000 + toInt64(hashed(s, 'moment') % 3600000) AS startMs,
            kind = 'new' AND i = 0 AS joins
        FROM people
        ARRAY JOIN pauses AS pause, range(visitCount) AS i
        WHERE startMs < nowMs - 2700000
    ),

    journeys AS
    (
        SELECT
            *,
            agents[agentLots[1 + hashed((v, mille(s, 'other agent') < 150), 'agent') % length(agentLots)]] AS agent,
            agent.5 AS device,
            concat('$anonymous$', substring(digits(hashed((v, agent.5), 'cookie')), 1, 12)) AS anonymousId,
            releases[arrayLastIndex(r -> startMs >= firstMs + toInt64(r.1) * 86400000, releases)].2 AS release,
            campaigns[if(kind = 'guest' OR joins OR mille(s, 'campaign') < 300, campaignLots[1 + hashed(s, 'campaign which') % length(campaignLots)], 1)] AS campaign,
            if(joins, joining, ways[wayLots[1 + hashed(s, 'way') % length(wayLots)]].2) AS way,
            multiIf(joins, length(way), mille(s, 'keeps') < 230, 1, mille(s, 'keeps') < 560, 1 + hashed(s, 'part') % length(way), length(way)) AS kept,
            arrayMap(stop -> replaceOne(stop, '*', pick(s * 32 + length(stop), 'which', things)), arraySlice(way, 1, kept)) AS stops,
            arrayMap(stop -> splitByChar(' ', stop)[1], stops) AS trail,
            arrayMap((stop, p) -> arrayConcat(
                ['pageview'],
                if(p = 1 OR mille(s * 32 + p, 'measured') < 280, ['vital:LCP', 'vital:CLS'], []),
                if(mille(s * 32 + p, 'scrolls') < 450, ['scroll'], []),
                arrayMap(n -> 'click', range(hashed(s * 32 + p, 'clicks') % 4)),
                if(mille(s * 32 + p, 'odd click') < 40, [pick(s * 32 + p, 'odd', ['click:dead', 'click:dead', 'click:rage'])], []),
                if(mille(s * 32 + p, 'inp') < 300, ['vital:INP'], []),
                arrayMap(x -> replaceOne(replaceOne(splitByChar('%', x)[1], 'r:', 'request:'), 'c:', 'custom:'),
                    arrayFilter((x, n) -> position(x, '%') = 0 OR mille((s * 32 + p) * 16 + n, 'does') < toInt64OrZero(splitByChar('%', x)[2]),
                        arraySlice(splitByChar(' ', stop), 2), arrayEnumerate(arraySlice(splitByChar(' ', stop), 2)))),
                if(mille(s * 32 + p, 'breaks') < 35 + if(agent.2 = 'Firefox', 40, 0) + if(release = releases[-1].2, 45, 0), ['error'], []),
                if(mille(s * 32 + p, 'console') < 20, ['console:warn'], [])
            ), stops, arrayEnumerate(stops)) AS happenings,
            arrayMap(p -> 700 + toInt64(hashed(s * 32 + p, 'pace') % 5200), arrayEnumerate(stops)) AS paces,
            arrayMap((steps, pace, p) -> toInt64(length(steps)) * pace + toInt64(hashed(s * 32 + p, 'stays') % 38000), happenings, paces, arrayEnumerate(stops)) AS stays,
            arrayMap((until, stay) -> until - stay, arrayCumSum(stays), stays) AS offsets
        FROM visits
    ),

    pages AS
    (
        SELECT * EXCEPT (way, stops, trail, happenings, paces, stays, offsets), page, steps, pace, pageOffset, p
        FROM journeys
        ARRAY JOIN trail AS page, happenings AS steps, paces AS pace, offsets AS pageOffset, arrayEnumerate(trail) AS p
    ),

    happened AS
    (
        SELECT
            * EXCEPT (steps),
            step, q, (s * 32 + p) * 64 + q AS e,
            splitByChar(':', step)[1] AS type,
            substring(step, length(type) + 2) AS detail,
            startMs + pageOffset + (q - 1) * pace + if(q = 1, 0, toInt64(hashed(e, 'jitter') % 600)) AS ms,
            arrayFirst(f -> f.1 = detail AND mille((e, f.2), 'fails') < f.4, failures) AS found,
            if(type = 'request', (found.2, found.3), (0, '')) AS failure,
            if(type != 'error', ('', '', ''), pick((v % 40, page, release), 'exception', exceptions)) AS exception
        FROM pages
        ARRAY JOIN steps AS step, arrayEnumerate(steps) AS q
    )

SELECT
    '$project$' AS projectId,
    idOf(startMs, concat('session ', toString(s))) AS sessionId,
    idOf(ms, concat('event ', toString(e))) AS eventId,
    fromUnixTimestamp64Milli(startMs, 'UTC') AS createdAt,
    fromUnixTimestamp64Milli(ms, 'UTC') AS timestamp,
    type,
    multiIf(type IN ('custom', 'vital', 'console'), detail, detail IN ('dead', 'rage'), detail, '') AS name,
    'tab-1' AS windowId,
    userId,
    anonymousId,
    page,
    concat('https://$project$.example', page, if(p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5), '')) AS url,
    if(page = '/', '$home$', concat(upper(substring(splitByChar('/', page)[-1], 1, 1)), substring(splitByChar('/', page)[-1], 2))) AS title,
    campaign.2 AS referrer,
    multiIf(type = 'click', pick(e, 'selector', buttons).1, type = 'input', 'input', '') AS selector,
    multiIf(type = 'click', pick(e, 'selector', buttons).2, type = 'console', 'Slow answer', '') AS text,
    if(type = 'click', toInt32(10 + hashed(e, 'x') % 300), 0) AS x,
    if(type = 'click', toInt32(10 + hashed(e, 'y') % 600), 0) AS y,
    failure.1 AS errorCode,
    exception.1 AS errorType,
    if(type = 'error', exception.2, failure.2) AS errorMessage,
    exception.3 AS errorStack,
    if(type = 'error', digits(sipHash64(exception.1, exception.2)), '') AS errorFingerprint,
    multiIf(type != 'request', '', has(posted, detail), 'POST', 'GET') AS requestMethod,
    if(type = 'request', detail, '') AS requestUrl,
    multiIf(type != 'request', 0, errorCode > 0, errorCode, 200) AS statusCode,
    if(type = 'request', toUInt32(60 + length(detail) * 17 + intDiv(pow(hashed(e, 'slow') % 1000, 4), 500000000) + if(errorCode >= 500, 3000 + hashed(e, 'hangs') % 7000, 0)), 0) AS durationMs,
    multiIf(
        detail = 'LCP', 700 + if(device = 'mobile', 800, 0) + length(page) * 20 + intDiv(pow(hashed(e, 'lcp') % 1000, 4), 400000000),
        detail = 'CLS', intDiv(pow(hashed(e, 'cls') % 100, 3), 8000) / 512.,
        detail = 'INP', 45 + if(device = 'desktop', 0, 60) + intDiv(pow(hashed(e, 'inp') % 1000, 3), 3000000),
        type = 'custom', pick(e, 'number', arrayElement(arrayPushBack(numbers.2, [0.]), if(indexOf(numbers.1, detail) = 0, length(numbers.1) + 1, indexOf(numbers.1, detail)))), 0.) AS value,
    $cart$ AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    agent.2 AS browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale, 1200 AS viewportWidth, 700 AS viewportHeight,
    release,
    if(mille(s, 'environment') < 20, 'staging', 'production') AS environment,
    '' AS traceId, '' AS spanId,
    if(kind = 'guest', map($tags$)) AS tags,
    timestamp AS receivedAt,
    true AS knownOnce
FROM happened
;
