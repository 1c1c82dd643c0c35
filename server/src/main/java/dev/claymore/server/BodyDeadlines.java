package dev.claymore.server;

import dev.claymore.ingest.LargeBody;
import dev.claymore.ingest.LateBody;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends the wait for bodies, and heads of requests, that do not come. The framework's read timeout does nothing for channels, and an interrupt would close them
 * before the sender was told: here the channel's input is closed, the handler that waits for it meets the end of the body as a
 * {@link LateBody}, and answers. Thread-safe.
 */
final class BodyDeadlines implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BodyDeadlines.class.getName());
    /** A large snapshot may come over a poor line. */
    private static final long SLOWEST_BYTES_PER_SECOND = 8 << 10;

    /**
     * @param silence longest without a byte
     * @param whole longest for the whole body, and a second more for each {@value #SLOWEST_BYTES_PER_SECOND} bytes of it
     * @param head longest until a request's head has come whole: from the connection's opening, or after the idle time that a connection may have between two
     */
    record Patience(Duration silence, Duration whole, Duration head) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    private final Patience patience;
    private final Connections connections;
    private final Set<Body> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("body-deadlines").daemon(true).factory());

    /** @param idle longest between two requests of a connection */
    BodyDeadlines(Patience patience, Duration idle) {
        this.patience = patience;
        this.connections = new Connections(patience.head(), idle);
        long every = Math.clamp(patience.silence().toMillis() / 4, 10, 1_000);
        ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        AtomicBoolean last = new AtomicBoolean();
        request.streamFilter(stream -> new Body(stream, request, last));
        response.beforeSend(() -> {
            if (response.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
                last.set(true); // Nobody reads the rest.
            }
            if (last.get()) {
                response.headers().set(HeaderValues.CONNECTION_CLOSE);
            }
        });
        connections.during(request, chain::proceed);
        if (last.get() && response.isSent()) {
            // The framework would take the rest of the body for the next request, whatever the answer says of the
            // connection.
            throw new CloseConnectionException("the body was not read to its end");
        }
    }

    SocketOptions of(SocketOptions options) {
        return connections.of(options);
    }

    /** At the end of a connection. */
    void linger(ConnectionContext context) {
        connections.linger(context);
    }

    private void look() {
        try {
            long now = System.nanoTime();
            for (Body body : waiting) {
                body.endIfLate(now);
            }
            connections.closeLate(now);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "bodies could not be watched", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Body extends FilterInputStream {

        private final RoutingRequest request;
        private final AtomicBoolean last;
        private final long began = System.nanoTime();
        private volatile long waitsSince;
        private final AtomicLong received = new AtomicLong();
        private volatile boolean late;

        /** @param last set when the end of the body will not be found: nothing else can follow on its connection */
        Body(InputStream stream, RoutingRequest request, AtomicBoolean last) {
            super(stream);
            this.request = request;
            this.last = last;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            beginWaiting();
            try {
                int count = in.read(target, offset, length);
                if (count < 0 && late) {
                    throw tooLate();
                }
                received.addAndGet(Math.max(0, count));
                return count;
            } catch (LateBody told) {
                throw told;
            } catch (IOException | RuntimeException failure) {
                if (late) {
                    throw tooLate();
                }
                last.set(true);
                if (failure instanceof RequestException refused
                        && refused.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
                    throw new LargeBody("the body is larger than this server takes");
                }
                throw failure;
            } finally {
                waiting.remove(this);
            }
        }

        /** Looks for the end of the body. That it is not found is nothing to the answer, only to what follows on the connection. */
        @Override
        public void close() {
            if (last.get()) {
                return;
            }
            beginWaiting();
            try {
                in.close();
            } catch (IOException | RuntimeException noEnd) {
                last.set(true);
            } finally {
                waiting.remove(this);
            }
        }

        private void beginWaiting() {
            waitsSince = System.nanoTime();
            waiting.add(this);
        }

        private LateBody tooLate() {
            last.set(true);
            return new LateBody("the body did not arrive within "
                    + patience.whole().toSeconds() + " seconds, or not a byte of it within "
                    + patience.silence().toSeconds());
        }

        private void endIfLate(long now) {
            if (now - waitsSince < patience.silence().toNanos()
                    && now - began
                            < patience.whole()
                                    .plusSeconds(received.get() / SLOWEST_BYTES_PER_SECOND)
                                    .toNanos()) {
                return;
            }
            late = true;
            connections.endInput(request);
        }
    }
}
