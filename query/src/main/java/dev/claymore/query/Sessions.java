package dev.claymore.query;

import dev.claymore.query.SessionDetail.Gap;
import dev.claymore.query.SessionDetail.Window;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Compiler;
import dev.claymore.query.compile.Compiler.SessionKey;
import dev.claymore.query.compile.SessionsCompiler;
import dev.claymore.query.compile.Statement;
import dev.claymore.query.compile.Tables;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds sessions and shows one. Safe for use by many threads. */
public final class Sessions {

    private static final int MAX_GAPS = 1_000;
    private static final String OF_SESSION =
            "projectId = {projectId:String} AND sessionId = {sessionId:UUID} AND createdAt = {createdAt:DateTime64(3, 'UTC')}";

    private final ClickHouse clickhouse;
    private final SemanticModel model;
    private final ProjectCohorts cohorts;

    public Sessions(ClickHouse clickhouse, SemanticModel model) {
        this(clickhouse, model, projectId -> Cohorts.NONE);
    }

    /** @param cohorts saved ones, which conditions may name */
    public Sessions(ClickHouse clickhouse, SemanticModel model, ProjectCohorts cohorts) {
        this.clickhouse = clickhouse;
        this.model = model;
        this.cohorts = cohorts;
    }

    /** The start of a session, which a UUID of version 7 begins with; empty for other versions. */
    static Optional<Instant> createdAt(UUID sessionId) {
        return sessionId.version() == 7
                ? Optional.of(Instant.ofEpochMilli(sessionId.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }

    /** A page of the sessions that began in the range and meet the condition. */
    public Outcome<SessionPage> search(String projectId, SessionsQuery search) {
        return Problems.guard(true, () -> {
            SessionsCompiler compiler =
                    new SessionsCompiler(new Compiler(model, cohorts.of(projectId)), projectId, search);
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            String sql = compiler.pageSql();
            Rows rows = reader.query(sql, compiler.values().parameters());
            List<Map<String, Object>> sessions = maps(rows);
            String nextCursor = null;
            if (sessions.size() > search.limit()) {
                sessions = sessions.subList(0, search.limit());
                nextCursor = SessionsCompiler.cursorAfter(search, sessions.getLast());
            }
            addTags(reader, projectId, sessions);
            Long total = search.cursor() == null ? total(reader, compiler, sessions.size(), nextCursor) : null;
            return new SessionPage(
                    sessions, nextCursor, total, compiler.values().show(sql), rows.stats());
        });
    }

    /**
     * The sessions behind a number of an answer, newest first, each with {@code at} (the first moment that made it count) and
     * {@code matches} (how often it counts).
     *
     * @param cursor of the page before, null for the first page
     */
    public Outcome<SessionPage> behind(String projectId, Query query, Cell cell, int limit, String cursor) {
        return Problems.guard(true, () -> {
            Compiler compiler = new Compiler(model, cohorts.of(projectId));
            Statement statement = compiler.behind(projectId, query, cell, key(cursor), limit);
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Rows hits = reader.query(statement.sql(), statement.values().parameters());
            List<Map<String, Object>> found = maps(hits);
            boolean more = found.size() > limit;
            if (more) {
                found = found.subList(0, limit);
            }
            String next = more ? cursor(found.getLast()) : null;
            Long total = cursor != null
                    ? null
                    : more ? countBehind(reader, compiler, projectId, query, cell) : (Long) (long) found.size();
            return new SessionPage(
                    described(reader, projectId, found),
                    next,
                    total,
                    statement.values().show(statement.sql()),
                    hits.stats());
        });
    }

    /**
     * The newest sessions behind a number, as {@link #behind} has them, without saying how many there are: for what is shown beside the
     * number, which is the total as often as not.
     */
    public Outcome<List<Map<String, Object>>> newestBehind(String projectId, Query query, Cell cell, int limit) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            return described(reader, projectId, hits(reader, projectId, query, cell, limit));
        });
    }

    /** The first moment that made each of the newest sessions behind a number count, by the session's id. */
    public Outcome<Map<String, String>> moments(String projectId, Query query, Cell cell, int limit) {
        return Problems.guard(true, () -> {
            Map<String, String> moments = new LinkedHashMap<>();
            hits(clickhouse.reader(projectId, ReadLimits.PRODUCT), projectId, query, cell, limit)
                    .forEach(hit -> moments.put(id(hit), String.valueOf(hit.get("at"))));
            return moments;
        });
    }

    /** Adds their tags to sessions that have their columns. */
    public Outcome<List<Map<String, Object>>> tagged(String projectId, List<Map<String, Object>> sessions) {
        return Problems.guard(true, () -> {
            addTags(clickhouse.reader(projectId, ReadLimits.PRODUCT), projectId, sessions);
            return sessions;
        });
    }

    private List<Map<String, Object>> hits(Reader reader, String projectId, Query query, Cell cell, int limit) {
        Statement statement = new Compiler(model, cohorts.of(projectId)).behind(projectId, query, cell, null, limit);
        List<Map<String, Object>> found =
                maps(reader.query(statement.sql(), statement.values().parameters()));
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    private static Long countBehind(Reader reader, Compiler compiler, String projectId, Query query, Cell cell) {
        Statement count = compiler.countBehind(projectId, query, cell);
        return reader.query(count.sql(), count.values().parameters()).row(0).number("total");
    }

    private List<Map<String, Object>> described(Reader reader, String projectId, List<Map<String, Object>> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Meanwhile<Map<String, Map<String, List<Object>>>> tags = Meanwhile.begin(() -> tags(reader, projectId, found));
        Rows rows = reader.query(
                "SELECT " + String.join(", ", Tables.SESSION) + """
                         FROM sessions
                        WHERE projectId = {projectId:String}
                            AND createdAt BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')}
                            AND sessionId IN {ids:Array(UUID)}
                        """,
                Map.of(
                        "projectId", projectId,
                        "first", Instant.parse(String.valueOf(found.getLast().get("createdAt"))),
                        "last", Instant.parse(String.valueOf(found.getFirst().get("createdAt"))),
                        "ids",
                                found.stream()
                                        .map(session -> UUID.fromString(id(session)))
                                        .toList()));
        Map<String, Map<String, Object>> byId = new HashMap<>();
        maps(rows).forEach(session -> byId.put(id(session), session));
        List<Map<String, Object>> described = new ArrayList<>();
        for (Map<String, Object> hit : found) {
            Map<String, Object> session = byId.get(id(hit));
            if (session != null) {
                session.put("at", hit.get("at"));
                session.put("matches", hit.get("matches"));
                described.add(session);
            }
        }
        put(tags.result(), described);
        return described;
    }

    private static String cursor(Map<String, Object> session) {
        return session.get("createdAt") + "_" + session.get("sessionId");
    }

    private static SessionKey key(String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = cursor.split("_", 2);
        try {
            return new SessionKey(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (java.time.DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw Refusal.invalid("cursor", "is not one that this list has given out");
        }
    }

    private static Long total(Reader reader, SessionsCompiler compiler, int shown, String nextCursor) {
        if (nextCursor == null) {
            return (long) shown;
        }
        String sql = compiler.totalSql();
        return reader.query(sql, compiler.values().parameters()).row(0).number("total");
    }

    /** One session with its events, tags and recorded windows. */
    public Outcome<SessionDetail> find(String projectId, UUID sessionId) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Map<String, Object> key = key(reader, projectId, sessionId);
            Rows session = reader.query(
                    "SELECT " + String.join(", ", Tables.SESSION) + " FROM sessions WHERE " + OF_SESSION, key);
            if (session.rows().isEmpty()) {
                throw notFound(sessionId);
            }
            List<Map<String, Object>> found = maps(session);
            addTags(reader, projectId, found);
            Map<String, Object> columns = found.getFirst();
            @SuppressWarnings("unchecked")
            Map<String, Object> tags = (Map<String, Object>) columns.get("tags");
            List<Map<String, Object>> events = maps(reader.query(
                    "SELECT " + String.join(", ", Tables.EVENT) + " FROM events WHERE " + OF_SESSION
                            + " ORDER BY timestamp, eventId LIMIT " + (SessionDetail.MAX_EVENTS + 1),
                    key));
            boolean cut = events.size() > SessionDetail.MAX_EVENTS;
            return new SessionDetail(
                    columns,
                    tags,
                    cut ? events.subList(0, SessionDetail.MAX_EVENTS) : events,
                    cut,
                    windows(reader, key));
        });
    }

    /** The key of a session: its start is told by its id, and looked up for ids of another kind. */
    public static Map<String, Object> key(Reader reader, String projectId, UUID sessionId) {
        Instant createdAt = createdAt(sessionId).orElseGet(() -> {
            Rows rows = reader.query("""
                    SELECT toString(toUnixTimestamp64Milli(createdAt)) AS createdAt
                    FROM sessions
                    WHERE projectId = {projectId:String} AND sessionId = {sessionId:UUID}
                    LIMIT 1
                    """, Map.of("projectId", projectId, "sessionId", sessionId));
            return rows.first()
                    .map(row -> Instant.ofEpochMilli(Long.parseLong(row.text("createdAt"))))
                    .orElseThrow(() -> notFound(sessionId));
        });
        return Map.of("projectId", projectId, "sessionId", sessionId, "createdAt", createdAt, "maxGaps", MAX_GAPS);
    }

    static Refusal notFound(UUID sessionId) {
        return new Refusal("not_found", "sessionId", "there is no session " + sessionId + " in this project");
    }

    private static List<Window> windows(Reader reader, Map<String, Object> key) {
        Rows rows = reader.query("""
                SELECT
                    windowId,
                    min(timestamp) AS firstTimestamp,
                    max(timestamp) AS lastTimestamp,
                    count() AS eventCount,
                    arraySort(groupArray((toInt64(seq), timestamp))) AS recorded,
                    arrayFilter(
                        gap -> gap.2 - gap.1 > 1,
                        arrayMap(
                            (before, after) -> (before.1, after.1, before.2, after.2),
                            arrayPushFront(arrayPopBack(recorded), (toInt64(-1), firstTimestamp)),
                            recorded)) AS holes,
                    arraySlice(holes, 1, {maxGaps:UInt32}) AS gaps
                FROM
                (
                    SELECT windowId, seq, timestamp
                    FROM replay_events
                    WHERE projectId = {projectId:String}
                        AND sessionId = {sessionId:UUID}
                        AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                )
                GROUP BY windowId
                ORDER BY firstTimestamp, windowId
                """, key);
        List<Window> windows = new ArrayList<>();
        for (Rows.Row row : rows.records()) {
            List<Gap> gaps = new ArrayList<>();
            for (Object gap : (List<?>) row.get("gaps")) {
                List<?> cells = (List<?>) gap;
                gaps.add(new Gap(
                        ((Number) cells.get(0)).longValue(),
                        ((Number) cells.get(1)).longValue(),
                        String.valueOf(cells.get(2)),
                        String.valueOf(cells.get(3))));
            }
            windows.add(new Window(
                    row.text("windowId"),
                    row.text("firstTimestamp"),
                    row.text("lastTimestamp"),
                    row.number("eventCount"),
                    gaps));
        }
        return windows;
    }

    private static void addTags(Reader reader, String projectId, List<Map<String, Object>> sessions) {
        if (!sessions.isEmpty()) {
            put(tags(reader, projectId, sessions), sessions);
        }
    }

    /** By session and key. */
    private static Map<String, Map<String, List<Object>>> tags(
            Reader reader, String projectId, List<Map<String, Object>> sessions) {
        List<UUID> ids =
                sessions.stream().map(session -> UUID.fromString(id(session))).toList();
        List<Instant> starts = sessions.stream()
                .map(session -> Instant.parse(String.valueOf(session.get("createdAt"))))
                .sorted()
                .toList();
        Rows rows = reader.query(
                """
                SELECT DISTINCT sessionId, key, value
                FROM session_tags
                WHERE projectId = {projectId:String}
                    AND createdAt BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')}
                    AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                    AND sessionId IN {ids:Array(UUID)}
                ORDER BY key, value
                """,
                Map.of(
                        "projectId",
                        projectId,
                        "first",
                        starts.getFirst(),
                        "last",
                        starts.getLast(),
                        "starts",
                        starts,
                        "ids",
                        ids));
        Map<String, Map<String, List<Object>>> tags = new HashMap<>();
        rows.records()
                .forEach(row -> tags.computeIfAbsent(row.text("sessionId"), id -> new LinkedHashMap<>())
                        .computeIfAbsent(row.text("key"), name -> new ArrayList<>())
                        .add(row.get("value")));
        return tags;
    }

    private static void put(Map<String, Map<String, List<Object>>> tags, List<Map<String, Object>> sessions) {
        sessions.forEach(session -> {
            Map<String, Object> own = new LinkedHashMap<>();
            tags.getOrDefault(id(session), Map.of())
                    .forEach((name, values) -> own.put(name, values.size() == 1 ? values.getFirst() : values));
            session.put("tags", own);
        });
    }

    private static String id(Map<String, Object> session) {
        return String.valueOf(session.get("sessionId"));
    }

    static List<Map<String, Object>> maps(Rows rows) {
        List<Map<String, Object>> maps = new ArrayList<>();
        rows.records().forEach(row -> maps.add(map(row)));
        return maps;
    }

    static Map<String, Object> map(Rows.Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < row.cells().size(); i++) {
            map.put(row.columns().get(i).name(), row.cells().get(i));
        }
        return map;
    }
}
