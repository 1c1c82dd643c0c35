package dev.claymore.engine;

import java.util.Map;
import java.util.stream.Collectors;

/** Quoting. */
final class SqlText {
    private SqlText() {}

    static String identifier(String name) {
        return '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    static String literal(String value) {
        return '\'' + value.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    /** A SET of all the settings, read-only last: it forbids what follows. */
    static String set(Map<String, String> settings) {
        return settings.entrySet().stream()
                .sorted((a, b) -> Boolean.compare(
                        a.getKey().equals("readonly"), b.getKey().equals("readonly")))
                .map(e -> identifier(e.getKey()) + " = " + literal(e.getValue()))
                .collect(Collectors.joining(", ", "SET ", ""));
    }
}
