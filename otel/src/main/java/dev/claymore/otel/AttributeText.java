package dev.claymore.otel;

import dev.claymore.ingest.RowBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Attributes as the tables have them: every value a text. Numbers, arrays and lists are written as in JSON, bytes as base64, as the Collector
 * does it. Text that is not UTF-8 is mended, because what reads it again would stumble.
 */
final class AttributeText {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Two digits of each byte, the first one in the low half. */
    private static final short[] HEX = digits();

    private final Fields pair = new Fields();
    private final StringBuilder json = new StringBuilder();

    /** All of the message's attributes {@code number}, as a map. */
    void map(Fields of, int number, RowBuffer out) {
        out.varint(of.count(number));
        for (int i = 0; i < of.pieces(); i++) {
            if (of.is(i, number)) {
                pair.read(of.bytes(), of.from(i, number), of.end(i));
                text(of.bytes(), pair.from(1), pair.to(1), out);
                value(of.bytes(), pair.from(2), pair.to(2), out);
            }
        }
    }

    /** The text of the attribute {@code key}; false when there is none. */
    boolean find(Fields of, int number, byte[] key, RowBuffer out) {
        for (int i = 0; i < of.pieces(); i++) {
            if (of.is(i, number) && isKey(of.bytes(), of.from(i, number), of.end(i), key)) {
                value(of.bytes(), pair.from(2), pair.to(2), out);
                return true;
            }
        }
        return false;
    }

    private boolean isKey(byte[] bytes, int from, int to, byte[] key) {
        pair.read(bytes, from, to);
        return java.util.Arrays.equals(bytes, pair.from(1), pair.to(1), key, 0, key.length);
    }

    /** An AnyValue as a text with its length before it. */
    void value(byte[] bytes, int from, int to, RowBuffer out) {
        for (int at = from; at < to; ) {
            int number = (int) (Wire.varint(bytes, at) >>> 3);
            int wire = bytes[at] & 7;
            at = Wire.behind(bytes, at);
            int length = wire == Wire.BYTES ? (int) Wire.varint(bytes, at) : 0;
            int end = wire == Wire.BYTES ? Wire.behind(bytes, at) + length : scalarEnd(bytes, at, wire);
            if (end >= to && number == 1) {
                text(bytes, end - length, end, out);
                return;
            }
            at = end;
        }
        json.setLength(0);
        if (from < to) {
            json(bytes, from, to, false);
        }
        out.string(json.toString());
    }

    private static int scalarEnd(byte[] bytes, int at, int wire) {
        return wire == Wire.VARINT ? Wire.behind(bytes, at) : at + (wire == Wire.FIXED64 ? 8 : 4);
    }

    /** Writes to {@code json}; a text bare when it is the whole value. */
    private void json(byte[] bytes, int from, int to, boolean quoted) {
        Fields value = new Fields().read(bytes, from, to);
        int last = 0;
        for (int i = 0; i < value.pieces(); i++) {
            for (int number = 1; number <= 7; number++) {
                last = value.is(i, number) ? number : last;
            }
        }
        switch (last) {
            case 1 ->
                string(new String(bytes, value.from(1), value.to(1) - value.from(1), StandardCharsets.UTF_8), quoted);
            case 2 -> json.append(value.number(2) != 0);
            case 3 -> json.append(value.number(3));
            // JSON has no name for what is not finite: there it is a text, as in protobuf's own JSON.
            case 4 -> string(decimal(value.decimal(4)), quoted && !Double.isFinite(value.decimal(4)));
            case 5 -> list(new Fields().read(bytes, value.from(5), value.to(5)), false);
            case 6 -> list(new Fields().read(bytes, value.from(6), value.to(6)), true);
            case 7 ->
                string(
                        Base64.getEncoder()
                                .encodeToString(java.util.Arrays.copyOfRange(bytes, value.from(7), value.to(7))),
                        quoted);
            default -> json.append(quoted ? "null" : "");
        }
    }

    private void list(Fields list, boolean named) {
        json.append(named ? '{' : '[');
        boolean first = true;
        for (int i = 0; i < list.pieces(); i++) {
            if (!list.is(i, 1)) {
                continue;
            }
            json.append(first ? "" : ",");
            first = false;
            int from = list.from(i, 1);
            int to = list.end(i);
            if (named) {
                Fields entry = new Fields().read(list.bytes(), from, to);
                int begin = entry.from(1);
                string(new String(list.bytes(), begin, entry.to(1) - begin, StandardCharsets.UTF_8), true);
                json.append(':');
                from = entry.from(2);
                to = entry.to(2);
            }
            json(list.bytes(), from, to, true);
        }
        json.append(named ? '}' : ']');
    }

    private void string(String text, boolean quoted) {
        if (!quoted) {
            json.append(text);
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append((char) (HEX[c] & 0xFF)).append((char) (HEX[c] >> 8));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** As JSON has it: 1 and not 1.0, an exponent only where the number would be very long. */
    static String decimal(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        double size = Math.abs(number);
        String text = Double.toString(number);
        return size >= 1e-6 && size < 1e21 && text.indexOf('E') >= 0
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text.replace(".0E", "E").replace('E', 'e');
    }

    /** Text with its length before it, mended where it is not UTF-8. */
    static void text(byte[] bytes, int from, int to, RowBuffer out) {
        if (notAscii(bytes, from, to) == 0) {
            out.string(bytes, from, to);
        } else {
            out.string(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    /** How many of the bytes are no ASCII. */
    static int notAscii(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            count += Long.bitCount((long) LONGS.get(bytes, at) & 0x8080808080808080L);
        }
        for (; at < to; at++) {
            count += bytes[at] < 0 ? 1 : 0;
        }
        return count;
    }

    private static short[] digits() {
        short[] pairs = new short[256];
        for (int value = 0; value < pairs.length; value++) {
            pairs[value] = (short) (Character.forDigit(value >> 4, 16) | Character.forDigit(value & 0xF, 16) << 8);
        }
        return pairs;
    }

    /** Bytes in hexadecimal. */
    static void hex(byte[] bytes, int from, int to, RowBuffer out) {
        out.varint((to - from) * 2);
        for (int at = from; at < to; at++) {
            out.int16(HEX[bytes[at] & 0xFF]);
        }
    }
}
