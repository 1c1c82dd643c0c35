package dev.claymore.otel;

import java.util.Arrays;

/** One message's fields, found in one pass: protobuf lets them come in any order. Reused; not for several threads. */
final class Fields {

    private static final int NUMBERS = 32;

    private final long[] values = new long[NUMBERS];
    private int present;
    private int[] pieces = new int[96];
    private int count;
    private byte[] bytes = {};

    /** Goes through the message in {@code source[from, to)}. */
    Fields read(byte[] source, int from, int to) {
        bytes = source;
        present = 0;
        count = 0;
        for (int at = from; at < to; ) {
            long tag = Wire.varint(source, at);
            at = Wire.behind(source, at);
            int number = (int) Math.min(tag >>> 3, NUMBERS - 1);
            switch ((int) tag & 7) {
                case Wire.VARINT -> {
                    set(number, Wire.varint(source, at));
                    int behind = Wire.behind(source, at);
                    piece(number, at, behind);
                    at = behind;
                }
                case Wire.FIXED64 -> {
                    set(number, Wire.int64(source, at));
                    piece(number, at, at + 8);
                    at += 8;
                }
                case Wire.FIXED32 -> {
                    set(number, Wire.int32(source, at));
                    at += 4;
                }
                default -> {
                    int length = (int) Wire.varint(source, at);
                    at = Wire.behind(source, at);
                    set(number, ((long) at << 32) | (at + length));
                    piece(number, at, at + length);
                    at += length;
                }
            }
        }
        return this;
    }

    private void set(int number, long value) {
        values[number] = value;
        present |= 1 << number;
    }

    private void piece(int number, int from, int to) {
        if (count + 3 > pieces.length) {
            pieces = Arrays.copyOf(pieces, pieces.length * 2);
        }
        pieces[count++] = number;
        pieces[count++] = from;
        pieces[count++] = to;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean has(int number) {
        return (present & (1 << number)) != 0;
    }

    /** A number, or the bits of one; 0 when it is absent. */
    long number(int number) {
        return has(number) ? values[number] : 0;
    }

    double decimal(int number) {
        return Double.longBitsToDouble(number(number));
    }

    /** Where the last one of bytes, a text or a message begins; where it ends when it is absent. */
    int from(int number) {
        return (int) (number(number) >>> 32);
    }

    int to(int number) {
        return (int) number(number);
    }

    /** How many pieces of whatever number there are; several numbers come as one piece when they are packed, and as many when not. */
    int pieces() {
        return count / 3;
    }

    boolean is(int piece, int number) {
        return pieces[piece * 3] == number;
    }

    int count(int number) {
        int found = 0;
        for (int i = 0; i < count; i += 3) {
            found += pieces[i] == number ? 1 : 0;
        }
        return found;
    }

    int from(int piece, int number) {
        assert is(piece, number);
        return pieces[piece * 3 + 1];
    }

    int end(int piece) {
        return pieces[piece * 3 + 2];
    }
}
