package dev.claymore.server;

import java.lang.System.Logger.Level;

/**
 * Handles uncaught errors. After an OutOfMemoryError any thread may have died, including ones that others wait for, so the process halts at
 * once and is started again by its supervisor. Acknowledged data is on disk.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {

    static final int OUT_OF_MEMORY = 3;

    private static final System.Logger LOG = System.getLogger(LastResort.class.getName());

    private final Runnable halt;

    LastResort(Runnable halt) {
        this.halt = halt;
    }

    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                new LastResort(() -> Runtime.getRuntime().halt(OUT_OF_MEMORY)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        if (!(error instanceof OutOfMemoryError)) {
            LOG.log(Level.ERROR, "thread \"" + thread.getName() + "\" ended", error);
            return;
        }
        try {
            LOG.log(Level.ERROR, "out of memory in thread \"" + thread.getName() + "\": the server ends", error);
        } finally {
            halt.run();
        }
    }
}
