package dev.claymore.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values as ClickHouse reads those of {@code {name:Type}} placeholders. The client escapes plain text for the way; the text of an array is
 * read as it is, its items being quoted already.
 */
final class ParameterText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** Text that the client leaves alone. */
    private record Literal(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private ParameterText() {}

    static Map<String, Object> of(Map<String, ?> parameters) {
        Map<String, Object> text = new LinkedHashMap<>();
        parameters.forEach((name, value) -> text.put(name, parameter(value)));
        return text;
    }

    private static Object parameter(Object value) {
        return switch (value) {
            case null -> null;
            case Collection<?> items -> new Literal(array(items));
            default -> plain(value);
        };
    }

    private static String array(Collection<?> items) {
        return items.stream().map(ParameterText::item).collect(Collectors.joining(",", "[", "]"));
    }

    private static String item(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Collection<?> items -> array(items);
            default -> '\'' + quoted(plain(value)) + '\'';
        };
    }

    private static String plain(Object value) {
        return value instanceof Instant instant ? TIME.format(instant) : value.toString();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\0", "\\0");
    }
}
