package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A made-up site and questions about it, each with the SQL that answers it.
 *
 * @param now stands in for the current time
 * @param statements make the site's data, in order
 */
record QuestionSet(String project, Instant now, List<String> statements, List<Entry> entries) {

    private static final Path DIRECTORY = Path.of("analyst/src/test/resources/dev/claymore/analyst/questions");
    /** The first two letters of the ids of whole sets. */
    private static final Set<String> HELD_OUT = Set.of();

    private static final Pattern PEOPLE = Pattern.compile("FROM numbers\\((\\d+)\\)");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One question.
     *
     * @param gold the SQL whose rows are right; empty when there is no answer
     * @param match how rows are compared, see the README of the questions
     */
    record Entry(String id, String question, boolean answerable, String kind, String gold, String match) {

        /** Not looked at while the analyst is worked on: the README of the questions says which these are. */
        boolean heldOut() {
            return HELD_OUT.contains(id.substring(0, 2));
        }
    }

    /** The statements for as many people again who behave alike and are others: the n-th such crowd. */
    List<String> crowd(int n) {
        return statements.stream()
                .map(statement -> PEOPLE.matcher(statement)
                        .replaceFirst(people ->
                                "FROM numbers(" + n * Long.parseLong(people.group(1)) + ", " + people.group(1) + ")"))
                .toList();
    }

    static List<QuestionSet> all(Path root) throws IOException {
        Path directory = root.resolve(DIRECTORY);
        List<QuestionSet> sets = new ArrayList<>(List.of(
                read(directory, "boardwalk", Instant.parse("2026-09-16T15:30:00Z"), script(directory, "boardwalk")),
                read(directory, "wayfare", Instant.parse("2026-03-05T09:45:00Z"), script(directory, "wayfare"))));
        for (String project : List.of(
                "carelane",
                "lumen",
                "meridian",
                "rolefinder",
                "inkwell",
                "quadrant",
                "tramline",
                "verdure",
                "gatecrowd",
                "hearthfind",
                "ledgerly",
                "skillpath",
                "grocerydash")) {
            SiteTemplate site = SiteTemplate.read(directory, project);
            sets.add(read(directory, project, site.now(), site.script()));
        }
        return List.copyOf(sets);
    }

    private static String script(Path directory, String project) throws IOException {
        return Files.readString(directory.resolve(project + ".sql"));
    }

    private static QuestionSet read(Path directory, String project, Instant now, String script) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve(project + ".jsonl"))) {
            JsonNode entry = JSON.readTree(line);
            entries.add(new Entry(
                    entry.required("id").asText(),
                    entry.required("question").asText(),
                    entry.required("status").asText().equals("answered"),
                    entry.required("kind").asText(),
                    entry.path("gold").asText(),
                    entry.required("match").asText()));
        }
        List<String> statements = List.of(script.split("\n;\n")).stream()
                .filter(statement -> !statement.isBlank())
                .toList();
        return new QuestionSet(project, now, statements, entries);
    }
}
