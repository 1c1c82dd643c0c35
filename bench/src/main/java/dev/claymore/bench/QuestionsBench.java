package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.bench.QuestionScores.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code ./claymore bench questions [half=tuned|held|all] [site=NAME] [only=REGEX] [events=N] [--verbose]}: asks the analyst every question of
 * the question sets and compares the rows with those of the right SQL, both through the doors of a running server. {@code only} is looked for
 * in ids and kinds. With {@code events} each site gets more people of its kind until it has about as many events: then the time of an answer
 * is what to look at. Ends with status 1 when the right SQL of a question does not run.
 */
final class QuestionsBench {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess server;
    private final QuestionSet set;
    private final boolean verbose;

    private QuestionsBench(ServerProcess server, QuestionSet set, boolean verbose) {
        this.server = server;
        this.set = set;
        this.verbose = verbose;
    }

    static void main(String[] arguments) throws Exception {
        String half = QueryBench.option(arguments, "half", "all");
        String site = QueryBench.option(arguments, "site", "");
        long events = Long.parseLong(QueryBench.option(arguments, "events", "0"));
        Pattern only = Pattern.compile(QueryBench.option(arguments, "only", ""));
        boolean verbose = Arrays.asList(arguments).contains("--verbose");
        Path data = Files.createTempDirectory("claymore-bench-questions");
        Path root = Path.of(System.getProperty("claymore.root", "."));
        QuestionScores all = new QuestionScores();
        try (ServerProcess server = new ServerProcess(data, List.of("-Xms64m", "-Xmx1g"))) {
            server.start();
            for (QuestionSet set : QuestionSet.all(root)) {
                if (!set.project().contains(site)) {
                    continue;
                }
                QuestionsBench bench = new QuestionsBench(server, set, verbose);
                bench.load(events);
                QuestionScores scores = new QuestionScores();
                for (QuestionSet.Entry entry : set.entries()) {
                    if (asked(entry, half, only)) {
                        bench.ask(entry, List.of(scores, all));
                    }
                }
                scores.print("Questions about " + set.project() + ", " + half);
            }
        }
        all.print("All questions, " + half);
        if (all.count(Outcome.GOLD_FAILED) > 0) {
            System.exit(1);
        }
    }

    private static boolean asked(QuestionSet.Entry entry, String half, Pattern only) {
        boolean inHalf = switch (half) {
            case "held" -> entry.heldOut();
            case "tuned" -> !entry.heldOut();
            case "all" -> true;
            default -> throw new IllegalArgumentException("half must be held, tuned or all, not " + half);
        };
        return inHalf
                && (only.matcher(entry.id()).find()
                        || only.matcher(entry.kind()).find());
    }

    private void load(long events) throws IOException, InterruptedException {
        server.project(set.project());
        for (String statement : set.statements()) {
            server.query(statement);
        }
        long made = Long.parseLong(count("count()").strip());
        for (int crowd = 1; made > 0 && crowd < Math.ceilDiv(events, made); crowd++) {
            for (String statement : set.crowd(crowd)) {
                server.query(statement);
            }
        }
        System.out.println(set.project() + ": "
                + count("concat(toString(count()), ' events of ', toString(uniqExact(sessionId)), ' sessions')"));
    }

    private String count(String what) throws IOException, InterruptedException {
        return server.query("SELECT " + what + " FROM events WHERE projectId = '" + set.project() + "'");
    }

    private void ask(QuestionSet.Entry entry, List<QuestionScores> scores) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> response = post(
                "/ask", Map.of("question", entry.question(), "now", set.now().toString(), "timezone", "UTC"));
        double elapsedMs = (System.nanoTime() - began) / 1e6;
        Graded graded = grade(entry, response);
        scores.forEach(score -> score.add(entry, graded.outcome(), elapsedMs));
        if (graded.outcome() != Outcome.CORRECT && verbose) {
            System.out.printf(
                    Locale.ROOT,
                    "%n%-11s %s [%s] %s%n    %s%n    gold: %s%n    answer: %s%n",
                    graded.outcome(),
                    entry.id(),
                    entry.kind(),
                    entry.question(),
                    graded.reason(),
                    entry.gold(),
                    told(response.body()));
        }
    }

    private record Graded(Outcome outcome, String reason) {}

    private Graded grade(QuestionSet.Entry entry, HttpResponse<String> response)
            throws IOException, InterruptedException {
        JsonNode answer = response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.createObjectNode();
        String status = answer.path("status").asText("answered with " + response.statusCode());
        if (!entry.answerable()) {
            boolean refused = status.equals("unsupported")
                    || (status.equals("ambiguous") && entry.match().equals("unsupported_or_ambiguous"));
            return new Graded(
                    refused ? Outcome.CORRECT : status.equals("answered") ? Outcome.WRONG : Outcome.ABSTAINED,
                    "said " + status);
        }
        HttpResponse<String> gold = post("/sql", Map.of("sql", entry.gold()));
        if (gold.statusCode() != 200) {
            return new Graded(Outcome.GOLD_FAILED, gold.body());
        }
        if (!status.equals("answered")) {
            return new Graded(Outcome.ABSTAINED, "said " + status);
        }
        AnswerComparison comparison =
                new AnswerComparison(entry.kind(), entry.match(), AnswerTable.of(JSON.readTree(gold.body())));
        Optional<String> difference = entry.kind().equals("sessions")
                ? comparison.difference(sessionIds(answer))
                : comparison.difference(AnswerTable.of(answer));
        return new Graded(difference.isEmpty() ? Outcome.CORRECT : Outcome.WRONG, difference.orElse(""));
    }

    /** From the column {@code sessionId}, or else from the sessions that came with the answer. */
    private static List<String> sessionIds(JsonNode answer) {
        AnswerTable table = AnswerTable.of(answer);
        int column = table.columns().indexOf("sessionId");
        List<String> ids = new ArrayList<>();
        if (column >= 0) {
            answer.path("rows").forEach(row -> ids.add(row.path(column).asText()));
        } else {
            answer.path("sessions")
                    .forEach(session -> ids.add(
                            session.isObject() ? session.path("sessionId").asText() : session.asText()));
        }
        return ids;
    }

    private HttpResponse<String> post(String door, Map<String, String> body) throws IOException, InterruptedException {
        return server.post("/api/projects/" + set.project() + door, JSON.writeValueAsString(body));
    }

    private static String told(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            String told = "understood %s%n    sql: %s"
                    .formatted(answer.path("understanding"), answer.path("sql").asText());
            return told.length() > 2_500 ? told.substring(0, 2_500) + "…" : told;
        } catch (IOException noJson) {
            return body;
        }
    }
}
