package dev.claymore.server;

import dev.claymore.ingest.Answer;
import dev.claymore.ingest.BatchRequest;
import dev.claymore.ingest.Ingest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /v1/batch} and its preflight: hands the body to {@link Ingest} and its answer back. */
final class IngestRoute {

    private static final String BEARER = "Bearer ";
    private static final HeaderName RESOURCE_POLICY = HeaderNames.create("Cross-Origin-Resource-Policy");

    private final Supplier<Optional<Ingest>> ingest;
    private final ProjectKeyCache keys;

    /** {@code ingest} is empty until the spool is open and while the server stops. */
    IngestRoute(Supplier<Optional<Ingest>> ingest, ProjectKeyCache keys) {
        this.ingest = ingest;
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/v1/batch", this::accept), Route.open("OPTIONS", "/v1/batch", this::preflight));
    }

    private void accept(Exchange exchange) throws IOException {
        ServerRequest request = exchange.request();
        allowOrigin(request, exchange.response());
        Optional<Ingest> open = ingest.get();
        if (open.isEmpty()) {
            throw notYet();
        }
        Answer answer;
        try (InputStream body = request.content().inputStream()) {
            answer = open.get()
                    .accept(new BatchRequest(
                            key(exchange),
                            peer(request),
                            name -> request.headers()
                                    .first(HeaderNames.create(name))
                                    .orElse(null),
                            request.headers().contentLength().orElse(-1L),
                            body));
        }
        if (answer.status() == 401 && !keys.complete()) {
            throw notYet();
        }
        ServerResponse response = exchange.response();
        response.status(answer.status());
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        if (answer instanceof Answer.Overloaded overloaded) {
            response.header(HeaderNames.RETRY_AFTER, Long.toString(overloaded.retryAfterSeconds()));
        }
        response.send(answer.body());
    }

    /** Browsers ask before they send JSON from another site, and keep the answer for a day. */
    private void preflight(Exchange exchange) {
        ServerResponse response = exchange.response();
        allowOrigin(exchange.request(), response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS");
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Content-Encoding");
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");
        exchange.noContent();
    }

    /**
     * Answers carry nothing secret and no cookie counts here, so any page may read them; whether a site may send is decided
     * by its project's list of origins.
     */
    private static void allowOrigin(ServerRequest request, ServerResponse response) {
        if (request.headers().first(HeaderNames.ORIGIN).isPresent()) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
            response.header(RESOURCE_POLICY, "cross-origin");
        }
    }

    private static String key(Exchange exchange) {
        ServerRequestHeaders headers = exchange.request().headers();
        return headers.first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> exchange.query("key"))
                .orElse("");
    }

    /** Address without port, as text. */
    private static String peer(ServerRequest request) {
        return request.remotePeer().address() instanceof java.net.InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : request.remotePeer().host();
    }

    private static ProblemException notYet() {
        return new Problem(
                        503,
                        "starting",
                        "The server is starting: send the batch again in a moment.",
                        Optional.of(Duration.ofSeconds(1)))
                .thrown();
    }
}
