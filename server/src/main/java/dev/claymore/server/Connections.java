package dev.claymore.server;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a listener. One whose next request does not come whole in time is closed: a byte now and then would keep it open for ever, and with it a place
 * among the most there may be. Thread-safe.
 */
final class Connections {

    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final Duration LINGER_SILENCE = Duration.ofSeconds(5);
    private static final long MAX_LINGER_BYTES = 64 << 20;
    /** Written by all at once and read by nobody, so that thousands that linger hold no memory. */
    private static final ByteBuffer THROWN_AWAY = ByteBuffer.allocateDirect(64 << 10);

    private record Ends(SocketAddress local, SocketAddress remote) {}

    private static final class Connection {
        private final SocketChannel channel;
        /** When the head of the next request must have come; {@link Long#MAX_VALUE} while a request is answered. */
        private volatile long headDue;

        Connection(SocketChannel channel, long headDue) {
            this.channel = channel;
            this.headDue = headDue;
        }
    }

    private final Duration head;
    private final Duration idle;
    private final Map<Ends, Connection> open = new ConcurrentHashMap<>();

    /**
     * @param head longest until a request's head has come whole
     * @param idle longest between two requests
     */
    Connections(Duration head, Duration idle) {
        this.head = head;
        this.idle = idle;
    }

    /** The same options, which let this know the channels they are set on: the framework hands them out nowhere else. */
    SocketOptions of(SocketOptions options) {
        return new Watched(options);
    }

    /** Answers a request, whose head has come. */
    void during(RoutingRequest request, Runnable answer) {
        Connection connection = open.get(ends(request));
        if (connection == null) {
            answer.run();
            return;
        }
        connection.headDue = Long.MAX_VALUE;
        try {
            answer.run();
        } finally {
            connection.headDue = dueIn(idle.plus(head));
        }
    }

    /**
     * Reads on at the end of a connection, and throws away what comes, until its other side has read the answer and closes it too. Who sends longer
     * than this waits may lose the answer.
     */
    void linger(ConnectionContext context) {
        Connection connection = open.get(
                new Ends(context.localPeer().address(), context.remotePeer().address()));
        if (connection == null) {
            return;
        }
        long longest = dueIn(LINGER);
        long most = MAX_LINGER_BYTES;
        ByteBuffer thrownAway = THROWN_AWAY.duplicate();
        try {
            connection.channel.shutdownOutput();
            while (most > 0) {
                long due = dueIn(LINGER_SILENCE);
                connection.headDue = due - longest < 0 ? due : longest;
                int count = connection.channel.read(thrownAway.clear());
                if (count < 0) {
                    return;
                }
                most -= count;
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a connection ended by itself", gone);
        }
    }

    /** Whoever reads from the connection of this request meets its end. */
    void endInput(RoutingRequest request) {
        Connection connection = open.get(ends(request));
        if (connection != null) {
            endInput(connection.channel);
        }
    }

    /** @param now of {@link System#nanoTime} */
    void closeLate(long now) {
        open.values().removeIf(connection -> !connection.channel.isOpen());
        for (Connection connection : open.values()) {
            long due = connection.headDue;
            if (due != Long.MAX_VALUE && now - due > 0) {
                endInput(connection.channel);
            }
        }
    }

    private void opened(SocketChannel channel) {
        try {
            open.put(
                    new Ends(channel.getLocalAddress(), channel.getRemoteAddress()),
                    new Connection(channel, dueIn(head)));
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a connection ended by itself", gone);
        }
    }

    private static void endInput(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a connection ended by itself", gone);
        }
    }

    private static Ends ends(RoutingRequest request) {
        return new Ends(request.localPeer().address(), request.remotePeer().address());
    }

    private static long dueIn(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private final class Watched implements SocketOptions {

        private final SocketOptions options;

        Watched(SocketOptions options) {
            this.options = options;
        }

        @Override
        public void configureSocket(SocketChannel channel) {
            options.configureSocket(channel);
            opened(channel);
        }

        @Override
        public Map<SocketOption<?>, Object> socketOptions() {
            return options.socketOptions();
        }

        @Override
        public Duration connectTimeout() {
            return options.connectTimeout();
        }

        @Override
        public Duration readTimeout() {
            return options.readTimeout();
        }

        @Override
        public Optional<Integer> socketReceiveBufferSize() {
            return options.socketReceiveBufferSize();
        }

        @Override
        public Optional<Integer> socketSendBufferSize() {
            return options.socketSendBufferSize();
        }

        @Override
        public boolean socketReuseAddress() {
            return options.socketReuseAddress();
        }

        @Override
        public boolean socketKeepAlive() {
            return options.socketKeepAlive();
        }

        @Override
        public boolean tcpNoDelay() {
            return options.tcpNoDelay();
        }
    }
}
