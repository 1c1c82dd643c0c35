package dev.claymore.otel;

import java.util.concurrent.Semaphore;

/**
 * Whose turn it is to push. Few read from the database at a time; who waits for its receiver lets another read meanwhile, so that a slow
 * receiver is slow for its own project alone. After a page everyone goes to the end of the queue. Safe for use by many threads.
 */
final class PushTurns {

    private static final int READING = 2;
    /** Each keeps a request or two, of about 1 MiB. */
    private static final int UNDER_WAY = 16;

    private final Semaphore underWay = new Semaphore(UNDER_WAY, true);
    private final Semaphore reading = new Semaphore(READING, true);

    void begin() throws InterruptedException {
        underWay.acquire();
        try {
            reading.acquire();
        } catch (InterruptedException e) {
            underWay.release();
            throw e;
        }
    }

    void end() {
        reading.release();
        underWay.release();
    }

    /** Within a turn: lets the others go first. */
    void letOthers() {
        end();
        underWay.acquireUninterruptibly();
        reading.acquireUninterruptibly();
    }

    /** Within a turn: what is done between these two takes nothing from the database. */
    void pauseReading() {
        reading.release();
    }

    void goOnReading() {
        reading.acquireUninterruptibly();
    }
}
