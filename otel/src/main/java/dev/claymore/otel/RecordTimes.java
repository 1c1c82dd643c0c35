package dev.claymore.otel;

import java.time.Duration;

/**
 * The timestamps that are accepted on arrival. Each week is a partition of its own; without this limit one request could create a thousand
 * parts.
 */
final class RecordTimes {

    static final Duration PAST = Duration.ofDays(800);
    static final Duration AHEAD = Duration.ofDays(1);

    private static final int SPAN_START = 7;
    private static final int LOG_TIME = 1;
    private static final int LOG_OBSERVED_TIME = 11;
    private static final int POINT_TIME = 3;

    private final long receivedAtNanos;

    /** @param receivedAt epoch milliseconds */
    RecordTimes(long receivedAt) {
        receivedAtNanos = receivedAt * 1_000_000;
    }

    boolean ofSpan(Fields span) {
        return holds(span.number(SPAN_START));
    }

    boolean ofLog(Fields log) {
        return holds(time(log));
    }

    boolean ofPoint(Fields point) {
        return holds(point.number(POINT_TIME));
    }

    /** Of a log record; who receives it has observed it, when nobody did before (logs data model, "ObservedTimestamp"). */
    long time(Fields log) {
        return log.number(LOG_TIME) == 0 ? observed(log) : log.number(LOG_TIME);
    }

    long observed(Fields log) {
        return log.number(LOG_OBSERVED_TIME) == 0 ? receivedAtNanos : log.number(LOG_OBSERVED_TIME);
    }

    /** Before the fields of a record are read; the bytes have been walked through. */
    boolean of(Message record, byte[] bytes, int from, int to) {
        if (record.isSpan()) {
            return holds(last(bytes, from, to, SPAN_START));
        }
        if (!record.isLog()) {
            return holds(last(bytes, from, to, POINT_TIME));
        }
        long time = last(bytes, from, to, LOG_TIME);
        time = time == 0 ? last(bytes, from, to, LOG_OBSERVED_TIME) : time;
        return time == 0 || holds(time);
    }

    private boolean holds(long nanos) {
        return nanos > 0 && nanos >= receivedAtNanos - PAST.toNanos() && nanos <= receivedAtNanos + AHEAD.toNanos();
    }

    /** A field that comes twice has its last value. */
    private static long last(byte[] bytes, int from, int to, int number) {
        long value = 0;
        for (int at = from; at < to; ) {
            int tag = (int) Wire.varint(bytes, at);
            at = Wire.behind(bytes, at);
            if (tag == ((number << 3) | Wire.FIXED64)) {
                value = Wire.int64(bytes, at);
            }
            at = Wire.skip(bytes, at, tag & 7);
        }
        return value;
    }
}
