package dev.claymore.store;

import dev.claymore.store.Deletions.Deletion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was asked to be deleted and how far that is, in a table. */
final class DeletionLog {

    private final ClickHouse clickhouse;

    DeletionLog(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Of a project, the latest first. */
    List<Deletion> of(String projectId) {
        return read("projectId = {projectId:String}", Map.of("projectId", projectId));
    }

    /** Those that are not done, and those asked for since, of which something may still come. */
    List<Deletion> open(Instant since) {
        return read("state != 'erased' OR requestedAt > {since:DateTime64(3, 'UTC')}", Map.of("since", since));
    }

    void save(Deletion deletion) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("projectId", deletion.projectId());
        values.put("deletionId", deletion.deletionId());
        values.put("subject", deletion.subject());
        values.put("sessionIds", deletion.sessionIds());
        values.put("requestedAt", deletion.requestedAt());
        values.put("rows", deletion.rows());
        values.put("state", deletion.state());
        values.put("erasedAt", deletion.erasedAt());
        values.put("version", deletion.version());
        clickhouse.command("""
                INSERT INTO deletions (projectId, deletionId, subject, sessionIds, requestedAt, rows, state, erasedAt, version)
                SELECT {projectId:String}, {deletionId:UUID}, {subject:String}, {sessionIds:Array(UUID)}, {requestedAt:DateTime64(3, 'UTC')},
                    {rows:UInt64}, {state:String}, {erasedAt:DateTime64(3, 'UTC')}, {version:UInt64}
                """, values);
    }

    private List<Deletion> read(String where, Map<String, ?> parameters) {
        return clickhouse
                .query("SELECT * FROM deletions WHERE " + where + " ORDER BY requestedAt DESC LIMIT 10000", parameters)
                .records()
                .stream()
                .map(DeletionLog::deletion)
                .toList();
    }

    private static Deletion deletion(Rows.Row row) {
        List<?> ids = (List<?>) row.get("sessionIds");
        return new Deletion(
                row.text("projectId"),
                UUID.fromString(row.text("deletionId")),
                row.text("subject"),
                ids.stream().map(id -> UUID.fromString(id.toString())).toList(),
                Instant.parse(row.text("requestedAt")),
                row.number("rows"),
                row.text("state"),
                Instant.parse(row.text("erasedAt")),
                row.number("version"));
    }
}
