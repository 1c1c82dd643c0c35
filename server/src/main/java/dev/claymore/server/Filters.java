package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Filter;
import dev.claymore.query.language.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Filters as they stand in a body or, as JSON, in the query string. */
final class Filters {

    private static final int MAX_FILTERS = 50;
    private static final int MAX_VALUES = 1000;

    private Filters() {}

    static List<Filter> parse(String json) {
        return read(Json.tree(json.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Filter> read(JsonNode filters) {
        List<Filter> read = new ArrayList<>();
        if (filters == null) {
            return read;
        }
        for (JsonNode filter : objects("filters", filters)) {
            Json.onlyFields(filter, "filters[" + read.size() + "]", Set.of("field", "op", "values"));
            read.add(new Filter(
                    Json.required(filter, "field", 300), operator(Json.required(filter, "op", 20)), values(filter)));
        }
        return read;
    }

    /** The objects of a list. */
    static JsonNode objects(String name, JsonNode list) {
        boolean good = list.isArray() && list.size() <= MAX_FILTERS;
        for (JsonNode item : list) {
            good &= item.isObject();
        }
        if (!good) {
            throw Problem.invalid(
                            "invalid_field", "\"" + name + "\" must be a list of at most " + MAX_FILTERS + " objects.")
                    .thrown();
        }
        return list;
    }

    private static Operator operator(String name) {
        for (Operator operator : Operator.values()) {
            if (operator.wire().equals(name)) {
                return operator;
            }
        }
        throw Problem.invalid("invalid_field", "There is no operator \"" + name + "\".")
                .thrown();
    }

    private static List<String> values(JsonNode filter) {
        List<String> values = new ArrayList<>();
        JsonNode list = filter.get("values");
        if (list == null) {
            return values;
        }
        if (!list.isArray() || list.size() > MAX_VALUES) {
            throw Problem.invalid("invalid_field", "\"values\" must be a list of at most " + MAX_VALUES + " values.")
                    .thrown();
        }
        for (JsonNode value : list) {
            if (!value.isValueNode() || value.isNull()) {
                throw Problem.invalid("invalid_field", "\"values\" must be texts, numbers, true or false.")
                        .thrown();
            }
            values.add(value.asText());
        }
        return values;
    }
}
