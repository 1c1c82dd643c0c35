package dev.claymore.query;

import dev.claymore.query.compile.Tables;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what the API shows of sessions whose keys are known. */
final class SessionColumns {

    /** The keys of the sessions as the table has them: its own order, and no more of it than these. */
    private static final String THESE = """
             WHERE projectId = {projectId:String}
                AND createdAt BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')}
                AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                AND sessionId IN {ids:Array(UUID)}
            """;

    private static final String FRUSTRATION = "frustration";
    private static final String TAGS = "tags";
    /** What tells which session it is. */
    private static final List<String> KEY = List.of("sessionId", "createdAt");

    private final List<String> columns;
    private final boolean tagged;

    private SessionColumns(List<String> columns, boolean tagged) {
        this.columns = Tables.selected(columns);
        this.tagged = tagged;
    }

    /** As they stand in a statement. */
    List<String> columns() {
        return columns;
    }

    /** Whether their tags, which are in a table of their own, are shown too. */
    boolean tagged() {
        return tagged;
    }

    /** All that the API shows of a session. */
    static SessionColumns all(SemanticModel model) {
        return new SessionColumns(
                Stream.concat(Tables.SESSION.stream(), Stream.of(frustration(model)))
                        .toList(),
                true);
    }

    /**
     * These columns, and what tells which session it is; each costs about as much as reading one.
     *
     * @param fields columns of {@link Tables#SESSION}, {@code frustration}, {@code tags}
     */
    static SessionColumns of(SemanticModel model, Collection<String> fields) {
        for (String field : fields) {
            if (!Tables.SESSION.contains(field) && !field.equals(FRUSTRATION) && !field.equals(TAGS)) {
                throw Refusal.invalid("fields", "names \"" + field + "\", which is not a column of sessions");
            }
        }
        List<String> columns = new ArrayList<>(KEY);
        Tables.SESSION.stream()
                .filter(column -> fields.contains(column) && !KEY.contains(column))
                .forEach(columns::add);
        if (fields.contains(FRUSTRATION)) {
            columns.add(frustration(model));
        }
        return new SessionColumns(columns, fields.contains(TAGS));
    }

    /** What is shown of sessions beside something else: {@link Tables#SESSION_BESIDE}. */
    static SessionColumns beside() {
        return new SessionColumns(Tables.SESSION_BESIDE, true);
    }

    private static String frustration(SemanticModel model) {
        return model.dimension(FRUSTRATION).orElseThrow().sql(Entity.SESSION) + " AS " + FRUSTRATION;
    }

    /**
     * The columns of sessions, and their tags where they are wanted, in the order they were found; what else was found of one is kept.
     *
     * @param found each with {@code createdAt} and {@code sessionId}
     */
    Read of(Reader reader, String projectId, List<Map<String, Object>> found) {
        if (found.isEmpty()) {
            return new Read(List.of(), new Rows.Stats(0, 0, 0));
        }
        Map<String, Object> these = these(projectId, found);
        Meanwhile<Map<String, Map<String, List<Object>>>> tags =
                tagged ? Meanwhile.begin(() -> tags(reader, these)) : null;
        Rows rows = reader.query("SELECT " + String.join(", ", columns) + " FROM " + Tables.SESSIONS + THESE, these);
        Map<String, Map<String, Object>> byId = new HashMap<>();
        maps(rows).forEach(session -> byId.put(id(session), session));
        List<Map<String, Object>> described = new ArrayList<>();
        for (Map<String, Object> hit : found) {
            Map<String, Object> session = byId.get(id(hit));
            if (session != null) {
                hit.forEach(session::putIfAbsent);
                described.add(session);
            }
        }
        if (tags != null) {
            put(tags.result(), described);
        }
        return new Read(described, rows.stats());
    }

    /** @param sessions what was read */
    record Read(List<Map<String, Object>> sessions, Rows.Stats stats) {}

    /** Adds their tags to sessions that have their columns. */
    static void addTags(Reader reader, String projectId, List<Map<String, Object>> sessions) {
        if (!sessions.isEmpty()) {
            put(tags(reader, these(projectId, sessions)), sessions);
        }
    }

    private static Map<String, Object> these(String projectId, List<Map<String, Object>> sessions) {
        List<Instant> starts = sessions.stream()
                .map(session -> Instant.parse(String.valueOf(session.get("createdAt"))))
                .sorted()
                .toList();
        List<UUID> ids =
                sessions.stream().map(session -> UUID.fromString(id(session))).toList();
        return Map.of(
                "projectId", projectId,
                "first", starts.getFirst(),
                "last", starts.getLast(),
                "starts", starts,
                "ids", ids);
    }

    /** By session and key. */
    private static Map<String, Map<String, List<Object>>> tags(Reader reader, Map<String, Object> these) {
        Rows rows = reader.query(
                "SELECT DISTINCT sessionId, key, value FROM session_tags" + THESE + "ORDER BY key, value", these);
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

    static String id(Map<String, Object> session) {
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
