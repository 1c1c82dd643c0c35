package dev.claymore.ingest;

import java.util.Arrays;

/** What is known of one segment. Written by the commit thread (before that, by recovery), read by all. */
final class Segment {

    private final String name;
    private final long firstSequence;
    private final int dataStart;
    private final String columns;
    private volatile long end;
    private volatile long nextSequence;
    private volatile boolean sealed;
    private long[] keys = new long[64];
    private int keyCount;

    Segment(String name, long firstSequence, int dataStart, String columns) {
        this.name = name;
        this.firstSequence = firstSequence;
        this.dataStart = dataStart;
        this.columns = columns;
        end = dataStart;
        nextSequence = firstSequence;
    }

    String name() {
        return name;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** Where the records begin. */
    int dataStart() {
        return dataStart;
    }

    String columns() {
        return columns;
    }

    /** Durable bytes; behind them there may be anything. */
    long end() {
        return end;
    }

    /** One more than the last durable record's number. */
    long nextSequence() {
        return nextSequence;
    }

    /** Nothing will be added. */
    boolean sealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }

    void durable(long newEnd, long newNextSequence) {
        end = newEnd;
        nextSequence = newNextSequence;
    }

    synchronized void addKeys(long[] more, int count) {
        if (keyCount + count > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, keyCount + count));
        }
        System.arraycopy(more, 0, keys, keyCount, count);
        keyCount += count;
    }

    /** Fingerprints of the batches in here, two words each. */
    synchronized long[] keys() {
        return Arrays.copyOf(keys, keyCount);
    }
}
