package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that a crash alone does not make: flipped bytes, full disks, batches that come again after a restart. */
final class SpoolRecoveryTest {

    private static final SpoolOptions OPTIONS =
            new SpoolOptions(1 << 16, 1 << 20, 0, 1 << 14, Duration.ZERO, Duration.ofSeconds(5), 100);

    private final Random random = new Random(7);
    private final SimulatedDisk disk = new SimulatedDisk(random);

    private static Spool open(SpoolFiles files, long atLeast) throws IOException {
        return Spool.open(files, Columns.current(), 0, atLeast, OPTIONS);
    }

    private Spool.Outcome append(Spool spool, UUID key) {
        RowBuffer rows = new RowBuffer(64);
        rows.uuid(key.getMostSignificantBits(), key.getLeastSignificantBits());
        RowIndex index = new RowIndex();
        index.add(rows.size());
        RowBuffer head = new RowBuffer(64);
        SpoolRecord.writeHead(head, 1, key, "p", List.of(), index, new RowIndex());
        return spool.append(key, head, rows);
    }

    private static List<UUID> read(Spool spool) throws IOException {
        List<UUID> keys = new ArrayList<>();
        try (SpoolCursor cursor = new SpoolCursor(spool, 0)) {
            for (SegmentReader.Entry entry = cursor.read(); entry != null; entry = cursor.read()) {
                keys.add(SpoolRecord.read(entry.payload()).key());
            }
        }
        return keys;
    }

    @Test
    void aFlippedByteCostsTheRecordItIsInAndIsReported() throws Exception {
        List<UUID> keys = new ArrayList<>();
        try (Spool spool = open(disk, 0)) {
            for (int i = 0; i < 50; i++) {
                keys.add(new UUID(random.nextLong(), random.nextLong()));
                assertThat(append(spool, keys.getLast())).isEqualTo(Spool.Outcome.DURABLE);
            }
        }
        String segment = disk.list().stream()
                .filter(SegmentFormat::isSegment)
                .findFirst()
                .orElseThrow();
        // Among the last records: the header, which names the columns, takes the first half.
        disk.flip(segment, disk.size(segment) - disk.size(segment) / 8);

        try (Spool spool = open(disk, 0)) {
            List<UUID> survivors = read(spool);
            assertThat(survivors).hasSize(49).isSubsetOf(keys);
            assertThat(spool.recovered().lostRecords()).isEqualTo(1);
            assertThat(spool.recovered().quarantinedBytes()).isPositive();
            assertThat(disk.list()).anyMatch(name -> name.endsWith(SpoolRecovery.QUARANTINE_SUFFIX));
        }
    }

    @Test
    void oldRecordsAtTheEndOfASegmentDoNotTurnTheNumbersBack(@TempDir Path directory) throws Exception {
        SpoolFiles files = new DiskFiles(directory);
        List<UUID> keys = new ArrayList<>();
        try (Spool spool = open(files, 0)) {
            for (int i = 0; i < 20; i++) {
                keys.add(new UUID(random.nextLong(), random.nextLong()));
                append(spool, keys.getLast());
            }
        }
        String segment = files.list().stream()
                .filter(SegmentFormat::isSegment)
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(directory.resolve(segment));
        byte[] old = Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length / 2 + bytes.length / 4);
        Files.write(directory.resolve(segment), old, StandardOpenOption.APPEND);

        try (Spool spool = open(files, 0)) {
            keys.add(new UUID(1, 2));
            append(spool, keys.getLast());
            assertThat(read(spool)).containsExactlyElementsOf(keys);
            assertThat(spool.recovered().lostRecords()).isZero();
            assertThat(spool.recovered().tornBytes()).isPositive();
        }
    }

    @Test
    void aDamagedHeaderCostsNoRecord() throws Exception {
        UUID key = new UUID(1, 2);
        try (Spool spool = open(disk, 0)) {
            append(spool, key);
        }
        disk.flip(
                disk.list().stream()
                        .filter(SegmentFormat::isSegment)
                        .findFirst()
                        .orElseThrow(),
                30);

        try (Spool spool = open(disk, 0)) {
            assertThat(read(spool)).containsExactly(key);
            assertThat(spool.recovered().damagedHeaders()).isEqualTo(1);
        }
    }

    @Test
    void aFullDiskRefusesAndLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
        List<UUID> kept = new ArrayList<>();
        try (Spool spool = open(disk, 0)) {
            disk.space(5_000);
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                UUID key = new UUID(random.nextLong(), random.nextLong());
                if (append(spool, key) == Spool.Outcome.DURABLE) {
                    kept.add(key);
                } else {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
            assertThat(spool.lastFailure()).hasMessageContaining("no space");
            disk.space(Long.MAX_VALUE);
            UUID last = new UUID(3, 4);
            assertThat(append(spool, last)).isEqualTo(Spool.Outcome.DURABLE);
            kept.add(last);
            assertThat(read(spool)).containsExactlyElementsOf(kept);
        }
        disk.restart();
        try (Spool spool = open(disk, 0)) {
            assertThat(read(spool)).containsExactlyElementsOf(kept);
        }
    }

    @Test
    void theDiskBudgetIsHeld() throws Exception {
        try (Spool spool = Spool.open(disk, Columns.current(), 0, 0, OPTIONS.withMaxBytes(4_000))) {
            Spool.Outcome outcome = Spool.Outcome.DURABLE;
            for (int i = 0; i < 100 && outcome == Spool.Outcome.DURABLE; i++) {
                outcome = append(spool, new UUID(5, i));
            }
            assertThat(outcome).isEqualTo(Spool.Outcome.FULL);
        }
    }

    @Test
    void aBatchIsKnownAfterItsSegmentIsLoadedAndDeletedAndTheProcessRestarted() throws Exception {
        UUID key = new UUID(8, 9);
        try (Spool spool = open(disk, 0)) {
            append(spool, key);
        }
        try (Spool spool = open(disk, 0)) {
            spool.release(1);
            assertThat(spool.segmentCount()).isZero();
        }
        disk.restart();
        try (Spool spool = open(disk, 1)) {
            assertThat(spool.recovered().records()).isZero();
            assertThat(spool.seen().contains(8, 9)).isTrue();
            assertThat(spool.seen().contains(8, 10)).isFalse();
        }
    }
}
