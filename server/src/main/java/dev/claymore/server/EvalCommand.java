package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/** {@code claymore eval}: asks a project's checked questions again and prints the pass rate, and what changed. */
final class EvalCommand {

    private static final int FAILED = 1;

    private EvalCommand() {}

    static int run(ApiClient api, Deque<String> words, PrintStream out) {
        CommandLine.Arguments arguments =
                CommandLine.Arguments.parse(words, Set.of("--project", "--engine"), Set.of("--json"));
        String project = api.project(arguments.option("--project", ""));
        JsonNode run = api.post(
                "/api/projects/" + project + "/golden/run", Map.of("engine", arguments.option("--engine", "auto")));
        if (arguments.flags().contains("--json")) {
            out.println(run.toPrettyString());
        } else {
            show(run, out);
        }
        return run.path("passed").asInt() == run.path("total").asInt() ? 0 : FAILED;
    }

    private static void show(JsonNode run, PrintStream out) {
        for (JsonNode result : run.path("results")) {
            boolean passed = result.path("passed").asBoolean();
            String change = result.path("change").asText();
            out.println((passed ? "pass  " : "FAIL  ")
                    + result.path("question").asText()
                    + (change.isEmpty() ? "" : "  (" + change + " since the run before)"));
            if (!passed) {
                out.println("      " + result.path("reason").asText());
            }
        }
        int total = run.path("total").asInt();
        if (total == 0) {
            out.println("There are no checked questions yet: keep one from the analyst's page, or with POST …/golden.");
            return;
        }
        out.printf(
                "%d of %d right (%.1f %%), engine %s, version %s%n",
                run.path("passed").asInt(),
                total,
                100d * run.path("passed").asInt() / total,
                run.path("engine").asText(),
                run.path("version").asText());
    }
}
