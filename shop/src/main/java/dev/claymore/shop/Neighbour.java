package dev.claymore.shop;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Another service of the shop, asked over HTTP with the trace and the baggage in the headers. */
final class Neighbour {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final String name;
    private final URI address;
    private final OpenTelemetry telemetry;
    private final Tracer tracer;

    Neighbour(String name, URI address, OpenTelemetry telemetry, Tracer tracer) {
        this.name = name;
        this.address = address;
        this.telemetry = telemetry;
        this.tracer = tracer;
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    Reply post(String path, byte[] json) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofByteArray(json));
    }

    private Reply send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        Span span = tracer.spanBuilder(method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", method)
                .setAttribute("server.address", name)
                .setAttribute("url.full", "http://" + name + path)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .method(method, body);
            telemetry
                    .getPropagators()
                    .getTextMapPropagator()
                    .inject(Context.current(), request, (headers, key, value) -> headers.setHeader(key, value));
            var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            span.setAttribute("http.response.status_code", (long) answer.statusCode());
            String problem = answer.statusCode() >= 500 ? Integer.toString(answer.statusCode()) : "";
            if (!problem.isEmpty()) {
                span.setStatus(StatusCode.ERROR, problem);
            }
            return new Reply(answer.statusCode(), answer.body(), problem, Optional.empty());
        } catch (IOException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            span.end();
        }
    }
}
