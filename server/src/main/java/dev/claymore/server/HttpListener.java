package dev.claymore.server;

import dev.claymore.ingest.Signal;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The port that browsers, backends and the UI speak to. Every limit is set here: the framework's defaults are none. */
final class HttpListener implements AutoCloseable {

    /** Filters of a search travel in the query string. */
    private static final int MAX_REQUEST_LINE_BYTES = 48 << 10;

    private static final int MAX_HEADER_BYTES = 32 << 10;
    /** So that who reads a body finds out that it is too large, and says so in the words of its protocol. */
    private static final int BEYOND_LIMIT = 64 << 10;

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final BodyDeadlines deadlines;

    private HttpListener(WebServer server, BodyDeadlines deadlines) {
        this.server = server;
        this.deadlines = deadlines;
    }

    /**
     * Opens the port and serves.
     *
     * @param key of the configuration that names the port
     * @throws BadConfig when the port is taken or the host is not an address of this machine
     */
    static HttpListener open(Config config, int port, String key, Consumer<HttpRouting.Builder> routes) {
        return open(config, port, key, BodyDeadlines.Patience.USUAL, routes);
    }

    /** As above, with a patience of its own for bodies. */
    static HttpListener open(
            Config config,
            int port,
            String key,
            BodyDeadlines.Patience patience,
            Consumer<HttpRouting.Builder> routes) {
        BodyDeadlines deadlines = new BodyDeadlines(patience, config.idleTimeout());
        HttpRouting.Builder routing = HttpRouting.builder().addFilter(deadlines::filter);
        routes.accept(routing);
        WebServer server = WebServer.builder()
                .host(config.host())
                .port(port)
                .backlog(1024)
                .maxPayloadSize(config.maxBodyBytes() + BEYOND_LIMIT)
                .maxTcpConnections(config.maxConnections())
                .concurrencyLimit(FixedLimit.builder()
                        .permits(config.maxRequests())
                        .queueLength(config.maxRequests() * 4)
                        .queueTimeout(Duration.ofSeconds(5))
                        .build())
                .idleConnectionTimeout(config.idleTimeout())
                .idleConnectionPeriod(Duration.ofSeconds(5))
                .connectionOptions(
                        deadlines.of(SocketOptions.builder().tcpNoDelay(true).build()))
                .writeBufferSize(16 << 10)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new Lingering(
                        Http1ConnectionSelector.builder()
                                .config(Http1Config.builder()
                                        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                                        .maxHeadersSize(MAX_HEADER_BYTES)
                                        .build())
                                .build(),
                        deadlines::linger))
                .contentEncoding(new PackedBodies())
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .directHandlers(directHandlers())
                .routing(routing)
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            server.stop();
            deadlines.close();
            throw explain(config.host(), port, key, e);
        }
        if (!server.isRunning()) { // It logs why a listener did not start, and does not throw.
            deadlines.close();
            throw taken(config.host(), port, key, new BindException("see the log above"));
        }
        return new HttpListener(server, deadlines);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        deadlines.close();
    }

    /** What is refused before a route is found: broken requests, bodies over the limit, too many requests. */
    private static DirectHandlers directHandlers() {
        DirectHandler handler = (request, type, status, headers, message) -> {
            Problem problem = switch (status.code()) {
                case 413 -> Problem.of(413, "body_too_large", "The body is larger than this server takes.");
                case 503 ->
                    new Problem(503, "overloaded", "Too many requests at once.", Optional.of(Duration.ofSeconds(1)));
                case 404 -> Problem.notFound("There is nothing at this path.");
                case 405 -> Problem.of(405, "method_not_allowed", "This path does not take this method.");
                default ->
                    status.code() >= 500
                            ? Problem.of(500, "internal", "The server failed; its log tells more.")
                            : Problem.of(status.code(), "bad_request", "This is not a valid HTTP request.");
            };
            Optional<Signal> otlp = OtlpRoutes.signal(request.path());
            boolean json = otlp.isEmpty() || OtlpRoutes.isJson(request.headers().first(HeaderNames.CONTENT_TYPE));
            byte[] entity = otlp.map(signal -> OtlpAnswer.refused(
                                    problem.status(),
                                    problem.code() + ": " + problem.message(),
                                    problem.retryAfter().map(Duration::toSeconds))
                            .body(signal, json))
                    .orElseGet(() -> Json.bytes(problem.body()));
            DirectHandler.TransportResponse.Builder answer = DirectHandler.TransportResponse.builder()
                    .status(io.helidon.http.Status.create(problem.status()))
                    .headers(headers)
                    .keepAlive(type.keepAlive())
                    .entity(entity);
            answer.header(HeaderNames.CONTENT_TYPE, OtlpRoutes.contentType(json));
            if (request.path().startsWith("/v1/")) {
                // A page that may not read the refusal takes it for a broken network, and sends the same again.
                answer.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
                answer.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
            }
            problem.retryAfter()
                    .ifPresent(wait -> answer.header(HeaderNames.RETRY_AFTER, Long.toString(wait.toSeconds())));
            return answer.build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private static RuntimeException explain(String host, int port, String key, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return taken(host, port, key, cause);
            }
        }
        return failure;
    }

    static BadConfig taken(String host, int port, String key, Throwable cause) {
        return new BadConfig("Port " + port + " of " + host + " cannot be opened (" + cause.getMessage()
                + "). Another Claymore may run already, or another program holds the port: "
                + "stop it, or choose another port with " + key + (key.equals("CLAYMORE_PORT") ? "." : ", or off."));
    }
}
