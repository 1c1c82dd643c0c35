package dev.claymore.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CityHash128 as of version 1.0.2, the checksum of ClickHouse's compressed blocks. Later versions of CityHash give other
 * values; ClickHouse stays with this one.
 */
final class CityHash128 {
    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long K3 = 0xc949d7c7509e6557L;
    private static final long MULTIPLIER = 0x9ddfea08eb382d69L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private CityHash128() {}

    /**
     * A hash value.
     *
     * @param low written first
     * @param high written second
     */
    record Value(long low, long high) {}

    static Value hash(byte[] s, int offset, int length) {
        if (length >= 16) {
            return hash(s, offset + 16, length - 16, get64(s, offset) ^ K3, get64(s, offset + 8));
        }
        if (length >= 8) {
            return hash(s, offset, 0, get64(s, offset) ^ (length * K0), get64(s, offset + length - 8) ^ K1);
        }
        return hash(s, offset, length, K0, K1);
    }

    private static Value hash(byte[] s, int offset, int length, long seedLow, long seedHigh) {
        if (length < 128) {
            return murmur(s, offset, length, seedLow, seedHigh);
        }
        int at = offset;
        int left = length;
        long x = seedLow;
        long y = seedHigh;
        long z = length * K1;
        long v1 = rotate(y ^ K1, 49) * K1 + get64(s, at);
        long v2 = rotate(v1, 42) * K1 + get64(s, at + 8);
        long w1 = rotate(y + z, 35) * K1 + x;
        long w2 = rotate(x + get64(s, at + 88), 53) * K1;
        do {
            for (int half = 0; half < 2; half++) {
                x = rotate(x + y + v1 + get64(s, at + 16), 37) * K1;
                y = rotate(y + v2 + get64(s, at + 48), 42) * K1;
                x ^= w2;
                y ^= v1;
                z = rotate(z ^ w1, 33);
                long a = v2 * K1;
                long b = x + w1;
                v1 = weakFirst(s, at, a);
                v2 = weakSecond(s, at, a, b);
                a = z + w2;
                b = y;
                w1 = weakFirst(s, at + 32, a);
                w2 = weakSecond(s, at + 32, a, b);
                long swap = z;
                z = x;
                x = swap;
                at += 64;
            }
            left -= 128;
        } while (left >= 128);
        y += rotate(w1, 37) * K0 + z;
        x += rotate(v1 + z, 49) * K0;
        for (int tail = 0; tail < left; ) {
            tail += 32;
            y = rotate(y - x, 42) * K0 + v2;
            w1 += get64(s, at + left - tail + 16);
            x = rotate(x, 49) * K0 + w1;
            w1 += v1;
            long a = v1;
            v1 = weakFirst(s, at + left - tail, a);
            v2 = weakSecond(s, at + left - tail, a, v2);
        }
        x = mix(x, v1);
        y = mix(y, w1);
        return new Value(mix(x + v2, w2) + y, mix(x + w2, y + v2));
    }

    private static Value murmur(byte[] s, int offset, int length, long seedLow, long seedHigh) {
        long a = seedLow;
        long b = seedHigh;
        long c;
        long d;
        int left = length - 16;
        if (left <= 0) {
            a = shiftMix(a * K1) * K1;
            c = b * K1 + hash16(s, offset, length);
            d = shiftMix(a + (length >= 8 ? get64(s, offset) : c));
        } else {
            int at = offset;
            c = mix(get64(s, offset + length - 8) + K1, a);
            d = mix(b + length, c + get64(s, offset + length - 16));
            a += d;
            do {
                a ^= shiftMix(get64(s, at) * K1) * K1;
                a *= K1;
                b ^= a;
                c ^= shiftMix(get64(s, at + 8) * K1) * K1;
                c *= K1;
                d ^= c;
                at += 16;
                left -= 16;
            } while (left > 0);
        }
        a = mix(a, c);
        b = mix(d, b);
        return new Value(a ^ b, mix(b, a));
    }

    /** Of up to 16 bytes. */
    private static long hash16(byte[] s, int offset, int length) {
        if (length > 8) {
            long a = get64(s, offset);
            long b = get64(s, offset + length - 8);
            return mix(a, rotate(b + length, length)) ^ b;
        }
        if (length >= 4) {
            return mix(length + (get32(s, offset) << 3), get32(s, offset + length - 4));
        }
        if (length > 0) {
            int a = s[offset] & 0xff;
            int b = s[offset + (length >> 1)] & 0xff;
            int c = s[offset + length - 1] & 0xff;
            int y = a + (b << 8);
            int z = length + (c << 2);
            return shiftMix((y * K2) ^ (z * K3)) * K2;
        }
        return K2;
    }

    private static long weakFirst(byte[] s, int at, long seed) {
        return seed + get64(s, at) + get64(s, at + 8) + get64(s, at + 16) + get64(s, at + 24);
    }

    private static long weakSecond(byte[] s, int at, long seedA, long seedB) {
        long a = seedA + get64(s, at);
        long z = get64(s, at + 24);
        long b = rotate(seedB + a + z, 21);
        long c = a;
        a += get64(s, at + 8) + get64(s, at + 16);
        b += rotate(a, 44);
        return b + c;
    }

    private static long mix(long u, long v) {
        long a = (u ^ v) * MULTIPLIER;
        a ^= a >>> 47;
        long b = (v ^ a) * MULTIPLIER;
        b ^= b >>> 47;
        return b * MULTIPLIER;
    }

    private static long shiftMix(long value) {
        return value ^ (value >>> 47);
    }

    private static long rotate(long value, int shift) {
        return Long.rotateRight(value, shift);
    }

    private static long get64(byte[] s, int at) {
        return (long) LONGS.get(s, at);
    }

    private static long get32(byte[] s, int at) {
        return Integer.toUnsignedLong((int) INTS.get(s, at));
    }
}
