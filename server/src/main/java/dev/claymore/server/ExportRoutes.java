package dev.claymore.server;

import dev.claymore.otel.SessionExports;
import dev.claymore.query.RawExport;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.StoreException;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Takes data out: sessions as OTLP logs, tables in ClickHouse's formats. All of it is streamed, and only so many at a time. */
final class ExportRoutes implements AutoCloseable {

    private final Config config;
    private final Questions questions;
    private final SessionExports sessions;
    private final RawExport tables;
    private final ExportPlaces places = new ExportPlaces();
    private final SlowReaders readers = new SlowReaders(SlowReaders.Patience.USUAL);
    private final AtomicLong refused = new AtomicLong();

    ExportRoutes(Config config, Questions questions, SessionExports sessions, RawExport tables) {
        this.config = config;
        this.questions = questions;
        this.sessions = sessions;
        this.tables = tables;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/sessions/{sessionId}/otlp", this::session),
                Route.project("GET", "/sessions/{sessionId}/events", this::events),
                Route.project("GET", "/otlp", this::range),
                Route.project("GET", "/export/{table}", this::table));
    }

    /** Downloads that were turned away because too many were under way. */
    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        readers.close();
    }

    private void session(Exchange exchange) throws IOException {
        String projectId = questions.requireProject(exchange);
        UUID sessionId = SessionRoutes.sessionId(exchange);
        boolean replay = exchange.flag("replay");
        SessionExports.Found found = sessions.find(projectId, sessionId, origin(exchange))
                .orElseThrow(() -> Problem.notFound("There is no session " + sessionId + " in this project.")
                        .thrown());
        stream(exchange, projectId, "application/json", sessionId + ".otlp.json", out -> found.writeTo(out, replay));
    }

    private void events(Exchange exchange) throws IOException {
        String projectId = questions.requireProject(exchange);
        UUID sessionId = SessionRoutes.sessionId(exchange);
        RawExport.Extract extract = checked(() -> tables.session(projectId, sessionId));
        stream(exchange, projectId, extract.contentType(), sessionId + ".events.jsonl", extract::writeTo);
    }

    private void range(Exchange exchange) throws IOException {
        String projectId = questions.requireProject(exchange);
        Range range = between(exchange);
        Condition where = exchange.query("filters")
                .map(json -> Questions.filters(Json.tree(json.getBytes(StandardCharsets.UTF_8))))
                .orElse(Condition.ALWAYS);
        boolean replay = exchange.flag("replay");
        boolean protobuf = protobuf(exchange);
        SessionExports.Encoding encoding =
                protobuf ? SessionExports.Encoding.PROTOBUF : SessionExports.Encoding.JSON_LINES;
        String type = protobuf ? "application/x-protobuf-delimited" : "application/x-ndjson";
        String file = projectId + (protobuf ? ".otlp.pb" : ".otlp.jsonl");
        SessionExports.Selected selected =
                checked(() -> sessions.select(projectId, range, where, replay, origin(exchange)));
        stream(exchange, projectId, type, file, out -> selected.writeTo(out, encoding));
    }

    private void table(Exchange exchange) throws IOException {
        String projectId = questions.requireProject(exchange);
        String table = exchange.path("table");
        String format = exchange.query("format").orElse("JSONEachRow");
        Range range = between(exchange);
        RawExport.Extract extract = checked(() -> tables.of(projectId, table, range, format));
        stream(exchange, projectId, extract.contentType(), projectId + "." + table + "." + format, extract::writeTo);
    }

    /** Writes what is read. */
    @FunctionalInterface
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private void stream(Exchange exchange, String projectId, String contentType, String file, Body body)
            throws IOException {
        places.take(projectId).ifPresent(reason -> {
            refused.incrementAndGet();
            throw new Problem(
                            429,
                            "too_many_exports",
                            reason + ": try again when one has ended.",
                            Optional.of(Duration.ofSeconds(30)))
                    .thrown();
        });
        try {
            exchange.response().headers().set(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
            OutputStream out = exchange.stream(contentType, readers::watched);
            try {
                body.writeTo(out);
            } catch (StoreException e) {
                // The answer has begun: only a connection that breaks off tells that it is not whole.
                throw new UncheckedIOException(new IOException("an export broke off", e));
            }
            out.close();
        } finally {
            places.giveBack(projectId);
        }
    }

    private String origin(Exchange exchange) {
        return Api.origin(config, exchange.request());
    }

    private static Range between(Exchange exchange) {
        Optional<Instant> from = Times.query(exchange, "from");
        Optional<Instant> to = Times.query(exchange, "to");
        if (from.isEmpty() || to.isEmpty()) {
            throw Problem.invalid("invalid_parameter", "\"from\" and \"to\" are needed: the range of time to export.")
                    .thrown();
        }
        return new Range(from.get(), to.get());
    }

    private static boolean protobuf(Exchange exchange) {
        String encoding = exchange.query("encoding").orElse("json");
        if (!encoding.equals("json") && !encoding.equals("protobuf")) {
            throw Problem.invalid("invalid_parameter", "\"encoding\" must be json or protobuf.")
                    .thrown();
        }
        return encoding.equals("protobuf");
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal e) {
            throw Problem.of(e.code().equals("not_found") ? 404 : 400, e.code(), e.field() + ": " + e.getMessage())
                    .thrown();
        }
    }
}
