package dev.claymore.ingest;

import java.util.Locale;

/**
 * Everything that ingest can answer but "accepted". The code is the name in lower case; it is stable, and it is the same in
 * answers, in the ledger and as a metric label. The status is that of a whole refused batch; a problem that concerns one event
 * is answered inside a 200.
 */
public enum Problem {
    INVALID_JSON(400),
    INVALID_UTF8(400),
    JSON_TOO_DEEP(400),
    NUMBER_TOO_LONG(400),
    DUPLICATE_KEY(400),
    INVALID_GZIP(400),
    INCOMPLETE_BODY(400),
    UNSUPPORTED_VERSION(400),
    INVALID_BATCH(400),
    /** Neither protobuf nor JSON as OTLP has it. */
    INVALID_OTLP(400),
    TOO_MANY_EVENTS(400),
    MISSING_KEY(401),
    UNKNOWN_KEY(401),
    ORIGIN_NOT_ALLOWED(403),
    /** The sender took too long over the body. */
    BODY_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    RATE_LIMITED(429),
    QUOTA_EXCEEDED(429),
    OVERLOADED(503),
    SPOOL_FULL(503),
    SPOOL_FAILED(503),

    /** A span without a trace id or span id. */
    INVALID_SPAN(200),
    INVALID_EVENT(200),
    INVALID_TYPE(200),
    MISSING_SESSION_ID(200),
    INVALID_SESSION_ID(200),
    SESSION_OUT_OF_RANGE(200),
    INVALID_TIMESTAMP(200),
    TIMESTAMP_OUT_OF_RANGE(200),
    INVALID_FIELD(200),
    NUMBER_OUT_OF_RANGE(200),
    INVALID_TAGS(200),
    INVALID_REPLAY(200),
    EVENT_TOO_LARGE(200),
    /** Refused by the database after it was accepted; the event is in the dead-letter file. */
    DEAD_LETTER(200);

    private final int status;
    private final String code = name().toLowerCase(Locale.ROOT);

    Problem(int status) {
        this.status = status;
    }

    /** HTTP status of a batch refused for this; 200 for what only concerns one event. */
    public int status() {
        return status;
    }

    /** Stable, in snake case. */
    public String code() {
        return code;
    }

    /** Whether the same batch sent again later may succeed. */
    public boolean retryable() {
        return status == 429 || status == 503 || this == INCOMPLETE_BODY || this == BODY_TIMEOUT;
    }
}
