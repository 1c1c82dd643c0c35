package dev.claymore.server;

import dev.claymore.shop.Shop;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands what the demo shop's pages ask for on to the shop's backend, as a proxy in front of a shop would: the trace and the baggage go along.
 * The backend runs in the demo only.
 */
final class DemoShop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final List<HeaderName> ALONG = List.of(
            HeaderNames.CONTENT_TYPE,
            HeaderNames.create("traceparent"),
            HeaderNames.create("tracestate"),
            HeaderNames.create("baggage"));

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AtomicReference<Shop> shop = new AtomicReference<>();

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/demo/api/stock/{product}", this::forward),
                Route.open("GET", "/demo/api/photo/{file}", this::forward),
                Route.open("POST", "/demo/api/coupon", this::forward),
                Route.open("POST", "/demo/api/login", this::forward),
                Route.open("POST", "/demo/api/signup", this::forward),
                Route.open("POST", "/demo/api/shipping", this::forward),
                Route.open("POST", "/demo/api/payment", this::forward));
    }

    /** @param receiver where the backend sends its telemetry */
    void open(URI receiver, String writeKey) {
        try {
            shop.set(Shop.open(receiver, writeKey));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the demo shop's backend cannot be opened", e);
        }
    }

    private void forward(Exchange exchange) throws IOException, InterruptedException {
        Shop open = shop.get();
        if (open == null) {
            throw Problem.of(503, "shop_closed", "The shop's backend is not open: it runs with ./claymore demo.")
                    .thrown();
        }
        byte[] body;
        try (InputStream in = exchange.request().content().inputStream()) {
            body = in.readNBytes(MAX_BODY_BYTES);
        }
        String query = exchange.request().query().rawValue();
        HttpRequest.Builder request = HttpRequest.newBuilder(open.storefront()
                        .resolve(exchange.request().path().rawPath() + (query.isEmpty() ? "" : "?" + query)))
                .timeout(PATIENCE)
                .method(exchange.request().prologue().method().text(), BodyPublishers.ofByteArray(body));
        ALONG.forEach(name -> exchange.request()
                .headers()
                .first(name)
                .ifPresent(value -> request.setHeader(name.defaultCase(), value)));
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        exchange.response().status(answer.statusCode());
        for (HeaderName name : List.of(HeaderNames.CONTENT_TYPE, HeaderNames.LOCATION)) {
            answer.headers()
                    .firstValue(name.defaultCase())
                    .ifPresent(value -> exchange.response().headers().set(name, value));
        }
        exchange.response().send(answer.body());
    }

    @Override
    public void close() {
        Shop open = shop.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }
}
