package dev.claymore.server;

import dev.claymore.query.Replay;
import dev.claymore.query.SessionDetail;
import dev.claymore.query.SessionPage;
import dev.claymore.query.SessionSearch;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds sessions, shows one, plays it. */
final class SessionRoutes {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);
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
                Route.project("GET", "/sessions/{sessionId}/replay", this::replay));
    }

    private void search(Exchange exchange) {
        // A session of this second is found, too, when the browser's clock is a little ahead.
        Instant to = Times.query(exchange, "to").orElseGet(() -> Instant.now().plus(Duration.ofMinutes(5)));
        SessionSearch search = new SessionSearch(
                Times.query(exchange, "from").orElse(to.minus(DEFAULT_RANGE)),
                to,
                exchange.query("filters").map(Filters::parse).orElse(List.of()),
                exchange.query("sort").orElse(SessionSearch.DEFAULT_SORT),
                exchange.query("limit", SessionSearch.DEFAULT_LIMIT, 1, SessionSearch.MAX_LIMIT),
                exchange.query("cursor").orElse(null));
        String projectId = questions.requireProject(exchange);
        SessionPage page = Questions.value(questions.sessions().search(projectId, search));
        exchange.json(200, page);
    }

    private void session(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        SessionDetail found = Questions.value(questions.sessions().find(projectId, sessionId(exchange)));
        exchange.json(200, found);
    }

    private void replay(Exchange exchange) throws IOException {
        String projectId = questions.requireProject(exchange);
        Replay.Recording recording =
                Questions.value(questions.replay().open(projectId, sessionId(exchange), exchange.query("windowId")));
        try (OutputStream out = exchange.stream("application/json")) {
            recording.writeTo(out);
        }
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
