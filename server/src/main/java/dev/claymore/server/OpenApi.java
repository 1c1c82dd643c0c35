package dev.claymore.server;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the HTTP interface, as it is built in. */
final class OpenApi {

    private OpenApi() {}

    static Route route() {
        return Route.open("GET", "/api/openapi.json", exchange -> {
            exchange.response().headers().set(HeaderNames.CONTENT_TYPE, "application/json");
            byte[] document = read();
            if (Exchange.acceptsGzip(exchange.request())) {
                exchange.response().headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
                document = Exchange.gzip(document);
            }
            exchange.response().send(document);
        });
    }

    static byte[] read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
