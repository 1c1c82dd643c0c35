-- Project 'meridian': a made-up bank, its public pages and its portal.
-- Now is 2026-04-22T11:05:00Z, a Wednesday; the data begins on 2026-02-16. Nothing is random: every choice is a hash of the person, the
-- session, the page or the event. A visit follows one of the ways below, or only a part of it; each page of a way names what is
-- called ("r:"), what happens ("c:"), and at how many of a thousand times ("%"). Statements end with a line that holds only a semicolon.
INSERT INTO claymore.events
(
    projectId, sessionId, eventId, createdAt, timestamp, type, name, windowId, userId, anonymousId,
    page, url, title, referrer, selector, text, x, y,
    errorCode, errorType, errorMessage, errorStack, errorFingerprint,
    requestMethod, requestUrl, statusCode, durationMs, value, cartValue,
    country, region, city, browser, browserVersion, os, device, locale, viewportWidth, viewportHeight,
    release, environment, traceId, spanId, tags, receivedAt
)
WITH
    (key, salt) -> sipHash64('meridian', toString(key), salt) AS hashed,
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

    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-02-16 00:00:00', 3, 'UTC'))) AS firstMs,
    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-04-22 11:05:00', 3, 'UTC'))) AS nowMs,
    toInt64(intDiv(nowMs - firstMs, 86400000) + 1) AS dayCount,
    -- weight, country, region, city, locale
    [
        (8, 'PT', 'Porto', 'Porto', 'pt-PT'), (7, 'PT', 'Lisbon', 'Lisbon', 'pt-PT'), (7, 'GB', 'England', 'Leeds', 'en-GB'), (4, 'GB', 'Scotland', 'Glasgow', 'en-GB'), (5, 'NO', 'Vestland', 'Bergen', 'nb-NO'),
        (4, 'NO', 'Oslo', 'Oslo', 'nb-NO'), (4, 'FI', 'Pirkanmaa', 'Tampere', 'fi-FI'), (6, 'US', 'Illinois', 'Chicago', 'en-US'), (4, 'US', 'Texas', 'Austin', 'en-US'), (4, 'AT', 'Styria', 'Graz', 'de-AT'),
        (4, 'GR', 'Attica', 'Athens', 'el-GR'), (3, 'SG', 'Singapore', 'Singapore', 'en-SG'), (4, 'NG', 'Lagos', 'Lagos', 'en-NG'), (3, 'NZ', 'Otago', 'Dunedin', 'en-NZ'), (3, 'AR', 'Cordoba', 'Rosario', 'es-AR')
    ] AS places,
    -- weight, browser, its version, system, device
    [
        (9, 'Chrome', '146.0', 'Windows', 'desktop'), (5, 'Chrome', '146.0', 'macOS', 'desktop'), (5, 'Safari', '19.1', 'macOS', 'desktop'), (4, 'Firefox', '149.0', 'Linux', 'desktop'), (5, 'Edge', '146.0', 'Windows', 'desktop'),
        (9, 'Safari', '19.1', 'iOS', 'mobile'), (9, 'Chrome', '146.0', 'Android', 'mobile'), (3, 'Samsung Internet', '30.0', 'Android', 'mobile'), (3, 'Safari', '19.1', 'iOS', 'tablet'), (1, 'Chrome', '146.0', 'Android', 'tablet')
    ] AS agents,
    -- weight, referrer, UTM source, medium, campaign
    [
        (12, '', '', '', ''),
        (7, 'https://www.google.com/', '', '', ''),
        (3, 'https://www.linkedin.com/', '', '', ''),
        (6, 'https://www.google.com/', 'google', 'cpc', 'mortgage-rates'),
        (4, 'https://www.instagram.com/', 'instagram', 'social', 'first-salary'),
        (3, 'https://www.linkedin.com/', 'linkedin', 'social', 'business-day'),
        (4, '', 'bulletin', 'email', 'spring-savings')
    ] AS campaigns,
    [(0, '3.8.0'), (21, '3.9.0'), (39, '3.9.1'), (57, '4.0.0-rc1')] AS releases,
    ['mortgage', 'personal', 'car'] AS things,
    ['/ r:/api/v2/rates', '/open-account', '/open-account/identity r:/api/v2/identity c:document_uploaded%850', '/open-account/done r:/api/v2/accounts c:account_opened%900', '/overview r:/api/v2/accounts'] AS joining,
    [
        (11, ['/login r:/api/v2/auth c:login_succeeded%930', '/overview r:/api/v2/accounts', '/transfers/new r:/api/v2/payees c:payee_added%220', '/transfers/review r:/api/v2/limits', '/transfers/done r:/api/v2/transfers c:transfer_sent%880 c:receipt_downloaded%250']),
        (7, ['/login r:/api/v2/auth c:login_succeeded%930', '/overview r:/api/v2/accounts', '/bills r:/api/v2/bills', '/bills/pay r:/api/v2/bills c:bill_paid%820', '/overview r:/api/v2/accounts']),
        (5, ['/login r:/api/v2/auth c:login_succeeded%900', '/overview r:/api/v2/accounts', '/statements r:/api/v2/statements c:statement_exported%650']),
        (5, ['/loans/* r:/api/v2/rates c:loan_simulated%700', '/loans/apply r:/api/v2/scoring', '/loans/apply/income c:document_uploaded%500', '/loans/apply/done r:/api/v2/scoring c:loan_requested%700']),
        (4, ['/login r:/api/v2/auth c:login_succeeded%930', '/cards r:/api/v2/cards', '/cards/manage r:/api/v2/cards c:card_frozen%350 c:pin_changed%250', '/support/fraud c:chat_opened%300']),
        (4, ['/savings r:/api/v2/rates', '/savings/goals r:/api/v2/goals c:goal_created%600', '/overview r:/api/v2/accounts']),
        (3, ['/support', '/support/lost-card', '/support c:chat_opened%500 c:helpfulness_rated%400']),
        (3, ['/ r:/api/v2/rates', '/rates r:/api/v2/rates', '/branches'])
    ] AS ways,
    -- call, code, message, of a thousand
    [
        ('/api/v2/transfers', 422, 'Daily limit exceeded', 80),
        ('/api/v2/transfers', 500, 'Core ledger unavailable', 60),
        ('/api/v2/auth', 401, 'Wrong PIN', 110),
        ('/api/v2/auth', 429, 'Too many attempts', 30),
        ('/api/v2/scoring', 504, 'Scoring timed out', 90),
        ('/api/v2/bills', 409, 'Bill was already settled', 50),
        ('/api/v2/cards', 503, 'Card processor offline', 60),
        ('/api/v2/accounts', 500, 'Balance could not be loaded', 20)
    ] AS failures,
    [
        ('TypeError', 'balance.toFixed is not a function', 'at showBalance (overview.js:61:19)'),
        ('TypeError', 'balance.toFixed is not a function', 'at showBalance (overview.js:61:19)'),
        ('SessionExpiredError', 'Your session has expired', 'at guard (auth.js:24:11)'),
        ('CurrencyError', 'Unknown currency code', 'at convert (money.js:90:3)'),
        ('SyntaxError', 'Unexpected token in response', 'at parse (client.js:12:40)')
    ] AS exceptions,
    (['transfer_sent', 'bill_paid', 'loan_simulated', 'loan_requested', 'goal_created', 'helpfulness_rated', 'statement_exported'], [[20.0, 35.0, 80.0, 150.0, 150.0, 400.0, 1250.0, 9000.0], [18.0, 42.5, 60.0, 95.0, 310.0], [2000.0, 8000.0, 15000.0, 120000.0, 250000.0], [3000.0, 8000.0, 15000.0, 180000.0], [500.0, 1000.0, 2500.0, 10000.0], [1.0, 2.0, 4.0, 5.0, 5.0], [1.0, 3.0, 12.0]]) AS numbers,
    [0.0] AS prices,
    ['/api/v2/transfers', '/api/v2/auth', '/api/v2/identity', '/api/v2/scoring'] AS posted,
    [('button#send', 'Send money'), ('button.freeze', 'Freeze card'), ('a.rates', 'See rates'), ('button.export', 'Export PDF'), ('nav.cards', 'Cards'), ('button.chat', 'Talk to us')] AS buttons,
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
            if(kind = 'guest', '', concat('cust-', toString(7000 + v))) AS userId,
            pick(v, 'segment', ['retail', 'retail', 'retail', 'business', 'private']) AS segment,
            pick(v, 'layout', ['compact', 'guided']) AS layout,
            pick(v, 'branch', ['harbour', 'old-town', 'online', 'online']) AS branch,
            concat('rel-', toString(100 + hashed(v, 'relation') % 250)) AS relationId
        FROM numbers(760)
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
            concat('anon', substring(digits(hashed((v, agent.5), 'cookie')), 1, 12)) AS anonymousId,
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
    'meridian' AS projectId,
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
    concat('https://meridian.example', page, if(p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5), '')) AS url,
    if(page = '/', 'Meridian: everyday banking', concat(upper(substring(splitByChar('/', page)[-1], 1, 1)), substring(splitByChar('/', page)[-1], 2))) AS title,
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
    0. AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    agent.2 AS browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale, 1200 AS viewportWidth, 700 AS viewportHeight,
    release,
    if(mille(s, 'environment') < 20, 'staging', 'production') AS environment,
    '' AS traceId, '' AS spanId,
    if(kind = 'guest', map('layout', layout), map('segment', segment, 'layout', layout, 'branch', branch, 'relationId', relationId)) AS tags,
    timestamp AS receivedAt
FROM happened
;
