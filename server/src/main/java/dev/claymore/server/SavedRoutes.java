package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.SavedItems;
import dev.claymore.store.SavedItems.Item;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What people keep of a project: questions, dashboards, cohorts. */
final class SavedRoutes {

    /** A hundred years. */
    private static final int MAX_DAYS = 36_500;

    private final Questions questions;
    private final SavedItems items;

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
        check(kind, body.path("body"));
        try {
            Item item = items.create(projectId, kind, Json.required(body, "name", 1_000), text(body.path("body")));
            questions.queries().forget(projectId);
            exchange.json(201, body(item));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
    }

    private void show(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200, items.find(projectId, id(exchange)).map(SavedRoutes::body).orElseThrow(SavedRoutes::unknown));
    }

    private void update(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("name", "body"));
        String projectId = questions.requireProject(exchange);
        Item before = items.find(projectId, id(exchange)).orElseThrow(SavedRoutes::unknown);
        check(before.kind(), body.path("body"));
        try {
            Item item = items.update(
                            projectId, before.id(), Json.required(body, "name", 1_000), text(body.path("body")))
                    .orElseThrow(SavedRoutes::unknown);
            questions.queries().forget(projectId);
            exchange.json(200, body(item));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
    }

    private void delete(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        if (!items.delete(projectId, id(exchange))) {
            throw unknown();
        }
        questions.queries().forget(projectId);
        exchange.noContent();
    }

    /** A cohort that does not say what it is would make every question about it fail. */
    private static void check(String kind, JsonNode body) {
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
            try {
                QueryJson.condition(body.path("where"), "body.where");
            } catch (Refusal e) {
                throw Problem.invalid("invalid_query", e.field() + ": " + e.getMessage())
                        .thrown();
            }
        }
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
        return shown;
    }
}
