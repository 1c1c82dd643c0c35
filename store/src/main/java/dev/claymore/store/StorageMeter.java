package dev.claymore.store;

import dev.claymore.store.StorageUse.Column;
import dev.claymore.store.StorageUse.Disk;
import dev.claymore.store.StorageUse.Slice;
import dev.claymore.store.StorageUse.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures where the bytes are, at most once in ten seconds. What lies in a bucket is read once, because parts never change; while the bucket is away, what
 * was not read yet belongs to no project. Safe for use by many threads.
 */
public final class StorageMeter {

    /** Larger tables are estimated from the primary index instead of counted: the error is at most one granule per part. */
    private static final long MAX_COUNTED_ROWS = 50_000_000;

    private static final Duration FRESH = Duration.ofSeconds(10);
    /** Before a bucket that was away is asked again. */
    private static final Duration BUCKET_PAUSE = Duration.ofMinutes(1);

    private final ClickHouse clickhouse;
    private final Clock clock;
    private final ReentrantLock measuring = new ReentrantLock();
    /** By table and part. */
    private final Map<String, Map<String, List<Share>>> inBucket = new HashMap<>();

    private Instant bucketAwayUntil = Instant.MIN;
    private StorageUse last;

    public StorageMeter(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    private record Part(String partition, boolean remote, long rows, long bytes) {}

    private record Share(String projectId, String part, long rows, double weight) {}

    public StorageUse measure() {
        measuring.lock();
        try {
            if (last == null || last.measuredAt().plus(FRESH).isBefore(clock.instant())) {
                last = now();
            }
            return last;
        } finally {
            measuring.unlock();
        }
    }

    /** As {@link #measure()}, but never from before. */
    StorageUse now() {
        measuring.lock();
        try {
            return measured();
        } finally {
            measuring.unlock();
        }
    }

    private StorageUse measured() {
        List<Disk> disks = disks();
        Map<String, Boolean> remote = disks.stream().collect(Collectors.toMap(Disk::name, Disk::remote));
        Map<String, StoredTable> stored =
                StoredTable.of(clickhouse).stream().collect(Collectors.toMap(StoredTable::name, Function.identity()));
        List<Table> tables = tables(remote, stored);
        List<Slice> slices = new ArrayList<>();
        Map<String, Long> rows =
                tables.stream().collect(Collectors.groupingBy(Table::table, Collectors.summingLong(Table::rows)));
        rows.forEach((table, count) -> Optional.ofNullable(stored.get(table))
                .filter(found -> found.kind().isPresent() && count > 0)
                .ifPresent(found -> slices.addAll(slices(found, count, remote))));
        return new StorageUse(clock.instant(), tables, columns(), slices, disks, systemBytes());
    }

    private List<Disk> disks() {
        return clickhouse
                .query("SELECT name, type, is_remote, total_space, free_space FROM system.disks ORDER BY name")
                .records()
                .stream()
                .map(row -> new Disk(
                        row.text("name"),
                        row.text("type"),
                        row.number("is_remote") != 0,
                        big(row, "total_space"),
                        big(row, "free_space")))
                .toList();
    }

    /** A bucket says it has 2^64-1 bytes. */
    private static long big(Rows.Row row, String column) {
        double value = ((Number) row.get(column)).doubleValue();
        return value >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) value;
    }

    private List<Table> tables(Map<String, Boolean> remote, Map<String, StoredTable> stored) {
        List<Table> tables = new ArrayList<>();
        for (Rows.Row row :
                clickhouse.query("""
                        SELECT
                            table,
                            disk_name AS disk,
                            countIf(active) AS parts,
                            sumIf(rows, active) AS rows,
                            sumIf(bytes_on_disk, active) AS bytes,
                            sumIf(bytes_on_disk, NOT active) AS inactiveBytes,
                            sumIf(data_uncompressed_bytes, active) AS uncompressedBytes,
                            minIf(min_time, active AND min_time > 0) AS oldest,
                            maxIf(max_time, active) AS newest
                        FROM system.parts
                        WHERE database = {database:String}
                        GROUP BY table, disk
                        ORDER BY bytes DESC, table, disk
                        """, Map.of("database", clickhouse.database())).records()) {
            boolean timed = row.number("rows") > 0
                    && Optional.ofNullable(stored.get(row.text("table")))
                            .flatMap(StoredTable::kind)
                            .isPresent();
            tables.add(new Table(
                    row.text("table"),
                    Optional.ofNullable(stored.get(row.text("table")))
                            .flatMap(StoredTable::kind)
                            .orElse(null),
                    row.text("disk"),
                    remote.getOrDefault(row.text("disk"), false),
                    row.number("parts"),
                    row.number("rows"),
                    row.number("bytes"),
                    row.number("inactiveBytes"),
                    row.number("uncompressedBytes"),
                    timed ? row.text("oldest") : null,
                    timed ? row.text("newest") : null));
        }
        return tables;
    }

    private List<Column> columns() {
        return clickhouse.query("""
                        SELECT table, name, data_compressed_bytes AS bytes, data_uncompressed_bytes AS uncompressedBytes
                        FROM system.columns
                        WHERE database = {database:String} AND data_compressed_bytes > 0
                        ORDER BY bytes DESC, table, name
                        LIMIT 500
                        """, Map.of("database", clickhouse.database())).records().stream()
                .map(row -> new Column(
                        row.text("table"), row.text("name"), row.number("bytes"), row.number("uncompressedBytes")))
                .toList();
    }

    private long systemBytes() {
        return clickhouse
                .query("SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = 'system'")
                .row(0)
                .number("bytes");
    }

    private List<Slice> slices(StoredTable table, long rows, Map<String, Boolean> remote) {
        Map<String, Part> parts = parts(table, remote);
        List<Share> shares = shares(table, rows, parts);
        Map<String, Double> whole =
                shares.stream().collect(Collectors.groupingBy(Share::part, Collectors.summingDouble(Share::weight)));
        record Key(String projectId, LocalDate week, boolean remote) {}
        record Sum(long rows, double bytes) {}
        Map<Key, Sum> sums = new HashMap<>();
        for (Share share : shares) {
            Part part = parts.get(share.part());
            if (part != null) { // merged away between the two statements
                sums.merge(
                        new Key(share.projectId(), Weeks.of(part.partition()), part.remote()),
                        new Sum(share.rows(), part.bytes() * share.weight() / Math.max(1, whole.get(share.part()))),
                        (a, b) -> new Sum(a.rows() + b.rows(), a.bytes() + b.bytes()));
            }
        }
        return sums.entrySet().stream()
                .map(entry -> new Slice(
                        table.name(),
                        table.kind().orElseThrow(),
                        entry.getKey().projectId(),
                        entry.getKey().week(),
                        entry.getKey().remote(),
                        entry.getValue().rows(),
                        Math.round(entry.getValue().bytes())))
                .toList();
    }

    private Map<String, Part> parts(StoredTable table, Map<String, Boolean> remote) {
        Map<String, Part> parts = new TreeMap<>();
        clickhouse
                .query("""
                        SELECT name, partition, disk_name, rows, bytes_on_disk
                        FROM system.parts
                        WHERE active AND rows > 0 AND database = {database:String} AND table = {table:String}
                        """, Map.of("database", clickhouse.database(), "table", table.name()))
                .records()
                .forEach(row -> parts.put(
                        row.text("name"),
                        new Part(
                                row.text("partition"),
                                remote.getOrDefault(row.text("disk_name"), false),
                                row.number("rows"),
                                row.number("bytes_on_disk"))));
        return parts;
    }

    private List<Share> shares(StoredTable table, long rows, Map<String, Part> parts) {
        Map<String, List<Share>> known = inBucket.computeIfAbsent(table.name(), _ -> new HashMap<>());
        known.keySet().removeIf(part -> !parts.containsKey(part));
        List<String> here = new ArrayList<>();
        List<String> away = new ArrayList<>();
        parts.forEach((name, part) -> (part.remote() ? away : here).add(name));
        away.removeAll(known.keySet());
        List<Share> shares = new ArrayList<>(read(table, rows, here));
        if (!away.isEmpty() && clock.instant().isAfter(bucketAwayUntil)) {
            try {
                read(table, rows, away)
                        .forEach(share -> known.computeIfAbsent(share.part(), _ -> new ArrayList<>())
                                .add(share));
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.COLD_STORAGE) {
                    throw e;
                }
                bucketAwayUntil = clock.instant().plus(BUCKET_PAUSE);
            }
        }
        known.values().forEach(shares::addAll);
        return shares;
    }

    private List<Share> read(StoredTable table, long rows, List<String> parts) {
        if (parts.isEmpty()) {
            return List.of();
        }
        String sql;
        if (rows > MAX_COUNTED_ROWS) {
            sql = """
                    SELECT projectId, part_name AS part, sum(rows_in_granule) AS rows, rows AS weight
                    FROM mergeTreeIndex('%s', '%s')
                    WHERE part_name IN {parts:Array(String)}
                    GROUP BY projectId, part
                    """.formatted(clickhouse.database(), table.name());
        } else {
            sql = """
                    SELECT projectId, _part AS part, count() AS rows, sum(%s) AS weight
                    FROM %s
                    WHERE _part IN {parts:Array(String)}
                    GROUP BY projectId, part
                    SETTINGS final = 0
                    """.formatted(table.weight(), table.name());
        }
        return clickhouse.query(sql, Map.of("parts", parts)).records().stream()
                .map(row -> new Share(
                        row.text("projectId"),
                        row.text("part"),
                        row.number("rows"),
                        ((Number) row.get("weight")).doubleValue()))
                .toList();
    }
}
