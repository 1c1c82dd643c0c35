package dev.claymore.query.compile;

import java.util.List;

/** Pieces of SQL put together the way a person lays it out. */
final class Text {

    private Text() {}

    /** A condition that always holds is none. */
    static String and(List<String> conditions) {
        List<String> real = conditions.stream()
                .filter(condition -> !condition.equals("true"))
                .distinct()
                .toList();
        return real.isEmpty() ? "true" : String.join("\n    AND ", real);
    }

    static String andInline(List<String> conditions) {
        List<String> real = conditions.stream()
                .filter(condition -> !condition.equals("true"))
                .distinct()
                .toList();
        return real.isEmpty() ? "true" : String.join(" AND ", real);
    }

    static String list(List<String> items) {
        return String.join(",\n    ", items);
    }

    /** A statement inside another. */
    static String nested(String statement) {
        return "(\n" + statement.indent(4).stripTrailing() + "\n)";
    }

    static String quoted(String name) {
        return name.matches("[A-Za-z_]\\w*")
                ? name
                : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    /** A name for the inside of a statement, which no measure can have: theirs are letters, digits and _. */
    static String inner(String kind, int number) {
        return "`" + kind + "-" + number + "`";
    }
}
