package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.Freshness;
import dev.claymore.query.Values;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.SessionsQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions in terms of the semantic model. */
final class QueryRoutes {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(30);

    private static final int MAX_AGE_TIMES = 100;

    private final Questions questions;

    QueryRoutes(Questions questions) {
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/schema", this::schema),
                Route.project("POST", "/query", this::query).reading(),
                Route.project("POST", "/query/sessions", this::behind).reading(),
                Route.project("GET", "/values", this::values));
    }

    private void schema(Exchange exchange) {
        questions.requireProject(exchange);
        exchange.json(200, questions.schema());
    }

    private void query(Exchange exchange) {
        ObjectNode body = object(exchange);
        Freshness freshness = freshness(body);
        Query query = Questions.query(body);
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Questions.value(questions.queries().run(projectId, query, freshness)));
    }

    private static Freshness freshness(ObjectNode body) {
        long age = Json.whole(body, "maxAgeMs", 0, 0, Json.MOST);
        int times = Json.whole(body, "maxAgeTimes", 0, 0, MAX_AGE_TIMES);
        body.remove(List.of("maxAgeMs", "maxAgeTimes"));
        return new Freshness(Duration.ofMillis(age), times);
    }

    /** The sessions behind a number of an answer. */
    private void behind(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("query", "cell", "fields", "limit", "cursor"));
        Query query = Questions.query(body.path("query"));
        Cell cell = Questions.cell(body.path("cell"));
        int limit = Json.whole(body, "limit", SessionsQuery.DEFAULT_LIMIT, 1, SessionsQuery.MAX_LIMIT);
        String cursor = Json.text(body, "cursor", 200).orElse(null);
        List<String> fields = Json.texts(body, "fields", 100, 100).orElse(List.of());
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Questions.value(questions.sessions().behind(projectId, query, cell, fields, limit, cursor)));
    }

    private static ObjectNode object(Exchange exchange) {
        if (Json.tree(exchange.body()) instanceof ObjectNode body) {
            return body;
        }
        throw Problem.invalid("invalid_body", "The body must be a JSON object.").thrown();
    }

    private void values(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        String field = exchange.query("field")
                .orElseThrow(() -> Problem.invalid("missing_parameter", "\"field\" is missing.")
                        .thrown());
        Instant to = Times.query(exchange, "to").orElseGet(Instant::now);
        Instant from = Times.query(exchange, "from").orElse(to.minus(DEFAULT_RANGE));
        List<Values.Value> values = Questions.value(questions
                .values()
                .of(
                        projectId,
                        field,
                        exchange.query("q").orElse(""),
                        from,
                        to,
                        exchange.query("limit", 50, 1, Values.MAX_LIMIT)));
        exchange.json(200, Map.of("values", values));
    }
}
