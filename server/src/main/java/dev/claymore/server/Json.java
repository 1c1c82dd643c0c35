package dev.claymore.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** JSON as the API reads and writes it: strict, shallow, no duplicate keys. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper FOR_PROJECTS =
            MAPPER.rebuild().addModule(WorkDone.timeOnly()).build();

    /** What a number in JSON can be without losing a digit on the way. */
    static final long MOST = (1L << 53) - 1;

    private Json() {}

    static byte[] bytes(Object value) {
        return bytes(MAPPER, value);
    }

    /** As {@code caller} may see it. */
    static byte[] bytes(Object value, Caller caller) {
        return bytes(
                switch (caller) {
                    case Caller.Admin() -> MAPPER;
                    case Caller.Project(var _), Caller.Viewer(var _, var _) -> FOR_PROJECTS;
                },
                value);
    }

    private static byte[] bytes(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    /** The object in {@code body}, with no fields but {@code allowed}. */
    static JsonNode object(byte[] body, Set<String> allowed) {
        JsonNode node = tree(body);
        if (!node.isObject()) {
            throw Problem.invalid("invalid_body", "The body must be a JSON object.")
                    .thrown();
        }
        onlyFields(node, "the body", allowed);
        return node;
    }

    static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw Problem.invalid("invalid_json", "Not JSON: " + e.getOriginalMessage() + where + ".")
                    .thrown();
        } catch (IOException e) {
            throw Problem.invalid("invalid_json", "The body could not be read as UTF-8 JSON.")
                    .thrown();
        }
    }

    static void onlyFields(JsonNode object, String where, Set<String> allowed) {
        object.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw Problem.invalid(
                                "unknown_field",
                                "There is no field \"" + clip(name) + "\" in " + where + "; there are "
                                        + String.join(
                                                ", ", allowed.stream().sorted().toList()) + ".")
                        .thrown();
            }
        });
    }

    /** The text of a field, or empty when it is absent or null. */
    static Optional<String> text(JsonNode object, String field, int maxLength) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > maxLength) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"" + field + "\" must be a text of at most " + maxLength + " characters.")
                    .thrown();
        }
        return Optional.of(value.textValue());
    }

    static String required(JsonNode object, String field, int maxLength) {
        return text(object, field, maxLength)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> Problem.invalid("missing_field", "\"" + field + "\" is missing.")
                        .thrown());
    }

    /** A list of texts, or empty when it is absent. */
    static Optional<List<String>> texts(JsonNode object, String field, int maxItems, int maxLength) {
        JsonNode value = object.get(field);
        if (value == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.isTextual() ? item.textValue() : null));
        if (!value.isArray()
                || texts.size() > maxItems
                || texts.stream().anyMatch(text -> text == null || text.length() > maxLength)) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"" + field + "\" must be a list of at most " + maxItems + " texts of at most " + maxLength
                                    + " characters.")
                    .thrown();
        }
        return Optional.of(texts);
    }

    /** The objects of a list. */
    static JsonNode objects(String name, JsonNode list, int maxItems) {
        boolean good = list.isArray() && list.size() <= maxItems;
        for (JsonNode item : list) {
            good &= item.isObject();
        }
        if (!good) {
            throw Problem.invalid(
                            "invalid_field", "\"" + name + "\" must be a list of at most " + maxItems + " objects.")
                    .thrown();
        }
        return list;
    }

    static double number(JsonNode object, String field, double fallback) {
        JsonNode value = object.get(field);
        if (value == null) {
            return fallback;
        }
        if (!value.isNumber()) {
            throw Problem.invalid("invalid_field", "\"" + field + "\" must be a number.")
                    .thrown();
        }
        return value.doubleValue();
    }

    /** A whole number; what is not one must not become another by being cut off. */
    static long whole(JsonNode object, String field, long fallback, long least, long most) {
        JsonNode value = object.get(field);
        if (value == null) {
            return fallback;
        }
        if (!value.isNumber()
                || !value.canConvertToExactIntegral()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"" + field + "\" must be a whole number from " + least + " to " + most + ", got "
                                    + clip(value.toString()) + ".")
                    .thrown();
        }
        return value.longValue();
    }

    static int whole(JsonNode object, String field, int fallback, int least, int most) {
        return Math.toIntExact(whole(object, field, (long) fallback, least, most));
    }

    static boolean bool(JsonNode object, String field, boolean fallback) {
        JsonNode value = object.get(field);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw Problem.invalid("invalid_field", "\"" + field + "\" must be true or false.")
                    .thrown();
        }
        return value.booleanValue();
    }

    static String clip(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }
}
