# The rows of two projects: those of "theirs" tell by a word or by their number when they get out.
INSERT INTO events (projectId, sessionId, eventId, timestamp, type, name, userId, anonymousId, page, url, errorCode, errorType, errorMessage, value, cartValue, country, city, browser, device, release, tags)
SELECT
    'mine', toUUID(concat('019cab00-0000-7000-9000-00000000000', toString(number % 4))), generateUUIDv7(), toDateTime64('2026-03-02 10:00:00', 3, 'UTC') + number,
    ['pageview', 'error', 'custom', 'vital', 'click'][1 + number % 5], ['', '', 'bought', 'LCP', ''][1 + number % 5], 'me', 'me-too', '/here', 'https://mine.example/here?n=1',
    if(number % 5 = 1, 500, 0), if(number % 5 = 1, 'TypeError', ''), if(number % 5 = 1, 'mine broke', ''), number, 120, 'DE', 'Berlin', 'Chrome', 'desktop', '1.0', map('plan', 'free')
FROM numbers(40)
;
INSERT INTO events (projectId, sessionId, eventId, timestamp, type, name, userId, anonymousId, page, url, errorCode, errorType, errorMessage, value, cartValue, country, city, browser, device, release, tags)
SELECT
    'theirs', toUUID(concat('019cab00-0000-7000-8000-', leftPad(toString(number % 9113), 12, '0'))), generateUUIDv7(), toDateTime64('2026-03-02 10:00:00', 3, 'UTC') + number % 5000,
    ['pageview', 'error', 'custom', 'vital', 'click'][1 + number % 5], 'whisper-event', concat('whisper-user-', toString(number % 700)), 'whisper-visitor', '/whisper/page', 'https://theirs.example/whisper',
    if(number % 5 = 1, 500, 0), 'WhisperError', concat('whisper ', toString(number)), number, 900, 'DE', 'Whisperton', 'Whisperfox', 'desktop', 'whisper-1', map('plan', 'whisper-plan', 'secret', concat('whisper-tag-', toString(number % 100)))
FROM numbers(46491)
;
INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
SELECT 'mine', toUUID(concat('019cab00-0000-7000-9000-00000000000', toString(number % 4))), 'w', number, toDateTime64('2026-03-02 10:00:00', 3, 'UTC'), 3, '{"source":1}' FROM numbers(12)
;
INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
SELECT 'theirs', toUUID(concat('019cab00-0000-7000-8000-', leftPad(toString(number % 9113), 12, '0'))), 'w', number, toDateTime64('2026-03-02 10:00:00', 3, 'UTC'), 3, concat('{"whisper":', toString(number), '}') FROM numbers(31957)
;
INSERT INTO ledger (projectId, minute, outcome, code, events, bytes) VALUES ('mine', '2026-03-02 10:00:00', 'stored', '', 40, 40), ('theirs', '2026-03-02 10:00:00', 'stored', 'whisper', 46491, 31957)
;
INSERT INTO otel_traces (projectId, sessionId, Timestamp, TraceId, SpanId, SpanName, ServiceName, SpanAttributes, Duration, StatusCode, Events.Timestamp, Events.Name, Events.Attributes)
SELECT 'mine', toUUID(concat('019cab00-0000-7000-9000-00000000000', toString(number % 4))), toDateTime64('2026-03-02 10:00:00', 9, 'UTC') + number, lower(hex(MD5(toString(number)))), '00f067aa0ba902b7',
    'GET /here', 'shop', map('http.route', '/here'), 1000000, 'Ok', [toDateTime64('2026-03-02 10:00:00', 9, 'UTC')], ['exception'], [map('exception.message', 'mine broke')]
FROM numbers(12)
;
INSERT INTO otel_traces (projectId, sessionId, Timestamp, TraceId, SpanId, SpanName, ServiceName, SpanAttributes, Duration, StatusCode, Events.Timestamp, Events.Name, Events.Attributes)
SELECT 'theirs', toUUID(concat('019cab00-0000-7000-8000-', leftPad(toString(number % 9113), 12, '0'))), toDateTime64('2026-03-02 10:00:00', 9, 'UTC') + number % 3000, lower(hex(MD5(concat('whisper', toString(number))))), '00f067aa0ba902b7',
    'GET /whisper', 'whisper-service', map('whisper.key', 'whisper-value'), 1000000, 'Error', [toDateTime64('2026-03-02 10:00:00', 9, 'UTC')], ['whisper-event'], [map('whisper', 'x')]
FROM numbers(31957)
;
INSERT INTO otel_logs (projectId, Timestamp, ServiceName, Body, LogAttributes) SELECT 'mine', toDateTime64('2026-03-02 10:00:00', 9, 'UTC') + number, 'shop', 'mine broke', map('k', 'v') FROM numbers(12)
;
INSERT INTO otel_logs (projectId, Timestamp, ServiceName, Body, LogAttributes) SELECT 'theirs', toDateTime64('2026-03-02 10:00:00', 9, 'UTC') + number % 3000, 'whisper-service', 'whisper', map('whisper', 'w') FROM numbers(31957)
;
INSERT INTO otel_metrics_sum (projectId, TimeUnix, ServiceName, MetricName, Value) SELECT if(number % 3 = 0, 'mine', 'theirs'), toDateTime64('2026-03-02 10:00:00', 9, 'UTC') + number, if(number % 3 = 0, 'shop', 'whisper-service'), if(number % 3 = 0, 'requests', 'whisper.requests'), 1 FROM numbers(300)
;
