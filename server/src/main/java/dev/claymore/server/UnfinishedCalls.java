package dev.claymore.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls of OTLP/gRPC whose message is still on its way, which the framework keeps in memory as far as it has come: not more than so many at
 * once, none for longer than so long. Thread-safe.
 */
final class UnfinishedCalls implements AutoCloseable {

    private final Semaphore places;
    private final Duration longest;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("grpc-deadlines").daemon(true).factory());

    UnfinishedCalls(int most, Duration longest) {
        this.places = new Semaphore(most);
        this.longest = longest;
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * A call has begun.
     *
     * @param late told when it has not ended in time
     * @return empty when too many are under way
     */
    Optional<Call> begin(Runnable late) {
        return places.tryAcquire() ? Optional.of(new Call(late)) : Optional.empty();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    final class Call {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final Future<?> deadline;

        private Call(Runnable late) {
            deadline = clock.schedule(
                    () -> {
                        if (end()) {
                            late.run();
                        }
                    },
                    longest.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        /** Its message has come, or will not come; false when the call had ended before. */
        boolean end() {
            if (!ended.compareAndSet(false, true)) {
                return false;
            }
            places.release();
            if (deadline != null) {
                deadline.cancel(false);
            }
            return true;
        }
    }
}
