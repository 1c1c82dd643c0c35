package dev.claymore.engine;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stops statements that run on other connections, by KILL QUERY: the library's own calls cannot stop a statement that
 * has not delivered anything yet.
 *
 * <p>Some cannot be stopped: within one call of a function, ClickHouse does not look whether it should go on. One that
 * only reads and goes on for long after it was told to end is reported, as nothing short of the end of the process frees its thread.
 */
final class Canceller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Canceller.class.getName());
    private static final int FIRST_RETRY_MILLIS = 20;
    private static final int LAST_RETRY_MILLIS = 1000;
    /** Tries and not time: while the machine sleeps, nobody is told to end. */
    private static final int TRIES = Integer.getInteger("claymore.engine.cancel.tries", 120);

    private final ChdbConnection connection;
    private final Runnable onUnstoppable;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("engine-canceller").daemon().factory());

    /** @param onUnstoppable is run when a statement that only reads does not end */
    Canceller(ChdbConnection connection, Runnable onUnstoppable) {
        this.connection = connection;
        this.onUnstoppable = onUnstoppable;
    }

    /** Kills the statement, and again until it has ended: it may not have begun yet. */
    void cancel(RunningStatement statement) {
        thread.execute(() -> kill(statement, FIRST_RETRY_MILLIS, 0));
    }

    private void kill(RunningStatement statement, int retryMillis, int seconds) {
        String kill = "KILL QUERY WHERE Settings['" + ChdbConnection.TAG_SETTING + "'] = "
                + SqlText.literal(statement.tag()) + " ASYNC";
        boolean running = statement.whileRunning(() -> {
            try {
                connection.query(kill);
            } catch (QueryException e) {
                LOG.log(System.Logger.Level.WARNING, "KILL QUERY failed: {0}", e.getMessage());
            }
        });
        if (running && statement.readsOnly() && seconds >= TRIES) {
            onUnstoppable.run();
        } else if (running && !thread.isShutdown()) {
            Future<?> _ = thread.schedule(
                    () -> kill(
                            statement,
                            Math.min(2 * retryMillis, LAST_RETRY_MILLIS),
                            retryMillis == LAST_RETRY_MILLIS ? seconds + 1 : 0),
                    retryMillis,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Its connection is closed with it. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
