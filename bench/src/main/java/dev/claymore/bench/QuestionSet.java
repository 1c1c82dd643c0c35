package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A made-up site and questions about it, each with the SQL that answers it.
 *
 * @param now stands in for the current time
 * @param statements make the site's data, in order
 */
record QuestionSet(String project, Instant now, List<String> statements, List<Entry> entries) {

    private static final Path DIRECTORY = Path.of("analyst/src/test/resources/dev/claymore/analyst/questions");
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
            return switch (id.substring(0, 2)) {
                case "cl", "lu" -> number() % 6 == 3;
                case "me" -> number() > 173;
                case "rf" -> number() > 74;
                default -> number() % 2 == 1;
            };
        }

        /** At the end of the id. */
        private int number() {
            return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
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
        return List.of(
                read(root.resolve(DIRECTORY), "boardwalk", Instant.parse("2026-09-16T15:30:00Z")),
                read(root.resolve(DIRECTORY), "wayfare", Instant.parse("2026-03-05T09:45:00Z")),
                read(root.resolve(DIRECTORY), "carelane", Instant.parse("2026-11-18T14:20:00Z")),
                read(root.resolve(DIRECTORY), "lumen", Instant.parse("2026-08-02T20:10:00Z")),
                read(root.resolve(DIRECTORY), "meridian", Instant.parse("2026-04-22T11:05:00Z")),
                read(root.resolve(DIRECTORY), "rolefinder", Instant.parse("2026-10-09T08:25:00Z")));
    }

    private static QuestionSet read(Path directory, String project, Instant now) throws IOException {
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
        String script = Files.readString(directory.resolve(project + ".sql"));
        List<String> statements = List.of(script.split("\n;\n")).stream()
                .filter(statement -> !statement.isBlank())
                .toList();
        return new QuestionSet(project, now, statements, entries);
    }
}
