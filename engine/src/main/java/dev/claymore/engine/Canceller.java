package dev.claymore.engine;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stops statements that run on other connections, by KILL QUERY: the library's own calls cannot stop a statement that
 * has not delivered anything yet.
 */
final class Canceller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Canceller.class.getName());
    private static final int FIRST_RETRY_MILLIS = 20;
    private static final int LAST_RETRY_MILLIS = 1000;

    private final ChdbConnection connection;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("engine-canceller").daemon().factory());

    Canceller(ChdbConnection connection) {
        this.connection = connection;
    }

    /** Kills the statement, and again until it has ended: it may not have begun yet. */
    void cancel(RunningStatement statement) {
        thread.execute(() -> kill(statement, FIRST_RETRY_MILLIS));
    }

    private void kill(RunningStatement statement, int retryMillis) {
        String kill = "KILL QUERY WHERE Settings['" + ChdbConnection.TAG_SETTING + "'] = "
                + SqlText.literal(statement.tag()) + " ASYNC";
        boolean running = statement.whileRunning(() -> {
            try {
                connection.query(kill);
            } catch (QueryException e) {
                LOG.log(System.Logger.Level.WARNING, "KILL QUERY failed: {0}", e.getMessage());
            }
        });
        if (running && !thread.isShutdown()) {
            Future<?> _ = thread.schedule(
                    () -> kill(statement, Math.min(2 * retryMillis, LAST_RETRY_MILLIS)),
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
