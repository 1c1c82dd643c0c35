-- One row per session, merged from what each inserted block knows of it. Facts that belong together (a place, a browser,
-- the first page) travel together in a tuple, and the earliest or the latest tuple wins as a whole; its first element
-- lets what is known win over what is not. The columns people ask for are read out of the tuples.
CREATE TABLE IF NOT EXISTS sessions
(
    projectId LowCardinality(String),
    sessionId UUID CODEC(ZSTD(1)),
    createdAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    firstEventAt SimpleAggregateFunction(min, DateTime64(3, 'UTC')) DEFAULT toDateTime64('2299-12-31 00:00:00', 3, 'UTC') CODEC(Delta, ZSTD(1)),
    endedAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT createdAt CODEC(Delta, ZSTD(1)),

    person SimpleAggregateFunction(max, Tuple(known Bool, at DateTime64(3, 'UTC'), userId String)) CODEC(ZSTD(1)),
    visitor SimpleAggregateFunction(min, Tuple(unknown Bool, at DateTime64(3, 'UTC'), anonymousId String)) DEFAULT (true, toDateTime64(0, 3, 'UTC'), '') CODEC(ZSTD(1)),
    place SimpleAggregateFunction(min, Tuple(unknown Bool, at DateTime64(3, 'UTC'), country String, region String, city String)) DEFAULT (true, toDateTime64(0, 3, 'UTC'), '', '', '') CODEC(ZSTD(1)),
    client SimpleAggregateFunction(min, Tuple(unknown Bool, at DateTime64(3, 'UTC'), browser String, browserVersion String, os String, device String, locale String, bot Bool)) DEFAULT (true, toDateTime64(0, 3, 'UTC'), '', '', '', '', '', false) CODEC(ZSTD(1)),
    build SimpleAggregateFunction(min, Tuple(unknown Bool, at DateTime64(3, 'UTC'), release String, environment String)) DEFAULT (true, toDateTime64(0, 3, 'UTC'), '', '') CODEC(ZSTD(1)),
    entry SimpleAggregateFunction(min, Tuple(unknown Bool, at DateTime64(3, 'UTC'), page String, url String, title String, referrer String, utmSource String, utmMedium String, utmCampaign String, utmTerm String, utmContent String)) DEFAULT (true, toDateTime64(0, 3, 'UTC'), '', '', '', '', '', '', '', '', '') CODEC(ZSTD(1)),
    exit SimpleAggregateFunction(max, Tuple(known Bool, at DateTime64(3, 'UTC'), page String)) CODEC(ZSTD(1)),

    eventCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    pageviewCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    clickCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    rageClickCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    deadClickCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    inputCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    errorCount SimpleAggregateFunction(sum, UInt64) COMMENT 'Events of type error' CODEC(T64, ZSTD(1)),
    requestCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    failedRequestCount SimpleAggregateFunction(sum, UInt64) COMMENT 'Requests with an errorCode of 400 or more' CODEC(T64, ZSTD(1)),
    customCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    cartValue SimpleAggregateFunction(max, Float64) COMMENT 'The highest' CODEC(ZSTD(1)),
    pages SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Of the page views' CODEC(ZSTD(1)),
    eventNames SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Of the custom events' CODEC(ZSTD(1)),
    errorCodes SimpleAggregateFunction(groupUniqArrayArray, Array(UInt32)) CODEC(ZSTD(1)),
    errorTypes SimpleAggregateFunction(groupUniqArrayArray, Array(String)) CODEC(ZSTD(1)),

    hasReplay SimpleAggregateFunction(max, Bool) CODEC(ZSTD(1)),
    replayEventCount SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    replayBytes SimpleAggregateFunction(sum, UInt64) COMMENT 'Of the recording, before compression' CODEC(T64, ZSTD(1)),

    durationMs UInt64 ALIAS if(eventCount = 0, 0, toUInt64(dateDiff('millisecond', firstEventAt, endedAt))),
    userId String ALIAS person.userId,
    anonymousId String ALIAS visitor.anonymousId,
    country String ALIAS place.country,
    region String ALIAS place.region,
    city String ALIAS place.city,
    browser String ALIAS client.browser,
    browserVersion String ALIAS client.browserVersion,
    os String ALIAS client.os,
    device String ALIAS client.device,
    locale String ALIAS client.locale,
    bot Bool ALIAS client.bot,
    release String ALIAS build.release,
    environment String ALIAS build.environment,
    entryPage String ALIAS entry.page,
    entryUrl String ALIAS entry.url,
    exitPage String ALIAS exit.page,
    referrer String ALIAS entry.referrer,
    utmSource String ALIAS entry.utmSource,
    utmMedium String ALIAS entry.utmMedium,
    utmCampaign String ALIAS entry.utmCampaign,
    utmTerm String ALIAS entry.utmTerm,
    utmContent String ALIAS entry.utmContent
)
ENGINE = AggregatingMergeTree
PARTITION BY toMonday(createdAt)
ORDER BY (projectId, createdAt, sessionId)
SETTINGS
    non_replicated_deduplication_window = 10000,
    min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;
