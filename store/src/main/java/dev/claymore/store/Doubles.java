package dev.claymore.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether {@code events} may hold an event twice: then it has to be read with FINAL, which costs as much as all else. It cannot while each partition is either
 * one merged part or consists of rows that are known to be the only ones of their events. Looked up again in the background while questions come, and
 * before an answer where nobody has asked for a while or this process itself has inserted rows of which it is not known. Safe for use by many threads.
 */
final class Doubles {

    private static final Duration FRESH = Duration.ofSeconds(3);
    /** How long another program's doubled rows may count twice, at most. */
    static final Duration STALE = Duration.ofSeconds(10);

    private static final String UNMERGED = """
            SELECT partition_id AS id, arraySort(groupArray(name)) AS parts
            FROM system.parts
            WHERE active AND database = currentDatabase() AND table = 'events'
            GROUP BY partition_id
            HAVING count() > 1 OR min(level) = 0
            ORDER BY id
            """;

    private static final String UNKNOWN =
            "SELECT 1 FROM events WHERE NOT once AND _partition_id IN {partitions:Array(String)} LIMIT 1";

    private final ClickHouse clickhouse;
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Inserts of this process of which it is not known; what was looked up before the last of them says nothing. */
    private final AtomicLong unknownInserts = new AtomicLong();

    private volatile Finding finding;

    /**
     * @param at {@link System#nanoTime} when it was begun to look
     * @param after how many unknown inserts
     * @param unmerged partitions and their parts, of which it was found; a part never changes
     */
    private record Finding(boolean possible, long at, long after, List<List<Object>> unmerged) {

        boolean olderThan(Duration age) {
            return System.nanoTime() - at > age.toNanos();
        }
    }

    Doubles(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    boolean possible() {
        Finding known = finding;
        if (known == null || known.after() != unknownInserts.get() || known.olderThan(STALE)) {
            return look().possible();
        }
        if (known.olderThan(FRESH) && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("doubles").start(() -> {
                try {
                    look();
                } catch (StoreException e) {
                    finding = null; // whoever asks next will look, and be told what is wrong
                } finally {
                    looking.set(false);
                }
            });
        }
        return known.possible();
    }

    /** Rows of which it is not known were inserted just now. */
    void unknownInserted() {
        unknownInserts.incrementAndGet();
    }

    private Finding look() {
        long at = System.nanoTime();
        long after = unknownInserts.get();
        Rows unmerged = clickhouse.query(UNMERGED);
        Finding before = finding;
        boolean same = before != null && before.unmerged().equals(unmerged.rows());
        boolean possible = same ? before.possible() : hasUnknown(unmerged);
        Finding found = new Finding(possible, at, after, unmerged.rows());
        finding = found;
        return found;
    }

    private boolean hasUnknown(Rows unmerged) {
        List<String> partitions =
                unmerged.records().stream().map(row -> row.text("id")).toList();
        return !partitions.isEmpty()
                && !clickhouse
                        .queryAsStored(UNKNOWN, Map.of("partitions", partitions))
                        .rows()
                        .isEmpty();
    }
}
