package dev.claymore.store;

import dev.claymore.store.Governor.Drop;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What was moved and dropped for a budget, in {@code storage_drops}. */
final class DropLog {

    private static final System.Logger LOG = System.getLogger(Governor.class.getName());

    private final ClickHouse clickhouse;

    DropLog(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** What was dropped, the newest first; {@code projectId} empty: of everything. */
    List<Drop> newest(String projectId, int most) {
        return clickhouse.query("""
                        SELECT * FROM storage_drops
                        WHERE {projectId:String} = '' OR projectId IN ('', {projectId:String})
                        ORDER BY at DESC LIMIT {most:UInt32}
                        SETTINGS final = 0
                        """, Map.of("projectId", projectId, "most", most)).records().stream()
                .map(row -> new Drop(
                        row.text("projectId"),
                        Instant.parse(row.text("at")),
                        row.text("tableName"),
                        row.text("action"),
                        row.text("partition"),
                        Instant.parse(row.text("before")),
                        row.number("rows"),
                        row.number("bytes"),
                        (Boolean) row.get("starred"),
                        row.text("reason")))
                .toList();
    }

    /** Writes it down. */
    Drop noted(Drop drop) {
        clickhouse.command(
                """
                INSERT INTO storage_drops (projectId, at, tableName, action, partition, before, rows, bytes, starred, reason)
                SELECT {projectId:String}, {at:DateTime64(3, 'UTC')}, {table:String}, {action:String}, {partition:String},
                    {before:DateTime64(3, 'UTC')}, {rows:UInt64}, {bytes:UInt64}, {starred:Bool}, {reason:String}
                """,
                Map.of(
                        "projectId", drop.projectId(),
                        "at", drop.at(),
                        "table", drop.table(),
                        "action", drop.action(),
                        "partition", drop.partition(),
                        "before", drop.before(),
                        "rows", drop.rows(),
                        "bytes", drop.bytes(),
                        "starred", drop.starred(),
                        "reason", drop.reason()));
        LOG.log(
                Level.INFO,
                "{0} {1} rows of {2}, older than {3}: {4}",
                drop.action(),
                drop.rows(),
                drop.table(),
                drop.before(),
                drop.reason());
        return drop;
    }
}
