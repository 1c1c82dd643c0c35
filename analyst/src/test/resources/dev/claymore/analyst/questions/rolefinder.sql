-- Project 'rolefinder': a made-up job board: vacancies, applications, and the pages of employers who post them.
-- Now is 2026-10-09T08:25:00Z, a Friday; the data begins on 2026-08-03. Nothing is random: every choice is a hash of the person, the
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
    (key, salt) -> sipHash64('rolefinder', toString(key), salt) AS hashed,
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

    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-08-03 00:00:00', 3, 'UTC'))) AS firstMs,
    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-10-09 08:25:00', 3, 'UTC'))) AS nowMs,
    toInt64(intDiv(nowMs - firstMs, 86400000) + 1) AS dayCount,
    -- weight, country, region, city, locale
    [
        (8, 'CA', 'Ontario', 'Toronto', 'en-CA'), (5, 'CA', 'Alberta', 'Calgary', 'en-CA'), (8, 'US', 'Washington', 'Seattle', 'en-US'), (6, 'US', 'Georgia', 'Atlanta', 'en-US'), (5, 'GB', 'England', 'Manchester', 'en-GB'),
        (5, 'BE', 'Flanders', 'Ghent', 'nl-BE'), (5, 'SE', 'Skane', 'Malmo', 'sv-SE'), (4, 'CZ', 'South Moravia', 'Brno', 'cs-CZ'), (4, 'RO', 'Cluj', 'Cluj-Napoca', 'ro-RO'), (4, 'IN', 'Karnataka', 'Bengaluru', 'en-IN'),
        (4, 'PH', 'Cebu', 'Cebu City', 'en-PH'), (4, 'AU', 'Victoria', 'Melbourne', 'en-AU'), (3, 'KE', 'Nairobi', 'Nairobi', 'en-KE'), (3, 'CL', 'Santiago', 'Santiago', 'es-CL'), (3, 'IL', 'Haifa', 'Haifa', 'he-IL')
    ] AS places,
    -- weight, browser, its version, system, device
    [
        (10, 'Chrome', '152.0', 'Windows', 'desktop'), (6, 'Chrome', '152.0', 'macOS', 'desktop'), (4, 'Safari', '20.0', 'macOS', 'desktop'), (5, 'Firefox', '155.0', 'Windows', 'desktop'), (3, 'Edge', '152.0', 'Windows', 'desktop'),
        (7, 'Safari', '20.0', 'iOS', 'mobile'), (10, 'Chrome', '152.0', 'Android', 'mobile'), (3, 'Opera', '130.0', 'Android', 'mobile'), (2, 'Safari', '20.0', 'iOS', 'tablet'), (2, 'Chrome', '152.0', 'Android', 'tablet')
    ] AS agents,
    -- weight, referrer, UTM source, medium, campaign
    [
        (9, '', '', '', ''),
        (8, 'https://www.google.com/', '', '', ''),
        (4, 'https://www.glassdoor.com/', '', '', ''),
        (6, 'https://www.linkedin.com/', 'linkedin', 'paid-social', 'hiring-season'),
        (4, 'https://www.facebook.com/', 'facebook', 'paid-social', 'side-jobs'),
        (5, 'https://www.google.com/', 'google', 'cpc', 'remote-roles'),
        (4, '', 'alerts', 'email', 'weekly-alert')
    ] AS campaigns,
    [(0, '21.4'), (19, '21.5'), (44, '21.6'), (60, '22.0')] AS releases,
    ['nurse-4410', 'welder-2093', 'backend-dev-7781', 'barista-5120', 'teacher-3307'] AS things,
    ['/ r:/rest/feed', '/signup', '/signup/profile r:/rest/profile c:resume_uploaded%600', '/jobs r:/rest/jobs c:alert_created%350', '/jobs/* r:/rest/jobs'] AS joining,
    [
        (10, ['/ r:/rest/feed', '/jobs r:/rest/jobs c:job_searched', '/jobs/* r:/rest/jobs c:job_saved%300', '/apply/form r:/rest/questions c:resume_uploaded%250', '/apply/sent r:/rest/applications c:application_submitted%850']),
        (7, ['/jobs r:/rest/jobs c:job_searched', '/jobs/* r:/rest/jobs c:job_saved%350', '/companies/acorn r:/rest/companies', '/jobs/* r:/rest/jobs c:job_shared%150']),
        (5, ['/jobs/* r:/rest/jobs', '/apply/form r:/rest/questions', '/apply/sent r:/rest/applications c:application_submitted%600']),
        (4, ['/inbox r:/rest/messages c:message_replied%450', '/inbox/interviews r:/rest/calendar c:interview_scheduled%500 c:application_withdrawn%150']),
        (4, ['/employers', '/employers/pricing', '/employers/post r:/rest/postings c:posting_drafted%800', '/employers/checkout r:/rest/payments c:posting_published%650']),
        (3, ['/salaries r:/rest/salaries c:salary_compared%700', '/jobs r:/rest/jobs']),
        (3, ['/advice/cover-letters', '/advice/interviews', '/'])
    ] AS ways,
    -- call, code, message, of a thousand
    [
        ('/rest/applications', 500, 'Application could not be stored', 60),
        ('/rest/applications', 409, 'You have applied before', 80),
        ('/rest/payments', 402, 'Payment refused', 130),
        ('/rest/payments', 502, 'Payment gateway failed', 60),
        ('/rest/jobs', 504, 'Search index timed out', 20),
        ('/rest/calendar', 403, 'Calendar access denied', 110),
        ('/rest/questions', 404, 'Vacancy is gone', 50)
    ] AS failures,
    [
        ('TypeError', 'Cannot read properties of null (reading \'salary\')', 'at renderPay (job.js:33:8)'),
        ('TypeError', 'Cannot read properties of null (reading \'salary\')', 'at renderPay (job.js:33:8)'),
        ('UploadError', 'Resume is too large', 'at send (upload.js:71:5)'),
        ('MapError', 'Map tiles failed to load', 'at draw (map.js:15:2)'),
        ('NetworkError', 'Connection was lost', 'at call (rest.js:8:14)')
    ] AS exceptions,
    (['job_searched', 'application_submitted', 'posting_published', 'salary_compared', 'interview_scheduled'], [[0.0, 0.0, 4.0, 9.0, 25.0, 80.0], [2.0, 4.0, 6.0, 11.0, 18.0], [49.0, 99.0, 199.0, 399.0], [1.0, 2.0, 3.0], [1.0, 3.0, 7.0, 14.0]]) AS numbers,
    [49.0, 99.0, 199.0, 399.0] AS prices,
    ['/rest/applications', '/rest/payments', '/rest/postings', '/rest/profile'] AS posted,
    [('button.apply', 'Apply now'), ('button.save', 'Save job'), ('a.company', 'About the company'), ('button.filter', 'Remote only'), ('nav.salaries', 'Salaries'), ('button.post', 'Post a job')] AS buttons,
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
            if(kind = 'guest', '', concat('m', toString(31000 + v))) AS userId,
            pick(v, 'role', ['candidate', 'candidate', 'candidate', 'recruiter']) AS role,
            pick(v, 'ranking', ['recency', 'match']) AS ranking,
            pick(v, 'industry', ['healthcare', 'construction', 'software', 'hospitality']) AS industry,
            concat('org-', toString(900 + hashed(v, 'org') % 180)) AS orgId
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
            concat('v', substring(digits(hashed((v, agent.5), 'cookie')), 1, 12)) AS anonymousId,
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
    'rolefinder' AS projectId,
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
    concat('https://rolefinder.example', page, if(p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5), '')) AS url,
    if(page = '/', 'Rolefinder: find work', concat(upper(substring(splitByChar('/', page)[-1], 1, 1)), substring(splitByChar('/', page)[-1], 2))) AS title,
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
    if(startsWith(page, '/employers/checkout'), pick(s, 'cart', prices), 0.) AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    agent.2 AS browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale, 1200 AS viewportWidth, 700 AS viewportHeight,
    release,
    if(mille(s, 'environment') < 20, 'staging', 'production') AS environment,
    '' AS traceId, '' AS spanId,
    if(kind = 'guest', map('ranking', ranking), map('role', role, 'ranking', ranking, 'industry', industry, 'orgId', orgId)) AS tags,
    timestamp AS receivedAt
FROM happened
;
