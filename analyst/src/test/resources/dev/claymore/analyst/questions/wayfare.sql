-- Project 'wayfare': a made-up site that sells flights and hotels. Now is 2026-03-05T09:45:00Z, a Thursday; the data begins on
-- 2026-01-01. Nothing is random: every choice is a hash of the person, the session, the page or the event.
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
    (key, salt) -> sipHash64('wayfare', toString(key), salt) AS hashed,
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

    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-01-01 00:00:00', 3, 'UTC'))) AS firstMs,
    toInt64(toUnixTimestamp64Milli(toDateTime64('2026-03-05 09:45:00', 3, 'UTC'))) AS nowMs,
    -- weight, country, region, city, locale
    [
        (9, 'DE', 'Hamburg', 'Hamburg', 'de-DE'), (8, 'DE', 'Bavaria', 'Munich', 'de-DE'), (5, 'DE', 'Hesse', 'Frankfurt am Main', 'de-DE'), (4, 'DE', 'Berlin', 'Berlin', 'de-DE'), (2, 'DE', 'Lower Saxony', 'Göttingen', 'de-DE'),
        (4, 'AT', 'Salzburg', 'Salzburg', 'de-AT'), (4, 'CH', 'Basel-City', 'Basel', 'de-CH'), (7, 'GB', 'England', 'London', 'en-GB'), (4, 'GB', 'Scotland', 'Glasgow', 'en-GB'),
        (7, 'IT', 'Lombardy', 'Milan', 'it-IT'), (4, 'IT', 'Lazio', 'Rome', 'it-IT'), (5, 'PT', 'Lisbon', 'Lisbon', 'pt-PT'), (3, 'PT', 'Porto', 'Porto', 'pt-PT'),
        (6, 'US', 'Massachusetts', 'Boston', 'en-US'), (5, 'US', 'Florida', 'Miami', 'en-US'), (4, 'CA', 'Quebec', 'Montreal', 'fr-CA'), (4, 'DK', 'Capital Region', 'Copenhagen', 'da-DK'),
        (4, 'NO', 'Oslo', 'Oslo', 'nb-NO'), (3, 'TR', 'Istanbul', 'Istanbul', 'tr-TR'), (3, 'KR', 'Seoul', 'Seoul', 'ko-KR'), (2, 'ZA', 'Western Cape', 'Cape Town', 'en-ZA')
    ] AS places,
    lots(places) AS placeLots,
    [
        (8, 'Chrome', '145.0', 'Windows', 1536, 740), (5, 'Chrome', '145.0', 'macOS', 1440, 800), (5, 'Safari', '19.0', 'macOS', 1512, 870), (4, 'Firefox', '148.0', 'Windows', 1920, 950),
        (3, 'Edge', '145.0', 'Windows', 1920, 960), (1, 'Opera', '127.0', 'Windows', 1920, 950)
    ] AS desktops,
    [(9, 'Safari', '19.0', 'iOS', 393, 670), (3, 'Safari', '18.6', 'iOS', 375, 630), (8, 'Chrome', '145.0', 'Android', 412, 780), (3, 'Samsung Internet', '29.0', 'Android', 384, 720)] AS phones,
    [(4, 'Safari', '19.0', 'iOS', 820, 1110), (1, 'Chrome', '145.0', 'Android', 800, 1180)] AS tablets,
    lots(desktops) AS desktopLots, lots(phones) AS phoneLots, lots(tablets) AS tabletLots,
    -- weight, referrer, UTM source, medium, campaign
    [
        (10, '', '', '', ''), (10, 'https://www.google.com/', '', '', ''), (3, 'https://www.tripadvisor.com/', '', '', ''),
        (7, 'https://www.google.com/', 'google', 'cpc', 'city-breaks'), (4, 'https://www.bing.com/', 'bing', 'cpc', 'city-breaks'), (6, 'https://www.instagram.com/', 'instagram', 'social', 'winter-sun'),
        (4, 'https://www.tiktok.com/', 'tiktok', 'social', 'winter-sun'), (5, '', 'postcard', 'email', 'february-postcard'), (3, 'https://www.kayak.com/', 'kayak', 'affiliate', 'metasearch')
    ] AS campaigns,
    lots(campaigns) AS campaignLots,
    [('lisbon', 74.5), ('lisbon', 88.), ('rome', 96.25), ('rome', 61.), ('oslo', 143.), ('crete', 112.5), ('tenerife', 126.75), ('tenerife', 99.), ('marrakesh', 83.5), ('innsbruck', 158.)] AS hotels,

    people AS
    (
        SELECT
            number AS v,
            multiIf(mille(v, 'kind') < 620, 'guest', mille(v, 'kind') < 760, 'new', 'regular') AS kind,
            places[placeLots[1 + hashed(v, 'place') % length(placeLots)]] AS place,
            toInt64(hashed(v, 'day') % if(kind = 'regular', 48, 64)) AS startDay,
            multiIf(kind = 'guest', pick(v, 'visits', [1, 1, 1, 2, 2, 3, 4]), kind = 'new', pick(v, 'visits', [1, 2, 3, 4, 6]), pick(v, 'visits', [2, 4, 5, 7, 9])) AS visitCount,
            arrayCumSum(arrayMap(i -> if(i = 0, 0, toInt64(pick(v * 50 + i, 'pause', [0, 1, 1, 2, 3, 4, 6, 7, 9, 11, 15]))), range(visitCount))) AS pauses,
            if(kind = 'guest', '', concat('traveller-', toString(20000 + v * 7))) AS userId,
            multiIf(mille(v, 'device') < 410, 'desktop', mille(v, 'device') < 900, 'mobile', 'tablet') AS ownDevice,
            pick(v, 'tier', ['blue', 'blue', 'blue', 'blue', 'silver', 'silver', 'gold']) AS tier,
            pick(v, 'calendar', ['v1', 'v2']) AS calendarTest,
            concat('AG', toString(100 + hashed(v, 'agency') % 320)) AS agencyId
        FROM numbers(1100)
    ),

    visits AS
    (
        SELECT
            *,
            v * 16 + i AS s,
            firstMs + (startDay + pause) * 86400000
                + toInt64(pick(s, 'hour', [0, 5, 6, 7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22])) * 3600000 + toInt64(hashed(s, 'moment') % 3600000) + i * 1000 AS startMs,
            if(mille(s, 'elsewhere') < 170, if(ownDevice = 'mobile', 'desktop', 'mobile'), ownDevice) AS device,
            kind = 'new' AND i = 0 AS registers,
            mille(s, 'purpose') + if(kind = 'regular', 110, 0) + if(device = 'mobile', -90, 0) + if(calendarTest = 'v2', 35, 0) AS purpose,
            -- 0 leaves, 1 looks for ideas, 2 searches flights, 3 begins to book, 4 books, 5 changes a trip
            multiIf(purpose < 240, 0, purpose < 470, 1, mille(s, 'trip') < if(kind = 'regular', 160, 20), 5, purpose < 730, 2, purpose < 840, 3, 4) AS wanted,
            mille(s, 'card') < multiIf(place.4 = 'Milan', 480, startMs BETWEEN toInt64(1771545600000) AND toInt64(1771891200000), 620, 170) AS cardFails,
            if(registers AND wanted = 0, 2, if(wanted = 4 AND cardFails AND mille(s, 'gives up') < 560, 3, wanted)) AS reach
        FROM people
        ARRAY JOIN pauses AS pause, range(visitCount) AS i
        WHERE startMs < nowMs - 2400000
    ),

    journeys AS
    (
        SELECT
            *,
            multiIf(device = 'desktop', desktops[desktopLots[1 + hashed((v, device), 'agent') % length(desktopLots)]],
                device = 'mobile', phones[phoneLots[1 + hashed((v, device), 'agent') % length(phoneLots)]],
                tablets[tabletLots[1 + hashed((v, device), 'agent') % length(tabletLots)]]) AS agent,
            concat('g.', substring(digits(hashed((v, device), 'cookie')), 1, 14)) AS anonymousId,
            multiIf(startMs < firstMs + toInt64(19) * 86400000, 'r118', startMs < firstMs + toInt64(40) * 86400000, 'r119', startMs < firstMs + toInt64(58) * 86400000, 'r120', 'r121') AS release,
            campaigns[campaignLots[1 + hashed(s, 'campaign') % length(campaignLots)]] AS campaign,
            pick(s, 'hotel', hotels) AS hotel,
            pick(s, 'tripType', ['city', 'city', 'city', 'beach', 'beach', 'ski']) AS tripType,
            reach >= 3 AND reach <= 4 AND mille(s, 'with hotel') < 430 AS withHotel,
            2 + hashed(s, 'nights') % 9 AS nights,
            1 + hashed(s, 'travellers') % 4 AS travellers,
            (59. + hashed(s, 'fare') % 380) * travellers + if(withHotel, hotel.2 * nights, 0.) AS total,
            arrayConcat(
                [pick(s, 'landing', ['/', '/', '/', '/flights', '/deals', '/deals/last-minute', '/magazine/hidden-beaches', '/magazine/night-trains', '/hotels/lisbon', '/hotels/tenerife'])],
                if(kind != 'guest' AND NOT registers AND reach > 0 AND mille(s, 'signs in') < 380, ['/login'], []),
                if(reach IN (1, 2, 3, 4), arrayMap(n -> pick(s * 20 + n, 'ideas', ['/deals', '/deals', '/deals/last-minute', '/magazine/hidden-beaches', '/magazine/packing-light', '/magazine/night-trains', '/hotels/lisbon', '/hotels/rome', '/hotels/crete', '/hotels/tenerife', '/hotels/innsbruck']), range(hashed(s, 'ideas') % 4)), []),
                if(registers, ['/register'], []),
                if(reach IN (2, 3, 4), arrayFlatten(arrayMap(n -> ['/flights', '/flights/results'], range(1 + hashed(s, 'searches') % 3))), []),
                if(withHotel, [concat('/hotels/', hotel.1)], []),
                if(reach IN (3, 4), ['/book/passengers'], []),
                if(reach = 4 OR (reach = 3 AND (cardFails OR mille(s, 'shy') < 620)), ['/book/extras'], []),
                if(reach = 4 OR (reach = 3 AND (cardFails OR mille(s, 'shy') < 330)), ['/book/payment'], []),
                if(reach = 4, ['/book/confirmed'], []),
                if(reach = 5, ['/trips', pick(s, 'topic', ['/help/cancellations', '/help/cancellations', '/help/baggage', '/help/visa'])], []),
                if(reach = 4 AND mille(s, 'admires') < 250, ['/trips'], [])) AS trail,
            if(reach IN (3, 4), indexOf(trail, '/book/passengers'), 0) AS bookAt,
            arrayMap((path, p) -> arrayConcat(
                ['pageview'],
                if(p = 1 OR mille(s * 32 + p, 'measured') < 320, ['vital:LCP', 'vital:CLS', 'vital:TTFB'], []),
                if(path LIKE '/hotels/%', ['request:hotel'], []),
                if(path = '/flights/results', [if(mille(s * 32 + p, 'search fails') < 38, 'request:flights!', 'request:flights'), if(mille(s * 32 + p, 'search fails') < 38, 'console:error', 'custom:flight_searched')], []),
                if(mille(s * 32 + p, 'scrolls') < 640, ['scroll'], []),
                arrayMap(n -> 'click', range(hashed(s * 32 + p, 'clicks') % if(reach = 0, 2, 4))),
                if(path = '/flights/results' AND mille(s * 32 + p, 'dead') < 75, ['click:dead'], []),
                if(mille(s * 32 + p, 'inp') < 300, ['vital:INP'], []),
                if(path = '/login', ['input', 'input', 'request:login', 'identify'], []),
                if(path = '/register', ['input', 'input', 'input', 'request:register', 'identify', 'custom:account_created'], []),
                if(path LIKE '/deals%' AND mille(s * 32 + p, 'saves') < 170, ['click', 'custom:deal_saved'], []),
                if(path = '/flights/results' AND mille(s * 32 + p, 'alert') < 90, ['input', 'custom:price_alert_set'], []),
                if(path LIKE '/hotels/%' AND mille(s * 32 + p, 'photos') < 300, ['click:photos', 'custom:gallery_opened'], []),
                if(path = '/book/passengers', ['custom:booking_started', 'input', 'input', 'input'], []),
                if(path = '/book/extras' AND mille(s, 'seat') < 370, ['click:extra', 'custom:extra_added'], []),
                if(path = '/book/extras' AND mille(s, 'bag') < 240, ['click:extra', 'custom:extra_added'], []),
                if(path = '/book/payment', ['input', 'input'], []),
                if(path = '/book/payment' AND mille(s, 'voucher') < 150, ['input', 'request:voucher', 'custom:voucher_redeemed'], []),
                if(path = '/book/payment' AND cardFails, ['click:pay', 'request:pay!', 'console:error'], []),
                if(path = '/book/payment' AND cardFails AND mille(s, 'angry') < 330, ['click:rage'], []),
                if(path = '/book/payment' AND reach = 4, ['click:pay', 'request:pay'], []),
                if(path = '/book/confirmed', ['custom:booking_completed'], []),
                if(path = '/trips', ['request:trips'], []),
                if(path = '/help/cancellations' AND mille(s, 'cancels') < 450, ['click', 'request:cancel', 'custom:booking_cancelled'], []),
                if(path LIKE '/help/%' AND mille(s, 'chat') < 300, ['click:chat', 'custom:chat_opened'], []),
                if(path = '/trips' AND mille(s, 'reviews') < 200, ['input', 'custom:review_posted'], []),
                if(mille(s * 32 + p, 'breaks') < 26 + if(agent.2 = 'Samsung Internet', 60, 0) + if(release = 'r120', 26, 0), ['error'], []),
                if(mille(s * 32 + p, 'console') < 30, ['console:warn'], [])
            ), trail, arrayEnumerate(trail)) AS happenings,
            arrayMap((steps, p) -> 1100 + toInt64(hashed(s * 32 + p, 'pace') % 5600), happenings, arrayEnumerate(trail)) AS paces,
            arrayMap((steps, pace, p) -> toInt64(length(steps)) * pace + toInt64(hashed(s * 32 + p, 'stays') % 38000), happenings, paces, arrayEnumerate(trail)) AS stays,
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
            startMs + pageOffset + (q - 1) * pace + if(q = 1, 0, toInt64(hashed(e, 'jitter') % 900)) AS ms,
            if(endsWith(detail, '!'), trim(TRAILING '!' FROM detail), detail) AS call,
            if(type != 'request', (0, ''), multiIf(
                detail = 'pay!', pick(e, 'fails', [(402, 'Insufficient funds'), (402, 'Insufficient funds'), (422, '3-D Secure was not completed'), (500, 'Payment service crashed'), (504, 'Bank did not answer in time')]),
                detail = 'flights!', pick(e, 'fails', [(503, 'Fare supplier is down'), (503, 'Fare supplier is down'), (504, 'Fare search timed out'), (429, 'Too many searches')]),
                mille(e, 'fails') < 16, pick(e, 'fails', [(404, 'Nothing here'), (404, 'Nothing here'), (410, 'Offer is gone'), (500, 'Something broke')]),
                (0, ''))) AS failure,
            if(type != 'error', ('', '', ''), multiIf(
                agent.2 = 'Samsung Internet' AND mille(e, 'which') < 650, ('TypeError', 'Intl.DurationFormat is not a constructor', 'at flightTime (results.js:204:17)'),
                release = 'r120' AND mille(e, 'which') < 620, ('ReferenceError', 'priceGraph is not defined', 'at drawCalendar (calendar.js:88:5)'),
                page LIKE '/hotels/%', ('RangeError', 'Invalid time value', 'at nightsBetween (stay.js:31:12)'),
                mille(e, 'which') < 450, ('NetworkError', 'Failed to fetch', 'at load (net.js:12:3)'),
                ('TypeError', 'Cannot set properties of undefined (setting \'fare\')', 'at mergeFares (fares.js:140:22)'))) AS exception
        FROM pages
        ARRAY JOIN steps AS step, arrayEnumerate(steps) AS q
    )

SELECT
    'wayfare' AS projectId,
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
    concat('https://www.wayfare.example', page, if(p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5), '')) AS url,
    multiIf(page = '/', 'Wayfare', page LIKE '/hotels/%', concat('Hotels in ', splitByChar('/', page)[-1]), page LIKE '/magazine/%', 'The Wayfare magazine', page LIKE '/book/%', 'Your booking', splitByChar('/', page)[2]) AS title,
    campaign.2 AS referrer,
    multiIf(
        type = 'click', multiIf(
            detail IN ('pay', 'rage'), 'button[type=submit]', detail = 'photos', 'div.gallery', detail = 'extra', 'label.extra', detail = 'chat', 'button.chat',
            page = '/flights/results', pick(e, 'selector', ['li.offer', 'li.offer', 'li.offer', 'button.sort-price', 'input.nonstop', 'div.price-graph']),
            page LIKE '/hotels/%', pick(e, 'selector', ['a.room', 'a.room', 'button.map', 'a.reviews']), page LIKE '/deals%', 'a.deal-card',
            pick(e, 'selector', ['nav.flights', 'nav.hotels', 'nav.deals', 'a.logo', 'button.language'])),
        type = 'input', multiIf(page LIKE '/book/%', 'input.traveller', page IN ('/login', '/register'), 'input[type=email]', page = '/flights/results', 'input.alert-price', 'textarea'), '') AS selector,
    multiIf(
        type = 'click', transform(selector, ['button[type=submit]', 'button.sort-price', 'button.map', 'button.chat', 'nav.flights', 'nav.hotels', 'nav.deals'], ['Pay', 'Cheapest first', 'Map', 'Chat with us', 'Flights', 'Hotels', 'Deals'], ''),
        type = 'console', if(name = 'error', 'Request failed', 'Image is larger than shown'), '') AS text,
    if(type = 'click', toInt32(10 + hashed(e, 'x') % (agent.5 - 20)), 0) AS x,
    if(type = 'click', toInt32(10 + hashed(e, 'y') % agent.6), 0) AS y,
    failure.1 AS errorCode,
    exception.1 AS errorType,
    if(type = 'error', exception.2, failure.2) AS errorMessage,
    exception.3 AS errorStack,
    if(type = 'error', digits(sipHash64(exception.1, exception.2)), '') AS errorFingerprint,
    multiIf(type != 'request', '', call IN ('flights', 'hotel', 'trips'), 'GET', call = 'cancel', 'DELETE', 'POST') AS requestMethod,
    if(type = 'request', transform(call,
        ['flights', 'hotel', 'trips', 'login', 'register', 'voucher', 'pay', 'cancel'],
        ['/graphql/flights', '/graphql/hotel', '/graphql/trips', '/auth/token', '/auth/register', '/book/api/voucher', '/book/api/payment', '/book/api/cancel'], ''), '') AS requestUrl,
    multiIf(type != 'request', 0, errorCode > 0, errorCode, requestMethod = 'POST', 201, 200) AS statusCode,
    if(type = 'request', toUInt32(transform(call, ['flights', 'pay', 'hotel'], [1150, 860, 210], 95)
        + intDiv(pow(hashed(e, 'slow') % 1000, 4), 600000000) + if(errorCode IN (503, 504), 2500 + hashed(e, 'hangs') % 7000, 0)), 0) AS durationMs,
    multiIf(
        detail = 'LCP', 980 + if(device = 'mobile', 820, 0) + if(page LIKE '/hotels/%', 650, 0) + if(place.2 IN ('ZA', 'KR'), 900, 0) + intDiv(pow(hashed(e, 'lcp') % 1000, 4), 300000000),
        detail = 'CLS', intDiv(pow(hashed(e, 'cls') % 100, 3), 5000) / 512.,
        detail = 'TTFB', 120 + intDiv(pow(hashed(e, 'ttfb') % 1000, 3), 2000000),
        detail = 'INP', 50 + if(device = 'desktop', 0, 70) + if(release = 'r120', 45, 0) + intDiv(pow(hashed(e, 'inp') % 1000, 3), 2600000),
        detail = 'flight_searched', toFloat64(if(mille(e, 'nothing') < 60, 0, 1 + hashed(e, 'offers') % 140)),
        detail = 'deal_saved', 49. + hashed(e, 'deal') % 500,
        detail = 'price_alert_set', 80. + 5 * (hashed(e, 'alert') % 60),
        detail = 'extra_added', pick(e, 'extra', [9.5, 12., 24., 24., 35.]),
        detail = 'voucher_redeemed', pick(e, 'voucher', [10., 20., 20., 50.]),
        detail = 'booking_completed', total,
        detail = 'booking_cancelled', 60. + hashed(e, 'refund') % 700,
        detail = 'review_posted', pick(e, 'stars', [1., 2., 3., 4., 4., 5., 5.]),
        0.) AS value,
    if(bookAt > 0 AND p >= bookAt, total, 0.) AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    agent.2 AS browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale, agent.5 AS viewportWidth, agent.6 AS viewportHeight,
    release,
    if(mille(s, 'environment') < 18, 'preview', 'production') AS environment,
    if(type = 'request', concat(leftPad(digits(hashed(e, 'trace')), 16, '0'), leftPad(digits(hashed(e, 'trace b')), 16, '0')), '') AS traceId,
    if(type = 'request', leftPad(digits(hashed(e, 'span')), 16, '0'), '') AS spanId,
    mapFilter((key, val) -> val != '', map(
        'tier', if(kind = 'guest', '', tier), 'calendarTest', calendarTest, 'agencyId', if(mille(v, 'agent') < 210, agencyId, ''), 'tripType', if(reach IN (2, 3, 4), tripType, ''))) AS tags,
    timestamp AS receivedAt,
    true AS knownOnce
FROM happened
;
