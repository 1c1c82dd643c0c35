package dev.claymore.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing bytes in ClickHouse's RowBinary encoding: little-endian numbers, strings behind a varint of their length. */
public final class RowBuffer {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** A buffer that grew past this for one large recording is not kept for the next request. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private byte[] bytes;
    private int size;

    public RowBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[MAX_KEPT_BYTES / 8];
        }
    }

    /** Empty again, and about as large as it needed to be: what grew for one large batch is given back. */
    void reuse() {
        if (bytes.length > MAX_KEPT_BYTES && size < bytes.length / 4) {
            bytes = new byte[bytes.length / 2];
        }
        size = 0;
    }

    /** Forgets everything behind {@code length}, as when an event turns out to be invalid half way. */
    public void truncate(int length) {
        size = length;
    }

    void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16L)));
        }
    }

    public RowBuffer int8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public RowBuffer int16(int value) {
        reserve(2);
        bytes[size++] = (byte) value;
        bytes[size++] = (byte) (value >> 8);
        return this;
    }

    public RowBuffer int32(int value) {
        reserve(4);
        INTS.set(bytes, size, value);
        size += 4;
        return this;
    }

    public RowBuffer int64(long value) {
        reserve(8);
        LONGS.set(bytes, size, value);
        size += 8;
        return this;
    }

    public RowBuffer float64(double value) {
        return int64(Double.doubleToRawLongBits(value));
    }

    /** ClickHouse keeps a UUID as two little-endian words, the high one first. */
    public RowBuffer uuid(long high, long low) {
        return int64(high).int64(low);
    }

    public RowBuffer varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    public RowBuffer string(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return string(text, 0, text.length);
    }

    public RowBuffer string(byte[] text, int from, int to) {
        return varint(to - from).raw(text, from, to);
    }

    public RowBuffer raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    public RowBuffer raw(RowBuffer source) {
        return raw(source.bytes, 0, source.size);
    }

    /** Bytes that are there already; nothing may be added to them. */
    static RowBuffer of(byte[] bytes, int size) {
        RowBuffer buffer = new RowBuffer(0);
        buffer.bytes = bytes;
        buffer.size = size;
        return buffer;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
