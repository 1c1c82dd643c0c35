package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.SemanticQuery;
import dev.claymore.query.Values;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions in terms of the semantic model. */
final class QueryRoutes {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(30);

    private final Questions questions;

    QueryRoutes(Questions questions) {
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/schema", this::schema),
                Route.project("POST", "/query", this::query),
                Route.project("GET", "/values", this::values));
    }

    private void schema(Exchange exchange) {
        questions.requireProject(exchange);
        exchange.json(200, questions.schema());
    }

    private void query(Exchange exchange) {
        SemanticQuery query = read(Json.tree(exchange.body()));
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Questions.value(questions.queries().run(projectId, query)));
    }

    /** A query as it stands in a body. */
    static SemanticQuery read(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.invalid("invalid_body", "The query must be a JSON object.")
                    .thrown();
        }
        Json.onlyFields(
                body,
                "the query",
                Set.of("metrics", "dimensions", "filters", "from", "to", "interval", "timezone", "orderBy", "limit"));
        return new SemanticQuery(
                Json.texts(body, "metrics", 20, 200).orElse(List.of()),
                Json.texts(body, "dimensions", 5, 300).orElse(List.of()),
                Filters.read(body.get("filters")),
                Times.parse("from", Json.required(body, "from", 40)),
                Times.parse("to", Json.required(body, "to", 40)),
                interval(Json.text(body, "interval", 20).orElse("none")),
                Times.zone(Json.text(body, "timezone", 60).orElse("UTC")),
                order(body.get("orderBy")),
                (int) Json.number(body, "limit", SemanticQuery.DEFAULT_LIMIT));
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

    private static Interval interval(String name) {
        for (Interval interval : Interval.values()) {
            if (interval.wire().equals(name)) {
                return interval;
            }
        }
        throw Problem.invalid("invalid_field", "\"interval\" must be none, auto, minute, hour, day, week or month.")
                .thrown();
    }

    private static List<Order> order(JsonNode orderBy) {
        List<Order> orders = new ArrayList<>();
        if (orderBy == null) {
            return orders;
        }
        for (JsonNode order : Filters.objects("orderBy", orderBy)) {
            Json.onlyFields(order, "orderBy", Set.of("field", "direction"));
            String direction = Json.text(order, "direction", 4).orElse("desc");
            if (!direction.equals("asc") && !direction.equals("desc")) {
                throw Problem.invalid("invalid_field", "\"direction\" must be asc or desc.")
                        .thrown();
            }
            orders.add(new Order(Json.required(order, "field", 300), direction.equals("desc")));
        }
        return orders;
    }
}
