package dev.claymore.server;

import dev.claymore.query.language.Range;
import dev.claymore.query.telemetry.Listing;
import dev.claymore.query.telemetry.ServiceMap;
import dev.claymore.query.telemetry.Services;
import dev.claymore.query.telemetry.SpanFilter;
import dev.claymore.query.telemetry.TraceDetail;
import dev.claymore.query.telemetry.TraceSearch;
import dev.claymore.query.telemetry.Traces;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Backend services and the traces of their requests. */
final class TraceRoutes {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final int DEFAULT_LIMIT = 50;

    private final Questions questions;
    private final Services services;
    private final Traces traces;

    TraceRoutes(Questions questions, Services services, Traces traces) {
        this.questions = questions;
        this.services = services;
        this.traces = traces;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/services", this::list),
                Route.project("GET", "/services/operations", this::operations),
                Route.project("GET", "/services/series", this::series),
                Route.project("GET", "/services/map", this::map),
                Route.project("GET", "/traces", this::search),
                Route.project("GET", "/traces/{traceId}", this::trace),
                Route.project("GET", "/sessions/{sessionId}/traces", this::ofSession));
    }

    private void list(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        Listing found = Questions.value(services.list(questions.requireProject(exchange), range));
        exchange.json(200, TelemetryParameters.page("services", found));
    }

    private void operations(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        String service = exchange.query("service")
                .orElseThrow(() -> Problem.invalid("missing_parameter", "\"service\" is missing.")
                        .thrown());
        Listing found = Questions.value(services.operations(questions.requireProject(exchange), service, range));
        exchange.json(200, TelemetryParameters.page("operations", found));
    }

    private void series(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        ZoneId zone = TelemetryParameters.zone(exchange);
        Listing found = Questions.value(services.series(
                questions.requireProject(exchange),
                exchange.query("service").orElse(""),
                exchange.query("operation").orElse(""),
                range,
                TelemetryParameters.interval(exchange, range),
                zone));
        exchange.json(200, TelemetryParameters.page("points", found));
    }

    private void map(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        ServiceMap found = Questions.value(services.map(questions.requireProject(exchange), range));
        exchange.json(200, found);
    }

    private void search(Exchange exchange) {
        TraceSearch search = Questions.reading(() -> new TraceSearch(
                TelemetryParameters.range(exchange),
                new SpanFilter(
                        exchange.query("service").orElse(""),
                        exchange.query("operation").orElse(""),
                        exchange.query("status").orElse(""),
                        TelemetryParameters.number(exchange, "minMs"),
                        TelemetryParameters.number(exchange, "maxMs"),
                        TelemetryParameters.all(exchange, "attribute"),
                        exchange.query("sessionId").map(SessionRoutes::id).orElse(null)),
                order(exchange.query("sort")),
                exchange.query("limit", DEFAULT_LIMIT, 1, Traces.MAX_LIMIT),
                exchange.query("cursor").orElse(null)));
        Listing found = Questions.value(traces.search(questions.requireProject(exchange), search));
        exchange.json(200, TelemetryParameters.page("traces", found));
    }

    private static TraceSearch.Order order(Optional<String> sort) {
        return switch (sort.orElse("-startedAt")) {
            case "-startedAt" -> TraceSearch.Order.NEWEST;
            case "-durationMs" -> TraceSearch.Order.SLOWEST;
            default ->
                throw Problem.invalid("invalid_parameter", "\"sort\" must be -startedAt or -durationMs.")
                        .thrown();
        };
    }

    private void trace(Exchange exchange) {
        String traceId = traceId(exchange.path("traceId"));
        TraceDetail found = Questions.value(traces.find(questions.requireProject(exchange), traceId));
        exchange.json(200, found);
    }

    private void ofSession(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        Listing found = Questions.value(traces.ofSession(projectId, SessionRoutes.sessionId(exchange)));
        exchange.json(200, TelemetryParameters.page("traces", found));
    }

    static String traceId(String text) {
        String traceId = text.toLowerCase(Locale.ROOT);
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw Problem.invalid("invalid_parameter", "A trace id has 32 hexadecimal digits.")
                    .thrown();
        }
        return traceId;
    }
}
