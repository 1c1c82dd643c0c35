package dev.claymore.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of places, shared fairly: no project holds more than three quarters of them, so that one that floods leaves the others
 * their way in. Thread-safe.
 */
final class SharedPlaces {

    private final int perProject;
    private final long patienceMillis;
    private final Semaphore all;
    private final ConcurrentHashMap<String, Semaphore> projects = new ConcurrentHashMap<>();

    SharedPlaces(int size, long patienceMillis) {
        this.patienceMillis = patienceMillis;
        perProject = Math.max(1, size * 3 / 4);
        all = new Semaphore(size, true);
    }

    /** Whether a place became free for the project in time; it is to be given back. */
    boolean take(String projectId) {
        Semaphore share = projects.computeIfAbsent(projectId, id -> new Semaphore(perProject, true));
        if (!acquire(share)) {
            return false;
        }
        if (!acquire(all)) {
            share.release();
            return false;
        }
        return true;
    }

    void giveBack(String projectId) {
        all.release();
        projects.get(projectId).release();
    }

    private boolean acquire(Semaphore places) {
        try {
            return places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
