package dev.claymore.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many statements of one project run at once, so that its questions leave connections and processors to those of others. Who comes
 * after that waits in line. Safe for use by many threads.
 */
final class ProjectTurns {

    /** More at once make no machine faster; the panels of a dashboard are fewer. */
    static final int OWN = 16;

    /** Of statements that a person wrote, which may take all the time there is. */
    static final int HAND_WRITTEN = 4;

    private static final int MOST_WAITING = 256;

    private final Duration patience;
    private final Map<String, Semaphore> own = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> handWritten = new ConcurrentHashMap<>();

    ProjectTurns(Duration patience) {
        this.patience = patience;
    }

    /** @throws StoreException of kind BUSY when its turn does not come in time */
    <T> T within(String projectId, boolean writtenByHand, Supplier<T> work) {
        Semaphore turns = writtenByHand
                ? handWritten.computeIfAbsent(projectId, _ -> new Semaphore(HAND_WRITTEN, true))
                : own.computeIfAbsent(projectId, _ -> new Semaphore(OWN, true));
        take(turns);
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private void take(Semaphore turns) {
        if (turns.getQueueLength() >= MOST_WAITING) {
            throw Failures.busy();
        }
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.busy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failures.busy();
        }
    }
}
