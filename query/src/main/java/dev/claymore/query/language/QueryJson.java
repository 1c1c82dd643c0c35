package dev.claymore.query.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads questions from JSON: an object whose {@code kind} says which; without one it is about {@code metrics}. */
public final class QueryJson {

    private static final List<String> COMMON = List.of("kind", "from", "to", "timezone", "where", "filters");
    private static final int MAX_FILTERS = 50;

    private QueryJson() {}

    /**
     * Reads a question.
     *
     * @throws Refusal naming the field that is wrong
     */
    public static Query read(JsonNode node) {
        if (!node.isObject()) {
            throw Refusal.invalid("", "the question must be a JSON object");
        }
        JsonNode kind = node.path("kind");
        return switch (kind.isMissingNode() ? "metrics" : kind.asText()) {
            case "metrics" ->
                metrics(fields(
                        node,
                        "metrics",
                        "dimensions",
                        "interval",
                        "segments",
                        "compareTo",
                        "orderBy",
                        "limit",
                        "cursor"));
            case "sessions" -> sessions(fields(node, "text", "orderBy", "limit", "cursor"));
            case "events" -> events(fields(node, "fields", "newestFirst", "limit", "cursor"));
            case "people" -> people(fields(node, "over", "count", "signedIn", "metrics", "orderBy", "limit", "cursor"));
            case "funnel" ->
                funnel(fields(node, "by", "steps", "order", "window", "without", "dimension", "interval", "times"));
            case "conversion" -> conversion(fields(node, "first", "then", "within", "during", "dimension", "interval"));
            case "retention" -> retention(fields(node, "start", "back", "retention", "unit", "periods", "cohorts"));
            case "paths" -> paths(fields(node, "direction", "anchor", "depth", "collapseLoops", "limit"));
            case "stickiness" -> stickiness(fields(node, "event", "unit"));
            case "lifecycle" -> lifecycle(fields(node, "event", "unit"));
            case "heatmap" -> heatmap(fields(node, "gesture", "surface", "limit"));
            case "errors" -> errors(fields(node, "interval", "orderBy", "limit"));
            default ->
                throw Refusal.invalid(
                        "kind",
                        "must be one of metrics, sessions, events, people, funnel, conversion, retention, paths, stickiness,"
                                + " lifecycle, heatmap, errors");
        };
    }

    /** A number of an answer: {@code {"row": {...}, "column": "..."}}. */
    public static Cell cell(JsonNode node) {
        JsonFields fields = JsonFields.of(node, "cell", Set.of("row", "column"));
        Map<String, Object> row = new LinkedHashMap<>();
        if (fields.has("row")) {
            fields.get("row").properties().forEach(entry -> row.put(entry.getKey(), value(entry.getValue())));
        }
        return new Cell(row, fields.text("column").orElse(""));
    }

    private static Object value(JsonNode node) {
        return node.isNull() ? null : node.isNumber() ? (Object) node.doubleValue() : node.asText();
    }

    /** The counterpart of {@link #read}: what it writes reads as the same question. */
    public static ObjectNode write(Query query) {
        return QueryWriter.write(query);
    }

    /** A condition alone, as a cohort is made of. */
    public static Condition condition(JsonNode node, String path) {
        return ConditionJson.read(node, path);
    }

    /** Comparisons that all hold, as the older {@code filters} has them. */
    public static Condition filters(JsonNode list) {
        JsonFields fields = JsonFields.of(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .set("filters", list),
                "",
                Set.of("filters"));
        return Condition.and(
                fields.list("filters", MAX_FILTERS, ConditionJson::read).toArray(Condition[]::new));
    }

    private static JsonFields fields(JsonNode node, String... own) {
        Set<String> allowed = new LinkedHashSet<>(COMMON);
        allowed.addAll(List.of(own));
        return JsonFields.of(node, "", allowed);
    }

    private static Scope scope(JsonFields fields) {
        Condition filters = Condition.and(
                fields.list("filters", MAX_FILTERS, ConditionJson::read).toArray(Condition[]::new));
        return new Scope(
                new Range(fields.instant("from"), fields.instant("to")),
                zone(fields),
                Condition.and(filters, ConditionJson.optional(fields, "where")));
    }

    private static ZoneId zone(JsonFields fields) {
        try {
            return ZoneId.of(fields.text("timezone").orElse("UTC"));
        } catch (DateTimeException e) {
            throw Refusal.invalid("timezone", "must be a name such as Europe/Berlin");
        }
    }

    private static MetricsQuery metrics(JsonFields fields) {
        return new MetricsQuery(
                scope(fields),
                measures(fields),
                fields.list("dimensions", 5, QueryJson::breakdown),
                interval(fields, "interval", Interval.NONE),
                fields.list("segments", 10, QueryJson::segment),
                fields.has("compareTo") ? range(fields.get("compareTo"), "compareTo") : null,
                orders(fields),
                limit(fields),
                fields.text("cursor").orElse(null));
    }

    private static int limit(JsonFields fields) {
        int limit = fields.integer("limit", MetricsQuery.NO_LIMIT);
        if (fields.has("limit") && limit < 1) {
            throw Refusal.invalid("limit", "must be between 1 and %d, got %d".formatted(Query.MAX_LIMIT, limit));
        }
        return limit;
    }

    private static List<Measure> measures(JsonFields fields) {
        return fields.list(
                "metrics", 20, (node, at) -> MeasureJson.read(node, at, "metric" + at.replaceAll("\\D", "")));
    }

    private static SessionsQuery sessions(JsonFields fields) {
        return new SessionsQuery(
                scope(fields),
                fields.text("text").orElse(""),
                orders(fields),
                fields.integer("limit", SessionsQuery.DEFAULT_LIMIT),
                fields.text("cursor").orElse(null));
    }

    private static EventsQuery events(JsonFields fields) {
        return new EventsQuery(
                scope(fields),
                fields.list("fields", 30, JsonFields::textItem),
                !fields.has("newestFirst") || fields.flag("newestFirst"),
                fields.integer("limit", 100),
                fields.text("cursor").orElse(null));
    }

    private static PeopleQuery people(JsonFields fields) {
        return new PeopleQuery(
                scope(fields),
                fields.choice("over", Entity.values(), Entity::wire, Entity.SESSION),
                ConditionJson.count(fields, "count"),
                fields.flag("signedIn"),
                measures(fields),
                orders(fields),
                fields.integer("limit", 100),
                fields.text("cursor").orElse(null));
    }

    private static FunnelQuery funnel(JsonFields fields) {
        return new FunnelQuery(
                scope(fields),
                fields.choice("by", Subject.values(), Subject::wire, Subject.PERSON),
                fields.list("steps", 10, QueryJson::step),
                fields.choice("order", StepOrder.values(), QueryJson::camel, StepOrder.ORDERED),
                fields.duration("window"),
                fields.list("without", 10, ConditionJson::read),
                fields.has("dimension") ? breakdown(fields.get("dimension"), "dimension") : null,
                interval(fields, "interval", Interval.NONE),
                fields.flag("times"));
    }

    private static Step step(JsonNode node, String path) {
        JsonFields fields = JsonFields.of(node, path, Set.of("label", "match"));
        return new Step(fields.text("label").orElse(""), ConditionJson.read(fields.get("match"), fields.at("match")));
    }

    private static ConversionQuery conversion(JsonFields fields) {
        return new ConversionQuery(
                scope(fields),
                ConditionJson.read(fields.get("first"), "first"),
                ConditionJson.read(fields.get("then"), "then"),
                fields.duration("within"),
                fields.has("during") ? range(fields.get("during"), "during") : null,
                fields.has("dimension") ? breakdown(fields.get("dimension"), "dimension") : null,
                interval(fields, "interval", Interval.NONE));
    }

    private static RetentionQuery retention(JsonFields fields) {
        return new RetentionQuery(
                scope(fields),
                nullable(fields, "start"),
                nullable(fields, "back"),
                fields.choice(
                        "retention",
                        RetentionQuery.Kind.values(),
                        QueryJson::camel,
                        RetentionQuery.Kind.FIRST_IN_RANGE),
                interval(fields, "unit", Interval.WEEK),
                fields.has("periods")
                        ? fields.list("periods", 400, QueryJson::period)
                        : List.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
                interval(fields, "cohorts", Interval.NONE));
    }

    private static Integer period(JsonNode node, String path) {
        if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 0) {
            throw Refusal.invalid(path, "must be a whole number of 0 or more");
        }
        return node.intValue();
    }

    private static PathsQuery paths(JsonFields fields) {
        return new PathsQuery(
                scope(fields),
                fields.choice("direction", PathsQuery.Direction.values(), QueryJson::camel, PathsQuery.Direction.AFTER),
                nullable(fields, "anchor"),
                fields.integer("depth", 1),
                fields.flag("collapseLoops"),
                fields.integer("limit", 10));
    }

    private static StickinessQuery stickiness(JsonFields fields) {
        return new StickinessQuery(scope(fields), nullable(fields, "event"), interval(fields, "unit", Interval.DAY));
    }

    private static LifecycleQuery lifecycle(JsonFields fields) {
        return new LifecycleQuery(scope(fields), nullable(fields, "event"), interval(fields, "unit", Interval.WEEK));
    }

    private static HeatmapQuery heatmap(JsonFields fields) {
        return new HeatmapQuery(
                scope(fields),
                fields.choice("gesture", HeatmapQuery.Gesture.values(), QueryJson::camel, HeatmapQuery.Gesture.CLICK),
                fields.choice("surface", HeatmapQuery.Surface.values(), QueryJson::camel, HeatmapQuery.Surface.ELEMENT),
                fields.integer("limit", Query.DEFAULT_LIMIT));
    }

    private static ErrorGroupsQuery errors(JsonFields fields) {
        return new ErrorGroupsQuery(
                scope(fields),
                interval(fields, "interval", Interval.AUTO),
                orders(fields),
                fields.integer("limit", 100));
    }

    private static Condition nullable(JsonFields fields, String name) {
        return fields.has(name) ? ConditionJson.read(fields.get(name), name) : null;
    }

    private static Breakdown breakdown(JsonNode node, String path) {
        if (node.isTextual()) {
            return Breakdown.by(node.textValue());
        }
        JsonFields fields = JsonFields.of(node, path, Set.of("field", "bins"));
        return new Breakdown(fields.requiredText("field"), fields.list("bins", 100, QueryJson::bin));
    }

    private static Double bin(JsonNode node, String path) {
        if (!node.isNumber()) {
            throw Refusal.invalid(path, "must be a number");
        }
        return node.doubleValue();
    }

    private static Segment segment(JsonNode node, String path) {
        JsonFields fields = JsonFields.of(node, path, Set.of("name", "where"));
        return new Segment(fields.requiredText("name"), ConditionJson.read(fields.get("where"), fields.at("where")));
    }

    private static Range range(JsonNode node, String path) {
        JsonFields fields = JsonFields.of(node, path, Set.of("from", "to"));
        return new Range(fields.instant("from"), fields.instant("to"));
    }

    private static List<Order> orders(JsonFields fields) {
        return fields.list("orderBy", 5, (node, path) -> {
            JsonFields order = JsonFields.of(node, path, Set.of("field", "direction"));
            String direction = order.text("direction").orElse("desc");
            if (!direction.equals("asc") && !direction.equals("desc")) {
                throw Refusal.invalid(order.at("direction"), "must be asc or desc");
            }
            return new Order(order.requiredText("field"), direction.equals("desc"));
        });
    }

    private static Interval interval(JsonFields fields, String name, Interval fallback) {
        return fields.choice(name, Interval.values(), Interval::wire, fallback);
    }

    /** FIRST_IN_RANGE as firstInRange. */
    static String camel(Enum<?> value) {
        String[] words = value.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return camel.toString();
    }

    static void write(ObjectNode node, Range range) {
        if (range.from() != null) {
            node.put("from", range.from().toString());
        }
        if (range.to() != null) {
            node.put("to", range.to().toString());
        }
    }
}
