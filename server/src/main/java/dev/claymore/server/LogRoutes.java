package dev.claymore.server;

import dev.claymore.query.language.Range;
import dev.claymore.query.telemetry.Listing;
import dev.claymore.query.telemetry.LogFilter;
import dev.claymore.query.telemetry.Logs;
import java.time.ZoneId;
import java.util.List;

/** The log records of backends. */
final class LogRoutes {

    private static final int DEFAULT_LIMIT = 100;
    private static final int DEFAULT_CONTEXT = 20;
    private static final int MAX_TEXT = 1_000;

    private final Questions questions;
    private final Logs logs;

    LogRoutes(Questions questions, Logs logs) {
        this.questions = questions;
        this.logs = logs;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/logs", this::search),
                Route.project("GET", "/logs/volume", this::volume),
                Route.project("GET", "/logs/context", this::context));
    }

    private void search(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        LogFilter filter = filter(exchange);
        Listing found = Questions.value(logs.search(
                questions.requireProject(exchange),
                range,
                filter,
                exchange.query("limit", DEFAULT_LIMIT, 1, Logs.MAX_LIMIT),
                exchange.query("cursor").orElse(null)));
        exchange.json(200, TelemetryParameters.page("records", found));
    }

    private void volume(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        ZoneId zone = TelemetryParameters.zone(exchange);
        LogFilter filter = filter(exchange);
        Listing found = Questions.value(logs.volume(
                questions.requireProject(exchange),
                range,
                filter,
                TelemetryParameters.interval(exchange, range),
                zone));
        exchange.json(200, TelemetryParameters.page("points", found));
    }

    private void context(Exchange exchange) {
        String id = exchange.query("id")
                .orElseThrow(() -> Problem.invalid("missing_parameter", "\"id\" is missing.")
                        .thrown());
        Logs.Context found = Questions.value(logs.context(
                questions.requireProject(exchange),
                id,
                exchange.query("service").orElse(""),
                exchange.query("traceId").map(TraceRoutes::traceId).orElse(""),
                exchange.query("lines", DEFAULT_CONTEXT, 1, Logs.MAX_CONTEXT)));
        exchange.json(200, found);
    }

    private static LogFilter filter(Exchange exchange) {
        String text = exchange.query("q").orElse("");
        if (text.length() > MAX_TEXT) {
            throw Problem.invalid("invalid_parameter", "\"q\" has at most " + MAX_TEXT + " characters.")
                    .thrown();
        }
        return Questions.reading(() -> new LogFilter(
                exchange.query("service").orElse(""),
                exchange.query("level").orElse(""),
                text,
                exchange.query("traceId").map(TraceRoutes::traceId).orElse(""),
                TelemetryParameters.all(exchange, "attribute"),
                exchange.query("sessionId").map(SessionRoutes::id).orElse(null)));
    }
}
