package dev.claymore.query.compile;

import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A comparison of a column, or of an expression, with values. */
final class Comparison {

    private static final int MAX_LENGTH = 10_000;

    private final SqlBuilder sql;

    Comparison(SqlBuilder sql) {
        this.sql = sql;
    }

    /** Refuses a comparison whose operator or values do not fit the field. */
    static void check(SemanticModel model, Dimension dimension, Where where) {
        if (!model.allows(dimension, where.op())) {
            throw Refusal.invalid(
                    "where." + where.field(),
                    "'%s' does not fit the field '%s' of type %s"
                            .formatted(where.op().wire(), where.field(), dimension.type()));
        }
        if (where.op().needsValues() && where.values().isEmpty()) {
            throw Refusal.invalid(
                    "where." + where.field(),
                    "'%s' of '%s' needs at least one value".formatted(where.op().wire(), where.field()));
        }
        where.values().forEach(value -> checkValue(dimension, value));
    }

    private static void checkValue(Dimension dimension, String value) {
        boolean fits = switch (dimension.type()) {
            case "number" -> number(value);
            case "uuid" -> uuid(value);
            case "boolean" -> value.equals("true") || value.equals("false");
            default -> value.length() <= MAX_LENGTH;
        };
        if (!fits) {
            throw Refusal.invalid(
                    "where." + dimension.name(),
                    "'%s' is not a %s, which '%s' is".formatted(value, dimension.type(), dimension.name()));
        }
    }

    private static boolean number(String value) {
        try {
            return Double.isFinite(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean uuid(String value) {
        try {
            return UUID.fromString(value).toString().equalsIgnoreCase(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The comparison as a condition. */
    String of(String column, Dimension dimension, Where where) {
        boolean number = dimension.type().equals("number");
        return switch (where.op()) {
            case EXISTS -> column + (number ? " != 0" : " != ''");
            case NOT_EXISTS -> column + (number ? " = 0" : " = ''");
            case EQ ->
                where.values().size() == 1
                        ? column + " = " + value(dimension, where.values().getFirst())
                        : column + " IN " + values(dimension, where);
            case NE ->
                where.values().size() == 1
                        ? column + " != " + value(dimension, where.values().getFirst())
                        : column + " NOT IN " + values(dimension, where);
            case IS -> texts(where, text -> "lowerUTF8(" + column + ") = lowerUTF8(" + text + ")");
            case CONTAINS -> texts(where, text -> "positionCaseInsensitiveUTF8(" + column + ", " + text + ") > 0");
            case STARTS_WITH -> texts(where, text -> "startsWith(" + column + ", " + text + ")");
            case ENDS_WITH -> texts(where, text -> "endsWith(" + column + ", " + text + ")");
            case MATCHES ->
                alternatives(where.values().stream()
                        .map(value -> "match(" + column + ", " + sql.pattern(where.field(), value) + ")")
                        .toList());
            case GT -> numbers(column, " > ", where);
            case GTE -> numbers(column, " >= ", where);
            case LT -> numbers(column, " < ", where);
            case LTE -> numbers(column, " <= ", where);
        };
    }

    /** Of all values of a session, kept in an array of it: a negative comparison says that none has the value. */
    String ofArray(String column, Dimension dimension, Where where) {
        return switch (where.op()) {
            case EXISTS -> some(column, dimension);
            case NOT_EXISTS -> "NOT " + some(column, dimension);
            case EQ ->
                where.values().size() == 1
                        ? "has(" + column + ", "
                                + value(dimension, where.values().getFirst()) + ")"
                        : "hasAny(" + column + ", " + values(dimension, where) + ")";
            case NE -> "NOT hasAny(" + column + ", " + values(dimension, where) + ")";
            default -> "arrayExists(item -> " + of("item", dimension, where) + ", " + column + ")";
        };
    }

    /** A text that is empty is none. */
    private static String some(String column, Dimension dimension) {
        return dimension.type().equals("string")
                ? "arrayExists(item -> item != '', " + column + ")"
                : "notEmpty(" + column + ")";
    }

    /** What the negation of a negative comparison says. */
    static Where positive(Where where) {
        Operator op = switch (where.op()) {
            case NE -> Operator.EQ;
            case NOT_EXISTS -> Operator.EXISTS;
            default -> where.op();
        };
        return new Where(where.field(), op, where.values());
    }

    private String texts(Where where, UnaryOperator<String> test) {
        return alternatives(where.values().stream()
                .map(value -> test.apply(sql.bind("String", value)))
                .toList());
    }

    private String numbers(String column, String operator, Where where) {
        return alternatives(where.values().stream()
                .map(value -> column + operator + sql.bind("Float64", Double.valueOf(value)))
                .toList());
    }

    private static String alternatives(List<String> tests) {
        return tests.size() == 1 ? tests.getFirst() : tests.stream().collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String value(Dimension dimension, String value) {
        return switch (dimension.type()) {
            case "number" -> sql.bind("Float64", Double.valueOf(value));
            case "boolean" -> sql.bind("Bool", Boolean.valueOf(value));
            case "uuid" -> sql.bind("UUID", UUID.fromString(value));
            default -> sql.bind("String", value);
        };
    }

    private String values(Dimension dimension, Where where) {
        return switch (dimension.type()) {
            case "number" ->
                sql.bind(
                        "Array(Float64)",
                        where.values().stream().map(Double::valueOf).toList());
            case "boolean" ->
                sql.bind(
                        "Array(Bool)",
                        where.values().stream().map(Boolean::valueOf).toList());
            case "uuid" ->
                sql.bind(
                        "Array(UUID)",
                        where.values().stream().map(UUID::fromString).toList());
            default -> sql.bind("Array(String)", where.values());
        };
    }
}
