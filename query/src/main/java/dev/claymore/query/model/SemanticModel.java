package dev.claymore.query.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MeasureJson;
import dev.claymore.query.language.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be asked: entities, metrics, dimensions and ready reports, with their words, units and SQL. It is data ({@code model.json}); the
 * compiler, the API's validation, the filter pickers and the reference page all come from it. A new metric is one entry there.
 */
public final class SemanticModel {

    public static final String TAG_PREFIX = "tags.";

    private static final int MAX_TAG_KEY_LENGTH = 200;
    private static final String PEOPLE = " AND {people}";
    private static final SemanticModel MODEL = read();

    private final Document document;
    private final Map<String, Metric> metrics;
    private final Map<String, Dimension> dimensions;

    /**
     * @param table that holds it
     * @param time the column its time range is about
     */
    public record EntityEntry(
            String name, String label, String table, String time, String description, List<String> synonyms) {}

    /**
     * @param unit count, share, ms, money, number
     * @param measure by entity: what it is, in terms of the query language
     */
    public record Metric(
            String name,
            String label,
            String unit,
            String description,
            List<String> synonyms,
            Map<String, JsonNode> measure) {

        public boolean over(Entity entity) {
            return measure.containsKey(entity.wire());
        }

        /** What it is over that entity, under its own name. */
        public Measure measure(Entity entity) {
            return MeasureJson.read(measure.get(entity.wire()), "metrics." + name, name);
        }
    }

    /**
     * @param type string, number, boolean, uuid or tag
     * @param sql by entity: the expression over the entity's table; {@code {people}} in it stands for a condition that may leave out the
     *     people who have no row in the range
     * @param eventType of the events that have it; null: any
     * @param sessionArray column of sessions that holds all values of a session's events; null: none
     * @param arrayType type of the events whose values that is; null: all
     * @param values all it can have; null: open
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Dimension(
            String name,
            String label,
            String type,
            String description,
            List<String> synonyms,
            Map<String, String> sql,
            String eventType,
            String sessionArray,
            String arrayType,
            List<String> values) {

        public boolean tag() {
            return type.equals("tag");
        }

        public String tagKey() {
            return name.substring(TAG_PREFIX.length());
        }

        public boolean of(Entity entity) {
            return sql.containsKey(entity.wire());
        }

        public String sql(Entity entity) {
            return sql.get(entity.wire());
        }

        /** Whether it looks at all that its row's person has done. */
        public boolean ofPeople(Entity entity) {
            return sql(entity).contains(PEOPLE);
        }

        /** @param condition on those people */
        public Dimension among(String condition) {
            Map<String, String> narrowed = new HashMap<>();
            sql.forEach((entity, expression) -> narrowed.put(entity, expression.replace(PEOPLE, condition)));
            return new Dimension(
                    name, label, type, description, synonyms, narrowed, eventType, sessionArray, arrayType, values);
        }

        /** The value of a row, empty for events of another type. */
        public String value(Entity entity) {
            return entity == Entity.EVENT && eventType != null
                    ? "if(type = '" + eventType + "', " + sql(entity) + ", '')"
                    : sql(entity);
        }

        /** Whether the array tells all that events say, and not only those of one type. */
        public boolean arrayExact() {
            return sessionArray != null && (eventType != null || arrayType == null);
        }

        /** Whether the array is what a session has of it: all that its events say, or what it viewed, as a page of a session is one. */
        public boolean arrayTold() {
            return arrayExact() || "pageview".equals(arrayType);
        }
    }

    /**
     * Questions that are ready to be asked, for a page of the UI.
     *
     * @param panels each with a title and a query that lacks only its range
     */
    public record Report(String name, String label, String description, List<Panel> panels) {}

    /** @param query as in {@code POST /query}, without from and to */
    public record Panel(String name, String label, String chart, JsonNode query) {}

    /** The whole of it, as the API shows it. */
    public record Document(
            List<EntityEntry> entities,
            List<Metric> metrics,
            List<Dimension> dimensions,
            Map<String, List<String>> operators,
            List<Report> reports) {}

    private SemanticModel(Document document) {
        this.document = document;
        this.metrics = document.metrics().stream().collect(Collectors.toMap(Metric::name, Function.identity()));
        this.dimensions =
                document.dimensions().stream().collect(Collectors.toMap(Dimension::name, Function.identity()));
    }

    /** The model of the product. */
    public static SemanticModel load() {
        return MODEL;
    }

    private static SemanticModel read() {
        try (InputStream resource = SemanticModel.class.getResourceAsStream("model.json")) {
            return new SemanticModel(new ObjectMapper().readValue(resource, Document.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Document document() {
        return document;
    }

    public Optional<Metric> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    /** A dimension by its name; every {@code tags.<key>} is one. */
    public Optional<Dimension> dimension(String name) {
        if (name.startsWith(TAG_PREFIX)
                && name.length() > TAG_PREFIX.length()
                && name.length() <= TAG_PREFIX.length() + MAX_TAG_KEY_LENGTH) {
            String key = name.substring(TAG_PREFIX.length());
            return Optional.of(
                    new Dimension(name, key, "tag", "Custom tag " + key, List.of(), Map.of(), null, null, null, null));
        }
        return Optional.ofNullable(dimensions.get(name));
    }

    public boolean allows(Dimension dimension, Operator op) {
        return document.operators().getOrDefault(dimension.type(), List.of()).contains(op.wire());
    }
}
