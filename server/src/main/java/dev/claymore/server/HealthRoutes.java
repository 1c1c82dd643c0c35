package dev.claymore.server;

import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Probes for whoever watches the server. */
final class HealthRoutes {

    private final Auth auth;
    private final Database database;
    private final BooleanSupplier ingestOpen;
    private final Supplier<String> metrics;

    HealthRoutes(Auth auth, Database database, BooleanSupplier ingestOpen, Supplier<String> metrics) {
        this.auth = auth;
        this.database = database;
        this.ingestOpen = ingestOpen;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/health/live", exchange -> text(exchange, "text/plain; charset=utf-8", "ok\n")),
                Route.open("GET", "/health/ready", this::ready),
                Route.open("GET", "/metrics", this::metrics));
    }

    private void ready(Exchange exchange) {
        boolean accepts = ingestOpen.getAsBoolean();
        boolean answers = database.answers();
        exchange.json(
                accepts && answers ? 200 : 503,
                Map.of(
                        "status",
                        accepts && answers ? "ready" : "starting",
                        "parts",
                        Map.of("ingest", accepts ? "up" : "starting", "database", answers ? "up" : database.state())));
    }

    /** Open to this machine; from elsewhere, a proxy included, with the admin token. */
    private void metrics(Exchange exchange) {
        var headers = exchange.request().headers();
        boolean forwarded = headers.contains(HeaderNames.X_FORWARDED_FOR) || headers.contains(HeaderNames.FORWARDED);
        boolean local = exchange.request().remotePeer().address() instanceof java.net.InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
        if ((!local || forwarded) && !(auth.identify(exchange.request()) instanceof Caller.Admin)) {
            throw Problem.of(403, "forbidden", "This needs the admin token.").thrown();
        }
        text(exchange, MetricsText.CONTENT_TYPE, metrics.get());
    }

    private static void text(Exchange exchange, String contentType, String text) {
        exchange.response().headers().set(HeaderNames.CONTENT_TYPE, contentType);
        exchange.response().send(text.getBytes(StandardCharsets.UTF_8));
    }
}
