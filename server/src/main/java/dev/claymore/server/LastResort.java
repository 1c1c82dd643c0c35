package dev.claymore.server;

import java.lang.System.Logger.Level;

/**
 * What happens to a thread that an error ends. Where memory is gone, threads that others wait for are gone as well, and nothing tells
 * which: the process ends at once, so that whoever started it starts it again; what was acknowledged is on the disk.
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
