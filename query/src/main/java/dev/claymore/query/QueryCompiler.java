package dev.claymore.query;

import static dev.claymore.query.FilterCompiler.EVENT;
import static dev.claymore.query.FilterCompiler.SESSION;

import dev.claymore.query.FilterCompiler.Checked;
import dev.claymore.query.SemanticModel.Dimension;
import dev.claymore.query.SemanticModel.Entity;
import dev.claymore.query.SemanticModel.Metric;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A semantic query as one statement. Metrics of sessions and of events are counted apart, each over its own table, and their rows put
 * together by time and dimensions.
 */
final class QueryCompiler {

    private static final int MAX_METRICS = 20;
    private static final int MAX_DIMENSIONS = 5;
    private static final int MAX_FILTERS = 50;

    private final SemanticModel model;
    private final SemanticQuery query;
    private final SqlBuilder sql = new SqlBuilder();
    private final List<Metric> metrics;
    private final List<Dimension> dimensions;
    private final List<Checked> filters;
    private final Interval interval;

    /** @param metrics in the order of their columns */
    record Compiled(
            String sql, SqlBuilder values, Interval interval, List<Dimension> dimensions, List<Metric> metrics) {}

    private QueryCompiler(SemanticModel model, SemanticQuery query) {
        this.model = model;
        this.query = query;
        checkBounds(query);
        this.metrics = metrics(model, query);
        this.dimensions = dimensions(model, query);
        this.filters = FilterCompiler.check(model, query.filters());
        this.interval = query.interval().resolve(new Range(query.from(), query.to()));
    }

    /** Throws {@link RefusedException} naming the part of the query that is wrong. */
    static Compiled compile(SemanticModel model, String projectId, SemanticQuery query) {
        QueryCompiler compiler = new QueryCompiler(model, query);
        compiler.sql.named("projectId", "String", projectId);
        compiler.sql.named("timezone", "String", query.timezone().getId());
        return new Compiled(
                compiler.statement(), compiler.sql, compiler.interval, compiler.dimensions, compiler.metrics);
    }

    private String statement() {
        Map<String, List<Metric>> byEntity = metrics.stream().collect(Collectors.groupingBy(this::entity));
        List<String> parts = Stream.of(SESSION, EVENT)
                .filter(byEntity::containsKey)
                .map(entity -> part(entity, byEntity.get(entity), byEntity.size() > 1))
                .toList();
        String body = parts.size() == 1 ? parts.getFirst() : together(parts);
        return body + orderBy() + "\nLIMIT " + query.limit();
    }

    /** Sessions are fewer than events, so what can be answered from them is. */
    private String entity(Metric metric) {
        boolean session = metric.sql().containsKey(SESSION)
                && dimensions.stream().allMatch(dimension -> dimension.tag() || dimension.of(SESSION));
        String entity = session || !metric.sql().containsKey(EVENT) ? SESSION : EVENT;
        for (Dimension dimension : dimensions) {
            if (entity.equals(SESSION) && !dimension.tag() && !dimension.of(SESSION)) {
                throw new RefusedException(
                        "invalid_query",
                        "dimensions",
                        "'%s' is about sessions and cannot be broken down by '%s', which is about events"
                                .formatted(metric.name(), dimension.name()));
            }
        }
        return entity;
    }

    private String part(String entity, List<Metric> own, boolean united) {
        Entity table = model.entity(entity);
        List<String> columns = new ArrayList<>();
        List<String> joins = new ArrayList<>();
        if (interval != Interval.NONE) {
            columns.add(bucket(table.time()) + " AS time");
        }
        for (Dimension dimension : dimensions) {
            columns.add(column(entity, dimension, joins) + " AS " + quoted(dimension.name()));
        }
        for (Metric metric : united ? metrics : own) {
            columns.add((own.contains(metric) ? metric.sql().get(entity) : "NULL") + " AS " + quoted(metric.name()));
        }
        List<String> conditions = new ArrayList<>();
        conditions.add("projectId = {projectId:String}");
        conditions.add(table.time() + " >= " + sql.bindTime(query.from()));
        conditions.add(table.time() + " < " + sql.bindTime(query.to()));
        if (entity.equals(EVENT) && own.stream().allMatch(metric -> type(metric) != null)) {
            Set<String> types =
                    own.stream().map(QueryCompiler::type).collect(Collectors.toCollection(LinkedHashSet::new));
            conditions.add("type IN " + sql.bind("Array(String)", List.copyOf(types)));
        }
        conditions.addAll(new FilterCompiler(model, sql, query.from(), query.to()).compile(entity, filters));
        return "SELECT\n    " + String.join(",\n    ", columns) + "\nFROM " + table.table()
                + joins.stream().map(join -> "\n" + join).collect(Collectors.joining())
                + "\nWHERE " + String.join("\n    AND ", conditions) + groupBy();
    }

    /** The one event type a metric counts, which is early in the key of events; null when there is none. */
    private static String type(Metric metric) {
        java.util.regex.Matcher only = java.util.regex.Pattern.compile("type = '(\\w+)'")
                .matcher(metric.sql().get(EVENT));
        if (!only.find()) {
            return null;
        }
        boolean ofAll = metric.sql().get(EVENT).matches(".*\\b(count|uniqExact)\\(.*");
        return ofAll ? null : only.group(1);
    }

    private String column(String entity, Dimension dimension, List<String> joins) {
        if (!dimension.tag() && dimension.of(entity)) {
            return dimension.sql().get(entity);
        }
        String alias = "j" + joins.size();
        String range = "projectId = {projectId:String} AND createdAt >= "
                + sql.bindTime(query.from().minus(java.time.Duration.ofDays(entity.equals(EVENT) ? 7 : 0)))
                + " AND createdAt < " + sql.bindTime(query.to());
        String source = dimension.tag()
                ? "SELECT sessionId, value FROM session_tags WHERE " + range + " AND key = "
                        + sql.bind("String", dimension.tagKey())
                : "SELECT sessionId, " + dimension.sql().get(SESSION) + " AS value FROM sessions WHERE " + range;
        joins.add("INNER JOIN (" + source + ") AS " + alias + " USING (sessionId)");
        return alias + ".value";
    }

    private String together(List<String> parts) {
        List<String> columns = new ArrayList<>(keys());
        for (Metric metric : metrics) {
            String any = "any(" + quoted(metric.name()) + ")";
            columns.add(
                    (metric.unit().equals("count") ? "ifNull(" + any + ", 0)" : any) + " AS " + quoted(metric.name()));
        }
        return "SELECT\n    " + String.join(",\n    ", columns) + "\nFROM\n(\n"
                + String.join("\nUNION ALL\n", parts).indent(4).stripTrailing() + "\n)" + groupBy();
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (interval != Interval.NONE) {
            keys.add("time");
        }
        dimensions.forEach(dimension -> keys.add(quoted(dimension.name())));
        return keys;
    }

    private String groupBy() {
        List<String> keys = keys();
        return keys.isEmpty() ? "" : "\nGROUP BY " + String.join(", ", keys);
    }

    private String orderBy() {
        List<String> keys = keys();
        if (query.orderBy().isEmpty()) {
            if (keys.isEmpty()) {
                return "";
            }
            String first = interval != Interval.NONE
                    ? "time"
                    : quoted(metrics.getFirst().name()) + " DESC";
            return "\nORDER BY "
                    + Stream.concat(Stream.of(first), keys.stream().filter(key -> !key.equals("time")))
                            .collect(Collectors.joining(", "));
        }
        List<String> known = new ArrayList<>(keys);
        metrics.forEach(metric -> known.add(quoted(metric.name())));
        List<String> orders = new ArrayList<>();
        for (Order order : query.orderBy()) {
            String name = order.field().equals("time") ? "time" : quoted(order.field());
            if (!known.contains(name)) {
                throw new RefusedException(
                        "unknown_field",
                        "orderBy",
                        "'" + order.field() + "' is neither a metric nor a dimension of this query");
            }
            orders.add(name + (order.descending() ? " DESC" : " ASC"));
        }
        return "\nORDER BY " + String.join(", ", orders);
    }

    private String bucket(String time) {
        return switch (interval) {
            case MINUTE -> "toStartOfMinute(toTimeZone(" + time + ", {timezone:String}))";
            case HOUR -> "toStartOfHour(toTimeZone(" + time + ", {timezone:String}))";
            case DAY -> "toStartOfDay(" + time + ", {timezone:String})";
            case WEEK -> "toDateTime(toMonday(" + time + ", {timezone:String}), {timezone:String})";
            case MONTH -> "toDateTime(toStartOfMonth(" + time + ", {timezone:String}), {timezone:String})";
            case QUARTER -> "toDateTime(toStartOfQuarter(" + time + ", {timezone:String}), {timezone:String})";
            case YEAR -> "toDateTime(toStartOfYear(" + time + ", {timezone:String}), {timezone:String})";
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + interval);
        };
    }

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static void checkBounds(SemanticQuery query) {
        bound("metrics", query.metrics().size(), 1, MAX_METRICS);
        bound("dimensions", query.dimensions().size(), 0, MAX_DIMENSIONS);
        bound("filters", query.filters().size(), 0, MAX_FILTERS);
        bound("limit", query.limit(), 1, SemanticQuery.MAX_LIMIT);
        if (!query.from().isBefore(query.to())) {
            throw new RefusedException(
                    "invalid_query", "from", "must be before to, got " + query.from() + " and " + query.to());
        }
    }

    private static void bound(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new RefusedException(
                    "invalid_query", field, "must be between %d and %d, got %d".formatted(min, max, value));
        }
    }

    private static List<Metric> metrics(SemanticModel model, SemanticQuery query) {
        return query.metrics().stream()
                .distinct()
                .map(name -> model.metric(name)
                        .orElseThrow(() ->
                                new RefusedException("unknown_field", "metrics", "there is no metric '" + name + "'")))
                .toList();
    }

    private static List<Dimension> dimensions(SemanticModel model, SemanticQuery query) {
        return query.dimensions().stream()
                .distinct()
                .map(name -> model.dimension(name)
                        .orElseThrow(() -> new RefusedException(
                                "unknown_field", "dimensions", "there is no dimension '" + name + "'")))
                .toList();
    }
}
