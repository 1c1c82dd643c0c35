package dev.claymore.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as the Unicode standard's table 3-7 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Utf8() {}

    static void validate(byte[] text, int from, int to) throws MalformedBody {
        int at = from;
        while (at < to) {
            while (at + 8 <= to && ((long) LONGS.get(text, at) & 0x8080808080808080L) == 0) {
                at += 8;
            }
            if (at >= to) {
                return;
            }
            if (text[at] >= 0) {
                at++;
                continue;
            }
            int length = sequence(text, at, to);
            if (length == 0) {
                throw new MalformedBody(Problem.INVALID_UTF8, "not UTF-8 at byte " + at);
            }
            at += length;
        }
    }

    /** Length of the multi-byte sequence at {@code at}, or 0 when it is none. */
    private static int sequence(byte[] text, int at, int to) {
        int lead = text[at] & 0xFF;
        int length = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = text[at + 1] & 0xFF;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** How many characters valid UTF-8 has; one outside the basic plane is one. */
    static int characters(byte[] text, int from, int to) {
        int characters = 0;
        for (int at = from; at < to; at++) {
            if ((text[at] & 0xC0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }

    /** The largest cut of {@code text[from, to)} of at most {@code maxBytes} that ends at a character. */
    static int cut(byte[] text, int from, int to, int maxBytes) {
        if (to - from <= maxBytes) {
            return to;
        }
        int at = from + maxBytes;
        while (at > from && (text[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }
}
