package dev.claymore.store;

import dev.claymore.store.Deletions.Deletion;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was asked to be deleted and how far that is, in a table. */
final class DeletionLog {

    /** Not of a whole project. */
    private static final String OF_SESSIONS = "subject != 'project'";

    /** Not done, or asked for so lately that something may still come of it. */
    static final String WATCHED =
            OF_SESSIONS + " AND (state != 'erased' OR requestedAt > {since:DateTime64(3, 'UTC')})";

    /** What is read at once has 20 MB at most. */
    private static final int SESSIONS_AT_ONCE = 500_000;

    private final ClickHouse clickhouse;

    DeletionLog(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Of a project, the latest first. */
    List<Deletion> of(String projectId) {
        return read("projectId = {projectId:String}", "requestedAt DESC", Map.of("projectId", projectId));
    }

    /** Those of sessions and people that are not done, the oldest first: as many as can be gone on with at once. */
    List<Deletion> open() {
        return read("state != 'erased' AND " + OF_SESSIONS, "requestedAt", Map.of());
    }

    /** Those of sessions and people that something has come of: of these sessions of a project. */
    List<Deletion> of(String projectId, Collection<UUID> sessions, Instant since) {
        return read(
                "projectId = {projectId:String} AND hasAny(sessionIds, {sessions:Array(UUID)}) AND " + WATCHED,
                "requestedAt",
                Map.of("projectId", projectId, "sessions", sessions, "since", since));
    }

    /** Those of whole projects that are not done, and those asked for since, the latest first. */
    List<Deletion> ofProjects(Instant since) {
        return read(
                "subject = 'project' AND (state != 'erased' OR requestedAt > {since:DateTime64(3, 'UTC')})",
                "requestedAt DESC",
                Map.of("since", since));
    }

    /** The same of one project. */
    List<Deletion> ofProject(String projectId, Instant since) {
        return ofProjects(since).stream()
                .filter(deletion -> deletion.projectId().equals(projectId))
                .toList();
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

    private List<Deletion> read(String where, String order, Map<String, ?> parameters) {
        return clickhouse.query("""
                        SELECT * FROM
                        (
                            SELECT *, sum(length(sessionIds)) OVER (ORDER BY %2$s, deletionId) - length(sessionIds) AS sessionsBefore
                            FROM deletions WHERE %1$s
                        )
                        WHERE sessionsBefore < %3$d
                        ORDER BY %2$s, deletionId LIMIT 10000
                        """.formatted(where, order, SESSIONS_AT_ONCE), parameters).records().stream()
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
