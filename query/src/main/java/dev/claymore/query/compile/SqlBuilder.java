package dev.claymore.query.compile;

import dev.claymore.query.language.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects the values of a statement as bound parameters; equal values share one. */
public final class SqlBuilder {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+):([^{}]+)}");

    /** ClickHouse reads years of four digits; those that it does not have are as good as the nearest that it has. */
    private static final Instant FIRST = Instant.parse("-9999-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<List<Object>, String> placeholders = new LinkedHashMap<>();
    private final Map<String, String> patterns = new LinkedHashMap<>();

    /** A value under a name of its own; the same name again is the same value. */
    public String named(String name, String type, Object value) {
        parameters.put(name, value);
        return "{" + name + ":" + type + "}";
    }

    /** A value under the next free name. */
    public String bind(String type, Object value) {
        return placeholders.computeIfAbsent(List.of(type, value), key -> named("p" + parameters.size(), type, value));
    }

    public String bindTime(Instant value) {
        if (value.isBefore(FIRST) || value.isAfter(LAST)) {
            throw Refusal.invalid("", "a time has more than four digits in its year: " + value);
        }
        return bind("DateTime64(3, 'UTC')", value);
    }

    /** A regular expression that values of the field are to match. */
    String pattern(String field, String value) {
        patterns.put(value, field);
        return bind("String", value);
    }

    /** The fields of all regular expressions, by these. */
    public Map<String, String> patterns() {
        return patterns;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The statement with its values written in, as a person would write it. */
    public String show(String sql) {
        return PLACEHOLDER.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(literal(match)));
    }

    private String literal(MatchResult placeholder) {
        Object value = parameters.get(placeholder.group(1));
        return switch (value) {
            case null -> "NULL";
            case Instant time ->
                "toDateTime64('%s', 3, 'UTC')"
                        .formatted(time.toString().replace("T", " ").replace("Z", ""));
            case Collection<?> items
            when placeholder.group(2).equals("Array(UUID)") ->
                items.stream().map(item -> "toUUID('" + item + "')").collect(Collectors.joining(", ", "[", "]"));
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
