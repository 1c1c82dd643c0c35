package dev.claymore.otel;

import java.nio.charset.StandardCharsets;

/**
 * Finds the session that a resource, a span or a log record names: {@code session.id} as the semantic conventions have it, and what other tools
 * that record browsers call it. Sessions are UUIDs; another id stays an attribute. Not for several threads.
 */
final class SessionLink {

    private static final byte[][] KEYS = {
        "session.id".getBytes(StandardCharsets.US_ASCII),
        "rum.sessionId".getBytes(StandardCharsets.US_ASCII),
        "highlight.session_id".getBytes(StandardCharsets.US_ASCII)
    };

    private long high;
    private long low;

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }

    /** Looks through the attributes {@code number}; what was known stays when they name none. */
    void look(Fields of, int number) {
        byte[] bytes = of.bytes();
        for (int i = 0; i < of.pieces(); i++) {
            if (of.is(i, number)) {
                look(bytes, of.from(i, number), of.end(i));
            }
        }
    }

    /** A key-value pair: nearly always the key first, then a value that is a string. */
    private void look(byte[] bytes, int from, int to) {
        int at = from;
        int keyFrom = 0;
        int keyTo = -1;
        int valueFrom = 0;
        int valueTo = -1;
        while (at < to) {
            int tag = (int) Wire.varint(bytes, at);
            at = Wire.behind(bytes, at);
            int length = (int) Wire.varint(bytes, at);
            at = Wire.behind(bytes, at);
            if ((tag & 7) != Wire.BYTES) {
                return;
            }
            if (tag >>> 3 == 1) {
                keyFrom = at;
                keyTo = at + length;
                if (!isKey(bytes, keyFrom, keyTo)) {
                    return;
                }
            } else if (tag >>> 3 == 2) {
                valueFrom = at;
                valueTo = at + length;
            }
            at += length;
        }
        if (keyTo > keyFrom && valueTo > valueFrom && bytes[valueFrom] == ((1 << 3) | Wire.BYTES)) {
            int length = (int) Wire.varint(bytes, valueFrom + 1);
            int begin = Wire.behind(bytes, valueFrom + 1);
            uuid(bytes, begin, begin + length);
        }
    }

    private static boolean isKey(byte[] bytes, int from, int to) {
        for (byte[] key : KEYS) {
            if (to - from == key.length && java.util.Arrays.equals(bytes, from, to, key, 0, key.length)) {
                return true;
            }
        }
        return false;
    }

    /** With hyphens or without. */
    private void uuid(byte[] bytes, int from, int to) {
        boolean hyphens = to - from == 36;
        if (!hyphens && to - from != 32) {
            return;
        }
        long newHigh = 0;
        long newLow = 0;
        int digits = 0;
        for (int at = from; at < to; at++) {
            int place = at - from;
            if (hyphens && (place == 8 || place == 13 || place == 18 || place == 23)) {
                if (bytes[at] != '-') {
                    return;
                }
                continue;
            }
            int digit = Character.digit(bytes[at], 16);
            if (digit < 0) {
                return;
            }
            if (digits++ < 16) {
                newHigh = (newHigh << 4) | digit;
            } else {
                newLow = (newLow << 4) | digit;
            }
        }
        set(newHigh, newLow);
    }
}
