-- What most questions read is cheap to unpack: LZ4 takes half the processor time of ZSTD, and these columns are as small either way. Of a time in order
-- of sessions 64 values at a time differ in few bits (T64), which unpacks at twice the speed of differences. docs/decisions/columns-that-unpack-fast.md
ALTER TABLE events
    MODIFY COLUMN sessionId CODEC(LZ4),
    MODIFY COLUMN createdAt CODEC(LZ4),
    MODIFY COLUMN timestamp CODEC(T64, LZ4),
    MODIFY COLUMN userId CODEC(LZ4),
    MODIFY COLUMN personKey CODEC(LZ4),
    MODIFY COLUMN errorCode CODEC(T64, LZ4),
    MODIFY COLUMN statusCode CODEC(LZ4),
    MODIFY COLUMN durationMs CODEC(T64, LZ4),
    MODIFY COLUMN value CODEC(LZ4),
    MODIFY COLUMN cartValue CODEC(LZ4);

-- The endpoints of a site are few. Rows from before are converted as they are read, until a mutation in the background has done it for good.
ALTER TABLE events MODIFY COLUMN requestUrl LowCardinality(String) SETTINGS alter_sync = 0, mutations_sync = 0;

ALTER TABLE session_tags
    MODIFY COLUMN sessionId CODEC(LZ4),
    MODIFY COLUMN createdAt CODEC(LZ4),
    MODIFY COLUMN value CODEC(LZ4);

ALTER TABLE sessions
    MODIFY COLUMN sessionId CODEC(LZ4),
    MODIFY COLUMN createdAt CODEC(LZ4),
    MODIFY COLUMN firstEventAt CODEC(T64, LZ4),
    MODIFY COLUMN endedAt CODEC(T64, LZ4),
    MODIFY COLUMN identity CODEC(LZ4),
    MODIFY COLUMN eventCount CODEC(T64, LZ4),
    MODIFY COLUMN pageviewCount CODEC(T64, LZ4),
    MODIFY COLUMN clickCount CODEC(T64, LZ4),
    MODIFY COLUMN rageClickCount CODEC(T64, LZ4),
    MODIFY COLUMN deadClickCount CODEC(T64, LZ4),
    MODIFY COLUMN inputCount CODEC(T64, LZ4),
    MODIFY COLUMN errorCount CODEC(T64, LZ4),
    MODIFY COLUMN requestCount CODEC(T64, LZ4),
    MODIFY COLUMN failedRequestCount CODEC(T64, LZ4),
    MODIFY COLUMN customCount CODEC(T64, LZ4),
    MODIFY COLUMN cartValue CODEC(LZ4),
    MODIFY COLUMN pages CODEC(LZ4),
    MODIFY COLUMN eventNames CODEC(LZ4),
    MODIFY COLUMN errorCodes CODEC(LZ4),
    MODIFY COLUMN errorTypes CODEC(LZ4);

-- Each fact that people group and filter by in a column of its own, as (milliseconds after the start of the session, value): the earliest wins, as it does in the
-- tuples it is taken from, and nobody reads an address and nine texts to count countries. Rows from before are right at once: the default is computed when
-- they are read, until it has been stored.
ALTER TABLE sessions
    ADD COLUMN IF NOT EXISTS firstCountry SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(place, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(place, 'at')))))), tupleElement(place, 'country')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstRegion SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(place, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(place, 'at')))))), tupleElement(place, 'region')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstCity SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(place, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(place, 'at')))))), tupleElement(place, 'city')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstBrowser SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(client, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(client, 'at')))))), tupleElement(client, 'browser')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstBrowserVersion SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(client, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(client, 'at')))))), tupleElement(client, 'browserVersion')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstOs SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(client, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(client, 'at')))))), tupleElement(client, 'os')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstDevice SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(client, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(client, 'at')))))), tupleElement(client, 'device')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstLocale SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(client, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(client, 'at')))))), tupleElement(client, 'locale')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstRelease SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(build, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(build, 'at')))))), tupleElement(build, 'release')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstEnvironment SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(build, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(build, 'at')))))), tupleElement(build, 'environment')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstPage SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(entry, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(entry, 'at')))))), tupleElement(entry, 'page')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstReferrer SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(entry, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(entry, 'at')))))), tupleElement(entry, 'referrer')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstUtmSource SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(entry, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(entry, 'at')))))), tupleElement(entry, 'utmSource')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstUtmMedium SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(entry, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(entry, 'at')))))), tupleElement(entry, 'utmMedium')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS firstUtmCampaign SimpleAggregateFunction(min, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(entry, 'unknown'), 2147483647, toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(entry, 'at')))))), tupleElement(entry, 'utmCampaign')) CODEC(LZ4),
    ADD COLUMN IF NOT EXISTS lastPage SimpleAggregateFunction(max, Tuple(after Int32, value String))
        DEFAULT (if(tupleElement(exit, 'known'), toInt32(greatest(-2000000000, least(2000000000, dateDiff('millisecond', createdAt, tupleElement(exit, 'at'))))), -2147483648), tupleElement(exit, 'page')) CODEC(LZ4);

ALTER TABLE sessions
    MODIFY COLUMN country String ALIAS tupleElement(firstCountry, 'value'),
    MODIFY COLUMN region String ALIAS tupleElement(firstRegion, 'value'),
    MODIFY COLUMN city String ALIAS tupleElement(firstCity, 'value'),
    MODIFY COLUMN browser String ALIAS tupleElement(firstBrowser, 'value'),
    MODIFY COLUMN browserVersion String ALIAS tupleElement(firstBrowserVersion, 'value'),
    MODIFY COLUMN os String ALIAS tupleElement(firstOs, 'value'),
    MODIFY COLUMN device String ALIAS tupleElement(firstDevice, 'value'),
    MODIFY COLUMN locale String ALIAS tupleElement(firstLocale, 'value'),
    MODIFY COLUMN release String ALIAS tupleElement(firstRelease, 'value'),
    MODIFY COLUMN environment String ALIAS tupleElement(firstEnvironment, 'value'),
    MODIFY COLUMN entryPage String ALIAS tupleElement(firstPage, 'value'),
    MODIFY COLUMN referrer String ALIAS tupleElement(firstReferrer, 'value'),
    MODIFY COLUMN utmSource String ALIAS tupleElement(firstUtmSource, 'value'),
    MODIFY COLUMN utmMedium String ALIAS tupleElement(firstUtmMedium, 'value'),
    MODIFY COLUMN utmCampaign String ALIAS tupleElement(firstUtmCampaign, 'value'),
    MODIFY COLUMN exitPage String ALIAS tupleElement(lastPage, 'value');

ALTER TABLE sessions
    MATERIALIZE COLUMN firstCountry,
    MATERIALIZE COLUMN firstRegion,
    MATERIALIZE COLUMN firstCity,
    MATERIALIZE COLUMN firstBrowser,
    MATERIALIZE COLUMN firstBrowserVersion,
    MATERIALIZE COLUMN firstOs,
    MATERIALIZE COLUMN firstDevice,
    MATERIALIZE COLUMN firstLocale,
    MATERIALIZE COLUMN firstRelease,
    MATERIALIZE COLUMN firstEnvironment,
    MATERIALIZE COLUMN firstPage,
    MATERIALIZE COLUMN firstReferrer,
    MATERIALIZE COLUMN firstUtmSource,
    MATERIALIZE COLUMN firstUtmMedium,
    MATERIALIZE COLUMN firstUtmCampaign,
    MATERIALIZE COLUMN lastPage
SETTINGS mutations_sync = 0;
