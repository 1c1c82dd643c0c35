package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;

/** Values of slices that {@link JsonScanner#validate} has accepted. */
final class JsonText {

    private static final long MAX_EXACT = 1L << 53;

    private JsonText() {}

    /** The text of the string {@code json[start, end)}, its quotes included in the slice. */
    static String string(byte[] json, int start, int end) {
        RowBuffer text = new RowBuffer(end - start);
        unescape(json, start + 1, end - 1, text);
        return new String(text.array(), 0, text.size(), StandardCharsets.UTF_8);
    }

    static boolean hasEscape(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Appends the characters between the quotes as UTF-8; half of a surrogate pair becomes U+FFFD. */
    static void unescape(byte[] json, int from, int to, RowBuffer target) {
        int at = from;
        while (at < to) {
            int plain = at;
            while (at < to && json[at] != '\\') {
                at++;
            }
            target.raw(json, plain, at);
            if (at < to) {
                at = escape(json, at, to, target);
            }
        }
    }

    private static int escape(byte[] json, int backslash, int to, RowBuffer target) {
        byte b = json[backslash + 1];
        if (b != 'u') {
            target.int8(
                    switch (b) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> b;
                    });
            return backslash + 2;
        }
        int unit = hex(json, backslash + 2);
        int next = backslash + 6;
        if (Character.isHighSurrogate((char) unit) && next + 6 <= to && json[next] == '\\' && json[next + 1] == 'u') {
            int low = hex(json, next + 2);
            if (Character.isLowSurrogate((char) low)) {
                character(Character.toCodePoint((char) unit, (char) low), target);
                return next + 6;
            }
        }
        character(Character.isSurrogate((char) unit) ? 0xFFFD : unit, target);
        return next;
    }

    private static int hex(byte[] json, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = (value << 4) | Character.digit(json[i], 16);
        }
        return value;
    }

    private static void character(int point, RowBuffer target) {
        if (point < 0x80) {
            target.int8(point);
        } else if (point < 0x800) {
            target.int8(0xC0 | (point >> 6)).int8(trailing(point));
        } else if (point < 0x10000) {
            target.int8(0xE0 | (point >> 12)).int8(trailing(point >> 6)).int8(trailing(point));
        } else {
            target.int8(0xF0 | (point >> 18))
                    .int8(trailing(point >> 12))
                    .int8(trailing(point >> 6))
                    .int8(trailing(point));
        }
    }

    private static int trailing(int bits) {
        return 0x80 | (bits & 0x3F);
    }

    /** The number as a double, which may be infinite. */
    static double number(byte[] json, int start, int end) {
        if (end - start <= 15) {
            long whole = 0;
            int at = json[start] == '-' ? start + 1 : start;
            int first = at;
            while (at < end && json[at] >= '0' && json[at] <= '9') {
                whole = whole * 10 + json[at++] - '0';
            }
            if (at == end) {
                return first > start ? -(double) whole : whole;
            }
        }
        return Double.parseDouble(new String(json, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** The number rounded to a whole one, or {@link Long#MIN_VALUE} when it is larger than 2^53. */
    static long whole(byte[] json, int start, int end) {
        double number = number(json, start, end);
        return Math.abs(number) <= MAX_EXACT ? Math.round(number) : Long.MIN_VALUE;
    }

    /** Appends JSON without the white space between its tokens; strings and numbers stay as they are, to the byte. */
    static void compact(byte[] json, int start, int end, RowBuffer target) {
        int copied = start;
        int at = start;
        while (at < end) {
            byte b = json[at];
            if (b == '"') {
                at = JsonScanner.skipString(json, at);
            } else if (JsonScanner.isSpace(b)) {
                target.raw(json, copied, at);
                at = skipSpace(json, at, end);
                copied = at;
            } else {
                at++;
            }
        }
        target.raw(json, copied, end);
    }

    private static int skipSpace(byte[] json, int from, int end) {
        int at = from;
        while (at < end && JsonScanner.isSpace(json[at])) {
            at++;
        }
        return at;
    }
}
