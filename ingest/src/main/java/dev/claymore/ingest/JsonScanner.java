package dev.claymore.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks JSON text (RFC 8259) and finds its way in it, on the bytes themselves: values are slices of the body, so that a string goes
 * from the body into a row without ever being a {@code String}. {@link #validate} comes first and is strict; the skipping methods
 * trust what it has seen. No recursion, no allocation.
 */
final class JsonScanner {

    /** Nesting that is still accepted. A browser's parser stops at 512 elements, which are 1,024 levels of a recording. */
    static final int MAX_DEPTH = 2_048;

    private static final int MAX_NUMBER_LENGTH = 512;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] json;
    private final int end;
    private final JsonShape shape;

    private JsonScanner(byte[] json, int end, JsonShape shape) {
        this.json = json;
        this.end = end;
        this.shape = shape;
    }

    /** Accepts exactly one JSON value, with white space around it, in {@code json[from, to)}, and notes its shape. */
    static void validate(byte[] json, int from, int to, JsonShape shape) throws MalformedBody {
        Utf8.validate(json, from, to);
        shape.clear();
        new JsonScanner(json, to, shape).document(from);
    }

    private void document(int from) throws MalformedBody {
        long[] objects = new long[MAX_DEPTH / 64 + 1];
        int depth = 0;
        int at = space(from);
        while (true) {
            // At the begin of a value.
            byte b = at < end ? json[at] : 0;
            if (b == '{' || b == '[') {
                if (++depth > MAX_DEPTH) {
                    throw new MalformedBody(
                            Problem.JSON_TOO_DEEP, "nested deeper than " + MAX_DEPTH + " levels at byte " + at);
                }
                boolean object = b == '{';
                shape.begin(depth, at);
                long bit = 1L << (depth & 63);
                objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
                at = space(at + 1);
                if (at < end && json[at] == (object ? '}' : ']')) {
                    at++;
                    shape.end(depth--, at);
                } else {
                    if (object) {
                        at = key(at);
                    }
                    continue;
                }
            } else {
                at = scalar(at, b);
            }
            // Behind a value: close what ends here, go on with what follows.
            boolean next = false;
            while (!next) {
                at = space(at);
                if (depth == 0) {
                    if (at != end) {
                        throw invalid(at, "text after the value");
                    }
                    return;
                }
                boolean object = ((objects[depth >> 6] >>> (depth & 63)) & 1) != 0;
                byte c = at < end ? json[at] : 0;
                if (c == ',') {
                    at = space(at + 1);
                    if (object) {
                        at = key(at);
                    }
                    next = true;
                } else if (c == (object ? '}' : ']')) {
                    at++;
                    shape.end(depth--, at);
                } else {
                    throw invalid(at, object ? "expected , or }" : "expected , or ]");
                }
            }
        }
    }

    private int key(int at) throws MalformedBody {
        if (at >= end || json[at] != '"') {
            throw invalid(at, "expected a key");
        }
        int colon = space(string(at));
        if (colon >= end || json[colon] != ':') {
            throw invalid(colon, "expected :");
        }
        return space(colon + 1);
    }

    private int scalar(int at, byte b) throws MalformedBody {
        return switch (b) {
            case '"' -> string(at);
            case 't' -> literal(at, "true");
            case 'f' -> literal(at, "false");
            case 'n' -> literal(at, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> throw invalid(at, "expected a value");
        };
    }

    private int string(int quote) throws MalformedBody {
        int at = quote + 1;
        while (true) {
            while (at + 8 <= end) {
                long stop = stops((long) LONGS.get(json, at));
                if (stop != 0) {
                    at += Long.numberOfTrailingZeros(stop) >> 3;
                    break;
                }
                at += 8;
            }
            if (at >= end) {
                throw invalid(at, "a string without end");
            }
            byte b = json[at];
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                at = escape(at);
            } else if (b >= 0 && b < 0x20) {
                throw invalid(at, "a control character in a string");
            } else {
                at++;
            }
        }
    }

    /** Marks the bytes that are a quote, a backslash or a control character; the lowest mark is exact. */
    private static long stops(long word) {
        long quote = word ^ 0x2222222222222222L;
        long backslash = word ^ 0x5C5C5C5C5C5C5C5CL;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - 0x2020202020202020L) & ~word))
                & HIGHS;
    }

    private int escape(int backslash) throws MalformedBody {
        byte b = backslash + 1 < end ? json[backslash + 1] : 0;
        if (b != 'u') {
            if ("\"\\/bfnrt".indexOf(b) < 0) {
                throw invalid(backslash, "an unknown escape");
            }
            return backslash + 2;
        }
        for (int i = 2; i < 6; i++) {
            if (backslash + i >= end || Character.digit(json[backslash + i], 16) < 0) {
                throw invalid(backslash, "an escape without four hex digits");
            }
        }
        return backslash + 6;
    }

    private int literal(int at, String word) throws MalformedBody {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || json[at + i] != word.charAt(i)) {
                throw invalid(at, "expected a value");
            }
        }
        return at + word.length();
    }

    private int number(int start) throws MalformedBody {
        int at = start;
        if (json[at] == '-') {
            at++;
        }
        int digits = digits(at);
        if (digits == at || (json[at] == '0' && digits > at + 1)) {
            throw invalid(start, "not a number");
        }
        at = digits;
        if (at < end && json[at] == '.') {
            digits = digits(at + 1);
            if (digits == at + 1) {
                throw invalid(start, "not a number");
            }
            at = digits;
        }
        if (at < end && (json[at] | 0x20) == 'e') {
            at++;
            if (at < end && (json[at] == '+' || json[at] == '-')) {
                at++;
            }
            digits = digits(at);
            if (digits == at) {
                throw invalid(start, "not a number");
            }
            at = digits;
        }
        if (at - start > MAX_NUMBER_LENGTH) {
            throw new MalformedBody(
                    Problem.NUMBER_TOO_LONG, "a number of " + (at - start) + " characters at byte " + start);
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at;
    }

    private int space(int from) {
        if (from >= end || !isSpace(json[from])) {
            return from;
        }
        shape.spaced();
        int at = from + 1;
        while (at < end && isSpace(json[at])) {
            at++;
        }
        return at;
    }

    private MalformedBody invalid(int at, String what) {
        return new MalformedBody(Problem.INVALID_JSON, at >= end ? "the text ends too early" : what + " at byte " + at);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    static int skipSpace(byte[] json, int from) {
        int at = from;
        while (isSpace(json[at])) {
            at++;
        }
        return at;
    }

    /** The position behind the string whose opening quote is at {@code quote}. */
    static int skipString(byte[] json, int quote) {
        int at = quote + 1;
        while (true) {
            while (at + 8 <= json.length) {
                long stop = stops((long) LONGS.get(json, at));
                if (stop != 0) {
                    at += Long.numberOfTrailingZeros(stop) >> 3;
                    break;
                }
                at += 8;
            }
            byte b = json[at];
            if (b == '"') {
                return at + 1;
            }
            at += b == '\\' ? 2 : 1;
        }
    }

    /** The position behind the value that begins at {@code start}. */
    static int skipValue(byte[] json, int start) {
        byte first = json[start];
        if (first == '"') {
            return skipString(json, start);
        }
        int at = start;
        if (first != '{' && first != '[') {
            while (at < json.length && json[at] != ',' && json[at] != '}' && json[at] != ']' && !isSpace(json[at])) {
                at++;
            }
            return at;
        }
        int depth = 0;
        do {
            byte b = json[at];
            if (b == '"') {
                at = skipString(json, at);
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
        return at;
    }
}
