package dev.claymore.analyst.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a model may call. The answer is a tool too: all providers have structured arguments of tools, and fewer agree on structured text.
 * All fields are required and none is open, which the strict modes of providers demand; so the query travels as JSON in a text.
 */
final class ModelTools {

    static final String ANSWER = "answer";
    static final String FIND = "find_values";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ToolSpecification ANSWER_TOOL = ToolSpecification.builder()
            .name(ANSWER)
            .description("Answer the question with a query. Call it once.")
            .parameters(JsonObjectSchema.builder()
                    .addEnumProperty("kind", List.of("query", "sql", "unsupported", "ambiguous"))
                    .addStringProperty("title", "What you understood, as a noun phrase")
                    .addStringProperty("query", "JSON in the query language, as text; empty unless kind is query")
                    .addStringProperty("sql", "One SELECT; empty unless kind is sql")
                    .addStringProperty("reason", "Why there is no answer, or what to ask back; else empty")
                    .addProperty(
                            "assumptions",
                            JsonArraySchema.builder()
                                    .items(new JsonStringSchema())
                                    .description("What the words left open")
                                    .build())
                    .required("kind", "title", "query", "sql", "reason", "assumptions")
                    .additionalProperties(false)
                    .build())
            .build();

    private static final ToolSpecification FIND_TOOL = ToolSpecification.builder()
            .name(FIND)
            .description("Values of a field as the data spells them, the most frequent first.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("field", "A dimension, or tags.<key>")
                    .addStringProperty("search", "Part of the value, in any case; empty: all")
                    .required("field", "search")
                    .additionalProperties(false)
                    .build())
            .build();

    static final List<ToolSpecification> ALL = List.of(ANSWER_TOOL, FIND_TOOL);
    static final List<ToolSpecification> ANSWER_ONLY = List.of(ANSWER_TOOL);

    private ModelTools() {}

    /** The arguments of the answer, else the text: servers without tools answer there. */
    static String answered(AiMessage message) {
        return message.toolExecutionRequests().stream()
                .filter(call -> call.name().equals(ANSWER))
                .map(ToolExecutionRequest::arguments)
                .findFirst()
                .orElse(message.text() == null ? "" : message.text());
    }

    /** Answers a call of {@link #FIND}. */
    static String find(BiFunction<String, String, List<String>> search, String arguments) {
        try {
            JsonNode node = JSON.readTree(arguments == null ? "" : arguments);
            List<String> values = search.apply(
                    node.path("field").asText(""), node.path("search").asText(""));
            return values.isEmpty() ? "none known" : ModelPrompt.quoted(values);
        } catch (JsonProcessingException e) {
            return "the arguments are not JSON";
        }
    }
}
