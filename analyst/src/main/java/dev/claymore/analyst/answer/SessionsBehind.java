package dev.claymore.analyst.answer;

import dev.claymore.analyst.Shape;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.SessionPage;
import dev.claymore.query.Sessions;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which sessions stand behind an answer, and at which moment of theirs. */
final class SessionsBehind {

    private static final String MATCHES = "matches";

    private final Sessions sessions;

    SessionsBehind(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Session ids with the moment that matters, null where there is none; of a list in its order, else newest first. */
    Map<String, String> of(String projectId, Query query, Shape shape, Result result) {
        if (result.rows().isEmpty()) {
            return Map.of();
        }
        Map<String, String> listed = SessionLinks.found(result);
        if (query instanceof SessionsQuery list) {
            Map<String, String> moments = event(list.scope().where())
                    .map(event -> page(
                            projectId,
                            MetricsQuery.of(list.scope(), Measure.count(MATCHES, Entity.EVENT, event)),
                            new Cell(Map.of(), MATCHES),
                            SessionsQuery.MAX_LIMIT))
                    .orElse(Map.of());
            listed.replaceAll((id, moment) -> moments.getOrDefault(id, moment));
            return listed;
        }
        if (!listed.isEmpty()) {
            return listed;
        }
        Table table = new Table(result);
        if (table.measures().isEmpty()) {
            return Map.of();
        }
        int row = shape == Shape.FUNNEL ? table.rows() - 1 : 0;
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < result.columns().size(); i++) {
            cells.put(result.columns().get(i).name(), table.cell(row, i));
        }
        return page(
                projectId, query, new Cell(cells, table.name(table.measures().getFirst())), SessionLinks.MAX_SESSIONS);
    }

    private Map<String, String> page(String projectId, Query query, Cell cell, int limit) {
        Map<String, String> found = new LinkedHashMap<>();
        // Some numbers have no sessions of their own: then the answer shows none.
        if (sessions.behind(projectId, query, cell, limit, null) instanceof Outcome.Ok<SessionPage>(SessionPage page)) {
            page.sessions().forEach(session -> {
                Object at = session.get("at");
                found.put(String.valueOf(session.get("sessionId")), at == null ? null : at.toString());
            });
        }
        return found;
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
