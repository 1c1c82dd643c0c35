package dev.claymore.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One statement of {@code attacks/*.sql}. There, {@code == kind: what it tries} begins one, {@code -- parameters {…}} are its parameters,
 * {@code -- rows [[…]]} the rows it must answer with, lines with {@code #} are remarks, and {@code @(x1000} stands for so many parentheses (likewise {@code [} subqueries, {@code U} unions, {@code ,} numbers).
 */
record Attack(Kind kind, String what, String sql, Map<String, Object> parameters, Optional<Object> rows) {

    enum Kind {
        /** The guard turns it away. */
        REFUSED,
        /** It does not run, because the guard or ClickHouse turns it away. */
        FAILS,
        /** It may run, and tells nothing. */
        HARMLESS,
        /** It is answered, whatever it costs. */
        BOUNDED,
        /** It is legitimate and answers with rows. */
        PASSES
    }

    private static final String PARAMETERS = "-- parameters ";
    private static final String ROWS = "-- rows ";
    private static final Pattern REPEATED = Pattern.compile("@([(\\[U,])x(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Attack> read(String file) {
        List<Attack> attacks = new ArrayList<>();
        for (String text : TwoProjects.text(file).replaceAll("(?m)^#.*\n", "").split("(?m)^== ")) {
            if (!text.isBlank()) {
                attacks.add(parse(text));
            }
        }
        return attacks;
    }

    private static Attack parse(String text) {
        List<String> lines = text.lines().toList();
        String[] title = lines.getFirst().split(": ", 2);
        Map<String, Object> parameters = Map.of();
        Optional<Object> rows = Optional.empty();
        List<String> sql = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(PARAMETERS)) {
                parameters = json(line.substring(PARAMETERS.length()), new TypeReference<>() {});
            } else if (line.startsWith(ROWS)) {
                rows = Optional.of(json(line.substring(ROWS.length()), new TypeReference<List<List<Object>>>() {}));
            } else {
                sql.add(line);
            }
        }
        String whole = REPEATED.matcher(String.join("\n", sql)).replaceAll(Attack::repeated);
        return new Attack(Kind.valueOf(title[0].toUpperCase(Locale.ROOT)), title[1], whole, parameters, rows);
    }

    private static <T> T json(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String repeated(MatchResult match) {
        int times = Integer.parseInt(match.group(2));
        return switch (match.group(1)) {
            case "(" -> "(".repeat(times) + "1" + ")".repeat(times);
            case "[" -> "* FROM (" + "SELECT * FROM (".repeat(times) + "SELECT 1" + ")".repeat(times) + ")";
            case "U" -> " UNION ALL SELECT 1".repeat(times);
            default -> "1" + ", 1".repeat(times - 1);
        };
    }

    @Override
    public String toString() {
        return what;
    }
}
