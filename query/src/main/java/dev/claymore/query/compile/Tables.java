package dev.claymore.query.compile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of sessions and events. */
public final class Tables {

    /** What a session is comes together when it is read. */
    public static final String SESSIONS = "sessions FINAL";

    /** An event stands there once; where that is not sure, the statement runs with FINAL for all tables. */
    static final String EVENTS = "events";

    /** A tag may stand there several times for one session, which makes no difference to what looks for it. */
    static final String TAGS = "session_tags";

    /** Each tag of a session once. */
    static final String DISTINCT_TAGS = "session_tags FINAL";

    /** Of a session; where there is a recording alone and no event, its beginning. */
    public static final String FIRST_EVENT_AT =
            "if(firstEventAt = toDateTime64('2299-12-31 00:00:00', 3, 'UTC'), createdAt, firstEventAt)";

    /** Of sessions, as the API shows them. */
    public static final List<String> SESSION = List.of(
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

    /** Of sessions that are shown beside something else: who, where, with what, and how it went. */
    public static final List<String> SESSION_BESIDE = List.of(
            "sessionId",
            "createdAt",
            "firstEventAt",
            "endedAt",
            "durationMs",
            "userId",
            "anonymousId",
            "country",
            "city",
            "browser",
            "os",
            "device",
            "release",
            "entryPage",
            "exitPage",
            "eventCount",
            "pageviewCount",
            "errorCount",
            "cartValue",
            "hasReplay");

    /** Of the events of a session, as the API shows them. */
    public static final List<String> EVENT = List.of(
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

    /** Every name that is a column of one of the tables. */
    static final Set<String> COLUMNS = Stream.concat(
                    Stream.concat(SESSION.stream(), EVENT.stream()),
                    Stream.of(
                            "projectId",
                            "key",
                            "receivedAt",
                            "clockOffsetMs",
                            "person",
                            "personKey",
                            "identity",
                            "visitor",
                            "place",
                            "client",
                            "build",
                            "entry",
                            "exit",
                            "firstCountry",
                            "firstRegion",
                            "firstCity",
                            "firstBrowser",
                            "firstBrowserVersion",
                            "firstOs",
                            "firstDevice",
                            "firstLocale",
                            "firstRelease",
                            "firstEnvironment",
                            "firstPage",
                            "firstReferrer",
                            "firstUtmSource",
                            "firstUtmMedium",
                            "firstUtmCampaign",
                            "lastPage"))
            .collect(Collectors.toUnmodifiableSet());

    private Tables() {}

    /** Columns of sessions as they stand in a statement. */
    public static List<String> selected(List<String> columns) {
        return columns.stream()
                .map(column -> column.equals("firstEventAt") ? FIRST_EVENT_AT + " AS firstEventAt" : column)
                .toList();
    }
}
