package dev.claymore.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table that holds visitors' data: it has {@code projectId} and is partitioned by a time. Found by its columns, so that a table that
 * comes later is covered by policies and deletions without being named here.
 *
 * @param time the column of the partition key
 * @param hasSession it has {@code sessionId}
 * @param hasStart it has {@code createdAt}, the start of the session
 */
record StoredTable(String name, Optional<DataKind> kind, Optional<String> time, boolean hasSession, boolean hasStart) {

    /**
     * What a row weighs among the others of its part. Recordings of one site are many times as heavy as those of another, and their events
     * say how heavy.
     */
    String weight() {
        return kind.filter(DataKind.RECORDINGS::equals).isPresent() ? "64 + bytes" : "1";
    }

    /** Whether an erasure is complete: no active part still masks deleted rows, and no replaced part from before it is left on disk. */
    static boolean erased(ClickHouse clickhouse, List<StoredTable> tables, Instant erasure) {
        return clickhouse
                        .query(
                                """
                                SELECT count() AS n FROM system.parts
                                WHERE database = {database:String} AND table IN {tables:Array(String)}
                                    AND ((active AND has_lightweight_delete)
                                        OR (NOT active AND modification_time <= {since:DateTime64(3, 'UTC')} + INTERVAL 1 SECOND))
                                """,
                                Map.of(
                                        "database",
                                        clickhouse.database(),
                                        "tables",
                                        tables.stream().map(StoredTable::name).toList(),
                                        "since",
                                        erasure))
                        .row(0)
                        .number("n")
                == 0;
    }

    static List<StoredTable> of(ClickHouse clickhouse) {
        Map<String, StoredTable> tables = new TreeMap<>();
        clickhouse
                .query("""
                        SELECT
                            table,
                            countIf(name = 'sessionId' AND type = 'UUID') > 0 AS hasSession,
                            countIf(name = 'createdAt') > 0 AS hasStart,
                            anyIf(name, is_in_partition_key AND match(type, '^Date')) AS time
                        FROM system.columns
                        WHERE database = {database:String}
                            AND table IN (SELECT name FROM system.tables WHERE database = {database:String} AND endsWith(engine, 'MergeTree'))
                        GROUP BY table
                        HAVING countIf(name = 'projectId') > 0
                        """, Map.of("database", clickhouse.database()))
                .records()
                .forEach(row -> {
                    boolean hasSession = row.number("hasSession") > 0;
                    Optional<String> time = Optional.of(row.text("time")).filter(name -> !name.isEmpty());
                    tables.put(
                            row.text("table"),
                            new StoredTable(
                                    row.text("table"),
                                    time.flatMap(_ -> DataKind.ofTable(row.text("table"), hasSession)),
                                    time,
                                    hasSession,
                                    row.number("hasStart") > 0));
                });
        return List.copyOf(tables.values());
    }
}
