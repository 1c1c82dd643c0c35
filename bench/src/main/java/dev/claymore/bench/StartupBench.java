package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * How long a person waits: first start on an empty data directory, later starts, the time from a click to the query that
 * counts it; and what the processes hold in memory, idle and after load.
 */
final class StartupBench {

    private static final int STARTS = 5;
    private static final int CLICKS = 20;
    private static final int LOAD_BATCHES = 1000;
    private static final int EVENTS_PER_BATCH = 50;

    private StartupBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("claymore-bench");
        Path data = work.resolve("data");
        Path archive = work.resolve("server.jsa");
        try {
            double first;
            try (StartedServer server = StartedServer.start(data, archive)) {
                first = server.readySeconds();
            }
            double[] later = new double[STARTS];
            for (int i = 0; i < STARTS - 1; i++) {
                try (StartedServer server = StartedServer.start(data, archive)) {
                    later[i] = server.readySeconds();
                }
            }
            try (StartedServer server = StartedServer.start(data, archive)) {
                later[STARTS - 1] = server.readySeconds();
                Thread.sleep(5_000); // idle is when nothing has happened for a while
                Map<String, Long> idle = server.resident();
                String created = server.send("POST", "/api/projects", StartedServer.TOKEN, "{\"projectId\":\"bench\"}");
                String key = created.replaceAll(".*\"writeKey\":\"([^\"]+)\".*", "$1");
                double[] clicks = clicks(server, key);
                load(server, key);
                print(first, later, clicks, idle, server.resident());
            }
        } finally {
            delete(work);
        }
    }

    /** Milliseconds from sending one event to the list of sessions that has it. */
    private static double[] clicks(StartedServer server, String key) throws IOException, InterruptedException {
        double[] millis = new double[CLICKS];
        for (int i = 0; i < CLICKS; i++) {
            UUID session = session();
            long began = System.nanoTime();
            server.send("POST", "/v1/batch", key, batch(session, 1));
            while (!server.send("GET", "/api/projects/bench/sessions?limit=5", StartedServer.TOKEN, "")
                    .contains(session.toString())) {
                Thread.sleep(5);
            }
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        return millis;
    }

    private static void load(StartedServer server, String key) throws IOException, InterruptedException {
        for (int i = 0; i < LOAD_BATCHES; i++) {
            server.send("POST", "/v1/batch", key, batch(session(), EVENTS_PER_BATCH));
        }
    }

    private static String batch(UUID session, int events) {
        long now = System.currentTimeMillis();
        StringBuilder json =
                new StringBuilder("{\"version\":1,\"batchId\":\"" + UUID.randomUUID() + "\",\"sentAt\":" + now
                        + ",\"sequence\":0,\"sdk\":{\"name\":\"bench\",\"version\":\"1\"},\"sessionId\":\"" + session
                        + "\",\"windowId\":\"w\",\"context\":{\"anonymousId\":\"a\"},\"events\":[");
        for (int i = 0; i < events; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(UUID.randomUUID())
                    .append("\",\"type\":\"click\",\"timestamp\":")
                    .append(now)
                    .append(",\"url\":\"https://shop.example/p/")
                    .append(i)
                    .append("\",\"selector\":\"#buy\"}");
        }
        return json.append("]}").toString();
    }

    /** A UUIDv7. */
    private static UUID session() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(1 << 12),
                (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }

    private static void print(
            double first, double[] later, double[] clicks, Map<String, Long> idle, Map<String, Long> loaded) {
        Arrays.sort(later);
        Arrays.sort(clicks);
        System.out.println("| what | measured |");
        System.out.println("|---|---|");
        System.out.printf("| first start, empty data directory, until ready | %.2f s |%n", first);
        System.out.printf(
                "| later starts, until ready (median of %d; least, most) | %.2f s (%.2f, %.2f) |%n",
                later.length, later[later.length / 2], later[0], later[later.length - 1]);
        System.out.printf(
                "| click to query: one event sent, until the sessions list has it (median of %d; most) | %.0f ms (%.0f) |%n",
                clicks.length, clicks[clicks.length / 2], clicks[clicks.length - 1]);
        for (String process : idle.keySet()) {
            System.out.printf(
                    "| resident memory of the %s, idle / after %,d events | %d MB / %d MB |%n",
                    process,
                    LOAD_BATCHES * EVENTS_PER_BATCH,
                    idle.get(process) >> 20,
                    loaded.getOrDefault(process, 0L) >> 20);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
