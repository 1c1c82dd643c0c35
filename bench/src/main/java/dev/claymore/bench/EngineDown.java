package dev.claymore.bench;

import java.util.concurrent.TimeUnit;

/** Keeps the engine down, from now until it is closed: as often as the server starts it, it is killed. */
final class EngineDown implements AutoCloseable {

    private final ServerProcess server;
    private final Thread killer;
    private volatile boolean closed;
    private volatile int kills;

    EngineDown(ServerProcess server) {
        this.server = server;
        killer = Thread.ofPlatform().name("engine-killer").daemon().start(this::run);
    }

    private void run() {
        while (!closed) {
            server.engine().filter(ProcessHandle::destroyForcibly).ifPresent(killed -> kills++);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    int kills() {
        return kills;
    }

    @Override
    public void close() {
        closed = true;
        try {
            killer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
