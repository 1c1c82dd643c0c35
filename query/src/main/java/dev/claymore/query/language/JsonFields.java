package dev.claymore.query.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of one JSON object, and where it stands, so that what is wrong can be named. */
final class JsonFields {

    private static final int MAX_TEXT = 10_000;

    private final JsonNode node;
    private final String path;

    private JsonFields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** An object with no fields but these. */
    static JsonFields of(JsonNode node, String path, Set<String> allowed) {
        if (node == null || !node.isObject()) {
            throw Refusal.invalid(path, "must be an object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw Refusal.unknown(
                        path.isEmpty() ? name : path + "." + name,
                        "is not known here; there are "
                                + allowed.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
        return new JsonFields(node, path);
    }

    String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    JsonNode get(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw Refusal.invalid(at(field), "is missing");
        }
        return value;
    }

    Optional<String> text(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.get(field);
        if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
            throw Refusal.invalid(at(field), "must be a text of at most " + MAX_TEXT + " characters");
        }
        return Optional.of(value.textValue());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> Refusal.invalid(at(field), "is missing"));
    }

    boolean flag(String field) {
        if (has(field) && !node.get(field).isBoolean()) {
            throw Refusal.invalid(at(field), "must be true or false");
        }
        return has(field) && node.get(field).booleanValue();
    }

    double number(String field, double fallback) {
        if (has(field) && !node.get(field).isNumber()) {
            throw Refusal.invalid(at(field), "must be a number");
        }
        return has(field) ? node.get(field).doubleValue() : fallback;
    }

    int integer(String field, int fallback) {
        if (has(field) && !node.get(field).canConvertToExactIntegral()) {
            throw Refusal.invalid(at(field), "must be a whole number");
        }
        return has(field) ? Math.clamp(node.get(field).longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE) : fallback;
    }

    Instant instant(String field) {
        Optional<String> text = text(field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.get(), Instant::from);
        } catch (DateTimeException e) {
            throw Refusal.invalid(at(field), "must be a time such as 2026-01-31T12:00:00.000Z");
        }
    }

    /** As {@code P14D} or {@code PT1H}, null when it is absent. */
    Duration duration(String field) {
        Optional<String> text = text(field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text.get());
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(3_660)) < 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw Refusal.invalid(at(field), "must be a duration such as P14D or PT30M, of at most ten years");
    }

    <E extends Enum<E>> E choice(String field, E[] values, Function<E, String> wire, E fallback) {
        Optional<String> text = text(field);
        if (text.isEmpty() && fallback != null) {
            return fallback;
        }
        return Arrays.stream(values)
                .filter(value -> text.isPresent() && wire.apply(value).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        at(field),
                        "must be one of " + Arrays.stream(values).map(wire).collect(Collectors.joining(", "))));
    }

    /** The items of a list, each read at its place; empty when it is absent. */
    <T> List<T> list(String field, int maxItems, BiFunction<JsonNode, String, T> item) {
        List<T> items = new ArrayList<>();
        if (!has(field)) {
            return items;
        }
        JsonNode list = node.get(field);
        if (!list.isArray() || list.size() > maxItems) {
            throw Refusal.invalid(at(field), "must be a list of at most " + maxItems);
        }
        for (JsonNode node : list) {
            items.add(item.apply(node, at(field) + "[" + items.size() + "]"));
        }
        return items;
    }

    static String textItem(JsonNode node, String path) {
        if (!node.isTextual() || node.textValue().length() > MAX_TEXT) {
            throw Refusal.invalid(path, "must be a text");
        }
        return node.textValue();
    }
}
