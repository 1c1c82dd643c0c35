package dev.claymore.store;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Merges the parts of a week whose time ranges overlap, which FINAL would otherwise merge row by row in every query. */
public final class Merges {

    /** Below so many rows that FINAL merges, little is to be gained: they cost a question one or two milliseconds. */
    static final long WORTH_ROWS = 4_096;

    /** A merge that took a second is not begun again for so many seconds. */
    private static final int PAUSE_FACTOR = 200;

    private static final System.Logger LOG = System.getLogger(Merges.class.getName());
    private static final List<String> TABLES = List.of("sessions", "session_tags");
    /** What is still going on then, goes on by itself. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A disk that is full, or a ClickHouse elsewhere that does not let us: it is tried again, but not every minute. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(30);

    private static final String SEVERAL_PARTS = """
            SELECT partition_id AS id
            FROM system.parts
            WHERE active AND database = currentDatabase() AND table = {table:String}
            GROUP BY partition_id
            HAVING count() > 1 AND countIf(disk_name IN (SELECT name FROM system.disks WHERE is_remote)) = 0
            ORDER BY id
            """;

    private final ClickHouse clickhouse;
    /** {@link System#nanoTime} from which a table may be merged again. */
    private final Map<String, Long> due = new HashMap<>();

    /** What a part holds, from and to in milliseconds. */
    record Span(String partition, String part, long first, long last, long rows) {}

    public Merges(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Merges the weeks that are worth it; returns them as {@code table partition}. */
    public List<String> advance() {
        List<String> merged = new ArrayList<>();
        for (String table : TABLES) {
            if (System.nanoTime() - due.getOrDefault(table, Long.MIN_VALUE / 2) < 0) {
                continue;
            }
            long worked = 0;
            for (String partition : worthIt(table)) {
                due.put(table, System.nanoTime() + AFTER_FAILURE.toNanos());
                long began = System.nanoTime();
                clickhouse.commandWithin(
                        PATIENCE,
                        "OPTIMIZE TABLE " + table + " PARTITION ID '" + partition
                                + "' FINAL SETTINGS optimize_skip_merged_partitions = 1");
                long took = System.nanoTime() - began;
                worked += took;
                due.put(table, System.nanoTime() + worked * PAUSE_FACTOR);
                merged.add(table + " " + partition);
                LOG.log(
                        Level.DEBUG,
                        "merged week {0} of {1} in {2} ms",
                        partition,
                        table,
                        Duration.ofNanos(took).toMillis());
            }
        }
        return merged;
    }

    private List<String> worthIt(String table) {
        List<String> partitions = clickhouse.query(SEVERAL_PARTS, Map.of("table", table)).records().stream()
                .map(row -> row.text("id"))
                .toList();
        if (partitions.isEmpty()) {
            return List.of();
        }
        Map<String, List<Span>> spans =
                clickhouse.queryAsStored("""
                        SELECT _partition_id AS id, _part AS part, toUnixTimestamp64Milli(min(createdAt)) AS first,
                            toUnixTimestamp64Milli(max(createdAt)) AS last, count() AS n
                        FROM %s WHERE _partition_id IN {partitions:Array(String)}
                        GROUP BY id, part
                        """.formatted(table), Map.of("partitions", partitions)).records().stream()
                        .map(row -> new Span(
                                row.text("id"),
                                row.text("part"),
                                row.number("first"),
                                row.number("last"),
                                row.number("n")))
                        .collect(Collectors.groupingBy(Span::partition));
        return partitions.stream()
                .filter(partition -> overlapping(spans.getOrDefault(partition, List.of())) >= WORTH_ROWS)
                .toList();
    }

    /** About how many rows lie in a time that several of the parts have. */
    static long overlapping(List<Span> parts) {
        double rows = 0;
        for (Span part : parts) {
            List<Span> others = parts.stream()
                    .filter(other ->
                            !other.equals(part) && other.last() >= part.first() && other.first() <= part.last())
                    .sorted(Comparator.comparingLong(Span::first))
                    .toList();
            long shared = 0;
            long counted = part.first(); // all before is counted
            for (Span other : others) {
                long from = Math.max(counted, other.first());
                long to = Math.min(part.last(), other.last()) + 1;
                if (to > from) {
                    shared += to - from;
                    counted = to;
                }
            }
            rows += (double) part.rows() * shared / (part.last() - part.first() + 1);
        }
        return Math.round(rows);
    }
}
