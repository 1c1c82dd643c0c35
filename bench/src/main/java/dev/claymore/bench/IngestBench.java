package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ./claymore bench ingest [seconds=120] [connections=64] [rate=0] [java=OPTION…]}: browser-like batches over real HTTP into the real
 * server, acknowledged after the sync, loaded into ClickHouse with all views. First as fast as it goes (or at {@code rate} events a
 * second), then at half that load for the latency of the acknowledgement. Everything runs on one machine, the load generator too.
 */
final class IngestBench {

    private static final int PER_BATCH = BatchBodies.EVENTS + BatchBodies.REPLAY_EVENTS;

    private final ServerProcess server;
    private final BatchBodies bodies;
    private final String key;
    private final int connections;

    private IngestBench(ServerProcess server, BatchBodies bodies, String key, int connections) {
        this.server = server;
        this.bodies = bodies;
        this.key = key;
        this.connections = connections;
    }

    static void main(String[] arguments) throws Exception {
        int seconds = option(arguments, "seconds", 120);
        int connections = option(arguments, "connections", 64);
        int rate = option(arguments, "rate", 0);
        List<String> java = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("java="))
                .map(argument -> argument.substring(5))
                .toList();
        Path data = Files.createTempDirectory("claymore-bench-ingest");
        try (ServerProcess server = new ServerProcess(data, java.isEmpty() ? List.of("-Xms64m", "-Xmx1g") : java)) {
            server.start();
            BatchBodies bodies = new BatchBodies(1);
            IngestBench bench = new IngestBench(server, bodies, server.project("bench"), connections);
            System.out.println("Batches of " + PER_BATCH + " events (" + BatchBodies.REPLAY_EVENTS
                    + " of a recording): " + bodies.sizes() + "; " + connections + " connections; data in " + data);
            bench.run("warm-up", Math.min(15, seconds), rate);
            Phase full = bench.run("full load", seconds, rate);
            bench.drain();
            Phase half = bench.run("half load", Math.max(10, seconds / 2), (int) (full.perSecond() / 2));
            bench.drain();
            bench.check(full, half);
        }
    }

    private static int option(String[] arguments, String name, int otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .mapToInt(argument -> Integer.parseInt(argument.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }

    private long acknowledged;

    /** @param rate events a second, 0: as fast as it goes */
    private Phase run(String name, int seconds, int rate) throws Exception {
        long[] latencies = new long[8 << 20];
        AtomicInteger measured = new AtomicInteger();
        AtomicLong accepted = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong tickets = new AtomicLong();
        long began = System.nanoTime();
        System.out.printf(
                "%n%s%n| second | accepted/s | stored/s | backlog MiB | heap MiB | server MiB | engine MiB | server CPU |"
                        + " engine CPU | load CPU |%n|---|---|---|---|---|---|---|---|---|---|%n",
                name);
        try (ExecutorService senders = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                // Each phase has ids of its own: a batch sent again under its id is acknowledged, not stored again.
                Random random = new Random(31L * name.hashCode() + i);
                senders.execute(() -> {
                    try (BatchSocket socket = new BatchSocket(server.port(), key)) {
                        String session = BatchBodies.session(random);
                        for (int sent = 0; !stop.get(); sent++) {
                            session = sent % 5 == 4 ? BatchBodies.session(random) : session;
                            byte[] body = bodies.next(new UUID(random.nextLong(), random.nextLong()), session, sent);
                            long due = due(began, tickets, rate);
                            int status = socket.send(body);
                            if (status == 200) {
                                accepted.addAndGet(PER_BATCH);
                            } else {
                                if (refused.getAndIncrement() == 0) {
                                    System.err.println("refused: " + status + " " + socket.lastRefusal());
                                }
                            }
                            latencies[measured.getAndIncrement() % latencies.length] = System.nanoTime() - due;
                        }
                    } catch (IOException broken) {
                        System.err.println("a connection broke: " + broken.getMessage());
                    }
                });
            }
            watch(began, seconds, accepted);
            stop.set(true);
        }
        double elapsed = (System.nanoTime() - began) / 1e9;
        acknowledged += accepted.get();
        int count = Math.min(measured.get(), latencies.length);
        Arrays.sort(latencies, 0, count);
        Phase phase = new Phase(
                accepted.get() / elapsed,
                latencies[count / 2] / 1e6,
                latencies[(int) (count * 0.99)] / 1e6,
                refused.get());
        System.out.printf(
                Locale.ROOT,
                "%n%s: %,.0f events/s accepted, acknowledgement p50 %.1f ms, p99 %.1f ms, %d refused%n",
                name,
                phase.perSecond(),
                phase.p50(),
                phase.p99(),
                phase.refused());
        return phase;
    }

    /** When the next batch was due: latency counts from there, so that a stalled server cannot hide behind a sender that waits. */
    private static long due(long began, AtomicLong tickets, int rate) {
        if (rate == 0) {
            return System.nanoTime();
        }
        long due = began + tickets.getAndIncrement() * PER_BATCH * 1_000_000_000L / rate;
        long early = due - System.nanoTime();
        if (early > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(early);
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
        double stored = server.metric("claymore_load_rows_total{table=\"events\"}")
                + server.metric("claymore_load_rows_total{table=\"replay_events\"}");
        return new double[] {
            System.nanoTime() / 1e9,
            accepted.get(),
            stored,
            ProcessUsage.cpuSeconds(server.pid()),
            ProcessUsage.cpuSeconds(engine),
            ProcessUsage.cpuSeconds(self)
        };
    }

    private void drain() throws InterruptedException {
        long began = System.nanoTime();
        ServerProcess.await(
                "the backlog to be loaded",
                () -> server.metric("claymore_load_rows_total{table=\"events\"}")
                                + server.metric("claymore_load_rows_total{table=\"replay_events\"}")
                        >= acknowledged);
        System.out.printf(
                Locale.ROOT, "all of it stored %.1f s after the last batch%n", (System.nanoTime() - began) / 1e9);
    }

    private void check(Phase full, Phase half) throws Exception {
        long events = Long.parseLong(server.query("SELECT count() FROM events"));
        long replays = Long.parseLong(server.query("SELECT count() FROM replay_events"));
        long inSessions = Long.parseLong(
                server.query("SELECT toUInt64(sum(eventCount)) + toUInt64(sum(replayEventCount)) FROM sessions FINAL"));
        System.out.printf(
                Locale.ROOT,
                "%n| | |%n|---|---|%n| events/s at full load | %,.0f |%n| acknowledgement at half load, p50 / p99 | %.1f / %.1f ms |%n"
                        + "| acknowledged events | %,d |%n| rows in events and replay_events | %,d |%n| counted by the sessions view | %,d |%n",
                full.perSecond(),
                half.p50(),
                half.p99(),
                acknowledged,
                events + replays,
                inSessions);
        if (events + replays != acknowledged || inSessions != acknowledged) {
            throw new IllegalStateException("the tables do not hold what was acknowledged");
        }
    }

    private record Phase(double perSecond, double p50, double p99, long refused) {}
}
