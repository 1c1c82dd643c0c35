package dev.claymore.otel;

import dev.claymore.query.ProjectCohorts;
import dev.claymore.query.compile.Compiler;
import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import dev.claymore.store.SessionIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds the sessions to export. Safe for use by many threads. */
final class SessionFinder {

    static final int PAGE = 200;

    static final String AFTER = "(createdAt, sessionId) > ({after:DateTime64(3, 'UTC')}, {afterId:UUID})";

    private final ClickHouse clickhouse;
    private final SemanticModel model;
    private final ProjectCohorts cohorts;

    SessionFinder(ClickHouse clickhouse, SemanticModel model, ProjectCohorts cohorts) {
        this.clickhouse = clickhouse;
        this.model = model;
        this.cohorts = cohorts;
    }

    Optional<ExportedSession> find(String projectId, UUID sessionId, String origin) {
        // The start is in the id of almost every session: looked for there first, it is found by the key.
        Optional<Instant> start = SessionIds.createdAt(sessionId);
        String byStart = start.isPresent() ? " AND createdAt = {start:DateTime64(3, 'UTC')}" : "";
        Rows rows = clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query(
                        "SELECT " + String.join(", ", ExportedSession.COLUMNS)
                                + " FROM sessions WHERE projectId = {projectId:String} AND sessionId = {sessionId:UUID}"
                                + byStart,
                        Map.of("projectId", projectId, "sessionId", sessionId, "start", start.orElse(Instant.EPOCH)));
        return rows.first().map(row -> ExportedSession.of(projectId, row, origin));
    }

    /**
     * The next sessions that began in the range and meet the condition, at most {@value #PAGE}, in ClickHouse's order of {@code createdAt,
     * sessionId}.
     *
     * @param after the last of the page before; null for the first page
     */
    List<ExportedSession> page(String projectId, Range range, Condition where, ExportedSession after, String origin) {
        SessionsCompiler matching = matching(projectId, range, where);
        Map<String, Object> parameters = new HashMap<>(matching.values().parameters());
        String sql = "SELECT " + String.join(", ", ExportedSession.COLUMNS)
                + "\nFROM sessions\nWHERE projectId = {projectId:String}"
                + " AND (createdAt, sessionId) IN\n(\n    SELECT createdAt, sessionId FROM\n    (\n"
                + matching.matchingSql(List.of("createdAt", "sessionId"))
                + "\n    )\n    " + (after == null ? "" : "WHERE " + AFTER)
                + "\n    ORDER BY createdAt, sessionId LIMIT " + PAGE
                + "\n)\nORDER BY createdAt, sessionId";
        if (after != null) {
            parameters.put("after", after.createdAt());
            parameters.put("afterId", after.sessionId());
        }
        return clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, parameters).records().stream()
                .map(row -> ExportedSession.of(projectId, row, origin))
                .toList();
    }

    SessionsCompiler matching(String projectId, Range range, Condition where) {
        return new SessionsCompiler(
                new Compiler(model, cohorts.of(projectId)),
                projectId,
                SessionsQuery.of(Scope.of(range).where(where), 1));
    }
}
