package dev.claymore.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The disk under journal, spool, ledger, dead letters and ClickHouse is filled to its last byte, again and again, and then has room again. */
final class FullDisk {

    private static final int ROUNDS = 3;

    private final ServerProcess server;
    private final CrashLoad<?> load;
    private final SmallDisk disk;

    FullDisk(ServerProcess server, CrashLoad<?> load, SmallDisk disk) {
        this.server = server;
        this.load = load;
        this.disk = disk;
    }

    void run(long seconds) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            TimeUnit.SECONDS.sleep(5);
            long refused = load.refused();
            long acknowledged = load.events();
            long filled = disk.fill();
            for (long second = 0; second < seconds; second++) {
                TimeUnit.SECONDS.sleep(1);
                filled += disk.fill();
            }
            System.out.printf(
                    Locale.ROOT,
                    "round %d: filled with %d MiB, full for %d s: %,d events acknowledged, %,d batches refused with"
                            + " 503, all but %d with Retry-After; %s%n",
                    round,
                    filled >> 20,
                    seconds,
                    load.events() - acknowledged,
                    load.refused() - refused,
                    load.refused() - load.refusedWithRetryAfter(),
                    load.lastRefusal());
            long full = load.events();
            disk.makeRoom();
            long began = System.nanoTime();
            ServerProcess.await("batches to be acknowledged again", () -> load.events() > full + 1_000);
            System.out.printf(
                    Locale.ROOT,
                    "room again: acknowledged again after %.1f s, %d MiB free%n",
                    (System.nanoTime() - began) / 1e9,
                    disk.freeBytes() >> 20);
            if (!server.isAlive()) {
                throw new IllegalStateException("the server ended");
            }
        }
    }
}
