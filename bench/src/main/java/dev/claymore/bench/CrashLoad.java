package dev.claymore.bench;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Senders that send each batch until it is acknowledged, as the SDK does, and remember what was. */
final class CrashLoad<B> implements AutoCloseable {

    private final CrashSource<B> source;
    private final long nanosPerBatch;
    private final ExecutorService senders;
    private final Queue<B> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong refusedPlainly = new AtomicLong();
    private final AtomicLong tickets = new AtomicLong();
    private final long began = System.nanoTime();
    private volatile String lastRefusal = "";
    private volatile boolean stop;

    /** @param rate events a second, 0: as fast as it goes */
    CrashLoad(CrashSource<B> source, Random random, int connections, long rate) {
        this.source = source;
        nanosPerBatch = rate == 0 ? 0 : source.size() * 1_000_000_000L / rate;
        senders = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            Random own = new Random(random.nextLong());
            int sender = i;
            senders.execute(() -> send(sender, own));
        }
    }

    private void send(int sender, Random own) {
        BodySender socket = null;
        while (!stop) {
            if (nanosPerBatch > 0) {
                long early = began + tickets.getAndIncrement() * nanosPerBatch - System.nanoTime();
                LockSupport.parkNanos(Math.max(0, early));
            }
            B batch = source.next(own);
            byte[] body = source.body(batch);
            boolean done = false;
            // Also after the last crash: what was sent once is sent until it is acknowledged.
            while (!done) {
                try {
                    socket = socket == null ? source.connect(sender) : socket;
                    int status = socket.send(body);
                    done = status == 200;
                    if (status == 503) {
                        refused.incrementAndGet();
                        refusedPlainly.addAndGet(socket.hadRetryAfter() ? 1 : 0);
                        lastRefusal = socket.lastRefusal();
                    }
                } catch (IOException | RuntimeException down) {
                    close(socket);
                    socket = null;
                }
                if (!done) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
            acknowledged.add(batch);
            count.addAndGet(source.size());
        }
        close(socket);
    }

    private static void close(BodySender socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // Nobody is at its other end.
        }
    }

    /** Acknowledged events so far. */
    long events() {
        return count.get();
    }

    /** Answers of 503 so far. */
    long refused() {
        return refused.get();
    }

    /** Those of them that said when to come back. */
    long refusedWithRetryAfter() {
        return refusedPlainly.get();
    }

    String lastRefusal() {
        return lastRefusal;
    }

    List<B> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Ends when every batch that was begun is acknowledged. */
    @Override
    public void close() {
        stop = true;
        senders.close();
    }
}
