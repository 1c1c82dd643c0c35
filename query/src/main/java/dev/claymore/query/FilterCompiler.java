package dev.claymore.query;

import dev.claymore.query.SemanticModel.Dimension;
import dev.claymore.query.language.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Filters as conditions over {@code sessions} or {@code events}. A condition on the other table becomes a set of session ids, bounded by
 * project and time so that it reads no more than the range asks for.
 */
final class FilterCompiler {

    static final String SESSION = "session";
    static final String EVENT = "event";

    /** How long after its start a session may still get events: browsers end one after a day, backends may add some later. */
    private static final Duration SESSION_REACH = Duration.ofDays(7);

    private final SemanticModel model;
    private final SqlBuilder sql;
    private final Instant from;
    private final Instant to;

    FilterCompiler(SemanticModel model, SqlBuilder sql, Instant from, Instant to) {
        this.model = model;
        this.sql = sql;
        this.from = from;
        this.to = to;
    }

    /** A filter whose field and operator are known to exist and to fit. */
    record Checked(Filter filter, Dimension dimension) {}

    static List<Checked> check(SemanticModel model, List<Filter> filters) {
        List<Checked> checked = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            Filter filter = filters.get(i);
            String at = "filters[" + i + "]";
            Dimension dimension = model.dimension(filter.field())
                    .orElseThrow(() -> new RefusedException(
                            "unknown_field",
                            at + ".field",
                            "there is no field '" + filter.field() + "'; custom tags are tags.<key>"));
            if (!model.allows(dimension, filter.op())) {
                throw new RefusedException(
                        "invalid_query",
                        at + ".op",
                        "'%s' does not fit the field '%s' of type %s"
                                .formatted(filter.op().wire(), filter.field(), dimension.type()));
            }
            if (filter.op().needsValues() && filter.values().isEmpty()) {
                throw new RefusedException(
                        "invalid_query", at + ".values", "'" + filter.op().wire() + "' needs at least one value");
            }
            for (String value : filter.values()) {
                checkValue(dimension, value, at + ".values");
            }
            checked.add(new Checked(filter, dimension));
        }
        return checked;
    }

    /** Conditions over the table of the entity. */
    List<String> compile(String entity, List<Checked> filters) {
        List<String> conditions = new ArrayList<>();
        List<String> oneEvent = new ArrayList<>();
        long aboutEvents = filters.stream()
                .filter(f -> ofOther(entity, f)
                        && entity.equals(SESSION)
                        && !f.filter().op().negative())
                .count();
        for (Checked checked : filters) {
            Dimension dimension = checked.dimension();
            Filter filter = checked.filter();
            if (dimension.tag()) {
                conditions.add(tag(dimension, filter));
            } else if (dimension.of(entity)) {
                conditions.add(condition(dimension.sql().get(entity), dimension, filter));
            } else if (entity.equals(EVENT)) {
                conditions.add("sessionId IN (SELECT sessionId FROM sessions WHERE projectId = {projectId:String} AND "
                        + createdAtRange(from.minus(SESSION_REACH)) + " AND "
                        + condition(dimension.sql().get(SESSION), dimension, filter) + ")");
            } else if (dimension.sessionArray() != null && (filter.op().negative() || aboutEvents == 1)) {
                conditions.add(array(dimension, filter));
            } else if (filter.op().negative()) {
                conditions.add("sessionId NOT IN " + sessionsWithEvent(List.of(positive(dimension, filter))));
            } else {
                oneEvent.add(condition(dimension.sql().get(EVENT), dimension, filter));
            }
        }
        if (!oneEvent.isEmpty()) {
            conditions.add("sessionId IN " + sessionsWithEvent(oneEvent));
        }
        return conditions;
    }

    private static boolean ofOther(String entity, Checked checked) {
        return !checked.dimension().tag() && !checked.dimension().of(entity);
    }

    private String sessionsWithEvent(List<String> conditions) {
        return "(SELECT sessionId FROM events WHERE projectId = {projectId:String} AND " + createdAtRange(from)
                + " AND " + String.join(" AND ", conditions) + ")";
    }

    private String createdAtRange(Instant start) {
        return "createdAt >= " + sql.bindTime(start) + " AND createdAt < " + sql.bindTime(to);
    }

    /** That a session has an event with none of these values is told by all of its values. */
    private String array(Dimension dimension, Filter filter) {
        String column = dimension.sessionArray();
        return switch (filter.op()) {
            case EXISTS -> "notEmpty(" + column + ")";
            case NOT_EXISTS -> "empty(" + column + ")";
            case EQ -> "hasAny(" + column + ", " + values(dimension, filter) + ")";
            case NE -> "NOT hasAny(" + column + ", " + values(dimension, filter) + ")";
            default -> "arrayExists(item -> " + condition("item", dimension, filter) + ", " + column + ")";
        };
    }

    private String tag(Dimension dimension, Filter filter) {
        String compared = filter.op().needsValues() ? " AND " + positive("value", dimension, filter) : "";
        return (filter.op().negative() ? "sessionId NOT IN " : "sessionId IN ")
                + "(SELECT sessionId FROM session_tags WHERE projectId = {projectId:String} AND key = "
                + sql.bind("String", dimension.tagKey()) + " AND " + createdAtRange(from.minus(SESSION_REACH))
                + compared
                + ")";
    }

    private String positive(Dimension dimension, Filter filter) {
        return positive(dimension.sql().get(EVENT), dimension, filter);
    }

    /** What the negation of a negative operator says. */
    private String positive(String column, Dimension dimension, Filter filter) {
        Operator op = switch (filter.op()) {
            case NE -> Operator.EQ;
            case NOT_EXISTS -> Operator.EXISTS;
            default -> filter.op();
        };
        return condition(column, dimension, new Filter(filter.field(), op, filter.values()));
    }

    private String condition(String column, Dimension dimension, Filter filter) {
        boolean number = dimension.type().equals("number");
        return switch (filter.op()) {
            case EXISTS -> column + (number ? " != 0" : " != ''");
            case NOT_EXISTS -> column + (number ? " = 0" : " = ''");
            case EQ -> column + " IN " + values(dimension, filter);
            case NE -> column + " NOT IN " + values(dimension, filter);
            case CONTAINS -> any(filter, value -> "positionCaseInsensitiveUTF8(" + column + ", " + value + ") > 0");
            case STARTS_WITH -> any(filter, value -> "startsWith(" + column + ", " + value + ")");
            case ENDS_WITH -> any(filter, value -> "endsWith(" + column + ", " + value + ")");
            case MATCHES -> any(filter, value -> "match(" + column + ", " + value + ")");
            case IS -> any(filter, value -> "lowerUTF8(" + column + ") = lowerUTF8(" + value + ")");
            case GT -> compare(column, " > ", filter);
            case GTE -> compare(column, " >= ", filter);
            case LT -> compare(column, " < ", filter);
            case LTE -> compare(column, " <= ", filter);
        };
    }

    private String any(Filter filter, java.util.function.UnaryOperator<String> test) {
        return filter.values().stream()
                .map(value -> test.apply(sql.bind("String", value)))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String compare(String column, String operator, Filter filter) {
        return filter.values().stream()
                .map(value -> column + operator + sql.bind("Float64", Double.valueOf(value)))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String values(Dimension dimension, Filter filter) {
        return switch (dimension.type()) {
            case "number" ->
                sql.bind(
                        "Array(Float64)",
                        filter.values().stream().map(Double::valueOf).toList());
            case "boolean" ->
                sql.bind(
                        "Array(Bool)",
                        filter.values().stream().map(Boolean::valueOf).toList());
            case "uuid" ->
                sql.bind(
                        "Array(UUID)",
                        filter.values().stream().map(UUID::fromString).toList());
            default -> sql.bind("Array(String)", filter.values());
        };
    }

    private static void checkValue(Dimension dimension, String value, String at) {
        try {
            switch (dimension.type()) {
                case "number" -> Double.valueOf(value);
                case "uuid" -> UUID.fromString(value);
                case "boolean" -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        throw new IllegalArgumentException("not a boolean");
                    }
                }
                default -> {
                    if (value.length() > 10_000) {
                        throw new IllegalArgumentException("longer than 10,000 characters");
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "invalid_query",
                    at,
                    "'%s' is not a %s, which '%s' is".formatted(value, dimension.type(), dimension.name()));
        }
    }

    SemanticModel model() {
        return model;
    }
}
