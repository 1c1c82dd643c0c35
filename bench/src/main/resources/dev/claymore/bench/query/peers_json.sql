-- One day of the events in the layout with JSON.
INSERT INTO peers.json_events (uuid, event, properties, timestamp, team_id, distinct_id, elements_chain, created_at, person_id, person_created_at, person_properties)
SETTINGS min_insert_block_size_rows = 1000000, min_insert_block_size_bytes = 0
SELECT
    eventId,
    multiIf(type = 'pageview', '$pageview', type = 'custom', name, type = 'vital', '$web_vitals', type = 'error', '$exception', type = 'click', '$autocapture', concat('$', type)),
    toJSONString(mapConcat(
        mapFilter((key, value) -> value NOT IN ('', '0'), map(
            '$session_id', toString(sessionId), '$window_id', toString(windowId), '$pathname', toString(page), '$current_url', url, 'title', toString(title),
            '$referrer', toString(referrer), '$geoip_country_code', toString(country), '$geoip_subdivision_1_name', toString(region), '$geoip_city_name', toString(city),
            '$browser', toString(browser), '$browser_version', toString(browserVersion), '$os', toString(os), '$device_type', toString(device), '$locale', toString(locale),
            '$viewport_width', toString(viewportWidth), '$viewport_height', toString(viewportHeight), 'release', toString(release), 'environment', toString(environment),
            '$el_text', text, '$selector', toString(selector), '$x', toString(x), '$y', toString(y), '$exception_type', toString(errorType), '$exception_message', errorMessage,
            '$exception_stack', errorStack, '$exception_fingerprint', errorFingerprint, 'error_code', toString(errorCode), 'method', toString(requestMethod),
            'request_url', requestUrl, 'status', toString(statusCode), 'duration', toString(durationMs), 'name', toString(name), 'value', toString(value),
            'cart_value', toString(cartValue), 'trace_id', traceId, 'span_id', spanId)),
        mapApply((key, value) -> (toString(key), value), tags))),
    timestamp,
    indexOf(['shop', 'portal', 'club', 'lab'], projectId),
    if(userId != '', userId, anonymousId),
    '',
    receivedAt,
    reinterpret(sipHash128(if(userId != '', userId, anonymousId)), 'UUID'),
    createdAt,
    toJSONString(map('$initial_geoip_country_code', toString(country), '$browser', toString(browser), '$os', toString(os)))
FROM claymore.events
WHERE timestamp >= {from:DateTime64(3, 'UTC')} AND timestamp < {to:DateTime64(3, 'UTC')}
