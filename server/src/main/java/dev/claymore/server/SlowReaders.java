package dev.claymore.server;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends answers that are hardly read: they hold a place that others wait for. Only the time counts for which a write waits for the reader, not that in which
 * the database has nothing to write. What waits is interrupted, which closes the connection. Thread-safe.
 */
final class SlowReaders implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SlowReaders.class.getName());
    /** Small enough that a write which goes on is seen to. */
    private static final int SLICE = 16 << 10;

    /**
     * @param window of waiting in which a reader has to take its share; the kernel lets a writer go on by the megabyte, so a short one would say little
     * @param bytesPerSecond least that it takes
     */
    record Patience(Duration window, long bytesPerSecond) {
        static final Patience USUAL = new Patience(Duration.ofMinutes(2), 8 << 10);

        private long least() {
            return bytesPerSecond * window.toMillis() / 1_000;
        }
    }

    private final Patience patience;
    private final Set<Watched> writing = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("slow-readers").daemon(true).factory());

    SlowReaders(Patience patience) {
        this.patience = patience;
        long every = Math.clamp(patience.window().toMillis() / 4, 10, 1_000);
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** The same stream, whose writes end with an {@link IOException} when its reader is too slow. */
    OutputStream watched(OutputStream out) {
        return new Watched(out);
    }

    private void look() {
        long now = System.nanoTime();
        writing.forEach(stream -> stream.endIfSlow(now));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Watched extends FilterOutputStream {

        private Thread writer;
        private long since;
        private long waitedNanos;
        private long taken;
        private boolean ended;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += SLICE) {
                int from = offset + at;
                int count = Math.min(SLICE, length - at);
                waiting(() -> out.write(bytes, from, count), count);
            }
        }

        @Override
        public void flush() throws IOException {
            waiting(out::flush, 0);
        }

        @Override
        public void close() throws IOException {
            waiting(out::close, 0);
        }

        private void waiting(Write write, int count) throws IOException {
            begin();
            try {
                write.run();
            } finally {
                end(count);
            }
        }

        private synchronized void begin() throws IOException {
            if (ended) {
                throw new IOException("the reader is too slow");
            }
            writer = Thread.currentThread();
            since = System.nanoTime();
            writing.add(this);
        }

        private synchronized void end(int count) {
            writing.remove(this);
            writer = null;
            if (ended) {
                boolean _ = Thread.interrupted(); // it was for this write alone
            }
            waitedNanos += System.nanoTime() - since;
            taken += count;
            if (taken >= patience.least()) {
                taken = 0;
                waitedNanos = 0;
            }
        }

        private synchronized void endIfSlow(long now) {
            if (writer != null
                    && !ended
                    && waitedNanos + now - since >= patience.window().toNanos()) {
                ended = true;
                LOG.log(
                        Level.WARNING,
                        "an answer was ended because its reader took less than {0} bytes a second",
                        patience.bytesPerSecond());
                writer.interrupt();
            }
        }
    }

    /** Something that may wait for the reader. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
