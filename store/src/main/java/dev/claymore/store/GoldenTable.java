package dev.claymore.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Questions with checked answers, and the runs that asked them again. Safe for use by many threads. */
public final class GoldenTable {

    /** Of one project. */
    public static final int MAX_QUESTIONS = 1_000;

    private final ClickHouse clickhouse;
    private final Clock clock;

    /**
     * A question whose answer a person has checked.
     *
     * @param askedAt stands in for the current time
     * @param expected JSON: columns and rows
     * @param query JSON of the query, empty where there is none
     */
    public record Golden(
            UUID questionId,
            String question,
            Instant askedAt,
            String timezone,
            String status,
            String expected,
            String query,
            String sql,
            Instant createdAt) {}

    /** @param results JSON, question by question */
    public record Run(
            UUID runId, Instant startedAt, String engine, String version, int total, int passed, String results) {}

    public GoldenTable(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    /** Oldest first, at most {@value #MAX_QUESTIONS}. */
    public List<Golden> questions(String projectId) {
        return clickhouse.query("""
                        SELECT * FROM golden_questions
                        WHERE projectId = {projectId:String} AND NOT deleted
                        ORDER BY createdAt, questionId LIMIT {limit:UInt32}
                        """, Map.of("projectId", projectId, "limit", MAX_QUESTIONS)).records().stream()
                .map(GoldenTable::golden)
                .toList();
    }

    public void save(String projectId, Golden golden) {
        write(projectId, golden, false);
    }

    /** @return false when there is no such question */
    public boolean delete(String projectId, UUID questionId) {
        Optional<Golden> found = questions(projectId).stream()
                .filter(golden -> golden.questionId().equals(questionId))
                .findFirst();
        found.ifPresent(golden -> write(projectId, golden, true));
        return found.isPresent();
    }

    private void write(String projectId, Golden golden, boolean deleted) {
        Map<String, Object> values = new HashMap<>();
        values.put("projectId", projectId);
        values.put("id", golden.questionId());
        values.put("question", golden.question());
        values.put("askedAt", golden.askedAt().truncatedTo(ChronoUnit.MILLIS));
        values.put("timezone", golden.timezone());
        values.put("status", golden.status());
        values.put("expected", golden.expected());
        values.put("query", golden.query());
        values.put("sql", golden.sql());
        values.put("createdAt", golden.createdAt().truncatedTo(ChronoUnit.MILLIS));
        values.put("deleted", deleted);
        values.put("version", clock.millis());
        clickhouse.command(
                """
                INSERT INTO golden_questions
                    (projectId, questionId, question, askedAt, timezone, status, expected, query, sql, createdAt, deleted, version)
                SELECT {projectId:String}, {id:UUID}, {question:String}, {askedAt:DateTime64(3, 'UTC')}, {timezone:String},
                    {status:String}, {expected:String}, {query:String}, {sql:String}, {createdAt:DateTime64(3, 'UTC')}, {deleted:Bool},
                    %s
                """.formatted(Versions.next(
                        "golden_questions", "projectId = {projectId:String} AND questionId = {id:UUID}")),
                values);
    }

    public void record(String projectId, Run run) {
        Map<String, Object> values = new HashMap<>();
        values.put("projectId", projectId);
        values.put("id", run.runId());
        values.put("startedAt", run.startedAt().truncatedTo(ChronoUnit.MILLIS));
        values.put("engine", run.engine());
        values.put("version", run.version());
        values.put("total", run.total());
        values.put("passed", run.passed());
        values.put("results", run.results());
        clickhouse.command("""
                INSERT INTO golden_runs (projectId, runId, startedAt, engine, version, total, passed, results)
                SELECT {projectId:String}, {id:UUID}, {startedAt:DateTime64(3, 'UTC')}, {engine:String}, {version:String},
                    {total:UInt32}, {passed:UInt32}, {results:String}
                """, values);
    }

    /** Newest first. */
    public List<Run> runs(String projectId, int limit) {
        return clickhouse.query("""
                        SELECT * FROM golden_runs WHERE projectId = {projectId:String} ORDER BY startedAt DESC, runId LIMIT {limit:UInt32}
                        """, Map.of("projectId", projectId, "limit", limit)).records().stream()
                .map(row -> new Run(
                        UUID.fromString(row.text("runId")),
                        Instant.parse(row.text("startedAt")),
                        row.text("engine"),
                        row.text("version"),
                        (int) row.number("total"),
                        (int) row.number("passed"),
                        row.text("results")))
                .toList();
    }

    private static Golden golden(Rows.Row row) {
        return new Golden(
                UUID.fromString(row.text("questionId")),
                row.text("question"),
                Instant.parse(row.text("askedAt")),
                row.text("timezone"),
                row.text("status"),
                row.text("expected"),
                row.text("query"),
                row.text("sql"),
                Instant.parse(row.text("createdAt")));
    }
}
