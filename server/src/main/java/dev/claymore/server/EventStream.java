package dev.claymore.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An answer as server-sent events. It opens with the first event, so what is refused before that is an ordinary answer. */
final class EventStream implements AutoCloseable {

    static final String TYPE = "text/event-stream";

    /** Proxies that buffer would hold back what is sent early. */
    private static final HeaderName BUFFERING = HeaderNames.create("X-Accel-Buffering");

    private final ServerResponse response;
    private final Caller caller;
    private OutputStream out;

    EventStream(Exchange exchange) {
        this.response = exchange.response();
        this.caller = exchange.caller();
    }

    static boolean accepted(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT)
                .filter(types -> types.toLowerCase(Locale.ROOT).contains(TYPE))
                .isPresent();
    }

    boolean open() {
        return out != null;
    }

    void send(String event, Object data) {
        try {
            if (out == null) {
                response.status(200);
                response.headers().set(HeaderNames.CONTENT_TYPE, TYPE);
                response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
                response.headers().set(BUFFERING, "no");
                out = response.outputStream();
            }
            // JSON has no line breaks of its own, so one data line holds it.
            out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
            out.write(Json.bytes(data, caller));
            out.write('\n');
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
