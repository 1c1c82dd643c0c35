package dev.claymore.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as ClickHouse reads those of {@code {name:Type}} placeholders: text in which backslash, tab and line break are escaped. */
final class ParameterText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private ParameterText() {}

    static Map<String, Object> of(Map<String, ?> parameters) {
        Map<String, Object> text = new LinkedHashMap<>();
        parameters.forEach((name, value) -> text.put(name, value == null ? "\\N" : escape(plain(value))));
        return text;
    }

    private static String plain(Object value) {
        return switch (value) {
            case Instant instant -> TIME.format(instant);
            case Collection<?> items ->
                items.stream().map(ParameterText::literal).collect(Collectors.joining(",", "[", "]"));
            default -> value.toString();
        };
    }

    private static String literal(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> '\'' + plain(value).replace("\\", "\\\\").replace("'", "\\'") + '\'';
        };
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\0", "\\0");
    }
}
