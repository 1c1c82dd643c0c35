package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hand-written SQL of one project, guarded. */
final class SqlRoute {

    private static final int MAX_SQL = 100_000;
    private static final int MAX_PARAMETERS = 100;

    private final Questions questions;

    SqlRoute(Questions questions) {
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(Route.project("POST", "/sql", this::run).reading());
    }

    private void run(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("sql", "parameters"));
        String sql = Json.required(body, "sql", MAX_SQL);
        Map<String, Object> parameters = parameters(body.get("parameters"));
        String projectId = questions.requireProject(exchange);
        Result result = Questions.value(questions.sql().run(projectId, sql, parameters));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "columns",
                result.columns().stream()
                        .map(column -> Map.of("name", column.name(), "type", column.type()))
                        .toList());
        answer.put("rows", result.rows());
        answer.put("stats", result.stats());
        exchange.json(200, answer);
    }

    private static Map<String, Object> parameters(JsonNode given) {
        Map<String, Object> parameters = new HashMap<>();
        if (given == null) {
            return parameters;
        }
        if (!given.isObject() || given.size() > MAX_PARAMETERS) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"parameters\" must be an object of at most " + MAX_PARAMETERS + " values.")
                    .thrown();
        }
        given.properties().forEach(entry -> parameters.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
        return parameters;
    }

    private static Object value(String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        throw Problem.invalid("invalid_field", "parameters." + name + " must be a text, a number, true, false or null.")
                .thrown();
    }
}
