package dev.claymore.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.Question;
import dev.claymore.analyst.answer.AskRequest;
import dev.claymore.analyst.golden.Goldens;
import dev.claymore.analyst.golden.Goldens.Expected;
import dev.claymore.store.GoldenTable;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions with checked answers. */
final class GoldenRoutes {

    private static final int RUNS = 20;
    private static final int MAX_ROWS = 1_000;

    private final Questions questions;
    private final Goldens goldens;
    private final Clock clock;

    GoldenRoutes(Questions questions, Goldens goldens, Clock clock) {
        this.questions = questions;
        this.goldens = goldens;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/golden", this::list),
                Route.project("POST", "/golden", this::save),
                Route.project("DELETE", "/golden/{questionId}", this::delete),
                Route.project("POST", "/golden/run", this::run));
    }

    private void list(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Map.of("questions", goldens.list(projectId), "runs", goldens.runs(projectId, RUNS)));
    }

    private void save(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("question", "now", "timezone", "expected"));
        String question = Json.required(body, "question", Question.MAX_LENGTH);
        ZoneId zone = Times.zone(Json.text(body, "timezone", 60).orElse("UTC"));
        AskRequest request = new AskRequest(
                questions.requireProject(exchange),
                question,
                // What is kept has milliseconds; asked again at the same moment, the answer is the same.
                Json.text(body, "now", 40)
                        .map(text -> Times.parse("now", text))
                        .orElseGet(clock::instant)
                        .truncatedTo(ChronoUnit.MILLIS),
                zone,
                null,
                AskRequest.Engine.AUTO);
        Expected expected = body.hasNonNull("expected") ? expected(body.get("expected")) : null;
        exchange.json(
                201,
                Questions.value(goldens.save(request, expected))
                        .orElseThrow(() -> Problem.of(
                                        409,
                                        "too_many",
                                        "A project keeps at most " + GoldenTable.MAX_QUESTIONS + " checked questions.")
                                .thrown()));
    }

    private static Expected expected(JsonNode node) {
        if (!node.isObject()) {
            throw Problem.invalid("invalid_field", "\"expected\" must be an object with columns and rows.")
                    .thrown();
        }
        Json.onlyFields(node, "expected", Set.of("columns", "rows"));
        List<String> columns = Json.texts(node, "columns", 100, 200).orElse(List.of());
        List<List<Object>> rows = new ArrayList<>();
        JsonNode given = node.path("rows");
        boolean good = given.isArray() && given.size() <= MAX_ROWS && !columns.isEmpty();
        for (JsonNode row : given) {
            good &= row.isArray() && row.size() == columns.size();
            rows.add(good ? Json.MAPPER.convertValue(row, new TypeReference<List<Object>>() {}) : List.of());
        }
        if (!good) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"expected.rows\" must be at most " + MAX_ROWS + " lists, each as long as \"columns\".")
                    .thrown();
        }
        return new Expected(columns, rows);
    }

    private void delete(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        if (!goldens.delete(projectId, SessionRoutes.id(exchange.path("questionId")))) {
            throw Problem.notFound("There is no such checked question.").thrown();
        }
        exchange.noContent();
    }

    private void run(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("engine"));
        String projectId = questions.requireProject(exchange);
        exchange.json(
                200,
                goldens.run(
                        projectId,
                        AskRoutes.engine(Json.text(body, "engine", 20).orElse(AskRequest.Engine.AUTO.wire()))));
    }
}
