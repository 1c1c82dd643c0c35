package dev.claymore.analyst.answer;

import dev.claymore.analyst.Shape;
import dev.claymore.query.Meanwhile;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.Sessions;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which sessions stand behind an answer, and at which moment of theirs. */
final class SessionsBehind {

    private static final String MATCHES = "matches";

    private final Sessions sessions;
    private final SessionLinks links;

    SessionsBehind(Sessions sessions, SessionLinks links) {
        this.sessions = sessions;
        this.links = links;
    }

    /** A search that has begun; its end needs the answer. */
    interface Search {
        /** Of a list in its order, else newest first. */
        List<Map<String, Object>> links(Shape shape, Result result);
    }

    /** Begins with what the answer is not needed for: the moments of a list, the sessions of a single number. */
    Search begin(String projectId, Query query) {
        if (query instanceof SessionsQuery list) {
            Meanwhile<Map<String, String>> moments = Meanwhile.begin(() -> moments(projectId, list));
            return (shape, result) -> listed(projectId, result, moments);
        }
        if (query instanceof MetricsQuery number && single(number)) {
            Cell cell = new Cell(Map.of(), number.measures().getFirst().name());
            Meanwhile<List<Map<String, Object>>> newest = Meanwhile.begin(() -> newest(projectId, number, cell));
            return (shape, result) -> SessionLinks.of(projectId, newest.result());
        }
        return (shape, result) -> of(projectId, query, shape, result);
    }

    private static boolean single(MetricsQuery query) {
        return query.breakdowns().isEmpty()
                && query.interval() == Interval.NONE
                && query.segments().isEmpty()
                && query.compareTo() == null;
    }

    /** The rows of a list have the columns of its sessions; only their tags are looked up. */
    private List<Map<String, Object>> listed(String projectId, Result result, Meanwhile<Map<String, String>> moments) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> row : result.rows()) {
            if (rows.size() == SessionLinks.MAX_SESSIONS) {
                break;
            }
            Map<String, Object> columns = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                columns.put(result.columns().get(i).name(), row.get(i));
            }
            rows.add(columns);
        }
        if (sessions.tagged(projectId, rows)
                instanceof Outcome.Ok<List<Map<String, Object>>>(List<Map<String, Object>> tagged)) {
            Map<String, String> at = moments.result();
            tagged.forEach(session -> session.put("at", at.get(String.valueOf(session.get("sessionId")))));
            return SessionLinks.of(projectId, tagged);
        }
        return List.of();
    }

    private Map<String, String> moments(String projectId, SessionsQuery list) {
        Optional<Condition> event = event(list.scope().where());
        if (event.isEmpty()) {
            return Map.of();
        }
        Query count = MetricsQuery.of(list.scope(), Measure.count(MATCHES, Entity.EVENT, event.get()));
        return sessions.moments(projectId, count, new Cell(Map.of(), MATCHES), SessionsQuery.MAX_LIMIT)
                        instanceof Outcome.Ok<Map<String, String>>(Map<String, String> moments)
                ? moments
                : Map.of();
    }

    private List<Map<String, Object>> of(String projectId, Query query, Shape shape, Result result) {
        Map<String, String> listed = SessionLinks.found(result);
        if (!listed.isEmpty()) {
            return links.of(projectId, listed);
        }
        Table table = new Table(result);
        if (result.rows().isEmpty() || table.measures().isEmpty()) {
            return List.of();
        }
        int row = shape == Shape.FUNNEL ? table.rows() - 1 : 0;
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < result.columns().size(); i++) {
            cells.put(result.columns().get(i).name(), table.cell(row, i));
        }
        Cell cell = new Cell(cells, table.name(table.measures().getFirst()));
        return SessionLinks.of(projectId, newest(projectId, query, cell));
    }

    /** Some numbers have no sessions of their own: then the answer shows none. */
    private List<Map<String, Object>> newest(String projectId, Query query, Cell cell) {
        return sessions.newestBehind(projectId, query, cell, SessionLinks.MAX_SESSIONS)
                        instanceof Outcome.Ok<List<Map<String, Object>>>(List<Map<String, Object>> found)
                ? found
                : List.of();
    }

    /** The event that the sessions were asked to have had. */
    private static Optional<Condition> event(Condition where) {
        return Condition.conjuncts(where)
                .filter(Condition.Did.class::isInstance)
                .map(Condition.Did.class::cast)
                .filter(did -> did.by() == Subject.SESSION && did.what() == Entity.EVENT)
                .map(Condition.Did::where)
                .findFirst();
    }
}
