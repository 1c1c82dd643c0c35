package dev.claymore.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A column of strings of which there are few, as ClickHouse sends LowCardinality(String): each different text once, and for each row its
 * number. Most rows repeat the row before, which costs one comparison; keys of maps follow each other as they did last time, which costs two.
 */
final class LabelColumn {

    /** SharedDictionariesWithAdditionalKeys (src/DataTypes/Serializations/SerializationLowCardinality.cpp). */
    private static final long VERSION = 1;
    /** HasAdditionalKeysBit and NeedUpdateDictionary; the low byte is the width of the numbers: 1, 2 or 4 bytes as 0, 1, 2. */
    private static final long KEYS_INCLUDED = 0x600;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RowBuffer keys = new RowBuffer(256);
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    /** What came after each text when it came last. */
    private int[] followers = new int[16];

    private int keyCount;
    private int[] slots = new int[64];
    private int[] numbers = new int[256];
    private int count;
    private int last = -1;

    void clear() {
        keys.reuse();
        if (keyCount > 1 << 14) {
            starts = new int[16];
            ends = new int[16];
            followers = new int[16];
            slots = new int[64];
        } else {
            Arrays.fill(slots, 0);
        }
        keyCount = 0;
        count = 0;
        last = -1;
    }

    int count() {
        return count;
    }

    void add(byte[] text, int from, int to) {
        if (last < 0) {
            last = number(text, from, to);
        } else if (!equal(last, text, from, to)) {
            int guess = followers[last];
            int next = equal(guess, text, from, to) ? guess : number(text, from, to);
            followers[last] = next;
            last = next;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = last;
    }

    /** Another text in place of the one that was added last. */
    void replaceLast(byte[] text) {
        count--;
        add(text, 0, text.length);
    }

    /** Adds once more the {@code length} texts that begin at {@code from}. */
    void repeat(int from, int length) {
        if (count + length > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(count + length, count * 2));
        }
        System.arraycopy(numbers, from, numbers, count, length);
        count += length;
        last = length == 0 ? last : numbers[count - 1];
    }

    private int number(byte[] text, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(text, from, to) & mask;
        while (slots[slot] != 0) {
            int key = slots[slot] - 1;
            if (equal(key, text, from, to)) {
                return key;
            }
            slot = slot + 1 & mask;
        }
        if (keyCount == starts.length) {
            starts = Arrays.copyOf(starts, keyCount * 2);
            ends = Arrays.copyOf(ends, keyCount * 2);
            followers = Arrays.copyOf(followers, keyCount * 2);
        }
        followers[keyCount] = keyCount;
        keys.varint(to - from);
        starts[keyCount] = keys.size();
        keys.raw(text, from, to);
        ends[keyCount] = keys.size();
        slots[slot] = ++keyCount;
        if (keyCount * 2 > slots.length) {
            grow();
        }
        return keyCount - 1;
    }

    private void grow() {
        slots = new int[slots.length * 4];
        int mask = slots.length - 1;
        for (int key = 0; key < keyCount; key++) {
            int slot = hash(keys.array(), starts[key], ends[key]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = key + 1;
        }
    }

    private boolean equal(int key, byte[] text, int from, int to) {
        return Arrays.equals(keys.array(), starts[key], ends[key], text, from, to);
    }

    private static int hash(byte[] text, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ (long) LONGS.get(text, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ text[at]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 15);
    }

    static void prefix(RowBuffer target) {
        target.int64(VERSION);
    }

    /** Everything behind the {@link #prefix}; nothing when there are no rows. */
    void write(RowBuffer target) {
        if (count == 0) {
            return;
        }
        int width = keyCount <= 0x100 ? 0 : keyCount <= 0x10000 ? 1 : 2;
        target.int64(KEYS_INCLUDED | width).int64(keyCount).raw(keys).int64(count);
        target.reserve(count << width);
        for (int i = 0; i < count; i++) {
            switch (width) {
                case 0 -> target.int8(numbers[i]);
                case 1 -> target.int16(numbers[i]);
                default -> target.int32(numbers[i]);
            }
        }
    }
}
