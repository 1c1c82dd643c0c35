package dev.claymore.server;

import dev.claymore.ingest.BatchRequest;
import dev.claymore.ingest.Signal;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** OTLP/HTTP: {@code POST /v1/traces}, {@code /v1/logs}, {@code /v1/metrics}, and their preflights. */
final class OtlpRoutes {

    private static final Map<String, Signal> PATHS = Map.of(
            "/v1/traces", Signal.TRACES,
            "/v1/logs", Signal.LOGS,
            "/v1/metrics", Signal.METRICS);
    private static final HeaderName KEY = HeaderNames.create(OtlpDoor.KEY_HEADER);
    private static final HeaderName RESOURCE_POLICY = HeaderNames.create("Cross-Origin-Resource-Policy");
    private static final Pattern HEADERS = Pattern.compile("[A-Za-z0-9, _-]{1,1000}");

    private final OtlpDoor door;

    OtlpRoutes(OtlpDoor door) {
        this.door = door;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        PATHS.forEach((path, signal) -> {
            routes.add(Route.open("POST", path, exchange -> accept(signal, exchange)));
            routes.add(Route.open("OPTIONS", path, OtlpRoutes::preflight));
        });
        return routes;
    }

    /** Whether a path is one of these, so that what is refused before a route is found is said in their words too. */
    static Optional<Signal> signal(String path) {
        return Optional.ofNullable(PATHS.get(path));
    }

    static boolean isJson(Optional<String> contentType) {
        return contentType.orElse("").toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    static String contentType(boolean json) {
        return json ? "application/json" : "application/x-protobuf";
    }

    private void accept(Signal signal, Exchange exchange) throws IOException {
        ServerRequest request = exchange.request();
        ServerRequestHeaders headers = request.headers();
        OtlpAnswer answer;
        try (InputStream body = request.content().inputStream()) {
            answer = door.accept(
                    signal,
                    new BatchRequest(
                            OtlpDoor.key(headers.first(HeaderNames.AUTHORIZATION), headers.first(KEY))
                                    .or(() -> exchange.query("key"))
                                    .orElse(""),
                            request.remotePeer().host(),
                            name -> headers.first(HeaderNames.create(name)).orElse(null),
                            headers.contentLength().orElse(-1L),
                            body));
        }
        boolean json = isJson(headers.first(HeaderNames.CONTENT_TYPE));
        ServerResponse response = exchange.response();
        allowOrigin(request, response);
        response.status(answer.httpStatus());
        response.headers().set(HeaderNames.CONTENT_TYPE, contentType(json));
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        answer.retryAfterSeconds()
                .ifPresent(seconds -> response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        response.send(answer.body(signal, json));
    }

    /** Exporters in browsers send headers of their own: whatever they ask for may come. */
    private static void preflight(Exchange exchange) {
        ServerResponse response = exchange.response();
        allowOrigin(exchange.request(), response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS");
        response.header(
                HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                exchange.request()
                        .headers()
                        .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                        .filter(asked -> HEADERS.matcher(asked).matches())
                        .orElse("Authorization, Content-Type, Content-Encoding, " + OtlpDoor.KEY_HEADER));
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");
        exchange.noContent();
    }

    private static void allowOrigin(ServerRequest request, ServerResponse response) {
        if (request.headers().first(HeaderNames.ORIGIN).isPresent()) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
            response.header(RESOURCE_POLICY, "cross-origin");
        }
    }
}
