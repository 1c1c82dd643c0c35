package dev.claymore.query;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects the values of a statement as bound parameters. */
final class SqlBuilder {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+):([^{}]+)}");

    private final Map<String, Object> parameters = new LinkedHashMap<>();

    /** A value under a name of its own; the same name again is the same value. */
    String named(String name, String type, Object value) {
        parameters.put(name, value);
        return "{" + name + ":" + type + "}";
    }

    /** A value under the next free name. */
    String bind(String type, Object value) {
        return named("p" + parameters.size(), type, value);
    }

    String bindTime(Instant value) {
        return bind("DateTime64(3, 'UTC')", value);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** The statement with its values written in, as a person would write it. */
    String show(String sql) {
        return PLACEHOLDER.matcher(sql).replaceAll(match -> java.util.regex.Matcher.quoteReplacement(literal(match)));
    }

    private String literal(MatchResult placeholder) {
        Object value = parameters.get(placeholder.group(1));
        return switch (value) {
            case null -> "NULL";
            case Instant time ->
                "toDateTime64('%s', 3, 'UTC')"
                        .formatted(time.toString().replace("T", " ").replace("Z", ""));
            default -> literal(value);
        };
    }

    private static String literal(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Collection<?> items ->
                items.stream().map(SqlBuilder::literal).collect(Collectors.joining(", ", "[", "]"));
            default -> "'" + value.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
        };
    }
}
