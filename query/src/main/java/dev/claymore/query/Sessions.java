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
import dev.claymore.store.SessionIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds sessions and shows one. Safe for use by many threads. */
public final class Sessions {

    private static final int MAX_GAPS = 1_000;
    private static final String OF_SESSION =
            "projectId = {projectId:String} AND sessionId = {sessionId:UUID} AND createdAt = {createdAt:DateTime64(3, 'UTC')}";

    private final ClickHouse clickhouse;
    private final SemanticModel model;
    private final ProjectCohorts cohorts;
    private final SessionColumns columns;
    private final SessionSearch searching;
    private final SessionColumns beside = SessionColumns.beside();

    public Sessions(ClickHouse clickhouse, SemanticModel model) {
        this(clickhouse, model, projectId -> Cohorts.NONE);
    }

    /** @param cohorts saved ones, which conditions may name */
    public Sessions(ClickHouse clickhouse, SemanticModel model, ProjectCohorts cohorts) {
        this.clickhouse = clickhouse;
        this.model = model;
        this.cohorts = cohorts;
        this.columns = SessionColumns.all(model);
        this.searching = new SessionSearch(new DailySessions(clickhouse, Clock.systemUTC()));
    }

    /** A page of the sessions that began in the range and meet the condition. */
    public Outcome<SessionPage> search(String projectId, SessionsQuery search) {
        return search(projectId, search, List.of(), false);
    }

    /**
     * @param fields what is shown of each beside its id and its start: columns, {@code frustration}, {@code tags}; empty: all
     * @param counted whether to say how many there are in all, which reads all of the range
     */
    public Outcome<SessionPage> search(
            String projectId, SessionsQuery search, Collection<String> fields, boolean counted) {
        return Problems.guard(true, () -> {
            SessionColumns shown = shown(fields.isEmpty() ? fields : withOrder(fields, search));
            SessionsCompiler compiler =
                    new SessionsCompiler(new Compiler(model, cohorts.of(projectId)), projectId, search);
            Reader reader = reader(projectId);
            // Of this moment: what finds the page goes on binding values.
            Map<String, Object> values = Map.copyOf(compiler.values().parameters());
            Meanwhile<Long> total = counted ? Meanwhile.begin(() -> total(reader, compiler.totalSql(), values)) : null;
            SessionSearch.Found found = Patterns.checked(
                    compiler.values(), () -> searching.page(reader, projectId, search, compiler, shown));
            List<Map<String, Object>> sessions = found.sessions();
            // Sessions that are deleted between two statements are not shown; where all of a page are, the list ends.
            boolean goesOn = found.more() && !sessions.isEmpty();
            return new SessionPage(
                    sessions,
                    goesOn ? SessionsCompiler.cursorAfter(search, sessions.getLast()) : null,
                    total == null ? null : Patterns.checked(compiler.values(), total::result),
                    compiler.values().show(compiler.pageSql(shown.columns())),
                    found.stats());
        });
    }

    private SessionColumns shown(Collection<String> fields) {
        return fields.isEmpty() ? columns : SessionColumns.of(model, fields);
    }

    /** The next page begins after the last value of what it is sorted by. */
    private static Set<String> withOrder(Collection<String> fields, SessionsQuery search) {
        Set<String> all = new LinkedHashSet<>(fields);
        search.orderBy().forEach(order -> all.add(order.field()));
        return all;
    }

    /**
     * The sessions behind a number of an answer, newest first, each with {@code at} (the first moment that made it count) and
     * {@code matches} (how often it counts).
     *
     * @param cursor of the page before, null for the first page
     */
    public Outcome<SessionPage> behind(String projectId, Query query, Cell cell, int limit, String cursor) {
        return behind(projectId, query, cell, List.of(), limit, cursor);
    }

    /** @param fields as of {@link #search(String, SessionsQuery, Collection, boolean)} */
    public Outcome<SessionPage> behind(
            String projectId, Query query, Cell cell, Collection<String> fields, int limit, String cursor) {
        return Problems.guard(true, () -> {
            SessionColumns shown = shown(fields);
            Compiler compiler = new Compiler(model, cohorts.of(projectId));
            Statement statement = compiler.behind(projectId, query, cell, cursor == null, key(cursor), limit);
            Reader reader = reader(projectId);
            Rows hits = rows(reader, statement);
            List<Map<String, Object>> found = SessionColumns.maps(hits);
            boolean more = found.size() > limit;
            if (more) {
                found = found.subList(0, limit);
            }
            String next = more ? cursor(found.getLast()) : null;
            Long total = cursor != null
                    ? null
                    : hits.first().map(row -> row.number("total")).orElse(0L);
            found.forEach(hit -> hit.remove("total"));
            return new SessionPage(
                    shown.of(reader, projectId, found).sessions(),
                    next,
                    total,
                    statement.values().show(statement.sql()),
                    hits.stats());
        });
    }

    /**
     * The newest sessions behind a number, as {@link #behind} has them, without saying how many there are: for what is shown beside the
     * number, which is the total as often as not; with the columns of {@link Tables#SESSION_BESIDE} and their tags.
     *
     * @param latest the same for the last part of the time, which is cheaper and mostly has enough; null: none
     */
    public Outcome<List<Map<String, Object>>> newestBehind(
            String projectId, Query query, Query latest, Cell cell, int limit) {
        return Problems.guard(true, () -> {
            Reader reader = reader(projectId);
            List<Map<String, Object>> found = latest == null
                    ? List.of()
                    : begun(latest.scope().range().from(), hits(reader, projectId, latest, cell, limit));
            if (found.size() < limit) {
                found = hits(reader, projectId, query, cell, limit);
            }
            return beside.of(reader, projectId, found).sessions();
        });
    }

    /** Of a session that began before, a part of the time does not show all. */
    private static List<Map<String, Object>> begun(Instant from, List<Map<String, Object>> hits) {
        return hits.stream()
                .filter(hit ->
                        !Instant.parse(String.valueOf(hit.get("createdAt"))).isBefore(from))
                .toList();
    }

    /** The first moment that made each of the newest sessions behind a number count, by the session's id. */
    public Outcome<Map<String, String>> moments(String projectId, Query query, Cell cell, int limit) {
        return Problems.guard(true, () -> {
            Map<String, String> moments = new LinkedHashMap<>();
            hits(reader(projectId), projectId, query, cell, limit)
                    .forEach(hit -> moments.put(SessionColumns.id(hit), String.valueOf(hit.get("at"))));
            return moments;
        });
    }

    /** Adds their tags to sessions that have their columns. */
    public Outcome<List<Map<String, Object>>> tagged(String projectId, List<Map<String, Object>> sessions) {
        return Problems.guard(true, () -> {
            SessionColumns.addTags(reader(projectId), projectId, sessions);
            return sessions;
        });
    }

    private Reader reader(String projectId) {
        return clickhouse.reader(projectId, ReadLimits.PRODUCT).ownStatements();
    }

    private List<Map<String, Object>> hits(Reader reader, String projectId, Query query, Cell cell, int limit) {
        Statement statement =
                new Compiler(model, cohorts.of(projectId)).behind(projectId, query, cell, false, null, limit);
        List<Map<String, Object>> found = SessionColumns.maps(rows(reader, statement));
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    private static Rows rows(Reader reader, Statement statement) {
        return Patterns.checked(
                statement.values(),
                () -> reader.query(statement.sql(), statement.values().parameters()));
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

    private static Long total(Reader reader, String sql, Map<String, Object> values) {
        return reader.query(sql, values).row(0).number("total");
    }

    /** One session without its events. */
    public Outcome<Map<String, Object>> summary(String projectId, UUID sessionId) {
        return Problems.guard(true, () -> {
            Reader reader = reader(projectId);
            return summary(reader, projectId, key(reader, projectId, sessionId));
        });
    }

    private Map<String, Object> summary(Reader reader, String projectId, Map<String, Object> key) {
        UUID sessionId = (UUID) key.get("sessionId");
        return columns
                .of(reader, projectId, List.of(Map.of("createdAt", key.get("createdAt"), "sessionId", sessionId)))
                .sessions()
                .stream()
                .findFirst()
                .orElseThrow(() -> notFound(sessionId));
    }

    /** One session with its events, tags and recorded windows. */
    public Outcome<SessionDetail> find(String projectId, UUID sessionId) {
        return Problems.guard(true, () -> {
            Reader reader = reader(projectId);
            Map<String, Object> key = key(reader, projectId, sessionId);
            Meanwhile<List<Map<String, Object>>> events = Meanwhile.begin(() -> SessionColumns.maps(reader.query(
                    "SELECT " + String.join(", ", Tables.EVENT) + " FROM events WHERE " + OF_SESSION
                            + " ORDER BY timestamp, eventId LIMIT " + (SessionDetail.MAX_EVENTS + 1),
                    key)));
            Meanwhile<List<Window>> windows = Meanwhile.begin(() -> windows(reader, key));
            Map<String, Object> session = summary(reader, projectId, key);
            @SuppressWarnings("unchecked")
            Map<String, Object> tags = (Map<String, Object>) session.get("tags");
            List<Map<String, Object>> seen = events.result();
            boolean cut = seen.size() > SessionDetail.MAX_EVENTS;
            return new SessionDetail(
                    session, tags, cut ? seen.subList(0, SessionDetail.MAX_EVENTS) : seen, cut, windows.result());
        });
    }

    /** The key of a session: its start is told by its id, and looked up for ids of another kind. */
    public static Map<String, Object> key(Reader reader, String projectId, UUID sessionId) {
        Instant createdAt = SessionIds.createdAt(sessionId).orElseGet(() -> {
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
                    FROM replay_events FINAL
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
}
