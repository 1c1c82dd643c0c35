package dev.claymore.ingest;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all requests in flight may hold together. Nobody waits for memory: who gets none is told to come back. */
final class MemoryBudget {

    private final long capacity;
    private final AtomicLong held = new AtomicLong();

    MemoryBudget(long capacity) {
        this.capacity = capacity;
    }

    boolean take(long bytes) {
        if (held.addAndGet(bytes) > capacity) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
