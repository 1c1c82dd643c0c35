package dev.claymore.store;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sessions that people want to keep: the governor drops theirs last. Safe for use by many threads. */
public final class Stars {

    /** The most a project may star: they stand in the statements that drop the others. */
    public static final int MAX_STARS = 5_000;

    private final ClickHouse clickhouse;
    private final Clock clock;

    public record Star(UUID sessionId, Instant starredAt) {}

    public Stars(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    /** Of one project, the newest first. */
    public List<Star> list(String projectId) {
        return clickhouse.query("""
                        SELECT sessionId, starredAt FROM starred_sessions
                        WHERE projectId = {projectId:String} AND starred
                        ORDER BY starredAt DESC, sessionId
                        """, Map.of("projectId", projectId)).records().stream()
                .map(row -> new Star(UUID.fromString(row.text("sessionId")), Instant.parse(row.text("starredAt"))))
                .toList();
    }

    /** Of all projects, or of one. */
    List<UUID> starred(String projectId) {
        return clickhouse.query("""
                        SELECT DISTINCT sessionId FROM starred_sessions
                        WHERE starred AND ({projectId:String} = '' OR projectId = {projectId:String})
                        ORDER BY sessionId
                        """, Map.of("projectId", projectId)).records().stream()
                .map(row -> UUID.fromString(row.text("sessionId")))
                .toList();
    }

    /**
     * Stars a session or takes its star away; whether it exists is the caller's to know.
     *
     * @throws IllegalArgumentException when the project has {@value #MAX_STARS} stars already
     */
    public void set(String projectId, UUID sessionId, boolean starred) {
        List<Star> stars = list(projectId);
        boolean now = stars.stream().anyMatch(star -> star.sessionId().equals(sessionId));
        if (now == starred) {
            return;
        }
        if (starred && stars.size() >= MAX_STARS) {
            throw new IllegalArgumentException("a project has at most " + MAX_STARS + " stars: take some away first");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("projectId", projectId);
        values.put("sessionId", sessionId);
        values.put("at", clock.instant());
        values.put("starred", starred);
        values.put("version", clock.millis());
        clickhouse.command(
                """
                INSERT INTO starred_sessions (projectId, sessionId, starredAt, starred, version)
                SELECT {projectId:String}, {sessionId:UUID}, {at:DateTime64(3, 'UTC')}, {starred:Bool}, %s
                """.formatted(Versions.next(
                        "starred_sessions", "projectId = {projectId:String} AND sessionId = {sessionId:UUID}")),
                values);
    }
}
