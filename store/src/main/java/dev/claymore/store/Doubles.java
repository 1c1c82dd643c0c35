package dev.claymore.store;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers whether {@code events} may contain the same event twice, in which case it must be read with FINAL, which roughly doubles the cost
 * of a query. It cannot if every partition is either one merged part or holds only rows marked {@code once}. Refreshed in the background
 * while queries arrive; recomputed before a query if nobody has asked for a while, or this process has just inserted rows that are not
 * marked. Parts in a bucket count as possibly doubled until they are inspected, so that no query waits for the bucket. Safe for use by many
 * threads.
 */
final class Doubles {

    private static final System.Logger LOG = System.getLogger(Doubles.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(3);
    /** How long another program's doubled rows may count twice, at most. */
    static final Duration STALE = Duration.ofSeconds(10);
    /** Between two looks into a bucket of which one has failed. */
    private static final Duration AWAY = Duration.ofSeconds(30);

    private static final String UNMERGED = """
            SELECT partition_id AS id, groupArrayIf(name, NOT remote) AS here, groupArrayIf(name, remote) AS away
            FROM (
                SELECT partition_id, name, level, disk_name IN (SELECT name FROM system.disks WHERE is_remote) AS remote
                FROM system.parts
                WHERE active AND database = currentDatabase() AND table = 'events'
            )
            GROUP BY partition_id
            HAVING count() > 1 OR min(level) = 0
            """;

    private static final String UNKNOWN =
            "SELECT _part AS part FROM events WHERE NOT once AND _partition_id IN {partitions:Array(String)} AND _part NOT IN {others:Array(String)} LIMIT 1";

    private final ClickHouse clickhouse;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookingAway = new AtomicBoolean();
    /** Inserts of this process of which it is not known; what was looked up before the last of them says nothing. */
    private final AtomicLong unknownInserts = new AtomicLong();
    /** Parts of unmerged partitions, and whether all rows of one are known to be single; a part never changes. */
    private final Map<String, Boolean> single = new ConcurrentHashMap<>();

    private volatile Finding finding;
    private volatile long awayUntil = System.nanoTime();

    /**
     * @param at {@link System#nanoTime} when it was begun to look
     * @param after how many unknown inserts
     */
    private record Finding(boolean possible, long at, long after) {

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

    /** Called after an insert of rows that are not known to be unique. */
    void unknownInserted() {
        unknownInserts.incrementAndGet();
    }

    private Finding look() {
        long at = System.nanoTime();
        long after = unknownInserts.get();
        List<String> partitions = new ArrayList<>();
        Set<String> here = new HashSet<>();
        Set<String> away = new HashSet<>();
        for (Rows.Row partition : clickhouse.query(UNMERGED).records()) {
            partitions.add(partition.text("id"));
            names(partition.get("here"), here);
            names(partition.get("away"), away);
        }
        single.keySet().removeIf(part -> !here.contains(part) && !away.contains(part));
        boolean possible = single.containsValue(false) || !singleHere(partitions, here, away);
        if (!possible && !notLookedAt(away).isEmpty()) {
            possible = true;
            lookAway(partitions, away, here);
        }
        Finding found = new Finding(possible, at, after);
        finding = found;
        return found;
    }

    private static void names(Object cell, Set<String> names) {
        ((List<?>) cell).forEach(name -> names.add((String) name));
    }

    private List<String> notLookedAt(Set<String> parts) {
        return parts.stream().filter(part -> !single.containsKey(part)).toList();
    }

    private boolean singleHere(List<String> partitions, Set<String> here, Set<String> away) {
        try {
            return allSingle(partitions, here, away);
        } catch (StoreException e) { // as when one has moved to the bucket just now
            LOG.log(Level.DEBUG, "parts cannot be looked at", e);
            return false;
        }
    }

    /**
     * Stops at the first part with a row that is not known to be unique. Also inspects parts created since the listing, for example by
     * merging listed ones.
     */
    private boolean allSingle(List<String> partitions, Set<String> listed, Set<String> spared) {
        List<String> parts = notLookedAt(listed);
        if (parts.isEmpty()) {
            return true;
        }
        Set<String> others = new HashSet<>(spared);
        others.addAll(single.keySet());
        Rows unknown = clickhouse.queryAsStored(UNKNOWN, Map.of("partitions", partitions, "others", others));
        if (!unknown.rows().isEmpty()) {
            single.put(unknown.row(0).text("part"), false);
            return false;
        }
        parts.forEach(part -> single.put(part, true));
        return true;
    }

    /** In the background; what is found counts from the next look on. */
    private void lookAway(List<String> partitions, Set<String> away, Set<String> here) {
        if (System.nanoTime() - awayUntil < 0 || !lookingAway.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("doubles-away").start(() -> {
            try {
                var _ = allSingle(partitions, away, here);
            } catch (StoreException e) {
                awayUntil = System.nanoTime() + AWAY.toNanos();
                LOG.log(Level.DEBUG, "parts in the bucket cannot be looked at", e);
            } finally {
                lookingAway.set(false);
            }
        });
    }
}
