package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A tool as MCP's clients see it.
 *
 * @param name with underscores
 * @param properties JSON schema of its arguments, by name; {@code projectId} is added
 */
record McpTool(
        String name,
        String title,
        String description,
        Map<String, ObjectNode> properties,
        List<String> required,
        Work work) {

    /** Does it; may throw {@link ProblemException}, which the client reads as the tool's error. */
    @FunctionalInterface
    interface Work {
        Object call(Call call);
    }

    /** @param origin the address of the UI */
    record Call(String projectId, JsonNode arguments, String origin) {}

    /** The arguments' schema; nothing else is taken. */
    ObjectNode schema() {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        if (work != null) {
            fields.set("projectId", text("The project; may be left out when there is only one."));
        }
        properties.forEach(fields::set);
        ArrayNode names = schema.putArray("required");
        required.forEach(names::add);
        return schema.put("additionalProperties", false);
    }

    static ObjectNode text(String description) {
        return of("string", description);
    }

    static ObjectNode number(String description) {
        return of("number", description);
    }

    static ObjectNode time(String description) {
        return of("string", description + " ISO-8601, as 2026-01-31T00:00:00Z.");
    }

    static ObjectNode choice(String description, String... values) {
        ObjectNode schema = of("string", description);
        ArrayNode list = schema.putArray("enum");
        for (String value : values) {
            list.add(value);
        }
        return schema;
    }

    static ObjectNode list(String description, ObjectNode items) {
        ObjectNode schema = of("array", description);
        schema.set("items", items);
        return schema;
    }

    static ObjectNode object(String description) {
        return of("object", description);
    }

    private static ObjectNode of(String type, String description) {
        return Json.MAPPER.createObjectNode().put("type", type).put("description", description);
    }
}
