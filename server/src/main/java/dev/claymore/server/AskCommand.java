package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code claymore ask "…"}: a question on the command line, its answer as text. */
final class AskCommand {

    private static final int MAX_ROWS = 20;
    private static final int MAX_LINKS = 5;
    private static final int UNANSWERED = 1;

    private AskCommand() {}

    static int run(ApiClient api, Deque<String> words, PrintStream out) {
        CommandLine.Arguments arguments = CommandLine.Arguments.parse(
                words, Set.of("--project", "--timezone", "--now", "--engine"), Set.of("--sql", "--json"));
        if (arguments.text().isBlank()) {
            throw new ClientFailure("which question? ./claymore ask \"How many people signed up yesterday?\"");
        }
        String project = api.project(arguments.option("--project", ""));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("question", arguments.text());
        body.put(
                "timezone",
                arguments.option("--timezone", ZoneId.systemDefault().getId()));
        arguments.options().forEach((name, value) -> {
            if (name.equals("--now") || name.equals("--engine")) {
                body.put(name.substring(2), value);
            }
        });
        JsonNode answer = api.post("/api/projects/" + project + "/ask", body);
        if (arguments.flags().contains("--json")) {
            out.println(answer.toPrettyString());
        } else {
            show(api, answer, arguments.flags().contains("--sql"), out);
        }
        return answer.path("status").asText().equals("answered") ? 0 : UNANSWERED;
    }

    private static void show(ApiClient api, JsonNode answer, boolean sql, PrintStream out) {
        out.println(answer.path("text").asText());
        answer.path("choices")
                .forEach(choice -> out.println("  " + choice.path("label").asText() + ": "
                        + choice.path("question").asText()));
        if (answer.has("nearest")) {
            out.println("Ask instead: " + answer.path("nearest").asText());
        }
        if (answer.path("rows").size() > 0) {
            out.println();
            table(answer, out);
        }
        if (answer.path("sessions").size() > 0) {
            out.println();
            out.println("Watch");
            for (int i = 0; i < Math.min(MAX_LINKS, answer.path("sessions").size()); i++) {
                out.println("  " + api.base()
                        + answer.at("/sessions/" + i + "/replayUrl").asText());
            }
        }
        out.println();
        answer.path("assumptions").forEach(assumption -> out.println("Assumed: " + assumption.asText()));
        if (sql && answer.has("sql")) {
            out.println(answer.path("sql").asText());
        }
        JsonNode stats = answer.path("stats");
        if (!stats.isMissingNode()) {
            out.printf(
                    "%s, %.0f ms",
                    answer.path("engine").asText(), stats.path("totalMs").asDouble());
            if (stats.path("rowsRead").isNumber()) {
                out.printf(
                        ", %,d rows and %,d bytes read",
                        stats.path("rowsRead").asLong(), stats.path("bytesRead").asLong());
            }
            out.println();
        }
    }

    private static void table(JsonNode answer, PrintStream out) {
        List<List<String>> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        answer.path("columns").forEach(column -> names.add(column.path("name").asText()));
        lines.add(names);
        for (JsonNode row : answer.path("rows")) {
            if (lines.size() > MAX_ROWS) {
                break;
            }
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(printable(cell)));
            lines.add(cells);
        }
        int[] widths = new int[names.size()];
        lines.forEach(line -> {
            for (int i = 0; i < Math.min(widths.length, line.size()); i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Math.min(widths.length, line.size()); i++) {
                text.append("  ")
                        .append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length()));
            }
            out.println(text.toString().stripTrailing());
        }
        int rows = answer.path("rows").size();
        if (rows > MAX_ROWS) {
            out.printf("  … and %,d more%n", answer.path("total").asLong(rows) - MAX_ROWS);
        }
    }

    /** What visitors typed or sent must not reach the terminal as control sequences. */
    private static String printable(JsonNode cell) {
        String text = cell.isValueNode() ? cell.asText() : cell.toString();
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "�");
        return clean.length() <= 60 ? clean : clean.substring(0, 59) + "…";
    }
}
