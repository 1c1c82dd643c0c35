package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.SavedItems;
import dev.claymore.store.SavedItems.Item;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** What people keep of a project: questions, dashboards, cohorts. */
final class SavedRoutes {

    /** A hundred years. */
    private static final int MAX_DAYS = 36_500;

    /** Of a change that does not say what it was made to. */
    private static final long ANY = -1;

    /** Of what uses a cohort. */
    private static final int MAX_SHOWN = 10;

    private final Questions questions;
    private final SavedItems items;
    /** A cohort is looked at together with those that it names, which must not change until it is kept. */
    private final ReentrantLock writing = new ReentrantLock();

    SavedRoutes(Questions questions, SavedItems items) {
        this.questions = questions;
        this.items = items;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/saved", this::list),
                Route.project("POST", "/saved", this::create),
                Route.project("GET", "/saved/{id}", this::show),
                Route.project("PUT", "/saved/{id}", this::update),
                Route.project("DELETE", "/saved/{id}", this::delete));
    }

    private void list(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        List<Map<String, Object>> shown = items
                .list(projectId, exchange.query("kind").orElse(""))
                .stream()
                .map(SavedRoutes::body)
                .toList();
        exchange.json(200, Map.of("items", shown));
    }

    private void create(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("kind", "name", "body"));
        String kind = Json.required(body, "kind", 20);
        String projectId = questions.requireProject(exchange);
        writing.lock();
        try {
            check(projectId, kind, Optional.empty(), body.path("body"));
            Item item = items.create(projectId, kind, Json.required(body, "name", 1_000), text(body.path("body")));
            questions.queries().forget(projectId);
            exchange.json(201, body(item));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        } finally {
            writing.unlock();
        }
    }

    private void show(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200, items.find(projectId, id(exchange)).map(SavedRoutes::body).orElseThrow(SavedRoutes::unknown));
    }

    private void update(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("name", "body", "version"));
        long version = Json.whole(body, "version", ANY, 0, Json.MOST);
        String projectId = questions.requireProject(exchange);
        writing.lock();
        try {
            Item before = items.find(projectId, id(exchange)).orElseThrow(SavedRoutes::unknown);
            if (version != ANY && version != before.version()) {
                throw Problem.of(
                                409,
                                "changed_meanwhile",
                                "Somebody has changed \"" + before.name()
                                        + "\" meanwhile: read it again, and make your change to what it is now.")
                        .thrown();
            }
            check(projectId, before.kind(), Optional.of(before.id()), body.path("body"));
            Item item = items.update(
                            projectId, before.id(), Json.required(body, "name", 1_000), text(body.path("body")))
                    .orElseThrow(SavedRoutes::unknown);
            questions.queries().forget(projectId);
            exchange.json(200, body(item));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        } finally {
            writing.unlock();
        }
    }

    private void delete(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        boolean force = exchange.flag("force");
        writing.lock();
        try {
            Item item = items.find(projectId, id(exchange)).orElseThrow(SavedRoutes::unknown);
            if (item.kind().equals("cohort") && !force) {
                checkUnused(projectId, item);
            }
            items.delete(projectId, item.id());
        } finally {
            writing.unlock();
        }
        questions.queries().forget(projectId);
        exchange.noContent();
    }

    /** A cohort that does not say what it is would make every question about it fail. */
    private void check(String projectId, String kind, Optional<UUID> id, JsonNode body) {
        if (!body.isObject()) {
            throw Problem.invalid("invalid_field", "\"body\" must be a JSON object.")
                    .thrown();
        }
        if (kind.equals("cohort")) {
            JsonNode days = body.path("days");
            boolean many = days.isIntegralNumber() && days.canConvertToInt() && days.asInt() > 0;
            if (!days.isMissingNode() && !days.isNull() && !(many && days.asInt() <= MAX_DAYS)) {
                throw Problem.invalid(
                                "invalid_field",
                                "\"body.days\" must be a whole number of days from 1 to " + MAX_DAYS + ".")
                        .thrown();
            }
            questions.cohorts().check(questions.queries(), projectId, id, body);
        }
    }

    /** Without it, what names it would fail from one moment to the next, without a word why. */
    private void checkUnused(String projectId, Item cohort) {
        List<Item> users = items.naming(projectId, List.of(cohort.id())).stream()
                .filter(user -> !user.id().equals(cohort.id()))
                .toList();
        if (users.isEmpty()) {
            return;
        }
        Map<String, String> shown = new LinkedHashMap<>();
        users.forEach(user -> shown.put(user.id().toString(), user.kind() + " \"" + user.name() + "\""));
        items.naming(projectId, users.stream().map(Item::id).toList()).stream()
                .filter(board -> board.kind().equals("dashboard"))
                .forEach(board -> shown.put(board.id().toString(), "dashboard \"" + board.name() + "\""));
        String names = shown.values().stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
        String more = shown.size() > MAX_SHOWN ? " and " + (shown.size() - MAX_SHOWN) + " more" : "";
        throw Problem.of(
                        409,
                        "in_use",
                        "The cohort \"" + cohort.name() + "\" is used by " + names + more
                                + ", which cannot be answered without it; force=true deletes it all the same.")
                .thrown();
    }

    private static UUID id(Exchange exchange) {
        try {
            return UUID.fromString(exchange.path("id"));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return Problem.of(404, "not_found", "There is no saved item of this id.")
                .thrown();
    }

    private static String text(JsonNode body) {
        return new String(Json.bytes(body), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> body(Item item) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", item.id().toString());
        shown.put("kind", item.kind());
        shown.put("name", item.name());
        shown.put("body", Json.tree(item.body().getBytes(StandardCharsets.UTF_8)));
        shown.put("createdAt", Times.iso(item.createdAt()));
        shown.put("updatedAt", Times.iso(item.updatedAt()));
        shown.put("version", item.version());
        return shown;
    }
}
