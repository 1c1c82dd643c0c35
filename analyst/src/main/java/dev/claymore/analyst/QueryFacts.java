package dev.claymore.analyst;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a query says, whatever part of it says so: fields, values, numbers, operators, bounds of time. */
final class QueryFacts {

    private static final Pattern DURATION = Pattern.compile("PT?[\\dTHMSD.]+");

    final String kind;
    /** Fields that are filtered, grouped, measured or ordered by. */
    final Set<String> fields = new HashSet<>();
    /** Of each filtered field, in lower case. */
    final Map<String, Set<String>> values = new HashMap<>();
    /** Operators and functions by their names on the wire, and names of parts: not, any, ratio, segments, … */
    final Set<String> words = new HashSet<>();

    /** How many numbers the query gives for each row. */
    final int measures;

    final Set<Double> numbers = new HashSet<>();
    final Set<Instant> bounds = new HashSet<>();

    QueryFacts(Query query) {
        JsonNode json = QueryJson.write(query);
        this.kind = json.path("kind").asText();
        this.measures = json.path("metrics").size();
        read("", json);
    }

    boolean has(String... any) {
        for (String word : any) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }

    boolean field(String... any) {
        for (String field : any) {
            if (fields.contains(field)) {
                return true;
            }
        }
        return false;
    }

    boolean number(double number) {
        return numbers.stream().anyMatch(other -> Math.abs(other - number) <= 1e-9 * Math.max(1, Math.abs(number)));
    }

    private void read(String name, JsonNode node) {
        if (node.isObject()) {
            if (node.has("field") && node.has("op") && node.has("values")) {
                Set<String> own = values.computeIfAbsent(node.get("field").asText(), field -> new HashSet<>());
                node.get("values").forEach(value -> own.add(value.asText().toLowerCase(Locale.ROOT)));
            }
            node.properties().forEach(part -> {
                if (!part.getValue().isContainerNode() || !part.getValue().isEmpty()) {
                    words.add(part.getKey());
                }
                read(part.getKey(), part.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(part -> read(name, part));
        } else if (node.isNumber()) {
            numbers.add(node.asDouble());
        } else if (node.isTextual()) {
            text(name, node.asText());
        } else if (node.asBoolean()) {
            words.add(name + "=true");
        }
    }

    private void text(String name, String text) {
        words.add(text);
        words.add(name + "=" + text);
        if (name.equals("field")) {
            fields.add(text);
        }
        try {
            if (name.matches("from|to")) {
                bounds.add(Instant.parse(text));
            } else if (DURATION.matcher(text).matches()) {
                numbers.add((double) Duration.parse(text).toMillis());
            } else if (name.equals("values") && text.matches("-?\\d+(\\.\\d+)?")) {
                numbers.add(Double.parseDouble(text));
            }
        } catch (DateTimeParseException noTime) {
            // A text that only looks like one.
        }
    }
}
