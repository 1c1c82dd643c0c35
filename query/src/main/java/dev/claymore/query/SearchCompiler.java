package dev.claymore.query;

import static dev.claymore.query.FilterCompiler.SESSION;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A search for sessions as one statement. The keys of the page are found first, over the few columns that sorting and filters need; then
 * the rest of the columns is read for these sessions only.
 */
final class SearchCompiler {

    private final SessionSearch search;
    private final String column;
    private final boolean descending;
    private final SqlBuilder sql = new SqlBuilder();
    private final List<String> conditions = new ArrayList<>();

    SearchCompiler(SemanticModel model, String projectId, SessionSearch search) {
        this.search = search;
        this.descending = search.sort().startsWith("-");
        this.column = descending ? search.sort().substring(1) : search.sort();
        if (!SessionTable.SORTABLE.contains(column)) {
            throw new RefusedException(
                    "unknown_field",
                    "sort",
                    "must be one of %s, with - in front for highest first, got: %s"
                            .formatted(String.join(", ", SessionTable.SORTABLE), search.sort()));
        }
        if (search.limit() < 1 || search.limit() > SessionSearch.MAX_LIMIT) {
            throw new RefusedException(
                    "invalid_query",
                    "limit",
                    "must be between 1 and " + SessionSearch.MAX_LIMIT + ", got " + search.limit());
        }
        if (!search.from().isBefore(search.to())) {
            throw new RefusedException(
                    "invalid_query", "from", "must be before to, got " + search.from() + " and " + search.to());
        }
        conditions.add("projectId = " + sql.named("projectId", "String", projectId));
        conditions.add("createdAt >= " + sql.bindTime(search.from()));
        conditions.add("createdAt < " + sql.bindTime(search.to()));
        conditions.addAll(new FilterCompiler(model, sql, search.from(), search.to())
                .compile(SESSION, FilterCompiler.check(model, search.filters())));
    }

    SqlBuilder values() {
        return sql;
    }

    String pageSql() {
        List<String> all = new ArrayList<>(conditions);
        if (search.cursor() != null) {
            all.add(afterCursor());
        }
        String order = "ORDER BY " + column + direction() + ", sessionId" + direction();
        String keys = """
                SELECT createdAt, sessionId
                FROM sessions
                WHERE %s
                %s
                LIMIT %d""".formatted(String.join("\n    AND ", all), order, search.limit() + 1);
        return """
                SELECT %s
                FROM sessions
                WHERE projectId = {projectId:String}
                    AND (createdAt, sessionId) IN
                    (
                %s
                    )
                %s""".formatted(
                        String.join(", ", SessionTable.COLUMNS), keys.indent(8).stripTrailing(), order);
    }

    String totalSql() {
        return "SELECT count() AS total FROM sessions WHERE " + String.join(" AND ", conditions);
    }

    /** The place behind this session. */
    String cursorAfter(Map<String, Object> session) {
        String place = session.get("sessionId") + " " + column + " " + session.get(column);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private String afterCursor() {
        try {
            String place = new String(Base64.getUrlDecoder().decode(search.cursor()), StandardCharsets.UTF_8);
            String[] words = place.split(" ", 3);
            if (words.length != 3 || !words[1].equals(column)) {
                throw new IllegalArgumentException("of another search");
            }
            String id = sql.bind("UUID", UUID.fromString(words[0]));
            String value = column.equals("createdAt")
                    ? sql.bindTime(Instant.parse(words[2]))
                    : sql.bind("Float64", Double.valueOf(words[2]));
            return "(" + column + ", sessionId) " + (descending ? "<" : ">") + " (" + value + ", " + id + ")";
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new RefusedException("invalid_query", "cursor", "is not one that this search has given out");
        }
    }

    private String direction() {
        return descending ? " DESC" : " ASC";
    }
}
