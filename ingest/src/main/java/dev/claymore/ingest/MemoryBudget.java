package dev.claymore.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all requests in flight may hold together. Nobody waits for memory: who gets none is told to come back. What arrives for one
 * project holds no more than three quarters of it, so that one whose bodies stall leaves the others their way in.
 */
final class MemoryBudget {

    private final MemoryBudget whole;
    private final long capacity;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentHashMap<String, MemoryBudget> shares = new ConcurrentHashMap<>();

    MemoryBudget(long capacity) {
        this(null, capacity);
    }

    private MemoryBudget(MemoryBudget whole, long capacity) {
        this.whole = whole;
        this.capacity = capacity;
    }

    /** What the bodies of one project may take of it as they arrive. */
    MemoryBudget share(String projectId) {
        return shares.computeIfAbsent(projectId, id -> new MemoryBudget(this, capacity * 3 / 4));
    }

    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= capacity && (whole == null || whole.take(bytes))) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
        if (whole != null) {
            whole.giveBack(bytes);
        }
    }

    long held() {
        return held.get();
    }
}
