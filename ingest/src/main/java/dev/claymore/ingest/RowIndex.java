package dev.claymore.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lengths of the rows in a buffer: RowBinary does not say where a row ends. */
final class RowIndex {

    private int[] lengths = new int[64];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        lengths[count++] = length;
    }

    int count() {
        return count;
    }

    int[] toArray() {
        return Arrays.copyOf(lengths, count);
    }

    void write(RowBuffer target) {
        target.int32(count);
        for (int i = 0; i < count; i++) {
            target.int32(lengths[i]);
        }
    }

    static int[] read(ByteBuffer source) {
        int[] lengths = new int[Math.min(source.getInt(), source.remaining() / Integer.BYTES)];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = source.getInt();
        }
        return lengths;
    }
}
