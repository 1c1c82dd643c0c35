package dev.claymore.analyst.answer;

import dev.claymore.analyst.story.ReplayLink;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.SessionPage;
import dev.claymore.query.Sessions;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.store.SessionIds;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sessions behind an answer: their columns, the millisecond that matters, and where they play from it. */
final class SessionLinks {

    static final int MAX_SESSIONS = 50;

    private static final Instant ALWAYS = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant FOREVER = Instant.parse("2200-01-01T00:00:00Z");

    private final Sessions sessions;

    SessionLinks(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The session ids of a result, in its order, each with the moment in column {@code timestamp}; null where there is none. */
    static Map<String, String> found(Result result) {
        Map<String, String> found = new LinkedHashMap<>();
        int id = column(result, "sessionId");
        int moment = column(result, "timestamp");
        if (id < 0) {
            return found;
        }
        for (List<Object> row : result.rows()) {
            if (found.size() == MAX_SESSIONS) {
                break;
            }
            found.putIfAbsent(
                    String.valueOf(row.get(id)),
                    moment < 0 || row.get(moment) == null
                            ? null
                            : row.get(moment).toString());
        }
        return found;
    }

    /** Links in the order given; a session that is gone is left out. */
    List<Map<String, Object>> of(String projectId, Map<String, String> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> ids = List.copyOf(found.keySet());
        Scope scope = Scope.of(new Range(bound(ids, false), bound(ids, true)))
                .where(Condition.eq("sessionId", ids.toArray(String[]::new)));
        SessionsQuery search = SessionsQuery.of(scope, ids.size());
        return switch (sessions.search(projectId, search)) {
            case Outcome.Ok<SessionPage>(SessionPage page) -> links(projectId, page, found);
            case Outcome.Refused<SessionPage> refused -> List.of();
        };
    }

    /** Links to sessions whose columns are known, each with its moment in column {@code at}. */
    static List<Map<String, Object>> of(String projectId, List<Map<String, Object>> sessions) {
        return sessions.stream()
                .limit(MAX_SESSIONS)
                .map(session -> {
                    Map<String, Object> columns = new LinkedHashMap<>(session);
                    columns.remove("matches");
                    Object at = columns.remove("at");
                    return link(projectId, columns, at == null ? null : at.toString());
                })
                .toList();
    }

    private static List<Map<String, Object>> links(String projectId, SessionPage page, Map<String, String> found) {
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        page.sessions().forEach(session -> byId.put(String.valueOf(session.get("sessionId")), session));
        List<Map<String, Object>> links = new ArrayList<>();
        found.forEach((id, moment) -> {
            Map<String, Object> session = byId.get(id);
            if (session != null) {
                links.add(link(projectId, session, moment));
            }
        });
        return links;
    }

    private static Map<String, Object> link(String projectId, Map<String, Object> session, String moment) {
        Instant began = Instant.parse(String.valueOf(session.getOrDefault("firstEventAt", session.get("createdAt"))));
        Instant at = moment == null ? began : instant(moment, began);
        long offsetMs = Math.max(0, Duration.between(began, at).toMillis());
        Map<String, Object> link = new LinkedHashMap<>(session);
        link.put("timestamp", at.toString());
        link.put("offsetMs", offsetMs);
        link.put("replayUrl", ReplayLink.path(projectId, String.valueOf(session.get("sessionId")), offsetMs));
        return link;
    }

    /** The session ids say when the sessions began, so the search need not look further. */
    private static Instant bound(List<String> ids, boolean last) {
        Instant bound = last ? ALWAYS : FOREVER;
        for (String text : ids) {
            Optional<Instant> began = SessionIds.createdAt(UUID.fromString(text));
            if (began.isEmpty()) {
                return last ? FOREVER : ALWAYS;
            }
            if (last ? began.get().isAfter(bound) : began.get().isBefore(bound)) {
                bound = began.get();
            }
        }
        return last ? bound.plusMillis(1) : bound;
    }

    private static Instant instant(String iso, Instant fallback) {
        try {
            return Instant.parse(iso);
        } catch (DateTimeParseException e) {
            return fallback;
        }
    }

    private static int column(Result result, String name) {
        for (int i = 0; i < result.columns().size(); i++) {
            if (result.columns().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
