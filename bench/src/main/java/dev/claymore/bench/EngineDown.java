package dev.claymore.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the engine down, from now until it is closed: as often as the server starts it, it is killed. */
final class EngineDown implements AutoCloseable {

    private final ServerProcess server;
    private final Thread killer;
    private volatile boolean closed;
    private final AtomicInteger kills = new AtomicInteger();

    EngineDown(ServerProcess server) {
        this.server = server;
        killer = Thread.ofPlatform().name("engine-killer").daemon().start(this::run);
    }

    private void run() {
        while (!closed) {
            server.engine().filter(ProcessHandle::destroyForcibly).ifPresent(killed -> kills.incrementAndGet());
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    int kills() {
        return kills.get();
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
