-- One slice of the data set: sessions {first} to {first} + {count} of day {day} (0: the first). All of it follows from numbers and hashes, so the
-- same parameters give the same rows. A share between 0 and 1 is a hash modulo a million; skew comes from powers and exponentials of shares.
-- The levels are there because ClickHouse's analyzer copies an alias into every place that uses it.
INSERT INTO events
(
    projectId, sessionId, eventId, createdAt, timestamp, type, name, windowId, userId, anonymousId, page, url, title, referrer, selector, text, x, y,
    errorCode, errorType, errorMessage, errorStack, errorFingerprint, requestMethod, requestUrl, statusCode, durationMs, value, cartValue,
    country, region, city, browser, browserVersion, os, device, locale, viewportWidth, viewportHeight, release, environment,
    traceId, spanId, tags, receivedAt, knownOnce
)
SETTINGS min_insert_block_size_rows = 500000, min_insert_block_size_bytes = 0, max_block_size = 2000
WITH
    (n, i, salt) -> (cityHash64(n, i, salt) % 1000000) / 1e6 AS share,
    [
        'search_used', 'filter_set', 'video_played', 'coupon_entered', 'newsletter_joined', 'wishlist_added', 'review_read', 'share_opened',
        'chat_opened', 'size_chosen', 'colour_chosen', 'tab_changed', 'image_zoomed', 'faq_opened', 'login_opened', 'signup_started', 'signup_done',
        'profile_saved', 'address_saved', 'card_saved', 'order_viewed', 'order_cancelled', 'return_started', 'store_found', 'gift_chosen',
        'compare_opened', 'sort_changed', 'page_printed', 'theme_changed', 'language_changed'
    ] AS customNames,
    -- Country, region, city and language go together.
    [
        ('DE', 'Land Berlin', 'Berlin', 'de-DE'), ('US', 'California', 'Los Angeles', 'en-US'), ('DE', 'Bavaria', 'Munich', 'de-DE'),
        ('US', 'New York', 'New York', 'en-US'), ('GB', 'England', 'London', 'en-GB'), ('FR', 'Île-de-France', 'Paris', 'fr-FR'),
        ('DE', 'Hamburg', 'Hamburg', 'de-DE'), ('NL', 'North Holland', 'Amsterdam', 'nl-NL'), ('AT', 'Vienna', 'Vienna', 'de-AT'),
        ('US', 'Illinois', 'Chicago', 'en-US'), ('DE', 'Hesse', 'Frankfurt am Main', 'de-DE'), ('CH', 'Zurich', 'Zurich', 'de-CH'),
        ('IN', 'Karnataka', 'Bengaluru', 'en-IN'), ('GB', 'England', 'Manchester', 'en-GB'), ('ES', 'Madrid', 'Madrid', 'es-ES'),
        ('IT', 'Lombardy', 'Milan', 'it-IT'), ('PL', 'Mazovia', 'Warsaw', 'pl-PL'), ('BR', 'São Paulo', 'São Paulo', 'pt-BR'),
        ('DE', 'North Rhine-Westphalia', 'Cologne', 'de-DE'), ('FR', 'Auvergne-Rhône-Alpes', 'Lyon', 'fr-FR'), ('CA', 'Ontario', 'Toronto', 'en-CA'),
        ('US', 'Texas', 'Houston', 'en-US'), ('JP', 'Tokyo', 'Tokyo', 'ja-JP'), ('SE', 'Stockholm', 'Stockholm', 'sv-SE'),
        ('DK', 'Capital Region', 'Copenhagen', 'da-DK'), ('AU', 'New South Wales', 'Sydney', 'en-AU'), ('IN', 'Maharashtra', 'Mumbai', 'en-IN'),
        ('MX', 'Mexico City', 'Mexico City', 'es-MX'), ('BE', 'Brussels', 'Brussels', 'fr-BE'), ('CZ', 'Prague', 'Prague', 'cs-CZ'),
        ('PT', 'Lisbon', 'Lisbon', 'pt-PT'), ('IE', 'Leinster', 'Dublin', 'en-IE'), ('FI', 'Uusimaa', 'Helsinki', 'fi-FI'),
        ('NO', 'Oslo', 'Oslo', 'nb-NO'), ('KR', 'Seoul', 'Seoul', 'ko-KR'), ('ZA', 'Gauteng', 'Johannesburg', 'en-ZA'),
        ('NG', 'Lagos', 'Lagos', 'en-NG'), ('AR', 'Buenos Aires', 'Buenos Aires', 'es-AR'), ('SG', 'Singapore', 'Singapore', 'en-SG'),
        ('AE', 'Dubai', 'Dubai', 'en-AE')
    ] AS places
SELECT
    project,
    sessionId,
    reinterpret(
        bitOr(
            toUInt128(bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(at)), 16), bitOr(0x7000, bitAnd(cityHash64(n, i, 1), 0x0FFF)))),
            bitShiftLeft(toUInt128(bitOr(bitAnd(cityHash64(n, i, 2), 0x3FFFFFFFFFFFFFFF), 0x8000000000000000)), 64)),
        'UUID') AS eventId,
    began,
    at,
    type,
    name,
    windowId,
    if(i >= loginAt, concat('user-', toString(person)), '') AS userId,
    anonymousId,
    page,
    concat('https://', project, '.example', page, if(i < 5, query, '')) AS url,
    concat(upper(substring(section, 1, 1)), substring(section, 2), ' – ', project) AS title,
    if(i < 5, entryReferrer, '') AS referrer,
    if(type IN ('click', 'input'), concat('main > div.section-', toString(element % 40), ' > button#action-', toString(element)), '') AS selector,
    multiIf(
        type = 'click', concat('Button ', toString(element)),
        type = 'console', concat('Slow answer of service ', toString(element % 50)),
        '') AS text,
    if(type = 'click', toInt32(share(n, i, 5) * width), 0) AS x,
    if(type = 'click', toInt32(pow(share(n, i, 6), 2) * 6000), 0) AS y,
    errorCode,
    if(type = 'error', ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'NetworkError'][1 + cause % 5], '') AS errorType,
    multiIf(
        type = 'error', concat('Cannot read properties of undefined (reading ', customNames[1 + cause % 30], toString(cause), ')'),
        errorCode > 0, concat('Request failed with status ', toString(errorCode)),
        '') AS errorMessage,
    if(
        type = 'error',
        concat('Error\n    at render (app.js:', toString(cause), ':17)\n    at update (app.js:', toString(cause * 7), ':3)\n    at main (index.js:1:1)'),
        '') AS errorStack,
    if(type = 'error', lower(hex(cityHash64(project, cause))), '') AS errorFingerprint,
    if(type = 'request', if(dice < 0.8, 'GET', 'POST'), '') AS requestMethod,
    if(type = 'request', concat('/api/', customNames[1 + endpoint % 30], '/', toString(endpoint)), '') AS requestUrl,
    if(type = 'request', if(errorCode > 0, errorCode, 200), 0) AS statusCode,
    if(type = 'request', toUInt32(exp(3.5 + 2.2 * share(n, i, 8) + (endpoint % 7) / 3)), 0) AS durationMs,
    multiIf(
        type = 'vital' AND name = 'CLS', round(pow(share(n, i, 9), 3), 3),
        type = 'vital', round(exp(4 + 4 * share(n, i, 9))),
        type = 'scroll', toFloat64(10 * toUInt32(11 * share(n, i, 9))),
        name = 'purchase', cart,
        0) AS value,
    if(step >= 2, cart, 0) AS cartValue,
    place.1 AS country,
    place.2 AS region,
    place.3 AS city,
    browser,
    concat(toString(110 + person % 30), '.0') AS browserVersion,
    os,
    device,
    place.4 AS locale,
    width,
    height,
    release,
    if(person % 50 = 0, 'staging', 'production') AS environment,
    if(traced, lower(concat(hex(cityHash64(n, i, 11)), hex(cityHash64(n, i, 12)))), '') AS traceId,
    if(traced, lower(hex(cityHash64(n, i, 13))), '') AS spanId,
    -- One tag has a value of its own on every other page view.
    multiIf(
        type = 'pageview' AND share(n, i, 14) < 0.5, map('plan', plan, 'experiment', experiment, 'orderRef', lower(hex(cityHash64(n, i, 15)))),
        type IN ('pageview', 'custom', 'error'), map('plan', plan, 'experiment', experiment),
        CAST(map(), 'Map(String, String)')) AS tags,
    at + toIntervalMillisecond(300 + toInt64(share(n, i, 16) * 4000)) AS receivedAt,
    true AS knownOnce
FROM
(
    SELECT
        *,
        splitByChar('/', page)[2] AS section,
        toUInt32(400 * pow(dice, 2.5)) AS element,
        toUInt32(exp(share(n, i, 19) * log(300))) AS cause,
        toUInt32(80 * pow(share(n, i, 20), 2)) AS endpoint,
        type = 'request' AND share(n, i, 10) < 0.5 AS traced,
        multiIf(
            type = 'custom', if(milestone != '' AND i % 5 = 1, milestone, customNames[1 + toUInt32(29.99 * pow(dice, 2))]),
            type = 'vital', ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'][1 + toUInt32(dice * 4.99)],
            type = 'click', multiIf(dice < 0.01, 'rage', dice < 0.03, 'dead', ''),
            type = 'scroll', 'depth',
            type = 'console', if(dice < 0.7, 'warn', 'error'),
            '') AS name,
        if(
            type = 'request' AND dice < if(burst, 0.2, 0.02),
            [500, 404, 503, 401, 429][1 + toUInt32(4.99 * pow(share(n, i, 7), 2))],
            0) AS errorCode
    FROM
    (
        SELECT
            *,
            began + toIntervalMillisecond(toInt64(i) * gapMs + toInt64(share(n, i, 3) * gapMs * 0.9)) AS at,
            multiIf(step = 1, 'product_viewed', step = 2, 'add_to_cart', step = 3, 'checkout_started', step = 5, 'purchase', '') AS milestone,
            -- The first event of every five is a page view, of the others most are clicks and requests.
            multiIf(
                i % 5 = 0, 'pageview',
                i = loginAt, 'identify',
                i % 5 = 1 AND milestone != '', 'custom',
                kind < 0.006 OR (burst AND kind < 0.08), 'error',
                kind < 0.36, 'click',
                kind < 0.50, 'scroll',
                kind < 0.79, 'request',
                kind < 0.86, 'input',
                kind < 0.94, 'vital',
                kind < 0.965, 'custom',
                kind < 0.985, 'console',
                'navigation') AS type,
            multiIf(
                step = 1, concat('/products/', toString(toUInt32(exp(rank * log(5000))))),
                step = 2, '/cart',
                step = 3, '/checkout',
                step = 4, '/checkout/payment',
                step = 5, '/checkout/thanks',
                i < 5, entryPage,
                pageKind < 0.12, '/',
                pageKind < 0.45, concat('/category/', toString(toUInt32(exp(rank * log(60))))),
                pageKind < 0.85, concat('/products/', toString(toUInt32(exp(rank * log(5000))))),
                concat('/articles/', toString(toUInt32(exp(rank * log(500)))))) AS page
        FROM
        (
            SELECT
                *,
                i,
                share(n, i, 4) AS kind,
                share(n, i, 17) AS dice,
                share(n, intDiv(i, 5), 18) AS pageKind,
                share(n, intDiv(i, 5), 12) AS rank,
                -- How far on the way to a purchase this page is, 0 on every other page; one page of another kind lies between two steps.
                if(intDiv(i, 5) % 2 = 1 AND intDiv(i, 5) < 2 * intent, intDiv(intDiv(i, 5), 2) + 1, 0) AS step
            FROM
            (
                SELECT
                    *,
                    multiIf(
                        os = 'iOS', 'Mobile Safari',
                        os = 'Android', if(intDiv(machine, 1000) % 10 < 8, 'Chrome Mobile', 'Samsung Internet'),
                        os = 'macOS', if(intDiv(machine, 1000) % 2 = 0, 'Safari', 'Chrome'),
                        ['Chrome', 'Chrome', 'Edge', 'Firefox'][1 + intDiv(machine, 1000) % 4]) AS browser,
                    toUInt16(multiIf(device = 'mobile', 360 + 30 * (machine % 3), device = 'tablet', 820, 1280 + 160 * (machine % 5))) AS width,
                    toUInt16(multiIf(device = 'mobile', 780, device = 'tablet', 1180, 900)) AS height,
                    toString(reinterpret(bitOr(toUInt128(machine), bitShiftLeft(toUInt128(cityHash64(machine)), 64)), 'UUID')) AS anonymousId,
                    reinterpret(
                        bitOr(
                            toUInt128(bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(began)), 16), bitOr(0x7000, bitAnd(n, 0x0FFF)))),
                            bitShiftLeft(toUInt128(bitOr(bitAnd(cityHash64(n), 0x3FFFFFFFFFFFFFFF), 0x8000000000000000)), 64)),
                        'UUID') AS sessionId
                FROM
                (
                    SELECT
                        *,
                        multiIf(
                            device = 'desktop', ['Windows', 'Windows', 'Windows', 'macOS', 'macOS', 'Linux'][1 + machine % 6],
                            intDiv(machine, 100) % 10 < 6, 'Android',
                            'iOS') AS os
                    FROM
                    (
                        SELECT
                            *,
                            multiIf(machine % 100 < 55, 'mobile', machine % 100 < 95, 'desktop', 'tablet') AS device
                        FROM
                        (
                            SELECT
                                *,
                                places[1 + toUInt32(pow((who % 1000003) / 1000003, 2) * length(places))] AS place,
                                cityHash64(who, u[3] < 0.1) AS machine,
                                -- A third has an account; of their sessions most are signed in, half of those on the way.
                                toUInt32(if(who % 100 < 35 AND u[4] < 0.8, if(u[4] < 0.4, 1, 2 + 5 * toUInt32(u[5] * 3)), 1000000)) AS loginAt,
                                ['free', 'free', 'free', 'pro', 'team', 'enterprise'][1 + who % 6] AS plan,
                                concat('exp-', toString(who % 12)) AS experiment
                            FROM
                            (
                                SELECT
                                    *,
                                    cityHash64(project, person) AS who,
                                    -- Some hours are bad: a release that fails, a service that is away.
                                    cityHash64(project, toStartOfHour(began)) % 97 = 0 AS burst
                                FROM
                                (
                                    SELECT
                                        n,
                                        u,
                                        multiIf(u[1] < 0.60, 'shop', u[1] < 0.85, 'portal', u[1] < 0.95, 'club', 'lab') AS project,
                                        -- The audience grows; some come often.
                                        toUInt64(
                                            {people:UInt64} * multiIf(u[1] < 0.60, 0.60, u[1] < 0.85, 0.25, u[1] < 0.95, 0.10, 0.05)
                                                * (0.4 + 0.6 * {day:UInt32} / {days:UInt32}) * pow(u[2], 1.3)) AS person,
                                        -- One after the other, as a loader gets them; the mean of two dice makes noon the top of the day.
                                        (number + u[6]) / {ofDay:UInt64} AS passed,
                                        {start:DateTime64(3, 'UTC')}
                                            + toIntervalMillisecond(toInt64(86400000 * ({day:UInt32}
                                                + if(passed < 0.5, sqrt(passed / 2), 1 - sqrt((1 - passed) / 2))))) AS began,
                                        lower(substring(hex(n), 1, 8)) AS windowId,
                                        -- A quarter bounces; the others are log-normal, with a long tail.
                                        if(
                                            u[8] < 0.25,
                                            1 + toUInt32(4 * u[9]),
                                            5 + toUInt32(least(1000, exp(3.45 + 2.4 * (u[9] + u[10] + u[11] - 1.5))))) AS length,
                                        toInt64(1500 * exp(2.2 * u[12])) AS gapMs,
                                        multiIf(u[13] < 0.55, 0, u[13] < 0.80, 1, u[13] < 0.90, 2, u[13] < 0.95, 3, u[13] < 0.975, 4, 5) AS intent,
                                        round(10 + 190 * pow(u[14], 2), 2) AS cart,
                                        multiIf(
                                            u[15] < 0.4, '/',
                                            u[15] < 0.7, concat('/landing/', toString(toUInt32(40 * pow(u[14], 2)))),
                                            concat('/products/', toString(toUInt32(exp(u[14] * log(5000)))))) AS entryPage,
                                        if(
                                            u[16] < 0.3,
                                            concat(
                                                '?utm_source=', ['google', 'newsletter', 'facebook', 'partner'][1 + n % 4],
                                                '&utm_medium=', if(n % 4 = 1, 'email', 'cpc'),
                                                '&utm_campaign=campaign-', toString(intDiv(n, 16) % 12)),
                                            '') AS query,
                                        multiIf(
                                            u[16] < 0.15 OR u[16] BETWEEN 0.5 AND 0.8, 'https://www.google.com/',
                                            u[16] < 0.5, '',
                                            concat('https://site', toString(n % 200), '.example/')) AS entryReferrer,
                                        concat('2.', toString(intDiv({day:UInt32}, 7)), '.0') AS release
                                    FROM
                                    (
                                        SELECT
                                            number,
                                            n,
                                            arrayMap(k -> (cityHash64(n, k) % 1000000) / 1e6, range(16)) AS u
                                        FROM
                                        (
                                            SELECT number, cityHash64({seed:UInt64}, {day:UInt32}, number) AS n
                                            FROM numbers({first:UInt64}, {count:UInt64})
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            )
            ARRAY JOIN range(length) AS i
        )
    )
)
