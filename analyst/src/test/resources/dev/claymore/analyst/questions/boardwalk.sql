-- Project 'boardwalk': a made-up app in which teams plan their projects. Now is 2026-09-16T15:30:00Z, a Wednesday; the data begins on
-- Monday, 2026-07-06. Nothing is random: every choice is a hash of the person, the session, the page or the event.
-- Statements end with a line that holds only a semicolon.
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
    (key, salt) -> sipHash64('boardwalk', toString(key), salt) AS hashed,
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

    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-07-06 00:00:00', 3, 'UTC'))) AS firstMs,
    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-09-16 15:30:00', 3, 'UTC'))) AS nowMs,
    -- weight, country, region, city, locale, hours to add to UTC
    [
        (9, 'DE', 'Berlin', 'Berlin', 'de-DE', 2), (6, 'DE', 'Bavaria', 'Munich', 'de-DE', 2), (4, 'DE', 'North Rhine-Westphalia', 'Cologne', 'de-DE', 2), (3, 'DE', 'Saxony', 'Leipzig', 'de-DE', 2),
        (5, 'AT', 'Vienna', 'Vienna', 'de-AT', 2), (5, 'CH', 'Zurich', 'Zurich', 'de-CH', 2), (2, 'CH', 'Geneva', 'Geneva', 'fr-CH', 2),
        (8, 'GB', 'England', 'London', 'en-GB', 1), (3, 'GB', 'England', 'Leeds', 'en-GB', 1), (3, 'IE', 'Leinster', 'Dublin', 'en-IE', 1),
        (8, 'US', 'New York', 'New York', 'en-US', -4), (5, 'US', 'Washington', 'Seattle', 'en-US', -7), (4, 'US', 'Illinois', 'Chicago', 'en-US', -5), (3, 'US', 'Texas', 'Dallas', 'en-US', -5),
        (4, 'SE', 'Stockholm', 'Stockholm', 'sv-SE', 2), (4, 'PL', 'Mazovia', 'Warsaw', 'pl-PL', 2), (3, 'PL', 'Lesser Poland', 'Krakow', 'pl-PL', 2),
        (5, 'IN', 'Karnataka', 'Bengaluru', 'en-IN', 5), (3, 'IN', 'Maharashtra', 'Pune', 'en-IN', 5), (3, 'AU', 'Victoria', 'Melbourne', 'en-AU', 10), (4, 'ES', 'Catalonia', 'Barcelona', 'es-ES', 2)
    ] AS places,
    lots(places) AS placeLots,
    [
        (10, 'Chrome', '148.0', 'Windows', 1536, 740), (7, 'Chrome', '148.0', 'macOS', 1440, 800), (3, 'Chrome', '147.0', 'Linux', 1680, 920), (6, 'Safari', '19.2', 'macOS', 1512, 870),
        (5, 'Firefox', '151.0', 'Windows', 1920, 950), (3, 'Firefox', '151.0', 'Linux', 1680, 930), (7, 'Edge', '148.0', 'Windows', 1920, 960)
    ] AS desktops,
    [(6, 'Safari', '19.2', 'iOS', 393, 670), (5, 'Chrome', '148.0', 'Android', 412, 780), (2, 'Samsung Internet', '30.0', 'Android', 384, 720)] AS phones,
    [(3, 'Safari', '19.2', 'iOS', 820, 1110), (2, 'Chrome', '148.0', 'Android', 800, 1180)] AS tablets,
    lots(desktops) AS desktopLots, lots(phones) AS phoneLots, lots(tablets) AS tabletLots,
    -- weight, referrer, UTM source, medium, campaign
    [
        (12, '', '', '', ''), (9, 'https://www.google.com/', '', '', ''), (2, 'https://www.bing.com/', '', '', ''), (4, 'https://www.producthunt.com/', '', '', ''),
        (6, 'https://www.google.com/', 'google', 'cpc', 'kanban-tools'), (4, 'https://www.google.com/', 'google', 'cpc', 'agile-teams'), (5, 'https://www.linkedin.com/', 'linkedin', 'paid-social', 'agile-teams'),
        (3, '', 'partner-mail', 'email', 'back-to-work'), (2, 'https://www.capterra.com/', 'capterra', 'referral', 'listing')
    ] AS campaigns,
    lots(campaigns) AS campaignLots,

    people AS
    (
        SELECT
            number AS v,
            multiIf(mille(v, 'kind') < 480, 'lead', mille(v, 'kind') < 720, 'new', 'member') AS kind,
            places[placeLots[1 + hashed(v, 'place') % length(placeLots)]] AS place,
            multiIf(kind = 'lead', toInt64(hashed(v, 'day') % 73), kind = 'new', toInt64(hashed(v, 'day') % 70), toInt64(hashed(v, 'day') % 40)) AS startDay,
            multiIf(kind = 'lead', pick(v, 'visits', [1, 1, 1, 1, 2, 2, 3]), kind = 'new', pick(v, 'visits', [1, 2, 4, 6, 9, 12]), pick(v, 'visits', [5, 8, 11, 14, 18])) AS visitCount,
            arrayCumSum(arrayMap(i -> if(i = 0, 0, toInt64(pick(v * 50 + i, 'pause', [1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 12]))), range(visitCount))) AS pauses,
            if(kind = 'lead', '', concat('usr_', leftPad(toString(4000 + v), 5, '0'))) AS userId,
            multiIf(mille(v, 'device') < 720, 'desktop', mille(v, 'device') < 930, 'mobile', 'tablet') AS ownDevice,
            pick(v, 'paid', ['starter', 'starter', 'team', 'team', 'team', 'enterprise']) AS paidPlan,
            pick(v, 'role', ['owner', 'member', 'member', 'member', 'guest']) AS role,
            pick(v, 'editor', ['classic', 'classic', 'blocks']) AS editor,
            concat('ws-', toString(700 + hashed(v, 'workspace') % 260)) AS workspaceId
        FROM numbers(900)
    ),

    visits AS
    (
        SELECT
            *,
            v * 32 + i AS s,
            (startDay + pause) * 86400000 + firstMs AS dayMs,
            toDayOfWeek(fromUnixTimestamp64Milli(dayMs, 'UTC')) AS weekday,
            dayMs + ((pick(s, 'hour', [7, 8, 8, 9, 9, 9, 10, 10, 11, 11, 13, 13, 14, 14, 15, 15, 16, 17, 19, 21]) - place.6 + 24) % 24) * 3600000 + toInt64(hashed(s, 'moment') % 3600000) AS startMs,
            if(mille(s, 'elsewhere') < 140, if(ownDevice = 'desktop', 'mobile', 'desktop'), ownDevice) AS device,
            kind = 'new' AND i = 0 AS signsUp,
            if(kind = 'new', if(pause < 14, 'trial', if(pause < 30 AND mille(v, 'pays') < 600, 'starter', paidPlan)), paidPlan) AS plan
        FROM people
        ARRAY JOIN pauses AS pause, range(visitCount) AS i
        WHERE startMs < nowMs - 2700000 AND (weekday < 6 OR mille(s, 'weekend') < 260)
    ),

    journeys AS
    (
        SELECT
            *,
            multiIf(device = 'desktop', desktops[desktopLots[1 + hashed((v, device), 'agent') % length(desktopLots)]],
                device = 'mobile', phones[phoneLots[1 + hashed((v, device), 'agent') % length(phoneLots)]],
                tablets[tabletLots[1 + hashed((v, device), 'agent') % length(tabletLots)]]) AS agent,
            concat('anon-', substring(digits(hashed((v, device), 'cookie')), 1, 12)) AS anonymousId,
            multiIf(startMs < firstMs + toInt64(24) * 86400000, '2026.7', startMs < firstMs + toInt64(52) * 86400000, '2026.8', startMs < firstMs + toInt64(66) * 86400000, '2026.8.1', '2026.9') AS release,
            if(kind = 'lead' OR signsUp, campaigns[campaignLots[1 + hashed(s, 'campaign') % length(campaignLots)]], campaigns[1]) AS campaign,
            kind = 'lead' OR signsUp AS outside,
            outside AND mille(s, 'leaves') < if(signsUp, 0, 330) AS leaves,
            NOT outside AND mille(s, 'glance') < 90 AS glances,
            mille(s, 'export') < if(plan IN ('team', 'enterprise'), 170, 60) AS exports,
            mille(s, 'billing') < 85 AND role != 'guest' AS visitsBilling,
            visitsBilling AND mille(s, 'upgrades') < if(plan IN ('trial', 'starter'), 480, 130) AS upgrades,
            visitsBilling AND NOT upgrades AND plan NOT IN ('trial') AND mille(s, 'cancels') < 420 AS cancels,
            mille(s, 'payment') < if(release = '2026.9', 520, 210) AS paymentFails,
            arrayConcat(
                multiIf(
                    outside, [pick(s, 'landing', ['/', '/', '/', '/pricing', '/features/timeline', '/features/automations', '/templates/sprint-planning', '/docs/getting-started', '/changelog'])],
                    mille(s, 'signs in') < 360, ['/login', '/app/home'], ['/app/home']),
                if(outside AND NOT leaves, arrayMap(n -> pick(s * 20 + n, 'looks', ['/', '/pricing', '/pricing', '/features/timeline', '/features/automations', '/features/reports', '/templates/sprint-planning', '/templates/okr', '/docs/api', '/changelog']), range(1 + hashed(s, 'looks') % 4)), []),
                if(kind = 'lead' AND NOT leaves AND mille(s, 'almost') < 240, ['/signup'], []),
                if(signsUp, ['/pricing', '/signup', '/app/home'], []),
                if(NOT leaves AND NOT glances AND (signsUp OR NOT outside), arrayMap(n -> pick(s * 20 + n, 'works', ['/app/boards/roadmap', '/app/boards/sprint', '/app/boards/sprint', '/app/boards/bugs', '/app/boards/hiring', '/app/calendar', '/app/inbox', '/app/home']), range(1 + hashed(s, 'works') % 5)), []),
                if(NOT outside AND NOT glances AND (exports OR mille(s, 'reports') < 150), ['/app/reports'], []),
                if(NOT outside AND NOT glances AND mille(s, 'members') < 130, ['/settings/members'], []),
                if(NOT outside AND NOT glances AND mille(s, 'integrations') < 80, ['/settings/integrations'], []),
                if(NOT outside AND visitsBilling, ['/settings/billing'], [])) AS trail,
            arrayMap((path, p) -> arrayConcat(
                ['pageview'],
                if(p = 1 OR mille(s * 32 + p, 'measured') < 250, ['vital:LCP', 'vital:CLS'], []),
                if(path LIKE '/app/%', ['request:load'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'second load') < 420, ['request:tasks'], []),
                if(mille(s * 32 + p, 'scrolls') < 480, ['scroll'], []),
                arrayMap(n -> 'click', range(hashed(s * 32 + p, 'clicks') % if(path LIKE '/app/%', 4, 2))),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'dead') < 55, ['click:dead'], []),
                if(mille(s * 32 + p, 'inp') < 280, ['vital:INP'], []),
                if(path = '/login', ['input', 'input', if(mille(s, 'mistypes') < 130, 'request:login!', 'request:login')], []),
                if(path = '/login' AND mille(s, 'mistypes') < 130, ['input', 'request:login'], []),
                if(path = '/login', ['identify'], []),
                if(path = '/signup' AND signsUp, ['input', 'input', 'request:signup', 'identify', 'custom:signup', 'custom:trial_started'], []),
                if(path = '/signup' AND NOT signsUp, ['input'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'creates') < if(signsUp, 380, 95), ['click', 'request:create', 'custom:project_created'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'completes') < 520, ['click', 'custom:task_completed'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'completes') < 210, ['click', 'custom:task_completed'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'comments') < 260, ['input', 'custom:comment_added'], []),
                if(path LIKE '/app/boards/%' AND mille(s * 32 + p, 'uploads') < 110, [if(mille(s * 32 + p, 'too big') < 180, 'request:upload!', 'request:upload'), if(mille(s * 32 + p, 'too big') < 180, 'console:warn', 'custom:file_uploaded')], []),
                if(path = '/app/home' AND mille(s * 32 + p, 'searches') < 190, ['input', 'request:search', 'custom:search_performed'], []),
                if(path = '/app/reports' AND exports, ['click:export', if(mille(s, 'export fails') < 270, 'request:export!', 'request:export'), if(mille(s, 'export fails') < 270, 'console:error', 'custom:export_finished')], []),
                if(path = '/app/reports' AND exports AND mille(s, 'export fails') < 150, ['click:rage'], []),
                if(path = '/settings/members' AND role != 'guest' AND mille(s, 'invites') < 640, ['input', 'request:invite', 'custom:invite_sent'], []),
                if(path = '/settings/members' AND role = 'guest' AND mille(s, 'invites') < 640, ['input', 'request:invite!'], []),
                if(path = '/settings/integrations' AND mille(s, 'connects') < 520, ['click', 'custom:integration_connected'], []),
                if(path = '/settings/billing' AND (upgrades OR mille(s, 'tries') < 200) AND paymentFails, ['input', 'click:pay', 'request:pay!'], []),
                if(path = '/settings/billing' AND upgrades, ['click:pay', 'request:pay', 'custom:upgrade_completed'], []),
                if(path = '/settings/billing' AND cancels, ['click', 'custom:subscription_cancelled'], []),
                if(path LIKE '/app/%' AND mille(s * 32 + p, 'feedback') < 18, ['input', 'custom:feedback_sent'], []),
                if(mille(s * 32 + p, 'breaks') < 30 + if(agent.2 = 'Firefox', 34, 0) + if(release = '2026.9' AND editor = 'blocks', 90, 0), ['error'], []),
                if(mille(s * 32 + p, 'console') < 24, ['console:warn'], [])
            ), trail, arrayEnumerate(trail)) AS happenings,
            arrayMap((steps, p) -> 900 + toInt64(hashed(s * 32 + p, 'pace') % 6100), happenings, arrayEnumerate(trail)) AS paces,
            arrayMap((steps, pace, p) -> toInt64(length(steps)) * pace + toInt64(hashed(s * 32 + p, 'stays') % if(trail[p] LIKE '/app/%', 64000, 21000)), happenings, paces, arrayEnumerate(trail)) AS stays,
            arrayMap((until, stay) -> until - stay, arrayCumSum(stays), stays) AS offsets
        FROM visits
    ),

    pages AS
    (
        SELECT * EXCEPT (trail, happenings, paces, stays, offsets), page, steps, pace, pageOffset, p
        FROM journeys
        ARRAY JOIN trail AS page, happenings AS steps, paces AS pace, offsets AS pageOffset, arrayEnumerate(trail) AS p
    ),

    happened AS
    (
        SELECT
            * EXCEPT (steps),
            step, q, (s * 32 + p) * 64 + q AS e,
            splitByChar(':', step)[1] AS type,
            splitByChar(':', step)[2] AS detail,
            startMs + pageOffset + (q - 1) * pace + if(q = 1, 0, toInt64(hashed(e, 'jitter') % 800)) AS ms,
            if(endsWith(detail, '!'), trim(TRAILING '!' FROM detail), detail) AS call,
            if(type != 'request', (0, ''), multiIf(
                detail = 'pay!', pick(e, 'fails', [(402, 'Payment required: card was declined'), (402, 'Payment required: card was declined'), (500, 'Billing provider did not answer'), (503, 'Billing is being maintained')]),
                detail = 'login!', (401, 'Wrong email or password'), detail = 'upload!', (413, 'File is larger than 25 MB'),
                detail = 'export!', pick(e, 'fails', [(504, 'Export took too long'), (504, 'Export took too long'), (500, 'Worker ran out of memory')]),
                detail = 'invite!', (403, 'Guests may not invite'),
                mille(e, 'fails') < 14, pick(e, 'fails', [(409, 'Board was changed by someone else'), (409, 'Board was changed by someone else'), (429, 'Slow down'), (500, 'Unexpected failure')]),
                (0, ''))) AS failure,
            if(type != 'error', ('', '', ''), multiIf(
                release = '2026.9' AND editor = 'blocks' AND mille(e, 'which') < 700, ('SyncConflictError', 'Block tree is out of sync with the server', 'at mergeBlocks (editor.js:1204:9)'),
                agent.2 = 'Firefox' AND mille(e, 'which') < 600, ('NotSupportedError', 'Clipboard item type is not supported', 'at pasteInto (clipboard.js:77:13)'),
                page LIKE '/app/boards/%', ('TypeError', 'Cannot read properties of null (reading \'columnId\')', 'at dropCard (board.js:311:28)'),
                mille(e, 'which') < 400, ('QuotaExceededError', 'The local cache is full', 'at putDraft (drafts.js:52:5)'),
                ('TypeError', 'locale.weekStart is not a function', 'at renderGrid (calendar.js:19:40)'))) AS exception
        FROM pages
        ARRAY JOIN steps AS step, arrayEnumerate(steps) AS q
    )

SELECT
    'boardwalk' AS projectId,
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
    concat('https://boardwalk.example', page, if(p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5), '')) AS url,
    multiIf(page = '/', 'Boardwalk: plan together', page = '/pricing', 'Plans and prices', page = '/app/home', 'Home', concat(upper(substring(splitByChar('/', page)[-1], 1, 1)), substring(splitByChar('/', page)[-1], 2))) AS title,
    campaign.2 AS referrer,
    multiIf(
        type = 'click', multiIf(
            detail = 'export', 'button#export', detail = 'rage', 'button#export', detail = 'pay', 'button.pay-now', page = '/pricing', pick(e, 'selector', ['button.choose-team', 'button.choose-starter', 'a.compare']),
            page LIKE '/app/boards/%', pick(e, 'selector', ['div.card', 'div.card', 'div.card', 'button.add-card', 'button.filter', 'div.column-header']),
            page LIKE '/app/%', pick(e, 'selector', ['nav.boards', 'nav.calendar', 'a.notification', 'button.new-board']), pick(e, 'selector', ['nav.pricing', 'nav.features', 'button.start-trial', 'footer.docs'])),
        type = 'input', multiIf(page IN ('/login', '/signup'), 'input[name=email]', page = '/settings/members', 'input.invitee', page = '/app/home', 'input.search', 'textarea'), '') AS selector,
    multiIf(
        type = 'click', transform(selector, ['button#export', 'button.pay-now', 'button.add-card', 'button.start-trial', 'button.choose-team', 'button.choose-starter', 'button.new-board'], ['Export', 'Pay now', 'Add card', 'Start free trial', 'Choose Team', 'Choose Starter', 'New board'], ''),
        type = 'console', if(name = 'error', 'Export failed', 'Retrying the upload'), '') AS text,
    if(type = 'click', toInt32(10 + hashed(e, 'x') % (agent.5 - 20)), 0) AS x,
    if(type = 'click', toInt32(10 + hashed(e, 'y') % agent.6), 0) AS y,
    failure.1 AS errorCode,
    exception.1 AS errorType,
    if(type = 'error', exception.2, failure.2) AS errorMessage,
    exception.3 AS errorStack,
    if(type = 'error', digits(sipHash64(exception.1, exception.2)), '') AS errorFingerprint,
    multiIf(type != 'request', '', call IN ('load', 'tasks', 'search'), 'GET', 'POST') AS requestMethod,
    multiIf(type != 'request', '', call = 'load', multiIf(page LIKE '/app/boards/%', '/api/v2/boards', page = '/app/reports', '/api/v2/reports', '/api/v2/feed'), transform(call,
        ['tasks', 'login', 'signup', 'create', 'upload', 'search', 'export', 'invite', 'pay'],
        ['/api/v2/tasks', '/api/v2/auth/login', '/api/v2/auth/signup', '/api/v2/boards', '/api/v2/files', '/api/v2/search', '/api/v2/reports/export', '/api/v2/invites', '/api/v2/billing/subscription'], '')) AS requestUrl,
    multiIf(type != 'request', 0, errorCode > 0, errorCode, requestMethod = 'POST', 201, 200) AS statusCode,
    if(type = 'request', toUInt32(transform(call, ['export', 'upload', 'pay', 'search', 'load'], [1900, 640, 710, 130, 75], 105)
        + intDiv(pow(hashed(e, 'slow') % 1000, 5), 700000000000) + if(errorCode >= 500, 4000 + hashed(e, 'hangs') % 9000, 0)), 0) AS durationMs,
    multiIf(
        detail = 'LCP', 640 + if(page LIKE '/app/%', 900, 0) + if(device = 'mobile', 700, 0) + if(place.2 IN ('IN', 'AU'), 800, 0) + intDiv(pow(hashed(e, 'lcp') % 1000, 4), 350000000),
        detail = 'CLS', intDiv(pow(hashed(e, 'cls') % 100, 3), 8000) / 512.,
        detail = 'INP', 40 + if(device = 'desktop', 0, 55) + if(editor = 'blocks' AND kind != 'lead', 60, 0) + intDiv(pow(hashed(e, 'inp') % 1000, 3), 3000000),
        detail = 'trial_started', pick(v, 'days', [14., 14., 14., 30.]),
        detail = 'task_completed', toFloat64(1 + hashed(e, 'hours') % 16),
        detail = 'file_uploaded', (1 + hashed(e, 'megabytes') % 240) / 10.,
        detail = 'search_performed', toFloat64(hashed(e, 'results') % 22),
        detail = 'export_finished', toFloat64(50 + hashed(e, 'rows') % 9000),
        detail = 'invite_sent', toFloat64(1 + hashed(e, 'invitees') % 5),
        detail = 'upgrade_completed', pick(e, 'price', [12., 29., 29., 49., 199.]),
        detail = 'subscription_cancelled', toFloat64(1 + hashed(e, 'months') % 20),
        detail = 'feedback_sent', pick(e, 'score', [2., 4., 6., 7., 8., 9., 9., 10.]),
        0.) AS value,
    0. AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    agent.2 AS browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale, agent.5 AS viewportWidth, agent.6 AS viewportHeight,
    release,
    if(mille(s, 'environment') < 25, 'staging', 'production') AS environment,
    if(type = 'request', concat(leftPad(digits(hashed(e, 'trace')), 16, '0'), leftPad(digits(hashed(e, 'trace b')), 16, '0')), '') AS traceId,
    if(type = 'request', leftPad(digits(hashed(e, 'span')), 16, '0'), '') AS spanId,
    if(kind = 'lead', map('editor', editor), map('plan', plan, 'role', role, 'editor', editor, 'workspaceId', workspaceId)) AS tags,
    timestamp AS receivedAt,
    true AS knownOnce
FROM happened
;
