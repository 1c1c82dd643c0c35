package dev.claymore.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.language.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be asked: entities, metrics and dimensions with their words, units and SQL. It is data ({@code model.json}); the compiler, the
 * API's validation, the filter pickers and the reference page all come from it. A new metric is one entry there.
 */
public final class SemanticModel {

    static final String TAG_PREFIX = "tags.";

    private static final int MAX_TAG_KEY_LENGTH = 200;

    private final Document document;
    private final Map<String, Metric> metrics;
    private final Map<String, Dimension> dimensions;

    /**
     * @param table that holds it
     * @param time the column its time range is about
     */
    public record Entity(
            String name, String label, String table, String time, String description, List<String> synonyms) {}

    /** @param sql by entity: the expression over the entity's table */
    public record Metric(
            String name,
            String label,
            String unit,
            String description,
            List<String> synonyms,
            Map<String, String> sql) {}

    /**
     * @param type string, number, boolean, uuid or tag
     * @param sql by entity: the expression over the entity's table
     * @param sessionArray column of sessions that holds all values of a session's events; null: none
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
            String sessionArray,
            List<String> values) {

        boolean tag() {
            return type.equals("tag");
        }

        String tagKey() {
            return name.substring(TAG_PREFIX.length());
        }

        boolean of(String entity) {
            return sql.containsKey(entity);
        }
    }

    /** The whole of it, as the API shows it. */
    public record Document(
            List<Entity> entities,
            List<Metric> metrics,
            List<Dimension> dimensions,
            Map<String, List<String>> operators) {}

    private SemanticModel(Document document) {
        this.document = document;
        this.metrics = document.metrics().stream().collect(Collectors.toMap(Metric::name, Function.identity()));
        this.dimensions =
                document.dimensions().stream().collect(Collectors.toMap(Dimension::name, Function.identity()));
    }

    static SemanticModel load() {
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
            return Optional.of(new Dimension(name, key, "tag", "Custom tag " + key, List.of(), Map.of(), null, null));
        }
        return Optional.ofNullable(dimensions.get(name));
    }

    public Entity entity(String name) {
        return document.entities().stream()
                .filter(entity -> entity.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public boolean allows(Dimension dimension, Operator op) {
        return document.operators().getOrDefault(dimension.type(), List.of()).contains(op.wire());
    }
}
