package dev.claymore.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of decoders, shared fairly: no project holds more than three quarters of them, so that one that floods leaves the
 * others their way in.
 */
final class DecoderPool implements AutoCloseable {

    private final IngestOptions options;
    private final MemoryBudget budget;
    private final int perProject;
    private final long patienceMillis;
    private final Semaphore all;
    private final ConcurrentHashMap<String, Semaphore> projects = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<BatchDecoder> idle = new ConcurrentLinkedDeque<>();

    DecoderPool(IngestOptions options, MemoryBudget budget, int size, long patienceMillis) {
        this.options = options;
        this.budget = budget;
        this.patienceMillis = patienceMillis;
        perProject = Math.max(1, size * 3 / 4);
        all = new Semaphore(size, true);
    }

    /** A decoder for one batch of the project, or null when none became free in time. */
    BatchDecoder take(String projectId) {
        Semaphore share = projects.computeIfAbsent(projectId, id -> new Semaphore(perProject, true));
        if (!acquire(share)) {
            return null;
        }
        BatchDecoder decoder = null;
        boolean counted = false;
        try {
            counted = acquire(all);
            if (counted) {
                decoder = idle.pollFirst();
                decoder = decoder == null ? new BatchDecoder(options, budget) : decoder;
            }
            return decoder;
        } finally {
            // Also when there is not enough memory for a new one.
            if (decoder == null) {
                share.release();
                if (counted) {
                    all.release();
                }
            }
        }
    }

    private boolean acquire(Semaphore places) {
        try {
            return places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void giveBack(String projectId, BatchDecoder decoder) {
        decoder.clear();
        idle.addFirst(decoder);
        all.release();
        projects.get(projectId).release();
    }

    @Override
    public void close() {
        idle.forEach(BatchDecoder::close);
    }
}
