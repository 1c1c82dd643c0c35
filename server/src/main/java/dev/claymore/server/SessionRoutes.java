package dev.claymore.server;

import dev.claymore.query.PersonProfile;
import dev.claymore.query.SessionDetail;
import dev.claymore.query.SessionPage;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds sessions, shows one, plays it; shows a person. */
final class SessionRoutes {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);
    private static final int MAX_ID = 1_024;
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Questions questions;

    SessionRoutes(Questions questions) {
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/sessions", this::search),
                Route.project("GET", "/sessions/{sessionId}", this::session),
                Route.project("GET", "/sessions/{sessionId}/replay", this::replay),
                Route.project("GET", "/person", this::person));
    }

    private void search(Exchange exchange) {
        // A session of this second is found, too, when the browser's clock is a little ahead.
        Instant to = Times.query(exchange, "to").orElseGet(() -> Instant.now().plus(Duration.ofMinutes(5)));
        Instant from = Times.query(exchange, "from").orElse(to.minus(DEFAULT_RANGE));
        Condition where = exchange.query("filters")
                .map(json -> Questions.filters(Json.tree(json.getBytes(StandardCharsets.UTF_8))))
                .orElse(Condition.ALWAYS);
        SessionsQuery search = new SessionsQuery(
                Scope.of(new Range(from, to)).where(where),
                exchange.query("q").orElse(""),
                exchange.query("sort").map(SessionRoutes::order).stream().toList(),
                exchange.query("limit", SessionsQuery.DEFAULT_LIMIT, 1, SessionsQuery.MAX_LIMIT),
                exchange.query("cursor").orElse(null));
        String projectId = questions.requireProject(exchange);
        boolean counted = exchange.flag("total");
        List<String> fields = exchange.query("fields").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .toList();
        SessionPage page = Questions.value(questions.sessions().search(projectId, search, fields, counted));
        exchange.json(200, page);
    }

    /** A column, with - in front for highest first. */
    static Order order(String sort) {
        return sort.startsWith("-") ? Order.highest(sort.substring(1)) : Order.lowest(sort);
    }

    private void session(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        SessionDetail found = Questions.value(questions.sessions().find(projectId, sessionId(exchange)));
        exchange.json(200, found);
    }

    private void person(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        String id = exchange.query("id")
                .filter(given -> given.length() <= MAX_ID)
                .orElseThrow(() -> Problem.invalid(
                                "invalid_parameter",
                                "\"id\" must be the id of a person, of at most " + MAX_ID + " characters.")
                        .thrown());
        PersonProfile found = Questions.value(questions
                .people()
                .find(
                        projectId,
                        id,
                        exchange.query("limit", 100, 1, 1_000),
                        exchange.query("cursor").orElse(null)));
        exchange.json(200, found);
    }

    private void replay(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        Questions.value(questions
                .replay()
                .write(
                        projectId,
                        sessionId(exchange),
                        exchange.query("windowId"),
                        Times.query(exchange, "from"),
                        () -> exchange.stream("application/json")));
    }

    static UUID sessionId(Exchange exchange) {
        return id(exchange.path("sessionId"));
    }

    static UUID id(String id) {
        if (!ID.matcher(id).matches()) {
            throw Problem.invalid("invalid_parameter", "A session id is a UUID.")
                    .thrown();
        }
        return UUID.fromString(id);
    }
}
