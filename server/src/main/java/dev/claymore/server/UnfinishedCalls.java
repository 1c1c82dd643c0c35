package dev.claymore.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Limits OTLP/gRPC calls whose message is still arriving, which the framework buffers in memory: there is a maximum in total, a project
 * gets another place only while more are free than it holds, and each call has a deadline. Thread-safe.
 */
final class UnfinishedCalls implements AutoCloseable {

    private final int most;
    private final Duration silence;
    private final Duration whole;
    private final Map<String, Integer> held = new HashMap<>();
    private int taken;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("grpc-deadlines").daemon(true).factory());

    /**
     * @param silence longest without a byte
     * @param whole longest for the whole message
     */
    UnfinishedCalls(int most, Duration silence, Duration whole) {
        this.most = most;
        this.silence = silence;
        this.whole = whole;
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * A call has begun.
     *
     * @param lastByte when the last byte of it came, of {@link System#nanoTime}
     * @param late told when it has not ended in time
     * @return empty when too many are under way
     */
    Optional<Call> begin(String projectId, LongSupplier lastByte, Runnable late) {
        if (!take(projectId)) {
            return Optional.empty();
        }
        Call call = new Call(projectId, lastByte, late);
        call.look();
        return Optional.of(call);
    }

    /** However many projects hold what they may, the next one finds a place. */
    private synchronized boolean take(String projectId) {
        if (most - taken <= held.getOrDefault(projectId, 0)) {
            return false;
        }
        held.merge(projectId, 1, Integer::sum);
        taken++;
        return true;
    }

    private synchronized void giveBack(String projectId) {
        held.computeIfPresent(projectId, (_, count) -> count == 1 ? null : count - 1);
        taken--;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    final class Call {

        private final String projectId;
        private final LongSupplier lastByte;
        private final Runnable late;
        private final long began = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Future<?> next;

        private Call(String projectId, LongSupplier lastByte, Runnable late) {
            this.projectId = projectId;
            this.lastByte = lastByte;
            this.late = late;
        }

        private void look() {
            long now = System.nanoTime();
            long left = Math.min(silence.toNanos() - (now - lastByte.getAsLong()), whole.toNanos() - (now - began));
            if (left <= 0) {
                if (end()) {
                    late.run();
                }
                return;
            }
            try {
                next = clock.schedule(this::look, left, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                return; // the port closes, and its calls with it
            }
            if (ended.get()) {
                next.cancel(false);
            }
        }

        /** Its message has come, or will not come; false when the call had ended before. */
        boolean end() {
            if (!ended.compareAndSet(false, true)) {
                return false;
            }
            giveBack(projectId);
            if (next != null) {
                next.cancel(false);
            }
            return true;
        }
    }
}
