package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

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
    private final LoadRun load;

    private IngestBench(ServerProcess server, BatchBodies bodies, String key, int connections) {
        this.server = server;
        this.bodies = bodies;
        this.key = key;
        load = new LoadRun(
                server,
                "events",
                PER_BATCH,
                connections,
                "claymore_load_rows_total{table=\"events\"}",
                "claymore_load_rows_total{table=\"replay_events\"}");
    }

    static void main(String[] arguments) throws Exception {
        int seconds = option(arguments, "seconds", 120);
        int connections = option(arguments, "connections", 64);
        int rate = option(arguments, "rate", 0);
        Path data = Files.createTempDirectory("claymore-bench-ingest");
        try (ServerProcess server = new ServerProcess(data, java(arguments))) {
            server.start();
            BatchBodies bodies = new BatchBodies(1);
            IngestBench bench = new IngestBench(server, bodies, server.project("bench"), connections);
            System.out.println("Batches of " + PER_BATCH + " events (" + BatchBodies.REPLAY_EVENTS
                    + " of a recording): " + bodies.sizes() + "; " + connections + " connections; data in " + data);
            bench.run("warm-up", Math.min(15, seconds), rate);
            LoadRun.Phase full = bench.run("full load", seconds, rate);
            bench.load.drain();
            LoadRun.Phase half = bench.run("half load", Math.max(10, seconds / 2), (int) (full.perSecond() / 2));
            bench.load.drain();
            bench.load.usage();
            bench.check(full, half);
        }
    }

    static int option(String[] arguments, String name, int otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .mapToInt(argument -> Integer.parseInt(argument.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }

    /** Options of the server's JVM. */
    static List<String> java(String[] arguments) {
        List<String> java = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("java="))
                .map(argument -> argument.substring(5))
                .toList();
        return java.isEmpty() ? List.of("-Xms64m", "-Xmx1g") : java;
    }

    private LoadRun.Phase run(String name, int seconds, int rate) throws Exception {
        return load.run(name, seconds, rate, index -> new Browser(name, index));
    }

    private void check(LoadRun.Phase full, LoadRun.Phase half) throws Exception {
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
                load.acknowledged(),
                events + replays,
                inSessions);
        if (events + replays != load.acknowledged() || inSessions != load.acknowledged()) {
            throw new IllegalStateException("the tables do not hold what was acknowledged");
        }
    }

    /** A browser after the other on one connection, each with five batches. */
    private final class Browser implements LoadRun.Connection {

        private final Random random;
        private final BatchSocket socket;
        private String session;
        private int sent;

        Browser(String phase, int index) throws IOException {
            // Each phase has ids of its own: a batch sent again under its id is acknowledged, not stored again.
            random = new Random(31L * phase.hashCode() + index);
            socket = BatchSocket.browser(server.port(), key);
            session = BatchBodies.session(random);
        }

        @Override
        public byte[] next() throws IOException {
            session = sent % 5 == 4 ? BatchBodies.session(random) : session;
            return bodies.next(new UUID(random.nextLong(), random.nextLong()), session, sent++);
        }

        @Override
        public int send(byte[] body) throws IOException {
            return socket.send(body);
        }

        @Override
        public String lastRefusal() {
            return socket.lastRefusal();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
