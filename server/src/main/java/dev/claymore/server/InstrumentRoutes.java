package dev.claymore.server;

import dev.claymore.query.language.Range;
import dev.claymore.query.telemetry.InstrumentType;
import dev.claymore.query.telemetry.Instruments;
import dev.claymore.query.telemetry.Listing;
import dev.claymore.query.telemetry.SeriesAnswer;
import dev.claymore.query.telemetry.SeriesQuery;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The metrics that backends send. */
final class InstrumentRoutes {

    private final Questions questions;
    private final Instruments instruments;

    InstrumentRoutes(Questions questions, Instruments instruments) {
        this.questions = questions;
        this.instruments = instruments;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/instruments", this::list),
                Route.project("GET", "/instruments/attributes", this::attributes),
                Route.project("GET", "/instruments/series", this::series));
    }

    private void list(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        Listing found = Questions.value(instruments.list(questions.requireProject(exchange), range));
        exchange.json(200, TelemetryParameters.page("instruments", found));
    }

    private void attributes(Exchange exchange) {
        Range range = TelemetryParameters.range(exchange);
        String name = name(exchange);
        InstrumentType type = type(exchange);
        String projectId = questions.requireProject(exchange);
        Listing found = Questions.value(instruments.attributes(projectId, name, type, range));
        exchange.json(200, TelemetryParameters.page("attributes", found));
    }

    private void series(Exchange exchange) {
        InstrumentType type = type(exchange);
        SeriesQuery query = Questions.reading(() -> new SeriesQuery(
                name(exchange),
                type,
                TelemetryParameters.range(exchange),
                exchange.query("function").orElse(type.functions().getFirst()),
                exchange.query("by").orElse(""),
                TelemetryParameters.all(exchange, "attribute")));
        SeriesAnswer found = Questions.value(instruments.series(questions.requireProject(exchange), query));
        exchange.json(200, found);
    }

    private static String name(Exchange exchange) {
        return exchange.query("name")
                .orElseThrow(() -> Problem.invalid("missing_parameter", "\"name\" is missing.")
                        .thrown());
    }

    private static InstrumentType type(Exchange exchange) {
        return exchange.query("type")
                .flatMap(InstrumentType::ofWire)
                .orElseThrow(() -> Problem.invalid(
                                "invalid_parameter",
                                "\"type\" must be one of "
                                        + Arrays.stream(InstrumentType.values())
                                                .map(InstrumentType::wire)
                                                .collect(Collectors.joining(", "))
                                        + ".")
                        .thrown());
    }
}
