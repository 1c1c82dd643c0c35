package dev.claymore.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Load on the server from many connections, as fast as it goes or at a rate, and a table of what it does meanwhile. */
final class LoadRun {

    /** What one connection does; opened and used by one thread. */
    interface Connection extends AutoCloseable {

        /** The next body; what this costs is not counted as waiting. */
        byte[] next() throws IOException;

        /** Sends it and returns the answer's status. */
        int send(byte[] body) throws IOException;

        String lastRefusal();

        @Override
        void close() throws IOException;
    }

    @FunctionalInterface
    interface Connections {
        Connection open(int index) throws IOException;
    }

    /** @param perSecond acknowledged events or spans */
    record Phase(double perSecond, double storedPerSecond, double p50, double p99, long refused) {}

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ServerProcess server;
    private final String what;
    private final int perBatch;
    private final int connections;
    private final String[] storedMetrics;
    private final double[] used;
    private long acknowledged;

    /** @param storedMetrics which together count what the loader has stored */
    LoadRun(ServerProcess server, String what, int perBatch, int connections, String... storedMetrics) {
        this.server = server;
        this.what = what;
        this.perBatch = perBatch;
        this.connections = connections;
        this.storedMetrics = storedMetrics;
        used = usedSeconds();
    }

    /** Of all runs so far. */
    long acknowledged() {
        return acknowledged;
    }

    /** @param rate events or spans a second, 0: as fast as it goes */
    Phase run(String name, int seconds, int rate, Connections open) throws Exception {
        long[] latencies = new long[8 << 20];
        AtomicInteger measured = new AtomicInteger();
        AtomicLong accepted = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong tickets = new AtomicLong();
        double storedBefore = stored();
        long began = System.nanoTime();
        System.out.printf(
                "%n%s%n| second | accepted/s | stored/s | backlog MiB | heap MiB | server MiB | engine MiB | server CPU |"
                        + " engine CPU | load CPU |%n|---|---|---|---|---|---|---|---|---|---|%n",
                name);
        double storedPerSecond;
        try (ExecutorService senders = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                int index = i;
                senders.execute(() -> {
                    try (Connection connection = open.open(index)) {
                        while (!stop.get()) {
                            byte[] body = connection.next();
                            long due = due(began, tickets, rate);
                            int status = connection.send(body);
                            if (status == 200) {
                                accepted.addAndGet(perBatch);
                            } else if (refused.getAndIncrement() == 0) {
                                System.err.println("refused: " + status + " " + connection.lastRefusal());
                            }
                            latencies[measured.getAndIncrement() % latencies.length] = System.nanoTime() - due;
                        }
                    } catch (IOException broken) {
                        System.err.println("a connection broke: " + broken.getMessage());
                    }
                });
            }
            watch(began, seconds, accepted);
            storedPerSecond = (stored() - storedBefore) / ((System.nanoTime() - began) / 1e9);
            stop.set(true);
        }
        double elapsed = (System.nanoTime() - began) / 1e9;
        acknowledged += accepted.get();
        int count = Math.min(measured.get(), latencies.length);
        Arrays.sort(latencies, 0, count);
        Phase phase = new Phase(
                accepted.get() / elapsed,
                storedPerSecond,
                latencies[count / 2] / 1e6,
                latencies[(int) (count * 0.99)] / 1e6,
                refused.get());
        System.out.printf(
                Locale.ROOT,
                "%n%s: %,.0f %s/s accepted, %,.0f stored, acknowledgement p50 %.1f ms, p99 %.1f ms, %d refused%n",
                name,
                phase.perSecond(),
                what,
                phase.storedPerSecond(),
                phase.p50(),
                phase.p99(),
                phase.refused());
        return phase;
    }

    /** When the next batch was due: latency counts from there, so that a stalled server cannot hide behind a sender that waits. */
    private long due(long began, AtomicLong tickets, int rate) {
        if (rate == 0) {
            return System.nanoTime();
        }
        long due = began + tickets.getAndIncrement() * perBatch * 1_000_000_000L / rate;
        long early = due - System.nanoTime();
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        return due;
    }

    private void watch(long began, int seconds, AtomicLong accepted) throws Exception {
        long engine = server.engine().map(ProcessHandle::pid).orElse(0L);
        long self = ProcessHandle.current().pid();
        int step = Math.max(1, Math.min(10, seconds / 6));
        double[] before = sample(engine, self, accepted);
        for (int second = step; second <= seconds; second += step) {
            long wait = began + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(1, wait));
            double[] now = sample(engine, self, accepted);
            double span = now[0] - before[0];
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %,.0f | %,.0f | %.0f | %.0f | %d | %d | %.2f | %.2f | %.2f |%n",
                    second,
                    (now[1] - before[1]) / span,
                    (now[2] - before[2]) / span,
                    server.metric("claymore_spool_bytes") / (1 << 20),
                    server.metric("jvm_memory_used_bytes") / (1 << 20),
                    ProcessUsage.residentMebibytes(server.pid()),
                    ProcessUsage.residentMebibytes(engine),
                    (now[3] - before[3]) / span,
                    (now[4] - before[4]) / span,
                    (now[5] - before[5]) / span);
            before = now;
        }
    }

    private double[] sample(long engine, long self, AtomicLong accepted) throws Exception {
        return new double[] {
            System.nanoTime() / 1e9,
            accepted.get(),
            stored(),
            ProcessUsage.cpuSeconds(server.pid()),
            ProcessUsage.cpuSeconds(engine),
            ProcessUsage.cpuSeconds(self)
        };
    }

    private double stored() throws IOException, InterruptedException {
        double stored = 0;
        for (String metric : storedMetrics) {
            stored += server.metric(metric);
        }
        return stored;
    }

    /** Prints what all runs together took of the processor, for one event or span. */
    void usage() {
        double[] now = usedSeconds();
        System.out.printf(
                Locale.ROOT,
                "processor time of one of the %,d %s: server %.2f, engine %.2f, load generator %.2f µs%n",
                acknowledged,
                what,
                (now[0] - used[0]) * 1e6 / acknowledged,
                (now[1] - used[1]) * 1e6 / acknowledged,
                (now[2] - used[2]) * 1e6 / acknowledged);
    }

    private double[] usedSeconds() {
        return new double[] {
            ProcessUsage.cpuSeconds(server.pid()),
            server.engine().map(engine -> ProcessUsage.cpuSeconds(engine.pid())).orElse(0.0),
            ProcessUsage.cpuSeconds(ProcessHandle.current().pid())
        };
    }

    /** Waits until all that was acknowledged is stored. */
    void drain() throws InterruptedException {
        long began = System.nanoTime();
        ServerProcess.await("the backlog to be loaded", PATIENCE, () -> stored() >= acknowledged);
        System.out.printf(
                Locale.ROOT, "all of it stored %.1f s after the last batch%n", (System.nanoTime() - began) / 1e9);
    }
}
