package dev.claymore.otel;

import dev.claymore.ingest.Telemetry.BadTelemetry;

/** Walks through a whole body before it is acknowledged, so that nothing can be wrong with it later; counts what it holds. */
final class BodyCheck {

    /** As deep as protobuf's own readers go. */
    static final int MAX_DEPTH = 100;

    /** A number of nine bytes has up to 25 characters. */
    private static final int GROWTH_OF_A_VALUE = 16;

    private final byte[] bytes;
    private final RecordTimes times;
    private int accepted;
    private int unnamed;
    private int untimely;
    private long rowBytes;

    BodyCheck(byte[] bytes, RecordTimes times) {
        this.bytes = bytes;
        this.times = times;
    }

    int accepted() {
        return accepted;
    }

    /** Spans without ids. */
    int unnamed() {
        return unnamed;
    }

    /** Records of a time that nothing is stored for. */
    int untimely() {
        return untimely;
    }

    /** Bytes of all its rows, about: what a resource, a scope or a metric says of itself stands in each of them. */
    long rowBytes() {
        return rowBytes;
    }

    void walk(Message message, int from, int to) throws BadTelemetry {
        long _ = walk(message, from, to, 0, false);
    }

    /**
     * @param listed whether it stands in an array or a list, which become JSON
     * @return how many bytes more than here it has in a row, at most; what has rows of its own has counted them
     */
    private long walk(Message message, int from, int to, int depth, boolean listed) throws BadTelemetry {
        if (depth > MAX_DEPTH) {
            throw new BadTelemetry("messages are nested more than " + MAX_DEPTH + " deep");
        }
        int at = from;
        int rowsBefore = rows();
        int passedOn = 0;
        long grown = listed ? GROWTH_OF_A_VALUE : 0;
        while (at < to) {
            int begin = at;
            int behind = varintEnd(at, to, message);
            long tag = Wire.varint(bytes, at);
            int number = (int) (tag >>> 3);
            int wire = (int) tag & 7;
            if (tag >>> 3 == 0 || tag >>> 3 > 0x1FFF_FFFF) {
                throw bad(message, at, "a field of number " + (tag >>> 3));
            }
            Message.Field field = message.field(number);
            at = behind;
            switch (wire) {
                case Wire.VARINT -> at = varintEnd(at, to, message);
                case Wire.FIXED64 -> at = advance(at, 8, to, message);
                case Wire.FIXED32 -> at = advance(at, 4, to, message);
                case Wire.BYTES -> {
                    int content = varintEnd(at, to, message);
                    long length = Wire.varint(bytes, at);
                    if (length < 0 || length > to - content) {
                        throw bad(message, at, "a length that goes beyond its end");
                    }
                    at = content + (int) length;
                    if (field != null) {
                        int before = rows();
                        long more = inside(field, message, content, at, depth, listed);
                        passedOn += rows() > before ? at - begin : 0;
                        grown += rows() > before ? 0 : more;
                    }
                }
                default -> throw bad(message, at, "wire type " + wire);
            }
            if (field != null && wire != field.kind().wireType() && !(field.repeated() && wire == Wire.BYTES)) {
                throw bad(message, at, field.name() + " has wire type " + wire);
            }
        }
        rowBytes += (to - from - passedOn + grown) * (rows() - rowsBefore);
        return grown;
    }

    private int rows() {
        return accepted + unnamed + untimely;
    }

    private long inside(Message.Field field, Message message, int from, int to, int depth, boolean listed)
            throws BadTelemetry {
        if (field.kind() == Message.Kind.MESSAGE) {
            long grown = walk(field.message(), from, to, depth + 1, listed || message.isList());
            if (field.counted()) {
                if (field.message().isSpan() && !hasIds(bytes, from, to)) {
                    unnamed++;
                } else if (!times.of(field.message(), bytes, from, to)) {
                    untimely++;
                } else {
                    accepted++;
                }
                rowBytes += to - from + grown;
            }
            return grown;
        }
        if (field.kind() == Message.Kind.STRING) {
            return growth(from, to, listed);
        }
        if (field.repeated()) {
            packed(field, message, from, to);
        }
        return 0;
    }

    /** A byte that is not UTF-8 becomes the three of U+FFFD; in JSON, a control character six characters, a quote two. */
    private long growth(int from, int to, boolean listed) {
        long grown = 2L * AttributeText.notAscii(bytes, from, to);
        for (int at = from; listed && at < to; at++) {
            int one = bytes[at];
            if (one >= 0 && (one < ' ' || one == '"' || one == '\\')) {
                grown += one < ' ' ? 5 : 1;
            }
        }
        return grown;
    }

    private void packed(Message.Field field, Message message, int from, int to) throws BadTelemetry {
        int at = from;
        while (at < to) {
            at = field.kind().wireType() == Wire.VARINT
                    ? varintEnd(at, to, message)
                    : advance(at, field.kind().wireType() == Wire.FIXED64 ? 8 : 4, to, message);
        }
    }

    /** Whether a span has a trace id and a span id that are not all zeros, as the specification demands. */
    static boolean hasIds(byte[] bytes, int from, int to) {
        boolean trace = false;
        boolean span = false;
        for (int at = from; at < to; ) {
            int tag = (int) Wire.varint(bytes, at);
            at = Wire.behind(bytes, at);
            if (tag == ((1 << 3) | Wire.BYTES) || tag == ((2 << 3) | Wire.BYTES)) {
                int length = (int) Wire.varint(bytes, at);
                at = Wire.behind(bytes, at);
                boolean valid = length == (tag >>> 3 == 1 ? 16 : 8) && !zeros(bytes, at, at + length);
                if (tag >>> 3 == 1) {
                    trace = valid;
                } else {
                    span = valid;
                }
                at += length;
            } else {
                at = Wire.skip(bytes, at, tag & 7);
            }
        }
        return trace && span;
    }

    private static boolean zeros(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private int advance(int at, int width, int to, Message message) throws BadTelemetry {
        if (to - at < width) {
            throw bad(message, at, "a number that goes beyond its end");
        }
        return at + width;
    }

    private int varintEnd(int at, int to, Message message) throws BadTelemetry {
        for (int position = at; position < to && position < at + 10; position++) {
            if (bytes[position] >= 0) {
                return position + 1;
            }
        }
        throw bad(message, at, "a number without end");
    }

    private static BadTelemetry bad(Message message, int at, String what) {
        return new BadTelemetry("not protobuf of OTLP: " + what + " in a " + message.name() + ", near byte " + at);
    }
}
