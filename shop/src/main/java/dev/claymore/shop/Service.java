package dev.claymore.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One service: its HTTP doors, each request a span with what it took and how it ended, a log line and a measurement. */
final class Service implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final List<Double> SECONDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1., 2.5, 5., 7.5, 10.);
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private static final TextMapGetter<HttpExchange> HEADERS = new TextMapGetter<>() {
        @Override
        public String get(HttpExchange request, String name) {
            return request.getRequestHeaders().getFirst(name);
        }
    };

    /** What a service answers; the doors it opens. */
    @FunctionalInterface
    interface Plan {
        void doors(Service service);
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Door {
        Reply answer(Request request) throws IOException, InterruptedException;
    }

    private final Telemetry telemetry;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Tracer tracer;
    private final Logger log;
    private final DoubleHistogram durations;

    private Service(Telemetry telemetry, HttpServer server) {
        this.telemetry = telemetry;
        this.server = server;
        this.tracer = telemetry.api().getTracer("shop");
        this.log = telemetry.api().getLogsBridge().get("shop." + telemetry.service());
        this.durations = telemetry
                .api()
                .getMeter("shop")
                .histogramBuilder("http.server.request.duration")
                .setDescription("Duration of HTTP server requests")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
    }

    static Service open(Telemetry telemetry, Plan plan) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Service service = new Service(telemetry, server);
        server.setExecutor(service.threads);
        plan.doors(service);
        server.start();
        return service;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Opens a door at {@code path} and everything below it; {@code route} is how telemetry names it. */
    void door(String path, String route, Door door) {
        server.createContext(path, exchange -> {
            try (exchange) {
                serve(exchange, route, door);
            }
        });
    }

    void log(Severity severity, String text) {
        log.logRecordBuilder()
                .setSeverity(severity)
                .setSeverityText(severity.name())
                .setBody(text)
                .emit();
    }

    /** A span around work that is not a request of ours to a neighbour: a database, somebody else's API. */
    Work work(String name) {
        return new Work(tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT));
    }

    Neighbour neighbour(String name, URI address) {
        return new Neighbour(name, address, telemetry.api(), tracer);
    }

    private void serve(HttpExchange exchange, String route, Door door) throws IOException {
        long begun = System.nanoTime();
        String method = exchange.getRequestMethod();
        Context asked =
                telemetry.api().getPropagators().getTextMapPropagator().extract(Context.current(), exchange, HEADERS);
        Span span = tracer.spanBuilder(method + " " + route)
                .setParent(asked)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, method)
                .setAttribute(ROUTE, route)
                .setAttribute("url.path", exchange.getRequestURI().getPath())
                .startSpan();
        Reply reply;
        try (Scope _ = asked.with(span).makeCurrent();
                InputStream body = exchange.getRequestBody()) {
            reply = answer(span, door, new Request(exchange.getRequestURI(), body.readNBytes(Request.MAX_BYTES)));
            span.setAttribute(STATUS, (long) reply.status());
            if (reply.status() >= 500) {
                span.setStatus(StatusCode.ERROR, reply.problem());
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            durations.record(seconds, Attributes.of(METHOD, method, ROUTE, route, STATUS, (long) reply.status()));
            log(
                    reply.status() >= 500 ? Severity.ERROR : Severity.INFO,
                    "%s %s answered %d in %d ms"
                            .formatted(method, exchange.getRequestURI().getPath(), reply.status(), (long)
                                    (seconds * 1000)));
        } finally {
            span.end();
        }
        reply.location().ifPresent(location -> exchange.getResponseHeaders().set("Location", location));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] json = reply.json();
        exchange.sendResponseHeaders(reply.status(), json.length == 0 ? -1 : json.length);
        if (json.length > 0) {
            exchange.getResponseBody().write(json);
        }
    }

    private Reply answer(Span span, Door door, Request request) {
        try {
            return door.answer(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.failed(503, "The shop closes");
        } catch (IOException | RuntimeException e) {
            span.recordException(e);
            log(Severity.ERROR, String.valueOf(e.getMessage()));
            return Reply.failed(500, "Something went wrong");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
