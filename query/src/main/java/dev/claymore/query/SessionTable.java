package dev.claymore.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The columns of sessions and events as the API shows them, and what a session id tells. */
final class SessionTable {

    static final List<String> COLUMNS = List.of(
            "sessionId",
            "createdAt",
            "firstEventAt",
            "endedAt",
            "durationMs",
            "userId",
            "anonymousId",
            "country",
            "region",
            "city",
            "browser",
            "browserVersion",
            "os",
            "device",
            "locale",
            "bot",
            "release",
            "environment",
            "entryPage",
            "entryUrl",
            "exitPage",
            "referrer",
            "utmSource",
            "utmMedium",
            "utmCampaign",
            "utmTerm",
            "utmContent",
            "eventCount",
            "pageviewCount",
            "clickCount",
            "rageClickCount",
            "deadClickCount",
            "inputCount",
            "errorCount",
            "requestCount",
            "failedRequestCount",
            "customCount",
            "cartValue",
            "pages",
            "eventNames",
            "errorCodes",
            "errorTypes",
            "hasReplay",
            "replayEventCount",
            "replayBytes");

    static final List<String> EVENT_COLUMNS = List.of(
            "eventId",
            "timestamp",
            "type",
            "name",
            "windowId",
            "userId",
            "anonymousId",
            "page",
            "url",
            "title",
            "referrer",
            "selector",
            "text",
            "x",
            "y",
            "errorCode",
            "errorType",
            "errorMessage",
            "errorStack",
            "errorFingerprint",
            "requestMethod",
            "requestUrl",
            "statusCode",
            "durationMs",
            "value",
            "cartValue",
            "traceId",
            "spanId",
            "tags",
            "viewportWidth",
            "viewportHeight",
            "release",
            "environment");

    static final List<String> SORTABLE = List.of(
            "createdAt",
            "durationMs",
            "eventCount",
            "pageviewCount",
            "clickCount",
            "rageClickCount",
            "deadClickCount",
            "errorCount",
            "failedRequestCount",
            "cartValue");

    private SessionTable() {}

    /** The start of a session, which a UUID of version 7 begins with; empty for other versions. */
    static Optional<Instant> createdAt(UUID sessionId) {
        return sessionId.version() == 7
                ? Optional.of(Instant.ofEpochMilli(sessionId.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }
}
