package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.model.ModelRegistry;
import dev.claymore.analyst.model.ModelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The language model that a project allows. Changing it is the admin's, because it says where questions and a key are sent. */
final class ModelRoutes {

    private static final int MAX_KEY = 500;

    private final Questions questions;
    private final ModelRegistry registry;

    ModelRoutes(Questions questions, ModelRegistry registry) {
        this.questions = questions;
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/model", this::show),
                Route.admin("PUT", "/api/projects/{projectId}/model", this::save),
                Route.admin("DELETE", "/api/projects/{projectId}/model", this::remove));
    }

    private void show(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        Map<String, Object> shown = new LinkedHashMap<>();
        registry.find(projectId).ifPresent(found -> {
            shown.put("settings", found.settings());
            shown.put("hasKey", found.hasKey());
        });
        shown.put("usedToday", registry.today(projectId));
        exchange.json(200, shown);
    }

    private void save(Exchange exchange) {
        JsonNode body = exchange.body(Set.of(
                "enabled",
                "provider",
                "baseUrl",
                "model",
                "key",
                "stream",
                "shareValues",
                "timeoutSeconds",
                "tokensPerDay"));
        ModelSettings settings;
        try {
            settings = new ModelSettings(
                    Json.bool(body, "enabled", true),
                    Json.required(body, "provider", 40),
                    Json.text(body, "baseUrl", 300).orElse(""),
                    Json.required(body, "model", 200),
                    Json.bool(body, "stream", false),
                    Json.bool(body, "shareValues", false),
                    Json.whole(
                            body,
                            "timeoutSeconds",
                            ModelSettings.DEFAULT_TIMEOUT_SECONDS,
                            1,
                            ModelSettings.MOST_TIMEOUT_SECONDS),
                    Json.whole(body, "tokensPerDay", ModelSettings.DEFAULT_TOKENS_PER_DAY, 0, Json.MOST));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
        String key = Json.text(body, "key", MAX_KEY).orElse(null);
        if (key != null && !key.matches("[\\x21-\\x7e]*")) {
            throw Problem.invalid("invalid_field", "\"key\" must be printable characters without spaces.")
                    .thrown();
        }
        String projectId = questions.requireProject(exchange);
        ModelRegistry.Shown saved = registry.save(projectId, settings, key);
        exchange.json(
                200,
                Map.of("settings", saved.settings(), "hasKey", saved.hasKey(), "usedToday", registry.today(projectId)));
    }

    private void remove(Exchange exchange) {
        registry.remove(questions.requireProject(exchange));
        exchange.noContent();
    }
}
