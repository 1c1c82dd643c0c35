package dev.claymore.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs in the body: 36 characters with hyphens, read without a {@code String}. */
final class Ids {

    static final int LENGTH = 36;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Ids() {}

    static boolean isUuid(byte[] text, int from, int to) {
        if (to - from != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            byte b = text[from + i];
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? b != '-' : Character.digit(b, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    static long high(byte[] text, int from) {
        return (hex(text, from, 8) << 32) | (hex(text, from + 9, 4) << 16) | hex(text, from + 14, 4);
    }

    static long low(byte[] text, int from) {
        return (hex(text, from + 19, 4) << 48) | hex(text, from + 24, 12);
    }

    /** Milliseconds since the epoch that a UUIDv7 (RFC 9562) carries, or -1 when it is another kind of UUID. */
    static long timeOf(long high, long low) {
        boolean version7 = (high >>> 12 & 0xF) == 7 && low >>> 62 == 2;
        return version7 ? high >>> 16 : -1;
    }

    /** A version 8 UUID made of what names an event: the same batch and index give the same id again. */
    static UUID derived(long seedHigh, long seedLow, int index) {
        long high = mix(seedHigh + index * 0x9E3779B97F4A7C15L);
        long low = mix(seedLow ^ (high + index));
        return new UUID((high & ~0xF000L) | 0x8000L, (low >>> 2) | 0x8000000000000000L);
    }

    /** A 128-bit fingerprint, for keys that need not resist an adversary who owns the project's key. */
    static UUID fingerprint(byte[] text, int from, int to, long seed) {
        long high = mix(seed ^ 0x9E3779B97F4A7C15L * (to - from));
        long low = mix(~seed);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long word = (long) LONGS.get(text, at);
            high = mix(high ^ word);
            low = mix(low + Long.rotateLeft(word, 32)) ^ high;
        }
        for (; at < to; at++) {
            high = mix(high ^ text[at]);
            low = mix(low + text[at]);
        }
        return new UUID(high, mix(low ^ high));
    }

    static void write(long high, long low, byte[] target, int at) {
        int position = at;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                target[position++] = '-';
            }
            long word = i < 16 ? high : low;
            target[position++] = DIGITS[(int) ((word >>> (60 - (i & 15) * 4)) & 0xF)];
        }
    }

    private static long hex(byte[] text, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 4) | Character.digit(text[i], 16);
        }
        return value;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
