package dev.claymore.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Connections that are not closed at once where the framework has answered and goes on no more, as in the middle of a body that is too large: what the
 * sender has under way would meet a closed port, and the reset would take the answer with it.
 *
 * @param selector makes the connections
 * @param linger waits at the end of one
 */
record Lingering(ServerConnectionSelector selector, Consumer<ConnectionContext> linger)
        implements ServerConnectionSelector {

    @Override
    public int bytesToIdentifyConnection() {
        return selector.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return selector.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return selector.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Connection(selector.connection(context), () -> linger.accept(context));
    }

    private static final class Connection implements ServerConnection, InterruptableTask<Void> {

        private final ServerConnection connection;
        private final Runnable linger;
        private volatile boolean closed;
        private volatile boolean lingers;

        Connection(ServerConnection connection, Runnable linger) {
            this.connection = connection;
            this.linger = linger;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                connection.handle(limit);
            } finally {
                if (!closed && !Thread.currentThread().isInterrupted()) {
                    lingers = true;
                    linger.run();
                }
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            closed = true;
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return lingers || !(connection instanceof InterruptableTask<?> task) || task.canInterrupt();
        }
    }
}
