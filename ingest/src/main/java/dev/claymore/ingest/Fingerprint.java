package dev.claymore.ingest;

import java.nio.ByteBuffer;

/** Groups errors that are the same but for the numbers in their message. */
final class Fingerprint {

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** These two are in no text of UTF-8. */
    private static final int NUMBER = 0xFE;

    private static final int BETWEEN = 0xFF;

    /** Lengths of the parts of a UUID. */
    private static final int[] UUID = {8, 4, 4, 4, 12};

    private Fingerprint() {}

    /**
     * FNV-1a over type and message, in which each number is the same: digits, with points and commas between them, hex digits of which one is a
     * digit, and UUIDs.
     *
     * @param from where the two begin in the row, each behind its length
     */
    static String of(byte[] row, int from) {
        ByteBuffer texts = ByteBuffer.wrap(row).position(from);
        long type = mixed(BASIS, row, texts);
        return String.format("%016x", mixed((type ^ BETWEEN) * PRIME, row, texts));
    }

    private static long mixed(long before, byte[] text, ByteBuffer texts) {
        int length = RowText.varint(texts);
        int from = texts.position();
        int to = from + length;
        texts.position(to);
        long hash = before;
        for (int at = from; at < to; ) {
            int end = numberEnd(text, from, at, to);
            hash = (hash ^ (end > at ? NUMBER : text[at] & 0xFF)) * PRIME;
            at = Math.max(end, at + 1);
        }
        return hash;
    }

    /** Where the number ends that begins at a place; the place itself when none does. */
    private static int numberEnd(byte[] text, int from, int at, int to) {
        boolean digit = isDigit(text, at, to);
        if (!digit && (hexEnd(text, at, at + 1) == at || (at > from && isLetter(text[at - 1])))) {
            return at; // Letters within a word are none.
        }
        int end = uuidEnd(text, at, to);
        if (end > at) {
            return end;
        }
        boolean prefixed = text[at] == '0' && at + 1 < to && text[at + 1] == 'x';
        end = hexEnd(text, prefixed ? at + 2 : at, to);
        for (int i = at; !digit && i < end; i++) {
            digit = isDigit(text, i, to);
        }
        if (!digit) {
            return at;
        }
        while (end < to && (text[end] == '.' || text[end] == ',') && isDigit(text, end + 1, to)) {
            end = hexEnd(text, end + 1, to);
        }
        return end;
    }

    private static int uuidEnd(byte[] text, int from, int to) {
        int at = from;
        for (int length : UUID) {
            int end = at + length;
            if (end > to || hexEnd(text, at, end) != end) {
                return from;
            }
            at = end + 1;
            if (length < 12 && (end == to || text[end] != '-')) {
                return from;
            }
        }
        return hexEnd(text, at - 1, to) == at - 1 ? at - 1 : from;
    }

    private static int hexEnd(byte[] text, int from, int to) {
        int end = from;
        while (end < to && Character.digit(text[end], 16) >= 0) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(byte[] text, int at, int to) {
        return at < to && text[at] >= '0' && text[at] <= '9';
    }

    /** Of any script: what is beyond ASCII counts as one. */
    private static boolean isLetter(byte unit) {
        return unit < 0 || Character.isLetter(unit);
    }
}
