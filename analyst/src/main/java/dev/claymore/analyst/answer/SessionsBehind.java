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
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.time.Instant;
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

    /** Begins with what the answer is not needed for: the sessions of a single number. */
    Search begin(String projectId, Query query) {
        if (query instanceof SessionsQuery list) {
            return (shape, result) -> listed(projectId, list, result);
        }
        if (query instanceof MetricsQuery number && single(number)) {
            Cell cell = new Cell(Map.of(), number.measures().getFirst().name());
            Meanwhile<List<Map<String, Object>>> newest = Meanwhile.begin(() -> newest(projectId, number, cell, false));
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

    /** The rows of a list have the columns of its sessions; their tags and the moments that matter are looked up, of these sessions alone. */
    private List<Map<String, Object>> listed(String projectId, SessionsQuery list, Result result) {
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
        if (rows.isEmpty()) {
            return List.of();
        }
        Meanwhile<Map<String, String>> moments = Meanwhile.begin(() -> moments(projectId, list, rows));
        if (sessions.tagged(projectId, rows)
                instanceof Outcome.Ok<List<Map<String, Object>>>(List<Map<String, Object>> tagged)) {
            Map<String, String> at = moments.result();
            tagged.forEach(session -> session.put("at", at.get(String.valueOf(session.get("sessionId")))));
            return SessionLinks.of(projectId, tagged);
        }
        return List.of();
    }

    private Map<String, String> moments(String projectId, SessionsQuery list, List<Map<String, Object>> rows) {
        Optional<Condition> event = event(list.scope().where());
        if (event.isEmpty()) {
            return Map.of();
        }
        String[] ids = new String[rows.size()];
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (int i = 0; i < ids.length; i++) {
            ids[i] = String.valueOf(rows.get(i).get("sessionId"));
            Instant began = Instant.parse(String.valueOf(rows.get(i).get("createdAt")));
            Instant ended = Instant.parse(String.valueOf(rows.get(i).get("endedAt")));
            first = began.isBefore(first) ? began : first;
            last = ended.isAfter(last) ? ended : last;
        }
        Scope these = new Scope(
                new Range(first, last.plusMillis(1)), list.scope().timezone(), Condition.eq("sessionId", ids));
        Query count = MetricsQuery.of(these, Measure.count(MATCHES, Entity.EVENT, event.get()));
        return sessions.moments(projectId, count, new Cell(Map.of(), MATCHES), ids.length)
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
        int measure = table.measures().getFirst();
        Cell cell = new Cell(cells, table.name(measure));
        return SessionLinks.of(projectId, newest(projectId, query, cell, few(table.cell(row, measure))));
    }

    /** Whether so few were counted that the last part of the time will hardly have enough. */
    private static boolean few(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() < Latest.PARTS * SessionLinks.MAX_SESSIONS;
    }

    /**
     * The newest of a long time are looked for in its last part first, where there mostly are enough. Some numbers have no sessions of their
     * own: then the answer shows none.
     */
    private List<Map<String, Object>> newest(String projectId, Query query, Cell cell, boolean few) {
        Query latest = few ? null : Latest.of(query).orElse(null);
        return sessions.newestBehind(projectId, query, latest, cell, SessionLinks.MAX_SESSIONS)
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
