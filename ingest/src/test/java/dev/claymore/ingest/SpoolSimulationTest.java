package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import dev.claymore.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spool, journal and loader on a disk that forgets, crash after crash. The run's length and seed can be set:
 * {@code -Dclaymore.simulation.seconds=600 -Dclaymore.simulation.seed=1}.
 */
final class SpoolSimulationTest {

    private static final int WORLDS = 25;
    private static final String COLUMNS = "events id:uuid,noise:string\nreplay_events id:uuid,noise:string\n";
    private static final SpoolOptions OPTIONS =
            new SpoolOptions(4_096, 1 << 20, 0, 1 << 16, Duration.ZERO, Duration.ofSeconds(5), 1_000);

    @TempDir
    Path directory;

    private final StoreException outage = outage();

    @Test
    void everyAcknowledgedRecordIsLoadedOnceWhateverTheDiskForgets() throws Exception {
        long first = Long.getLong("claymore.simulation.seed", 20_261_122);
        long end = System.nanoTime()
                + Duration.ofSeconds(Integer.getInteger("claymore.simulation.seconds", 0))
                        .toNanos();
        int crashes = 0;
        for (long seed = first; seed < first + WORLDS || System.nanoTime() < end; seed++) {
            World world = new World(seed, seed % 3 == 0 ? 40 : 0);
            crashes += world.live();
        }
        System.getLogger(SpoolSimulationTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} crashes from seed {1} on", crashes, first);
        assertThat(crashes).isGreaterThan(WORLDS);
    }

    /** One disk and one database through some crashes, under one seed. */
    private final class World {

        private final long seed;
        private final Random random;
        private final SimulatedDisk disk;
        private final int failEvery;
        private final ForgetfulSink sink;
        private final Set<UUID> acknowledged = new HashSet<>();
        private final Set<UUID> refused = new HashSet<>();

        World(long seed, int failEvery) {
            this.seed = seed;
            this.failEvery = failEvery;
            random = new Random(seed);
            disk = new SimulatedDisk(random);
            sink = new ForgetfulSink(random, outage);
        }

        int live() {
            int crashes = 1 + random.nextInt(6);
            for (int i = 0; i < crashes; i++) {
                disk.failEvery(failEvery);
                disk.crashAfter(20 + random.nextInt(300));
                run(false);
                disk.restart();
            }
            disk.failEvery(0);
            sink.reliable();
            run(true);
            Map<UUID, Integer> loaded = sink.loaded();
            for (UUID id : acknowledged) {
                assertThat(loaded.get(id))
                        .as("seed %d: %s was acknowledged", seed, id)
                        .isEqualTo(1);
            }
            loaded.forEach(
                    (id, count) -> assertThat(count).as("seed %d: %s", seed, id).isEqualTo(1));
            return crashes;
        }

        private void run(boolean toTheEnd) {
            Spool spool = null;
            LoadJournal journal = null;
            try {
                journal = LoadJournal.open(disk);
                spool = Spool.open(disk, COLUMNS, 0, journal.to(), OPTIONS);
                TableLoad tables =
                        new TableLoad(sink, new DeadLetters(directory, InstantSource.system()), Runnable::run);
                Loader loader = new Loader(
                        spool,
                        journal,
                        tables,
                        new SetAside(disk, Telemetry.NONE),
                        new LoadOptions(1_500, Duration.ZERO, Duration.ZERO, Duration.ZERO, 3, Duration.ZERO),
                        Telemetry.NONE,
                        ErrorCauses.NONE,
                        InstantSource.system());
                Deque<LoadBatch> read = new ArrayDeque<>();
                int idle = 0;
                while (toTheEnd ? idle < 3 : !disk.crashed()) {
                    if (!toTheEnd && random.nextInt(3) > 0) {
                        append(spool);
                    } else {
                        idle = load(loader, read) ? 0 : idle + 1;
                    }
                }
            } catch (IOException crash) {
                assertThat(toTheEnd).as("seed %d: %s", seed, crash).isFalse();
            } finally {
                if (spool != null) {
                    spool.close();
                }
            }
        }

        /** As the loader's two threads do it, one reading ahead of the other; now and then as a new process does it. */
        private boolean load(Loader loader, Deque<LoadBatch> read) throws IOException {
            try {
                if (random.nextInt(4) == 0) {
                    read.clear();
                    loader.restart();
                }
                boolean more = read.isEmpty() || (read.size() < 2 && random.nextBoolean());
                LoadBatch next = more ? loader.next() : null;
                if (next != null) {
                    read.addLast(next);
                }
                if (read.isEmpty()) {
                    return false;
                }
                loader.load(read.getFirst());
                read.removeFirst();
                return true;
            } catch (StoreException databaseAway) {
                return true;
            } catch (IOException failed) {
                if (disk.crashed()) {
                    throw failed;
                }
                // Whether reading failed or the journal: both begin again where the journal says.
                read.clear();
                loader.restart();
                return true;
            }
        }

        private void append(Spool spool) {
            // Some are clients that try again what was refused before.
            UUID key = !refused.isEmpty() && random.nextInt(3) == 0
                    ? refused.iterator().next()
                    : new UUID(random.nextLong(), random.nextLong());
            if (spool.seen().contains(key.getMostSignificantBits(), key.getLeastSignificantBits())) {
                acknowledged.add(key);
                refused.remove(key);
                return;
            }
            RowBuffer rows = new RowBuffer(64);
            RowIndex index = new RowIndex();
            rows.uuid(key.getMostSignificantBits(), key.getLeastSignificantBits());
            byte[] noise = new byte[random.nextInt(random.nextInt(10) == 0 ? 900 : 60)];
            random.nextBytes(noise);
            rows.string(noise, 0, noise.length);
            index.add(rows.size());
            RowBuffer head = new RowBuffer(64);
            boolean recording = random.nextInt(4) == 0;
            SpoolRecord.writeHead(
                    head,
                    1,
                    key,
                    "p",
                    List.of(),
                    recording ? new RowIndex() : index,
                    recording ? index : new RowIndex());
            if (spool.append(key, head, rows) == Spool.Outcome.DURABLE) {
                spool.seen().add(key.getMostSignificantBits(), key.getLeastSignificantBits());
                acknowledged.add(key);
                refused.remove(key);
            } else {
                refused.add(key);
            }
        }
    }

    /** A database that does not answer at times, before or after it has stored; the same token is stored once. */
    private static final class ForgetfulSink implements Sink {

        private final Random random;
        private final StoreException outage;
        private final Map<String, List<UUID>> byToken = new HashMap<>();
        private boolean reliable;

        ForgetfulSink(Random random, StoreException outage) {
            this.random = random;
            this.outage = outage;
        }

        void reliable() {
            reliable = true;
        }

        @Override
        public void insert(TableRows rows, String token) {
            int mood = reliable ? 9 : random.nextInt(10);
            if (mood == 0) {
                throw outage;
            }
            List<UUID> ids = ids(rows);
            List<UUID> before = byToken.putIfAbsent(token, ids);
            assertThat(before == null || before.equals(ids))
                    .as("the same token stands for the same rows")
                    .isTrue();
            if (mood == 1) {
                throw outage;
            }
        }

        private static List<UUID> ids(TableRows rows) {
            return rows.rows().stream()
                    .map(row -> {
                        ByteBuffer bytes = ByteBuffer.wrap(row.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                        return new UUID(bytes.getLong(row.start()), bytes.getLong(row.start() + 8));
                    })
                    .toList();
        }

        Map<UUID, Integer> loaded() {
            Map<UUID, Integer> counts = new HashMap<>();
            new ArrayList<>(byToken.values()).forEach(ids -> ids.forEach(id -> counts.merge(id, 1, Integer::sum)));
            return counts;
        }
    }

    /** A real failure to reach a database. */
    private static StoreException outage() {
        try (ClickHouse nobody = ClickHouse.connect(ClickHouseOptions.of(URI.create("http://127.0.0.1:1"), ""))) {
            nobody.command("SELECT 1");
            throw new AssertionError("something answers on port 1");
        } catch (StoreException expected) {
            return expected;
        }
    }
}
