package dev.claymore.query.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.language.Condition.All;
import dev.claymore.query.language.Condition.Any;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Condition.InCohort;
import dev.claymore.query.language.Condition.Not;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.Condition.Where;
import java.util.List;
import java.util.Set;

/** Conditions as JSON. */
final class ConditionJson {

    private static final int MAX_CONDITIONS = 50;
    private static final int MAX_VALUES = 1_000;
    private static final int MAX_DEPTH = 12;
    private static final Set<String> FIELDS =
            Set.of("all", "any", "not", "field", "op", "values", "did", "sequence", "cohort");

    private ConditionJson() {}

    static Condition read(JsonNode node, String path) {
        return read(node, path, 0);
    }

    /** What holds when nothing is said: everything. */
    static Condition optional(JsonFields fields, String name) {
        return fields.has(name) ? read(fields.get(name), fields.at(name)) : Condition.ALWAYS;
    }

    private static Condition read(JsonNode node, String path, int depth) {
        JsonFields fields = JsonFields.of(node, path, FIELDS);
        if (depth > MAX_DEPTH) {
            throw Refusal.invalid(path, "is nested more than " + MAX_DEPTH + " deep");
        }
        if (fields.has("field")) {
            return where(node, path);
        }
        if (node.size() != 1) {
            throw Refusal.invalid(path, "must be one of field, all, any, not, did, sequence, cohort");
        }
        String kind = node.fieldNames().next();
        return switch (kind) {
            case "all" -> new All(fields.list("all", MAX_CONDITIONS, (item, at) -> read(item, at, depth + 1)));
            case "any" -> new Any(fields.list("any", MAX_CONDITIONS, (item, at) -> read(item, at, depth + 1)));
            case "not" -> new Not(read(node.get("not"), fields.at("not"), depth + 1));
            case "did" -> did(node.get("did"), fields.at("did"), depth);
            case "sequence" -> sequence(node.get("sequence"), fields.at("sequence"), depth);
            case "cohort" -> new InCohort(fields.requiredText("cohort"));
            default -> throw Refusal.invalid(fields.at(kind), "needs a field");
        };
    }

    private static Where where(JsonNode node, String path) {
        JsonFields fields = JsonFields.of(node, path, Set.of("field", "op", "values"));
        return new Where(
                fields.requiredText("field"),
                fields.choice("op", Operator.values(), Operator::wire, Operator.EQ),
                fields.list("values", MAX_VALUES, (value, at) -> {
                    if (!value.isValueNode() || value.isNull()) {
                        throw Refusal.invalid(at, "must be a text, a number, true or false");
                    }
                    return value.asText();
                }));
    }

    private static Did did(JsonNode node, String path, int depth) {
        JsonFields fields = JsonFields.of(node, path, Set.of("by", "what", "where", "count", "during"));
        return new Did(
                fields.choice("by", Subject.values(), Subject::wire, Subject.SESSION),
                fields.choice("what", Entity.values(), Entity::wire, Entity.EVENT),
                fields.has("where") ? read(fields.get("where"), fields.at("where"), depth + 1) : Condition.ALWAYS,
                count(fields, "count"),
                during(fields));
    }

    private static Sequence sequence(JsonNode node, String path, int depth) {
        JsonFields fields = JsonFields.of(node, path, Set.of("by", "steps", "within", "during"));
        return new Sequence(
                fields.choice("by", Subject.values(), Subject::wire, Subject.SESSION),
                fields.list("steps", 10, (step, at) -> read(step, at, depth + 1)),
                fields.duration("within"),
                during(fields));
    }

    static Count count(JsonFields fields, String name) {
        if (!fields.has(name)) {
            return Count.AT_LEAST_ONCE;
        }
        JsonFields count = JsonFields.of(fields.get(name), fields.at(name), Set.of("op", "value"));
        Operator op = count.choice("op", Operator.values(), Operator::wire, Operator.GTE);
        if (!op.compares()) {
            throw Refusal.invalid(count.at("op"), "must be one of eq, ne, gt, gte, lt, lte");
        }
        int value = count.integer("value", 1);
        if (value < 0) {
            throw Refusal.invalid(count.at("value"), "must not be negative");
        }
        return new Count(op, value);
    }

    private static During during(JsonFields fields) {
        if (!fields.has("during")) {
            return During.QUERY;
        }
        JsonNode node = fields.get("during");
        if (node.isTextual()) {
            return switch (node.textValue()) {
                case "query" -> During.QUERY;
                case "ever" -> During.EVER;
                default ->
                    throw Refusal.invalid(fields.at("during"), "must be query, ever or an object with from and to");
            };
        }
        JsonFields span = JsonFields.of(node, fields.at("during"), Set.of("from", "to"));
        return new During.Span(new Range(span.instant("from"), span.instant("to")));
    }

    static ObjectNode write(Condition condition) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (condition) {
            case All(List<Condition> own) -> writeAll(node.putArray("all"), own);
            case Any(List<Condition> own) -> writeAll(node.putArray("any"), own);
            case Not(Condition own) -> node.set("not", write(own));
            case Where where -> {
                node.put("field", where.field()).put("op", where.op().wire());
                where.values().forEach(node.putArray("values")::add);
            }
            case Did did -> writeDid(node.putObject("did"), did);
            case Sequence sequence -> writeSequence(node.putObject("sequence"), sequence);
            case InCohort(String id) -> node.put("cohort", id);
        }
        return node;
    }

    static void writeAll(ArrayNode list, List<Condition> conditions) {
        conditions.forEach(condition -> list.add(write(condition)));
    }

    private static void writeDid(ObjectNode node, Did did) {
        node.put("by", did.by().wire()).put("what", did.what().wire()).set("where", write(did.where()));
        node.set("count", write(did.count()));
        during(node, did.during());
    }

    private static void writeSequence(ObjectNode node, Sequence sequence) {
        node.put("by", sequence.by().wire());
        writeAll(node.putArray("steps"), sequence.steps());
        if (sequence.within() != null) {
            node.put("within", sequence.within().toString());
        }
        during(node, sequence.during());
    }

    static ObjectNode write(Count count) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("op", count.op().wire())
                .put("value", count.value());
    }

    private static void during(ObjectNode node, During during) {
        switch (during) {
            case During.Query query -> node.put("during", "query");
            case During.Ever ever -> node.put("during", "ever");
            case During.Span(Range range) -> QueryJson.write(node.putObject("during"), range);
        }
    }
}
