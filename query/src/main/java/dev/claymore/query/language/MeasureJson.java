package dev.claymore.query.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.language.Measure.Aggregate;
import dev.claymore.query.language.Measure.Formula;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.Measure.MovingAverage;
import dev.claymore.query.language.Measure.Named;
import dev.claymore.query.language.Measure.Ratio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures as JSON: the name of a metric, or an object. */
public final class MeasureJson {

    private static final int MAX_DEPTH = 5;
    private static final Set<String> FIELDS = Set.of(
            "name",
            "metric",
            "where",
            "function",
            "over",
            "field",
            "percentile",
            "ratio",
            "formula",
            "of",
            "movingAverage");

    private MeasureJson() {}

    /** @param fallbackName of a measure without one */
    public static Measure read(JsonNode node, String path, String fallbackName) {
        return read(node, path, fallbackName, 0);
    }

    private static Measure read(JsonNode node, String path, String fallbackName, int depth) {
        if (node.isTextual()) {
            return Named.of(node.textValue());
        }
        JsonFields fields = JsonFields.of(node, path, FIELDS);
        if (depth > MAX_DEPTH) {
            throw Refusal.invalid(path, "is nested more than " + MAX_DEPTH + " deep");
        }
        String name = fields.text("name").orElse(fallbackName);
        if (fields.has("metric")) {
            return new Named(
                    fields.text("name").orElse(fields.requiredText("metric")),
                    fields.requiredText("metric"),
                    ConditionJson.optional(fields, "where"));
        }
        if (fields.has("function")) {
            return aggregate(fields, name);
        }
        if (fields.has("ratio")) {
            List<Measure> parts =
                    fields.list("ratio", 2, (part, at) -> read(part, at, at.endsWith("[0]") ? "of" : "to", depth + 1));
            if (parts.size() != 2) {
                throw Refusal.invalid(fields.at("ratio"), "must be two measures");
            }
            return new Ratio(name, parts.get(0), parts.get(1));
        }
        if (fields.has("formula")) {
            return formula(fields, name, depth);
        }
        if (fields.has("movingAverage")) {
            JsonFields moving =
                    JsonFields.of(fields.get("movingAverage"), fields.at("movingAverage"), Set.of("of", "buckets"));
            return new MovingAverage(
                    name, read(moving.get("of"), moving.at("of"), "of", depth + 1), moving.integer("buckets", 7));
        }
        throw Refusal.invalid(path, "must have metric, function, ratio, formula or movingAverage");
    }

    private static Aggregate aggregate(JsonFields fields, String name) {
        return new Aggregate(
                name,
                fields.choice("function", Function.values(), Function::wire, null),
                fields.has("over") ? fields.choice("over", Entity.values(), Entity::wire, null) : null,
                fields.text("field").orElse(null),
                fields.number("percentile", 0),
                ConditionJson.optional(fields, "where"));
    }

    private static Formula formula(JsonFields fields, String name, int depth) {
        Map<String, Measure> of = new LinkedHashMap<>();
        fields.get("of")
                .properties()
                .forEach(entry -> of.put(
                        entry.getKey(),
                        read(entry.getValue(), fields.at("of") + "." + entry.getKey(), entry.getKey(), depth + 1)));
        return new Formula(name, fields.requiredText("formula"), of);
    }

    static ObjectNode write(Measure measure) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", measure.name());
        switch (measure) {
            case Named named -> node.put("metric", named.metric()).set("where", ConditionJson.write(named.where()));
            case Aggregate aggregate -> {
                node.put("function", aggregate.function().wire());
                if (aggregate.over() != null) {
                    node.put("over", aggregate.over().wire());
                }
                if (aggregate.field() != null) {
                    node.put("field", aggregate.field());
                }
                if (aggregate.function() == Function.PERCENTILE) {
                    node.put("percentile", aggregate.percentile());
                }
                node.set("where", ConditionJson.write(aggregate.where()));
            }
            case Ratio ratio ->
                node.putArray("ratio").add(write(ratio.numerator())).add(write(ratio.denominator()));
            case Formula formula -> {
                node.put("formula", formula.expression());
                ObjectNode of = node.putObject("of");
                formula.of().forEach((key, part) -> of.set(key, write(part)));
            }
            case MovingAverage moving ->
                node.putObject("movingAverage").put("buckets", moving.buckets()).set("of", write(moving.of()));
        }
        return node;
    }
}
