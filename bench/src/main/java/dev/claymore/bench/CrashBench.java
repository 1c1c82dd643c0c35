package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code ./claymore bench crash [kills=50] [seed=N] [connections=8]}: kills the server, the engine or both with SIGKILL at random moments
 * under load; senders try again until each batch is acknowledged, as the SDK does. Then every acknowledged event is looked up in the
 * tables and in the views: none may be missing, none doubled. Ends with status 1 when one is.
 */
final class CrashBench {

    private final ServerProcess server;
    private final Random random;
    private final int kills;
    private final int connections;
    private final Queue<CrashBatch> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private volatile String key = "";

    private CrashBench(ServerProcess server, long seed, int kills, int connections) {
        this.server = server;
        this.random = new Random(seed);
        this.kills = kills;
        this.connections = connections;
    }

    static void main(String[] arguments) throws Exception {
        long seed = option(arguments, "seed", System.nanoTime() & 0xFFFFFF);
        Path data = Files.createTempDirectory("claymore-bench-crash");
        System.out.println("seed " + seed + ", data in " + data);
        boolean whole;
        try (ServerProcess server = new ServerProcess(data, List.of("-Xms64m", "-Xmx512m"))) {
            server.start();
            CrashBench bench = new CrashBench(
                    server, seed, (int) option(arguments, "kills", 50), (int) option(arguments, "connections", 8));
            whole = bench.run();
        }
        if (!whole) {
            System.exit(1);
        }
    }

    private static long option(String[] arguments, String name, long otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .mapToLong(argument -> Long.parseLong(argument.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }

    private boolean run() throws Exception {
        key = server.project("crash");
        int[] byKind = new int[3];
        long began = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                Random own = new Random(random.nextLong());
                senders.execute(() -> send(own));
            }
            for (int kill = 1; kill <= kills; kill++) {
                TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_500));
                int kind = random.nextInt(3);
                byKind[kind]++;
                kill(kind);
                System.out.printf(
                        Locale.ROOT,
                        "kill %d: %s; %,d events acknowledged%n",
                        kill,
                        List.of("engine", "server", "both").get(kind),
                        acknowledged.size() * (long) CrashBatch.SIZE);
            }
            stop.set(true);
        }
        System.out.printf(
                Locale.ROOT,
                "%d kills in %d s (engine %d, server %d, both %d)%n",
                kills,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                byKind[0],
                byKind[1],
                byKind[2]);
        ServerProcess.await(
                "the spool to be empty", () -> server.metric("claymore_spool_lag_seconds") == 0 && countsAreSteady());
        return new CrashCheck(server).compare(List.copyOf(acknowledged));
    }

    private long lastCount = -1;

    private boolean countsAreSteady() throws IOException, InterruptedException {
        long count = Long.parseLong(server.query("SELECT count() FROM events"));
        boolean steady = count == lastCount;
        lastCount = count;
        TimeUnit.SECONDS.sleep(2);
        return steady;
    }

    private void kill(int kind) throws Exception {
        if (kind != 1) {
            server.engine().ifPresent(ProcessHandle::destroyForcibly);
        }
        if (kind != 0) {
            server.kill();
            server.start();
        }
    }

    private void send(Random own) {
        BatchSocket socket = null;
        while (!stop.get()) {
            CrashBatch batch = CrashBatch.next(own);
            byte[] body = batch.body();
            boolean done = false;
            // Also after the last kill: what was sent once is sent until it is acknowledged.
            while (!done) {
                try {
                    socket = socket == null ? new BatchSocket(server.port(), key) : socket;
                    done = socket.send(body) == 200;
                } catch (IOException | RuntimeException down) {
                    socket = null;
                }
                if (!done) {
                    java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
            acknowledged.add(batch);
        }
    }
}
