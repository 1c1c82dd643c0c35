package dev.claymore.ingest;

import java.util.List;

/** Keys of the wire format by number; the numbers are those of the lists here. */
final class Fields {

    static final List<String> BATCH_KEYS = List.of(
            "version", "batchId", "sentAt", "sequence", "sdk", "sessionId", "windowId", "context", "dropped", "events");
    static final int VERSION = 0;
    static final int BATCH_ID = 1;
    static final int SENT_AT = 2;
    static final int SDK = 4;
    static final int BATCH_SESSION_ID = 5;
    static final int BATCH_WINDOW_ID = 6;
    static final int CONTEXT = 7;
    static final int DROPPED = 8;
    static final int BATCH_EVENTS = 9;
    static final FieldNames BATCH = new FieldNames(BATCH_KEYS);

    /** Of an event, and of the batch's context, whose fields stand in for those an event lacks. */
    static final List<String> EVENT_KEYS = List.of(
            "id",
            "type",
            "timestamp",
            "sessionId",
            "windowId",
            "name",
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
            "locale",
            "viewport",
            "release",
            "environment",
            "traceId",
            "spanId",
            "tags",
            "seq",
            "data");

    static final int ID = 0;
    static final int TYPE = 1;
    static final int TIMESTAMP = 2;
    static final int SESSION_ID = 3;
    static final int WINDOW_ID = 4;
    static final int NAME = 5;
    static final int USER_ID = 6;
    static final int ANONYMOUS_ID = 7;
    static final int PAGE = 8;
    static final int URL = 9;
    static final int TITLE = 10;
    static final int REFERRER = 11;
    static final int SELECTOR = 12;
    static final int TEXT = 13;
    static final int X = 14;
    static final int Y = 15;
    static final int ERROR_CODE = 16;
    static final int ERROR_TYPE = 17;
    static final int ERROR_MESSAGE = 18;
    static final int ERROR_STACK = 19;
    static final int ERROR_FINGERPRINT = 20;
    static final int REQUEST_METHOD = 21;
    static final int REQUEST_URL = 22;
    static final int STATUS_CODE = 23;
    static final int DURATION_MS = 24;
    static final int VALUE = 25;
    static final int CART_VALUE = 26;
    static final int LOCALE = 27;
    static final int VIEWPORT = 28;
    static final int RELEASE = 29;
    static final int ENVIRONMENT = 30;
    static final int TRACE_ID = 31;
    static final int SPAN_ID = 32;
    static final int TAGS = 33;
    static final int SEQ = 34;
    static final int DATA = 35;
    static final FieldNames EVENT = new FieldNames(EVENT_KEYS);

    static final List<String> PAIR_KEYS = List.of("width", "height", "sampled", "overflow", "name");
    static final int WIDTH = 0;
    static final int HEIGHT = 1;
    static final int SAMPLED = 2;
    static final int OVERFLOW = 3;
    static final int SDK_NAME = 4;
    static final FieldNames PAIR = new FieldNames(PAIR_KEYS);

    private Fields() {}
}
