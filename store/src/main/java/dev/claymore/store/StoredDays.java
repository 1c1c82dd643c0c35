package dev.claymore.store;

import dev.claymore.store.StorageUse.Disk;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Rows and bytes of a partition by day. The bytes of a part are apportioned as in {@link StorageMeter}, so that what is dropped matches
 * what was measured.
 */
final class StoredDays {

    private final ClickHouse clickhouse;

    StoredDays(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * @param mine how many rows there are that may go, {@code all} how many there are
     * @param bytes of the rows that may go, {@code localBytes} those on the local disk
     */
    record Day(LocalDate day, long mine, long all, long bytes, long localBytes) {}

    /** The oldest first. Fails rather than to take a part for weightless: too many days would go for it. */
    List<Day> of(StoredTable table, String partition, String going, StorageUse use) {
        return clickhouse
                .query(
                        """
                        WITH
                            stored AS (
                                SELECT name, bytes_on_disk, disk_name NOT IN {remote:Array(String)} AS local
                                FROM system.parts
                                WHERE database = {database:String} AND table = {table:String} AND partition_id = {partition:String}),
                            weighed AS (
                                SELECT
                                    _part AS part,
                                    toDate(%1$s, 'UTC') AS day,
                                    countIf((%2$s)) AS mine,
                                    count() AS rows,
                                    sumIf(%3$s, (%2$s)) / sum(sum(%3$s)) OVER (PARTITION BY part) AS share
                                FROM %4$s
                                WHERE _partition_id = {partition:String}
                                GROUP BY part, day)
                        SELECT
                            day,
                            sum(mine) AS mine,
                            sum(rows) AS rows,
                            toUInt64(sum(share * bytes_on_disk)) AS bytes,
                            toUInt64(sum(share * bytes_on_disk * local)) AS localBytes
                        FROM weighed LEFT JOIN stored ON stored.name = weighed.part
                        WHERE throwIf(empty(stored.name), 'a part is gone that was being weighed') = 0
                        GROUP BY day
                        ORDER BY day
                        SETTINGS final = 0
                        """.formatted(table.time().orElseThrow(), going, table.weight(), table.name()),
                        Map.of(
                                "database", clickhouse.database(),
                                "table", table.name(),
                                "partition", partition,
                                "remote",
                                        use.disks().stream()
                                                .filter(Disk::remote)
                                                .map(Disk::name)
                                                .toList()))
                .records()
                .stream()
                .map(row -> new Day(
                        LocalDate.parse(row.text("day").substring(0, 10)),
                        row.number("mine"),
                        row.number("rows"),
                        row.number("bytes"),
                        row.number("localBytes")))
                .toList();
    }
}
