package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.Question;
import dev.claymore.analyst.answer.Answer;
import dev.claymore.analyst.answer.Answers;
import dev.claymore.analyst.answer.AskRequest;
import dev.claymore.analyst.answer.Examples;
import dev.claymore.analyst.answer.Progress;
import dev.claymore.query.Outcome;
import dev.claymore.query.language.Query;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions in plain words. */
final class AskRoutes {

    private static final int MAX_CONVERSATION_ID = 64;

    private final Questions questions;
    private final Answers answers;
    private final Examples examples;
    private final Clock clock;

    AskRoutes(Questions questions, Answers answers, Examples examples, Clock clock) {
        this.questions = questions;
        this.answers = answers;
        this.examples = examples;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.project("POST", "/ask", this::ask).reading(),
                Route.project("GET", "/ask/examples", this::examples));
    }

    private void examples(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        ZoneId zone = Times.zone(exchange.query("timezone").orElse("UTC"));
        exchange.json(200, Map.of("questions", examples.of(projectId, clock.instant(), zone)));
    }

    private void ask(Exchange exchange) throws IOException {
        AskRequest request = request(exchange);
        if (!EventStream.accepted(exchange.request())) {
            exchange.json(200, Questions.value(answers.ask(request, Progress.NONE)));
            return;
        }
        try (EventStream stream = new EventStream(exchange)) {
            stream(request, stream);
        }
    }

    private void stream(AskRequest request, EventStream stream) {
        Outcome<Answer> outcome = answers.ask(request, (stage, soFar) -> stream.send(name(stage), part(stage, soFar)));
        try {
            stream.send("done", Questions.value(outcome));
        } catch (ProblemException e) {
            if (!stream.open()) {
                throw e;
            }
            stream.send("error", e.problem().body().get("error"));
        }
    }

    private AskRequest request(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("question", "now", "timezone", "conversationId", "engine", "query"));
        Query query = body.hasNonNull("query") ? Questions.query(body.get("query")) : null;
        String question = query == null
                ? Json.required(body, "question", Question.MAX_LENGTH)
                : Json.text(body, "question", Question.MAX_LENGTH).orElse("");
        Instant now =
                Json.text(body, "now", 40).map(text -> Times.parse("now", text)).orElseGet(clock::instant);
        return new AskRequest(
                questions.requireProject(exchange),
                question,
                query,
                now,
                Times.zone(Json.text(body, "timezone", 60).orElse("UTC")),
                Json.text(body, "conversationId", MAX_CONVERSATION_ID).orElse(null),
                engine(Json.text(body, "engine", 20).orElse(AskRequest.Engine.AUTO.wire())));
    }

    static AskRequest.Engine engine(String name) {
        for (AskRequest.Engine engine : AskRequest.Engine.values()) {
            if (engine.wire().equals(name)) {
                return engine;
            }
        }
        throw Problem.invalid("invalid_field", "\"engine\" must be auto, built-in or model.")
                .thrown();
    }

    private static String name(Progress.Stage stage) {
        return stage.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Object part(Progress.Stage stage, Answer soFar) {
        Map<String, Object> part = new LinkedHashMap<>();
        switch (stage) {
            case UNDERSTANDING -> {
                part.put("status", soFar.status());
                part.put("conversationId", soFar.conversationId());
                part.put("engine", soFar.engine());
                if (soFar.understanding() != null) {
                    part.put("title", soFar.understanding().title());
                    part.put("shape", soFar.understanding().shape());
                    part.put("chips", soFar.understanding().chips());
                    part.put("confidence", soFar.understanding().confidence());
                    put(part, "query", soFar.understanding().query());
                }
                part.put("assumptions", soFar.assumptions());
                put(part, "choices", soFar.choices());
                put(part, "code", soFar.code());
                put(part, "reason", soFar.reason());
                put(part, "words", soFar.words());
                put(part, "nearest", soFar.nearest());
            }
            case SQL -> part.put("sql", soFar.sql());
            case ROWS -> {
                part.put("columns", soFar.columns());
                part.put("rows", soFar.rows());
                part.put("stats", soFar.stats());
            }
            case TEXT -> {
                part.put("text", soFar.text());
                put(part, "total", soFar.total());
            }
            case CHART -> {
                return soFar.chart();
            }
            case SESSIONS -> {
                return soFar.sessions();
            }
        }
        return part;
    }

    private static void put(Map<String, Object> part, String name, Object value) {
        if (value != null) {
            part.put(name, value);
        }
    }
}
