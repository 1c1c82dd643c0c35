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
 * Delays closing a connection after an answer that ends it early, such as 413 in the middle of a body: closing at once would reset it, and
 * the client, which is still sending, could lose the answer.
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
