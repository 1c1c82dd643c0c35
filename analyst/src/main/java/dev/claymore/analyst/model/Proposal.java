package dev.claymore.analyst.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model answers a question with.
 *
 * @param kind {@code query}, {@code sql}, {@code unsupported} or {@code ambiguous}
 * @param query in the query language; null unless {@code query}
 * @param reason why there is no answer, or what to ask back
 */
record Proposal(String kind, String title, JsonNode query, String sql, String reason, List<String> assumptions) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_TEXT = 500;
    private static final int MAX_ASSUMPTIONS = 10;

    /** A proposal, or what is wrong with the text. */
    sealed interface Read {}

    record Good(Proposal proposal) implements Read {}

    record Malformed(String problem) implements Read {}

    /** Models wrap JSON in prose and code fences, whatever they are told. */
    static Read read(String text) {
        Optional<String> object = objectIn(text);
        if (object.isEmpty()) {
            return new Malformed("there is no JSON object in the answer");
        }
        try {
            JsonNode node = JSON.readTree(object.get());
            String kind = text(node, "kind").toLowerCase(Locale.ROOT);
            return switch (kind) {
                case "query" -> query(node);
                case "sql" ->
                    text(node, "sql").isBlank()
                            ? new Malformed("\"sql\" is empty")
                            : new Good(of(node, kind, null, node.path("sql").asText()));
                case "unsupported", "ambiguous" -> new Good(of(node, kind, null, ""));
                default -> new Malformed("\"kind\" must be query, sql, unsupported or ambiguous");
            };
        } catch (JsonProcessingException e) {
            return new Malformed("not JSON: " + e.getOriginalMessage());
        }
    }

    private static Read query(JsonNode node) throws JsonProcessingException {
        JsonNode query = node.path("query");
        if (query.isTextual() && !query.textValue().isBlank()) {
            query = JSON.readTree(query.textValue());
        }
        return query.isObject()
                ? new Good(of(node, "query", query, ""))
                : new Malformed("\"query\" must be a JSON object in the query language");
    }

    private static Proposal of(JsonNode node, String kind, JsonNode query, String sql) {
        List<String> assumptions = new ArrayList<>();
        for (JsonNode assumption : node.path("assumptions")) {
            if (assumption.isTextual() && !assumption.textValue().isBlank() && assumptions.size() < MAX_ASSUMPTIONS) {
                assumptions.add(clip(assumption.textValue()));
            }
        }
        return new Proposal(kind, text(node, "title"), query, sql, text(node, "reason"), assumptions);
    }

    private static Optional<String> objectIn(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        return from < 0 || to < from ? Optional.empty() : Optional.of(text.substring(from, to + 1));
    }

    private static String text(JsonNode node, String field) {
        return clip(node.path(field).asText(""));
    }

    /** What a model says is shown as text: one line, cut. */
    private static String clip(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT - 1) + "…";
    }
}
