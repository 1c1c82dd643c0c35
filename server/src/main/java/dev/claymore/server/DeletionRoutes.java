package dev.claymore.server;

import dev.claymore.store.Deletions;
import dev.claymore.store.Deletions.Deletion;
import dev.claymore.store.Stars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Deletes sessions and people for good, and keeps the stars of sessions that are to stay. */
final class DeletionRoutes {

    private static final int MAX_PERSON = 512;

    private final StorageKeeper keeper;
    private final Questions questions;

    DeletionRoutes(StorageKeeper keeper, Questions questions) {
        this.keeper = keeper;
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(
                Route.project("DELETE", "/sessions/{sessionId}", this::session),
                Route.project("DELETE", "/people", this::person),
                Route.project("GET", "/deletions", this::list),
                Route.project("GET", "/stars", this::stars),
                Route.project("PUT", "/sessions/{sessionId}/star", exchange -> star(exchange, true)),
                Route.project("DELETE", "/sessions/{sessionId}/star", exchange -> star(exchange, false)));
    }

    private void session(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        UUID sessionId = SessionRoutes.sessionId(exchange);
        Deletion deletion = deletions()
                .session(projectId, sessionId)
                .orElseThrow(() -> Problem.notFound("There is no session " + sessionId + ".")
                        .thrown());
        keeper.stars().set(projectId, sessionId, false);
        questions.queries().forget(projectId);
        exchange.json(202, shown(deletion));
    }

    private void person(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        String person = exchange.query("person")
                .filter(text -> !text.isBlank() && text.length() <= MAX_PERSON)
                .orElseThrow(() -> Problem.invalid(
                                "invalid_parameter",
                                "\"person\" must be a user id or an anonymous id of at most " + MAX_PERSON
                                        + " characters.")
                        .thrown());
        Deletion deletion = deletions()
                .person(projectId, person)
                .orElseThrow(() ->
                        Problem.notFound("There is no session of this person.").thrown());
        for (Stars.Star star : keeper.stars().list(projectId)) {
            if (deletion.sessionIds().contains(star.sessionId())) {
                keeper.stars().set(projectId, star.sessionId(), false);
            }
        }
        questions.queries().forget(projectId);
        exchange.json(202, shown(deletion));
    }

    private void list(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200,
                Map.of(
                        "deletions",
                        deletions().list(projectId).stream()
                                .map(DeletionRoutes::shown)
                                .toList()));
    }

    private void stars(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        List<Map<String, Object>> stars = keeper.stars().list(projectId).stream()
                .map(star -> Map.<String, Object>of(
                        "sessionId", star.sessionId().toString(), "starredAt", Times.iso(star.starredAt())))
                .toList();
        exchange.json(200, Map.of("stars", stars));
    }

    private void star(Exchange exchange, boolean starred) {
        String projectId = questions.requireProject(exchange);
        UUID sessionId = SessionRoutes.sessionId(exchange);
        if (starred) {
            var _ = Questions.value(questions.sessions().summary(projectId, sessionId));
        }
        try {
            keeper.stars().set(projectId, sessionId, starred);
        } catch (IllegalArgumentException e) {
            throw Problem.of(409, "too_many_stars", e.getMessage()).thrown();
        }
        exchange.noContent();
    }

    private Deletions deletions() {
        return keeper.deletions();
    }

    static Map<String, Object> shown(Deletion deletion) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("deletionId", deletion.deletionId().toString());
        shown.put("subject", deletion.subject());
        shown.put("sessions", deletion.sessionIds().size());
        shown.put("rows", deletion.rows());
        shown.put("requestedAt", Times.iso(deletion.requestedAt()));
        shown.put("state", deletion.state());
        shown.put("erasedAt", deletion.state().equals("erased") ? Times.iso(deletion.erasedAt()) : null);
        return shown;
    }
}
