-- One day of the events in the Collector's layout.
INSERT INTO peers.otel_logs (Timestamp, TimestampTime, TraceId, SpanId, SeverityText, ServiceName, Body, ResourceAttributes, ScopeName, LogAttributes)
SETTINGS min_insert_block_size_rows = 1000000, min_insert_block_size_bytes = 0
SELECT
    timestamp,
    toDateTime(timestamp),
    traceId,
    spanId,
    if(type = 'error', 'error', 'info'),
    projectId,
    toString(type),
    map('rum.sessionId', toString(sessionId), 'service.version', toString(release), 'deployment.environment', toString(environment)),
    'browser',
    CAST(mapConcat(
        mapFilter((key, value) -> value NOT IN ('', '0'), map(
            'event.id', toString(eventId), 'event.name', toString(name), 'session.start', toString(createdAt), 'window.id', toString(windowId), 'enduser.id', userId,
            'anonymous.id', anonymousId, 'page.path', toString(page), 'location.href', url, 'document.title', toString(title), 'http.referrer', toString(referrer),
            'geo.country', toString(country), 'geo.region', toString(region), 'geo.city', toString(city), 'browser.name', toString(browser),
            'browser.version', toString(browserVersion), 'os.name', toString(os), 'device.type', toString(device), 'browser.language', toString(locale),
            'viewport.width', toString(viewportWidth), 'viewport.height', toString(viewportHeight), 'target.xpath', toString(selector), 'target.text', text,
            'pointer.x', toString(x), 'pointer.y', toString(y), 'exception.type', toString(errorType), 'exception.message', errorMessage, 'exception.stacktrace', errorStack,
            'exception.fingerprint', errorFingerprint, 'error.code', toString(errorCode), 'http.method', toString(requestMethod), 'http.url', requestUrl,
            'http.status_code', toString(statusCode), 'duration.ms', toString(durationMs), 'value', toString(value), 'cart.value', toString(cartValue))),
        mapApply((key, value) -> (concat('tag.', key), value), tags)), 'Map(LowCardinality(String), String)')
FROM claymore.events
WHERE timestamp >= {from:DateTime64(3, 'UTC')} AND timestamp < {to:DateTime64(3, 'UTC')}
