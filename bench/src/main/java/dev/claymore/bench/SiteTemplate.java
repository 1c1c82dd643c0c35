package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A made-up site as what tells it from the others: its file has a line {@code $name} before each part, and the template that all share has
 * {@code $name$} where the part belongs.
 */
record SiteTemplate(String project, String template, Map<String, String> parts) {

    private static final Pattern PLACE = Pattern.compile("\\$(\\w+)\\$");

    static SiteTemplate read(Path directory, String project) throws IOException {
        Map<String, StringBuilder> parts = new LinkedHashMap<>();
        StringBuilder part = new StringBuilder();
        for (String line : Files.readAllLines(directory.resolve(project + ".site"))) {
            if (line.startsWith("$")) {
                part = parts.computeIfAbsent(line.substring(1), name -> new StringBuilder());
            } else {
                part.append(line).append('\n');
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        parts.forEach((name, text) -> texts.put(name, text.toString().replaceAll("^\\n+|\\n+$", "")));
        return new SiteTemplate(project, Files.readString(directory.resolve("site.sql")), texts);
    }

    Instant now() {
        return Instant.parse(part("now").replace(' ', 'T') + "Z");
    }

    /** The statements that make the data, each ends with a line that holds only a semicolon. */
    String script() {
        return PLACE.matcher(template)
                .replaceAll(place ->
                        Matcher.quoteReplacement(place.group(1).equals("project") ? project : part(place.group(1))));
    }

    private String part(String name) {
        String text = parts.get(name);
        if (text == null) {
            throw new IllegalArgumentException(project + ".site has no $" + name);
        }
        return text;
    }
}
