package dev.claymore.ingest;

/**
 * Remembers the fingerprints of the last batches: between {@code capacity} and twice as many, in two generations of which the older is
 * dropped when the newer is full. Safe for several threads.
 */
final class SeenBatches {

    private final int capacity;
    private long[] newer;
    private long[] older;
    private int count;

    SeenBatches(int capacity) {
        this.capacity = capacity;
        newer = table();
        older = new long[4];
    }

    private long[] table() {
        // Two words a slot, and never more than half of the slots in use.
        return new long[Integer.highestOneBit(capacity * 2 - 1) * 2 * 2];
    }

    synchronized boolean contains(long high, long low) {
        return find(newer, high, low) < 0 || find(older, high, low) < 0;
    }

    synchronized void add(long high, long low) {
        if (high == 0 && low == 0) {
            return;
        }
        int slot = find(newer, high, low);
        if (slot < 0) {
            return;
        }
        newer[slot] = high;
        newer[slot + 1] = low;
        if (++count >= capacity) {
            older = newer;
            newer = table();
            count = 0;
        }
    }

    /** The free slot where the key would stand, or its complement when it stands there. */
    private static int find(long[] table, long high, long low) {
        int mask = table.length - 1;
        int slot = (int) (low ^ low >>> 32) * 2 & mask;
        while (table[slot] != 0 || table[slot + 1] != 0) {
            if (table[slot] == high && table[slot + 1] == low) {
                return ~slot;
            }
            slot = slot + 2 & mask;
        }
        return slot;
    }
}
