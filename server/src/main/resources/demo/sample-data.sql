-- Sample data of the demo shop: the 30 days before {nowMs}, about 7,500 sessions and 400,000 events with a rhythm of days and
-- weeks, growth, a release that breaks the payment, and people who come back. Nothing is random: every choice is a hash of the
-- visitor, the session, the page or the event, so a run with the same {nowMs} makes the same rows.
INSERT INTO events
(
    projectId, sessionId, eventId, createdAt, timestamp, type, name, windowId, userId, anonymousId,
    page, url, title, referrer, selector, text, x, y,
    errorCode, errorType, errorMessage, errorStack, errorFingerprint,
    requestMethod, requestUrl, statusCode, durationMs, value, cartValue,
    country, region, city, browser, browserVersion, os, device, locale, viewportWidth, viewportHeight,
    release, environment, tags, receivedAt, traceId, spanId, knownOnce
)
WITH
    -- Chance, as a number from 0 to 9999; a choice; and a choice by weight (the first element of each tuple).
    (key, salt) -> sipHash64('tarn-and-trail', key, salt) AS hashed,
    (key, salt) -> toInt64(hashed(key, salt) % 10000) AS chance,
    (key, salt, choices) -> choices[1 + hashed(key, salt) % length(choices)] AS pick,
    (choices) -> arrayFlatten(arrayMap((choice, i) -> arrayWithConstant(choice.1, i), choices, arrayEnumerate(choices))) AS lots,

    toInt64({nowMs:Int64}) AS nowMs,
    nowMs - 30 * 86400000 AS firstMs,
    concat({origin:String}, '/demo') AS base,

    [
        ('fjell-rain-shell', 'jackets', 189., 'Fjell Rain Shell'), ('hush-down-jacket', 'jackets', 249., 'Hush Down Jacket'),
        ('lee-wind-jacket', 'jackets', 99., 'Lee Wind Jacket'), ('moss-fleece', 'jackets', 89., 'Moss Fleece'),
        ('cairn-hiking-boots', 'footwear', 179., 'Cairn Hiking Boots'), ('scree-trail-shoes', 'footwear', 139., 'Scree Trail Shoes'),
        ('ridge-approach-shoes', 'footwear', 129., 'Ridge Approach Shoes'), ('bog-wool-socks', 'footwear', 18., 'Bog Wool Socks'),
        ('tarn-24-daypack', 'packs', 84., 'Tarn 24 Daypack'), ('trail-55-backpack', 'packs', 219., 'Trail 55 Backpack'),
        ('rolltop-18', 'packs', 69., 'Rolltop 18'), ('hip-pouch', 'packs', 34., 'Hip Pouch'),
        ('lark-tent', 'camp', 349., 'Lark Two-person Tent'), ('owl-sleeping-bag', 'camp', 199., 'Owl Sleeping Bag'),
        ('ember-stove', 'camp', 64., 'Ember Stove'), ('glow-headlamp', 'camp', 45., 'Glow Headlamp'),
        ('merino-base-layer', 'layers', 79., 'Merino Base Layer'), ('trek-trousers', 'layers', 95., 'Trek Trousers'),
        ('fern-beanie', 'layers', 29., 'Fern Beanie'), ('frost-gloves', 'layers', 42., 'Frost Gloves'),
        ('spring-bottle', 'gear', 26., 'Spring Bottle'), ('summit-poles', 'gear', 89., 'Summit Poles'), ('tin-mug', 'gear', 16., 'Tin Mug')
    ] AS products,
    [
        (14, 'DE', 'State of Berlin', 'Berlin', 'de-DE'), (8, 'DE', 'Bavaria', 'Munich', 'de-DE'), (7, 'DE', 'Hamburg', 'Hamburg', 'de-DE'),
        (5, 'DE', 'North Rhine-Westphalia', 'Cologne', 'de-DE'), (3, 'DE', 'Saxony', 'Leipzig', 'de-DE'), (3, 'DE', 'Hesse', 'Frankfurt', 'de-DE'),
        (4, 'AT', 'State of Vienna', 'Vienna', 'de-AT'), (3, 'AT', 'Tyrol', 'Innsbruck', 'de-AT'), (4, 'CH', 'Zurich', 'Zurich', 'de-CH'), (2, 'CH', 'Bern', 'Bern', 'de-CH'),
        (9, 'GB', 'England', 'London', 'en-GB'), (4, 'GB', 'England', 'Manchester', 'en-GB'), (4, 'GB', 'Scotland', 'Edinburgh', 'en-GB'),
        (7, 'FR', 'Ile-de-France', 'Paris', 'fr-FR'), (4, 'FR', 'Rhone-Alpes', 'Lyon', 'fr-FR'), (3, 'FR', 'Rhone-Alpes', 'Grenoble', 'fr-FR'),
        (6, 'NL', 'North Holland', 'Amsterdam', 'nl-NL'), (3, 'NL', 'Utrecht', 'Utrecht', 'nl-NL'), (3, 'BE', 'Brussels Capital', 'Brussels', 'fr-BE'),
        (4, 'SE', 'Stockholm', 'Stockholm', 'sv-SE'), (3, 'NO', 'Oslo', 'Oslo', 'nb-NO'), (2, 'NO', 'Vestland', 'Bergen', 'nb-NO'), (3, 'DK', 'Capital Region', 'Copenhagen', 'da-DK'),
        (3, 'FI', 'Uusimaa', 'Helsinki', 'fi-FI'), (3, 'PL', 'Mazovia', 'Warsaw', 'pl-PL'), (4, 'IT', 'Lombardy', 'Milan', 'it-IT'), (4, 'ES', 'Madrid', 'Madrid', 'es-ES'),
        (6, 'US', 'New York', 'New York', 'en-US'), (5, 'US', 'California', 'San Francisco', 'en-US'), (4, 'US', 'Colorado', 'Denver', 'en-US'),
        (4, 'US', 'Washington', 'Seattle', 'en-US'), (3, 'CA', 'British Columbia', 'Vancouver', 'en-CA'), (2, 'CA', 'Quebec', 'Montreal', 'fr-CA'),
        (2, 'JP', 'Tokyo', 'Tokyo', 'ja-JP'), (2, 'AU', 'New South Wales', 'Sydney', 'en-AU'), (2, 'BR', 'São Paulo', 'São Paulo', 'pt-BR'), (1, 'ZA', 'Western Cape', 'Cape Town', 'en-ZA')
    ] AS places,
    lots(places) AS placeLots,
    -- weight, browser, version, os, viewport
    [
        (9, 'Chrome', '142.0', 'Windows', 1536, 730), (6, 'Chrome', '142.0', 'macOS', 1440, 789), (5, 'Safari', '26.1', 'macOS', 1512, 860),
        (4, 'Firefox', '145.0', 'Windows', 1920, 955), (2, 'Firefox', '145.0', 'Linux', 1680, 920), (4, 'Edge', '142.0', 'Windows', 1920, 969), (2, 'Chrome', '141.0', 'Linux', 1366, 657)
    ] AS desktops,
    [
        (9, 'Safari', '26.1', 'iOS', 393, 660), (4, 'Safari', '18.6', 'iOS', 375, 628), (8, 'Chrome', '142.0', 'Android', 412, 780),
        (3, 'Samsung Internet', '29.0', 'Android', 384, 718), (1, 'Firefox', '145.0', 'Android', 412, 770)
    ] AS phones,
    [(3, 'Safari', '26.1', 'iOS', 820, 1106), (1, 'Chrome', '142.0', 'Android', 800, 1180)] AS tablets,
    lots(desktops) AS desktopLots, lots(phones) AS phoneLots, lots(tablets) AS tabletLots,
    -- weight, referrer, UTM source, medium, campaign
    [
        (30, '', '', '', ''), (18, 'https://www.google.com/', '', '', ''), (3, 'https://duckduckgo.com/', '', '', ''), (2, 'https://www.bing.com/', '', '', ''),
        (9, 'https://www.google.com/', 'google', 'cpc', 'autumn-layers'), (6, 'https://www.google.com/', 'google', 'cpc', 'brand'),
        (7, 'https://www.instagram.com/', 'instagram', 'social', 'night-out'), (3, 'https://www.facebook.com/', 'facebook', 'social', 'retargeting'),
        (8, '', 'newsletter', 'email', 'letters-november'), (3, 'https://www.youtube.com/', 'youtube', 'video', 'hut-to-hut'), (2, 'https://www.reddit.com/', '', '', '')
    ] AS campaigns,
    lots(campaigns) AS campaignLots,
    -- How much of the day's traffic an hour (UTC) has.
    [24, 15, 10, 8, 9, 16, 31, 48, 58, 63, 66, 68, 74, 70, 64, 62, 66, 74, 86, 97, 100, 88, 66, 41] AS hourWeights,

    starts AS
    (
        SELECT
            number AS s,
            firstMs + toInt64(hashed(s, 'start') % (30 * 86400000)) AS startMs,
            fromUnixTimestamp64Milli(startMs, 'UTC') AS startedAt,
            (startMs - firstMs) / (30. * 86400000) AS age,
            -- A little more than half of the visits are by the 1,900 people who come back.
            if(chance(s, 'returns') < 5400, hashed(s, 'who') % 1900, 100000 + s) AS v
        FROM numbers_mt(17500)
        WHERE chance(s, 'kept') < 10000
            * (0.52 + 0.48 * age)
            * hourWeights[1 + toHour(startedAt)] / 100.
            * [0.86, 0.82, 0.84, 0.88, 0.9, 0.84, 1.][toDayOfWeek(startedAt)]
            * if(toDate(startedAt) = toDate(fromUnixTimestamp64Milli(nowMs - 9 * 86400000, 'UTC')), 1.6, 1.) -- the newsletter of that day
    ),

    visitors AS
    (
        SELECT
            *,
            places[placeLots[1 + hashed(v, 'place') % length(placeLots)]] AS place,
            multiIf(chance(v, 'device') < 5300, 'desktop', chance(v, 'device') < 9300, 'mobile', 'tablet') AS device,
            multiIf(
                device = 'desktop', desktops[desktopLots[1 + hashed(v, 'agent') % length(desktopLots)]],
                device = 'mobile', phones[phoneLots[1 + hashed(v, 'agent') % length(phoneLots)]],
                tablets[tabletLots[1 + hashed(v, 'agent') % length(tabletLots)]]) AS agent,
            campaigns[campaignLots[1 + hashed(s, 'campaign') % length(campaignLots)]] AS campaign,
            v < 1900 AND chance(v, 'member') < 6200 AS isMember,
            pick(v, 'plan', ['free', 'free', 'free', 'free', 'free', 'plus', 'plus', 'premium']) AS plan,
            if(chance(v, 'experiment') < 5000, 'control', 'free-shipping-bar') AS experiment,
            multiIf(age < 0.31, '5.1.0', age < 0.62, '5.2.0', age < 0.815, '5.2.1', age < 0.865, '5.3.0', '5.3.1') AS release,
            release = '5.3.0' AS isBroken,
            -- 0 leaves at once, 1 looks around, 2 fills a cart, 3 begins to check out, 4 buys, 5 needs help
            chance(s, 'journey') + if(device = 'mobile', -450, 0) + if(isMember, 500, 0) + if(experiment = 'control', 0, 300) + if(campaign.4 = 'email', 400, 0) AS j,
            multiIf(j < 2150, 0, j < 6000, 1, chance(s, 'help') < 700, 5, j < 7700, 2, j < 8500, 3, 4) AS wanted,
            chance(s, 'payment') < multiIf(isBroken, 7800, place.4 = 'Berlin', 3600, 1300) AS paymentFails,
            paymentFails AND wanted = 4 AND chance(s, 'gives up') < if(isBroken, 8500, 4200) AS givesUp,
            if(givesUp, 3, wanted) AS reach,
            NOT isMember AND reach IN (1, 2, 3, 4) AND chance(s, 'signup') < if(reach > 2, 3500, 700) AS isSignup,
            pick(s, 'bought', products) AS bought,
            pick(s, 'second', products) AS second,
            1 + (chance(s, 'quantity') < 1800) AS quantity,
            bought.3 * quantity + if(chance(s, 'two') < 4500, second.3, 0.) AS goods,
            goods + if(goods < 100, 5.9, 0.) AS cart
        FROM starts
    ),

    journeys AS
    (
        SELECT
            *,
            pick(s, 'entry', ['/', '/', '/', '/', '/', '/sale', '/category/camp', '/category/jackets', concat('/products/', pick(s, 'landing', products).1), concat('/products/', bought.1)]) AS entry,
            multiIf(reach = 0, 0, reach = 5, 1, 2 + toInt64(hashed(s, 'browsing') % 7)) AS browsed,
            arrayMap(path -> concat('/demo', path), arrayConcat(
                [entry],
                if(reach > 0 AND chance(s, 'searches') < 2800, ['/search'], []),
                arrayMap(b -> if(b % 3 = 0,
                    concat('/category/', pick(s * 100 + b, 'category', ['jackets', 'footwear', 'packs', 'camp', 'camp', 'layers', 'gear'])),
                    concat('/products/', pick(s * 100 + b, 'product', products).1)), range(browsed)),
                if(isMember AND reach > 0 AND chance(s, 'login') < 2200, ['/login', '/account'], []),
                if(isSignup, ['/signup', '/account'], []),
                if(chance(s, 'membership') < 350 AND reach > 0, ['/membership'], []),
                if(reach IN (2, 3, 4), [concat('/products/', bought.1), '/cart'], []),
                if(reach IN (3, 4), ['/checkout/shipping'], []),
                if(reach = 4 OR givesUp OR (reach = 3 AND chance(s, 'shy') < 5500), ['/checkout/payment'], []),
                if(reach = 4, ['/checkout/confirmation'], []),
                if(reach = 5, [pick(s, 'topic', ['/help/returns', '/help/returns', '/help/shipping', '/help/repairs']), '/account'], []))) AS visits,
            arrayMap(page -> multiIf(
                page = '/demo/', 'home', page LIKE '/demo/checkout/%', splitByChar('/', page)[4], splitByChar('/', page)[3]), visits) AS sections,
            -- What happens on each page, in order: type:detail
            arrayMap((section, p) -> arrayConcat(
                ['pageview'],
                if(p = 1 OR section IN ('shipping', 'payment', 'confirmation'), ['vital:TTFB', 'vital:FCP', 'vital:LCP'], []),
                if(section = 'products', ['request:GET stock'], []),
                if(section = 'search', ['input', 'custom:search'], []),
                arrayFlatten(arrayMap(c -> arrayConcat(
                    if(chance(s * 1000 + p * 20 + c, 'scroll') < 6200, ['scroll'], []),
                    ['click'],
                    if(chance(s * 1000 + p * 20 + c, 'dead') < if(section IN ('category', 'products'), 320, 40), ['click:dead'], [])),
                    range(toUInt8((reach > 0) + hashed(s * 100 + p, 'clicks') % multiIf(reach = 0, 2, section IN ('products', 'category', 'home'), 5, 2))))),
                if(section = 'products' AND chance(s * 100 + p, 'wish') < 700, ['click', 'custom:wishlist_add'], []),
                if(section = 'products' AND chance(s * 100 + p, 'reviews') < 1500, ['click:reviews'], []),
                if(section = 'products' AND chance(s * 100 + p, 'reviews') < 650, ['error:reviews'], []),
                if(section = 'products' AND visits[p + 1] = '/demo/cart', ['click:add', 'custom:add_to_cart'], []),
                if(section = 'cart' AND chance(s, 'coupon') < 3000, ['input', 'click:apply', 'request:POST coupon'], []),
                if(section = 'cart' AND chance(s, 'coupon') < 900, ['custom:coupon_applied'], []),
                if(section = 'cart' AND chance(s, 'coupon') BETWEEN 2100 AND 2700, ['click:apply', 'request:POST coupon', 'click:rage'], []),
                if(section = 'cart' AND isBroken AND chance(s, 'broken cart') < 4000, ['error:discount'], []),
                if(section = 'login', ['input', 'input', 'request:POST login', 'identify', 'custom:login'], []),
                if(section = 'signup', ['input', 'input', 'input', 'request:POST signup', 'identify', 'custom:signup'], []),
                if(section = 'membership' AND isMember AND chance(s, 'upgrade') < 5000, ['click:plan', 'custom:membership_changed'], []),
                if(section = 'help' AND chance(s, 'helped') < 5500, ['click:helpful', 'custom:help_rated'], []),
                if(section = 'home' AND chance(s * 100 + p, 'newsletter') < 420, ['input', 'custom:newsletter_subscribed'], []),
                if(section = 'shipping', ['custom:checkout_started', 'input', 'input', 'input', 'input', 'input', 'input'], []),
                if(section = 'shipping' AND (p < length(visits)), ['click:submit', 'request:POST shipping', 'custom:shipping_submitted'], []),
                if(section = 'payment', ['input', 'input', 'input', 'input'], []),
                if(section = 'payment' AND isBroken AND chance(s, 'broken payment') < 6500, ['error:discount'], []),
                if(section = 'payment' AND paymentFails, ['click:pay', 'request:POST payment!', 'console:error', 'custom:payment_failed'], []),
                if(section = 'payment' AND givesUp AND chance(s, 'rage') < 4500, ['click:rage'], []),
                if(section = 'payment' AND reach = 4, ['click:pay', 'request:POST payment'], []),
                if(section = 'confirmation', ['custom:purchase'], []),
                if(chance(s * 100 + p, 'other error') < 130 + if(agent.2 = 'Safari', 110, 0), ['error:other'], []),
                if(chance(s * 100 + p, 'console') < 260, ['console:warn'], []),
                if(p = 1 OR chance(s * 100 + p, 'inp') < 3500, ['vital:CLS', 'vital:INP'], [])
            ), sections, arrayEnumerate(visits)) AS happenings,
            arrayMap((steps, p) -> 1200 + toInt64(hashed(s * 100 + p, 'pace') % 5200), happenings, arrayEnumerate(visits)) AS paces,
            arrayMap((steps, pace, p) -> toInt64(length(steps)) * pace + toInt64(hashed(s * 100 + p, 'thinks') % 26000), happenings, paces, arrayEnumerate(visits)) AS stays,
            arrayMap((until, stay) -> until - stay, arrayCumSum(stays), stays) AS offsets,
            indexOf(visits, '/demo/signup') AS signupAt,
            if(reach IN (2, 3, 4), indexOf(visits, '/demo/cart'), 0) AS cartAt
        FROM visitors
    ),

    pages AS
    (
        SELECT * EXCEPT (visits, sections, happenings, paces, stays, offsets), page, section, steps, pace, pageOffset, p
        FROM journeys
        ARRAY JOIN
            visits AS page, sections AS section, happenings AS steps, paces AS pace, offsets AS pageOffset, arrayEnumerate(visits) AS p
    ),

    steps AS
    (
        SELECT
            * EXCEPT (steps),
            step, q,
            (s * 40 + p) * 64 + q AS e,
            splitByChar(':', step)[1] AS type,
            splitByChar(':', step)[2] AS detail,
            startMs + pageOffset + if(detail IN ('TTFB', 'FCP', 'LCP'),
                transform(detail, ['TTFB', 'FCP'], [180, 900], 2400),
                (q - 1) * pace + if(q = 1, 0, toInt64(hashed(e, 'jitter') % 1000))) AS ms,
            agent.2 AS browser,
            if(type = 'error', multiIf(
                detail = 'reviews', (
                    'TypeError',
                    multiIf(browser = 'Safari', 'undefined is not an object (evaluating \'known.reviews.map\')',
                        browser = 'Firefox', 'can\'t access property "map", known.reviews is undefined', 'Cannot read properties of undefined (reading \'map\')'),
                    concat('at .reviews-toggle (', base, '/shop/main.js:94:44)\n    at HTMLDocument.<anonymous> (', base, '/shop/main.js:64:24)')),
                detail = 'discount', (
                    'TypeError',
                    multiIf(browser = 'Safari', 'null is not an object (evaluating \'state.coupon.discount\')',
                        browser = 'Firefox', 'can\'t access property "discount", state.coupon is null', 'Cannot read properties of null (reading \'discount\')'),
                    concat('at total (', base, '/shop/state.js:31:52)\n    at totals (', base, '/shop/views-account.js:41:30)')),
                browser = 'Safari', ('QuotaExceededError', 'The quota has been exceeded.', concat('at save (', base, '/shop/state.js:21:16)')),
                browser = 'Firefox', ('TypeError', 'NetworkError when attempting to fetch resource.', concat('at call (', base, '/shop/page.js:16:26)')),
                pick(e, 'which', [
                    ('TypeError', 'Failed to fetch', concat('at call (', base, '/shop/page.js:16:26)')),
                    ('RangeError', 'Invalid currency code : €', concat('at money (', base, '/shop/catalog.js:56:12)')),
                    ('SyntaxError', 'Unexpected token \'<\', "<!doctype "... is not valid JSON', 'at JSON.parse (<anonymous>)')])),
                ('', '', '')) AS exception,
            if(detail = 'POST payment!',
                if(chance(s, 'which payment failure') < if(isBroken, 400, 2600),
                    (402, 'The card was declined'), pick(s, 'gateway', [(500, 'The payment provider did not answer'), (500, 'The payment provider did not answer'), (500, 'The order could not be saved'), (502, 'Bad gateway')])),
                if(detail = 'POST coupon' AND NOT chance(s, 'coupon') < 900, (422, 'There is no such coupon'), (0, ''))) AS failure,
            multiIf(
                type != 'click', ('', ''),
                detail = 'rage' AND section = 'cart', ('button.apply', 'Apply'), detail = 'rage', ('button.pay', 'Pay'),
                detail = 'dead' AND section = 'category', ('button.compare', 'Compare'), detail = 'dead' AND section = 'products', ('button.size-guide', 'Size guide'), detail = 'dead', ('section.story', 'Send it back when it breaks.'),
                detail = 'add', ('button.add-to-cart', 'Add to cart'), detail = 'apply', ('button.apply', 'Apply'), detail = 'pay', ('button.pay', 'Pay'), detail = 'submit', ('form.address button', 'Go on to payment'),
                detail = 'reviews', ('button.reviews-toggle', 'Read reviews'), detail = 'plan', ('button.choose-plan', 'Choose'), detail = 'helpful', ('button.helpful', 'Yes'),
                section = 'products', pick(e, 'target', [('.sizes label', 'M'), ('.sizes label', 'L'), ('div.gallery', ''), ('details summary', 'Details and care'), ('button.wish', 'Save for later'), ('a.card', 'Goes well with it')]),
                section IN ('home', 'sale', 'category', 'search'), pick(e, 'target', [('a.card', 'Fjell Rain Shell'), ('a.card', 'Lark Two-person Tent'), ('a.card', 'Cairn Hiking Boots'), ('nav.menu a', 'Camp'), ('nav.menu a', 'Jackets'), ('nav.menu a.sale', 'Sale'), ('a.department', 'Packs'), ('select.sort', 'Sort')]),
                section = 'cart', pick(e, 'target', [('a.checkout', 'Checkout'), ('a.checkout', 'Checkout'), ('.quantity button', '+'), ('.quantity button', '−')]),
                pick(e, 'target', [('nav.menu a', 'Footwear'), ('a.logo', 'Tarn & Trail'), ('footer a', 'Returns'), ('a.icon', 'Account')])) AS target
        FROM pages
        ARRAY JOIN
            steps AS step, arrayEnumerate(steps) AS q
        WHERE ms < nowMs - 2000
    )

SELECT
    'demo' AS projectId,
    toUUID(concat(
        substring(hex(toUInt64(startMs)), 1, 8), '-', substring(hex(toUInt64(startMs)), 9, 4), '-7', substring(hex(hashed(s, 'id a') % 4096 + 4096), 2, 3),
        '-8', substring(hex(hashed(s, 'id b') % 4096 + 4096), 2, 3), '-', substring(hex(bitOr(hashed(s, 'id c'), bitShiftLeft(toUInt64(1), 63))), 1, 12))) AS sessionId,
    toUUID(UUIDNumToString(sipHash128('event', s, e))) AS eventId,
    fromUnixTimestamp64Milli(startMs, 'UTC') AS createdAt,
    fromUnixTimestamp64Milli(ms, 'UTC') AS timestamp,
    type,
    multiIf(type IN ('custom', 'vital', 'console'), detail, detail IN ('rage', 'dead'), detail, '') AS name,
    concat('w', lower(hex(hashed(s, 'window')))) AS windowId,
    if(isMember OR (signupAt > 0 AND (p > signupAt OR (p = signupAt AND step IN ('identify', 'custom:signup')))), concat('u', toString(hashed(v, 'user') % 100000)), '') AS userId,
    concat('a', lower(hex(hashed(v, 'anonymous')))) AS anonymousId,
    page,
    concat(
        substring(base, 1, length(base) - 5), page,
        multiIf(
            p = 1 AND campaign.3 != '', concat('?utm_source=', campaign.3, '&utm_medium=', campaign.4, '&utm_campaign=', campaign.5),
            section = 'search', concat('?q=', pick(s, 'query', ['tent', 'rain', 'boots', 'wool', 'headlamp', 'gift', 'sleeping', 'kayak'])), '')) AS url,
    multiIf(
        section = 'home', 'Tarn & Trail: things for outdoors',
        section = 'products', concat(arrayFirst(x -> x.1 = splitByChar('/', page)[4], products).4, ' | Tarn & Trail'),
        section = 'category', concat(initcap(splitByChar('/', page)[4]), ' | Tarn & Trail'),
        section = 'help', concat(initcap(splitByChar('/', page)[4]), ' | Tarn & Trail'),
        concat(transform(section, ['login', 'signup', 'account', 'cart', 'confirmation'], ['Sign in', 'Make an account', 'Your account', 'Your cart', 'Thank you'], initcap(section)), ' | Tarn & Trail')) AS title,
    if(p = 1, campaign.2, if(section IN ('shipping', 'payment', 'confirmation'), concat(base, '/cart'), '')) AS referrer,
    multiIf(
        type = 'click', target.1,
        type = 'input', transform(section, ['search', 'cart', 'home', 'login', 'payment'], ['.search input', '.coupon input', '.newsletter input', 'input[name="email"]', 'input[name="card"]'], pick(e, 'field', ['input[name="email"]', 'input[name="street"]', 'input[name="city"]', 'input[name="postcode"]'])),
        '') AS selector,
    multiIf(
        type = 'click', target.2,
        type = 'console' AND detail = 'error', concat('Payment failed: ', failure.2),
        type = 'console', pick(e, 'warning', ['Slow network is detected', 'A cookie was rejected by the browser', 'Image arrived after 3 seconds']), '') AS text,
    if(type = 'click', 8 + toInt32(hashed(e, 'x') % (agent.5 - 16)), 0) AS x,
    if(type = 'click', 70 + toInt32(hashed(e, 'y') % (agent.6 - 80)), 0) AS y,
    failure.1 AS errorCode,
    exception.1 AS errorType,
    if(type = 'error', exception.2, if(type = 'request', failure.2, '')) AS errorMessage,
    exception.3 AS errorStack,
    if(type = 'error', lower(hex(sipHash64(exception.1, detail, exception.3))), '') AS errorFingerprint,
    if(type = 'request', splitByChar(' ', detail)[1], '') AS requestMethod,
    if(type = 'request', concat(base, '/api/', trimRight(splitByChar(' ', detail)[2], '!'), if(section = 'products', concat('/', splitByChar('/', page)[4]), '')), '') AS requestUrl,
    if(type = 'request', if(failure.1 > 0, failure.1, 200), 0) AS statusCode,
    if(type = 'request',
        transform(detail, ['POST payment', 'POST payment!', 'POST shipping', 'POST login'], [380, 900, 140, 120], 45)
        + toUInt32(pow(hashed(e, 'duration') % 1000, 4) / 1e9) + if(failure.1 = 500, hashed(e, 'timeout') % 4000, 0) + if(place.2 IN ('JP', 'AU', 'BR', 'ZA', 'US', 'CA'), 160, 0)
        -- The payment service asks a slow credit bureau about people in Germany.
        + if(detail = 'POST payment' AND place.2 = 'DE', 640 + hashed(e, 'bureau') % 500, 0), 0) AS durationMs,
    multiIf(
        detail = 'TTFB', 90 + hashed(e, 'ttfb') % 220 + if(place.2 IN ('JP', 'AU', 'BR', 'ZA', 'US', 'CA'), 190, 0),
        detail = 'FCP', 520 + hashed(e, 'fcp') % 700 + if(device = 'mobile', 480, 0),
        detail = 'LCP', 980 + if(device = 'mobile', 620, 0) + if(section = 'home', 420, 0) + pow(hashed(e, 'lcp') % 1000, 4) / 4e8 + if(place.2 IN ('JP', 'AU', 'BR', 'ZA'), 700, 0) + if(release = '5.2.0', 350, 0),
        detail = 'CLS', round(pow(hashed(e, 'cls') % 100, 3) / 4e6, 3),
        detail = 'INP', if(device = 'mobile', 96, 48) + pow(hashed(e, 'inp') % 1000, 3) / 2.4e6,
        detail = 'search', toFloat64(hashed(e, 'results') % 9),
        detail IN ('add_to_cart', 'wishlist_add'), arrayFirst(x -> x.1 = splitByChar('/', page)[4], products).3,
        detail IN ('checkout_started', 'purchase', 'payment_failed'), cart,
        detail = 'coupon_applied', 10.,
        detail = 'membership_changed', pick(s, 'fee', [4.5, 4.5, 9.]),
        detail = 'help_rated', if(chance(s, 'helpful') < 6800, 1., 0.),
        0.)::Float64 AS value,
    if(cartAt > 0 AND (p >= cartAt OR (p = cartAt - 1 AND detail = 'add_to_cart')) AND NOT (section = 'confirmation' AND q > 5), cart, 0.) AS cartValue,
    place.2 AS country, place.3 AS region, place.4 AS city,
    browser, agent.3 AS browserVersion, agent.4 AS os, device, place.5 AS locale,
    agent.5 AS viewportWidth, agent.6 AS viewportHeight,
    release,
    if(chance(v, 'staging') < 90, 'staging', 'production') AS environment,
    mapFilter((key, tag) -> tag != '', map(
        'plan', if(userId = '', '', plan),
        'experiment', experiment,
        'accountId', if(userId = '', '', concat('acc-', toString(10000 + hashed(v, 'account') % 90000))))) AS tags,
    timestamp + toIntervalMillisecond(300 + hashed(e, 'arrival') % 4000) AS receivedAt,
    if(type = 'request', lower(hex(sipHash128('trace', s, e))), '') AS traceId,
    if(type = 'request', lower(hex(sipHash64('browser span', s, e))), '') AS spanId,
    true AS knownOnce
FROM steps
SETTINGS max_block_size = 1024, max_insert_threads = 2
