package dev.claymore.ingest;

import java.util.Arrays;

/** Bytes of one body: grows to a limit, and what it grows beyond its first size is taken from the budget of all requests. */
final class BoundedBuffer {

    private final int firstCapacity;
    private final int limit;
    private final Problem overLimit;
    private final MemoryBudget budget;
    private byte[] bytes;
    private int size;
    private long taken;

    BoundedBuffer(int firstCapacity, int limit, Problem overLimit, MemoryBudget budget) {
        this.firstCapacity = firstCapacity;
        this.limit = limit;
        this.overLimit = overLimit;
        this.budget = budget;
        bytes = new byte[firstCapacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    int room() {
        return bytes.length - size;
    }

    void advance(int count) throws MalformedBody {
        size += count;
        if (size > limit) {
            throw new MalformedBody(overLimit, "more than " + limit + " bytes");
        }
    }

    /** Makes room for at least one more byte, and for {@code wish} when the limit allows. */
    void reserve(int wish) throws MalformedBody {
        if (room() >= Math.min(wish, 256)) {
            return;
        }
        // One byte above the limit, so that passing it is seen.
        long capacity = Math.min(Math.max(bytes.length * 2L, (long) size + wish), limit + 1L);
        if (capacity > bytes.length) {
            if (!budget.take(capacity - bytes.length)) {
                throw new MalformedBody(Problem.OVERLOADED, "too many large bodies at once");
            }
            taken += capacity - bytes.length;
            bytes = Arrays.copyOf(bytes, (int) capacity);
        }
    }

    /** Empty again, at its first size. */
    void clear() {
        size = 0;
        if (taken > 0) {
            bytes = new byte[firstCapacity];
            budget.giveBack(taken);
            taken = 0;
        }
    }
}
