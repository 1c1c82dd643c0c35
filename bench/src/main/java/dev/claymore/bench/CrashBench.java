package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./claymore bench crash [OPTION…]}: something breaks under load; senders try again until each batch is acknowledged, as the SDK
 * does. Then every acknowledged event is looked up in the tables and in the views: none may be missing, none doubled. Ends with status 1
 * when one is.
 *
 * <ul>
 *   <li>{@code kills=50}, the default: the server, the engine or both are killed with SIGKILL at random moments.
 *   <li>{@code outage=600}: the engine is down for so many seconds.
 *   <li>{@code disk=DIRECTORY}: the data is on the small file system mounted there, which is filled to its last byte for
 *       {@code full=30} seconds; {@code diskMegabytes=1024} makes and mounts one there first (needs root).
 *   <li>{@code damage=40}: with the engine down the server is killed, so many bytes of the spool are flipped and its tails torn.
 *   <li>{@code otlp=1}: with each of these, spans over OTLP/HTTP and OTLP/gRPC instead of batches of browsers.
 *   <li>{@code export=1 kills=12}: the server pushes its sessions to another one while either end is restarted or killed.
 *   <li>{@code seed}, {@code connections=8}, {@code rate} in events a second (0: as fast as it goes), {@code java=OPTION…}.
 * </ul>
 */
final class CrashBench {

    private final String[] arguments;
    private final ServerProcess server;
    private final Path data;
    private final Random random;
    /** Records that the server says are lost. */
    private long lost;

    private CrashBench(String[] arguments, ServerProcess server, Path data, long seed) {
        this.arguments = arguments;
        this.server = server;
        this.data = data;
        random = new Random(seed);
    }

    static void main(String[] arguments) throws Exception {
        long seed = option(arguments, "seed", System.nanoTime() & 0xFFFFFF);
        String disk = text(arguments, "disk");
        boolean whole;
        try (SmallDisk small = SmallDisk.at(disk, option(arguments, "diskMegabytes", 0))) {
            Path data = disk.isEmpty()
                    ? Files.createTempDirectory("claymore-bench-crash")
                    : Files.createTempDirectory(small.path(), "claymore-bench-crash");
            System.out.println("seed " + seed + ", data in " + data);
            List<String> java = Arrays.stream(arguments)
                    .filter(argument -> argument.startsWith("java="))
                    .map(argument -> argument.substring(5))
                    .toList();
            try (ServerProcess server =
                    new ServerProcess(data, java.isEmpty() ? List.of("-Xms64m", "-Xmx512m") : java)) {
                server.start();
                whole = new CrashBench(arguments, server, data, seed).run(small);
            } finally {
                if (!disk.isEmpty()) {
                    // The small disk goes away with all that is on it.
                    Path log = Files.createTempFile("claymore-bench-crash", ".log");
                    Files.copy(data.resolve("server.log"), log, StandardCopyOption.REPLACE_EXISTING);
                    System.out.println("the server's log is kept in " + log);
                }
            }
        }
        if (!whole) {
            System.exit(1);
        }
    }

    static long option(String[] arguments, String name, long otherwise) {
        String text = text(arguments, name);
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }

    private static String text(String[] arguments, String name) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private boolean run(SmallDisk small) throws Exception {
        if (option(arguments, "export", 0) == 1) {
            return ExportCrash.run(server, random, (int) option(arguments, "kills", 12));
        }
        String key = server.project("crash");
        if (option(arguments, "otlp", 0) == 1) {
            CrashSpans spans = CrashSpans.of(server, key, random);
            List<Integer> acknowledged = trouble(spans, 20_000, small, "otel_traces");
            int[] batches =
                    acknowledged.stream().mapToInt(batch -> batch).sorted().toArray();
            return new SpanCheck(server, spans.ids(), spans.bodies()).compare(batches, lost);
        }
        List<CrashBatch> acknowledged = trouble(new CrashEvents(server, key), 0, small, "events");
        return new CrashCheck(server, lost).compare(acknowledged);
    }

    private <B> List<B> trouble(CrashSource<B> source, long rate, SmallDisk small, String table) throws Exception {
        long outage = option(arguments, "outage", 0);
        int damage = (int) option(arguments, "damage", 0);
        CrashLoad<B> load = new CrashLoad<>(
                source, random, (int) option(arguments, "connections", 8), option(arguments, "rate", rate));
        try (load) {
            if (outage > 0) {
                outage(load, outage);
            } else if (damage > 0) {
                lost = damage(load, damage);
            } else if (small.isMounted()) {
                new FullDisk(server, load, small).run(option(arguments, "full", 30));
            } else {
                kills(load, (int) option(arguments, "kills", 50));
            }
        }
        long began = System.nanoTime();
        ServerProcess.await(
                "the spool to be empty",
                Duration.ofMinutes(30),
                () -> server.metric("claymore_spool_lag_seconds") == 0 && countsAreSteady(table));
        System.out.printf(
                Locale.ROOT, "the tables have it %.0f s after the last batch%n", (System.nanoTime() - began) / 1e9);
        return load.acknowledged();
    }

    private void kills(CrashLoad<?> load, int kills) throws Exception {
        int[] byKind = new int[3];
        long began = System.nanoTime();
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
                    load.events());
        }
        System.out.printf(
                Locale.ROOT,
                "%d kills in %d s (engine %d, server %d, both %d)%n",
                kills,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                byKind[0],
                byKind[1],
                byKind[2]);
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

    /** The engine is killed as often as the server starts it again. */
    private void outage(CrashLoad<?> load, long seconds) throws Exception {
        TimeUnit.SECONDS.sleep(5);
        long before = load.events();
        try (EngineDown down = new EngineDown(server)) {
            for (long second = 0; second < seconds; second += 10) {
                TimeUnit.SECONDS.sleep(Math.min(10, seconds - second));
                System.out.printf(
                        Locale.ROOT,
                        "down for %d s (%d starts cut short): %,d events acknowledged, spool %.0f MiB, heap %.0f MiB,"
                                + " %d refused%n",
                        second + 10,
                        down.kills(),
                        load.events() - before,
                        server.metric("claymore_spool_bytes") / (1 << 20),
                        server.metric("jvm_memory_used_bytes") / (1 << 20),
                        load.refused());
            }
        }
        System.out.println("the engine may come back; the load goes on for 10 s");
        TimeUnit.SECONDS.sleep(10);
    }

    /** Returns how many records the server says are lost. */
    private long damage(CrashLoad<?> load, int flips) throws Exception {
        try (EngineDown down = new EngineDown(server)) {
            TimeUnit.SECONDS.sleep(20);
            server.kill();
            SpoolDamage.Done done = new SpoolDamage(data.resolve("spool"), random).inflict(flips);
            System.out.println(done + "; the engine was killed " + down.kills() + " times");
        }
        server.start();
        long lost = (long) server.metric("claymore_spool_records_lost_total");
        System.out.printf(Locale.ROOT, "the server says that %d records are lost%n", lost);
        TimeUnit.SECONDS.sleep(5);
        System.out.printf(Locale.ROOT, "%,d events acknowledged%n", load.events());
        return lost;
    }

    private long lastCount = -1;

    private boolean countsAreSteady(String table) throws IOException, InterruptedException {
        long count = Long.parseLong(server.query("SELECT count() FROM " + table));
        boolean steady = count == lastCount;
        lastCount = count;
        TimeUnit.SECONDS.sleep(2);
        return steady;
    }
}
