package dev.claymore.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Around every request: headers that every answer bears, the request log, counters. Thread-safe. */
final class Edge {

    private static final System.Logger LOG = System.getLogger("claymore.request");
    private static final HeaderName NO_SNIFF = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
    private static final HeaderName OPENER = HeaderNames.create("Cross-Origin-Opener-Policy");

    private final Config.RequestLog requestLog;
    private final AtomicLongArray byClass = new AtomicLongArray(6);
    private final AtomicLong active = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    Edge(Config.RequestLog requestLog) {
        this.requestLog = requestLog;
    }

    void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long began = System.nanoTime();
        active.incrementAndGet();
        ServerResponseHeaders headers = response.headers();
        headers.set(NO_SNIFF, "nosniff");
        headers.set(REFERRER, "strict-origin-when-cross-origin");
        headers.set(OPENER, "same-origin");
        String path = request.path().rawPath();
        if (path.startsWith("/api/")) {
            headers.set(HeaderNames.CACHE_CONTROL, "no-store");
        }
        try {
            chain.proceed();
        } finally {
            long took = System.nanoTime() - began;
            active.decrementAndGet();
            nanos.addAndGet(took);
            int status = response.status().code();
            byClass.incrementAndGet(Math.clamp(status / 100, 0, 5));
            if (requestLog == Config.RequestLog.ALL || (requestLog == Config.RequestLog.ERRORS && status >= 500)) {
                // The path only: query strings carry keys.
                LOG.log(
                        Level.INFO,
                        () -> request.prologue().method().text() + " " + printable(path) + " " + status + " "
                                + took / 1_000_000 + " ms");
            }
        }
    }

    /** Requests answered so far with a status of {@code hundreds}xx. */
    long answered(int hundreds) {
        return byClass.get(hundreds);
    }

    long active() {
        return active.get();
    }

    double seconds() {
        return nanos.get() / 1e9;
    }

    /** A path cannot forge a line of the log. */
    private static String printable(String path) {
        StringBuilder clean = new StringBuilder(Math.min(path.length(), 200));
        for (int i = 0; i < path.length() && i < 200; i++) {
            char c = path.charAt(i);
            clean.append(c < ' ' || c > '~' ? '?' : c);
        }
        return clean.toString();
    }
}
