package dev.claymore.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The engine within its own process: ClickHouse, the statements' threads, and the HTTP server in front of them. */
final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final int STATEMENTS_PER_PROCESSOR = 8;

    private final Chdb chdb;
    private final DirectoryLock lock;
    private final QueryService service;
    private final HttpServer server;
    private final EngineIdentity identity;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Engine(Chdb chdb, DirectoryLock lock, QueryService service, HttpServer server, EngineIdentity identity) {
        this.chdb = chdb;
        this.lock = lock;
        this.service = service;
        this.server = server;
        this.identity = identity;
    }

    /**
     * Starts in this process, of which nothing else may use libchdb.
     *
     * @param onUnstoppable is run when a statement that only reads goes on for minutes after it was told to end
     */
    static Engine start(EngineOptions options, Runnable onUnstoppable) throws IOException, QueryException {
        Path data = options.dataDirectory().toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.take(data, "engine");
        Path temporary = data.resolve("tmp");
        Files.createDirectories(temporary);
        deleteLeftovers(temporary);
        long memory =
                options.memoryLimitBytes() == 0 ? ClickHouseConfig.defaultMemoryBytes() : options.memoryLimitBytes();
        Chdb chdb = new Chdb(options.library() == null ? NativeLibrary.find() : options.library());
        ConnectionPool pool = new ConnectionPool(
                chdb, ClickHouseConfig.write(data, data.resolve("clickhouse"), memory, options.s3()));
        EngineIdentity identity = identity(pool);
        int concurrent =
                Math.clamp((long) Runtime.getRuntime().availableProcessors() * STATEMENTS_PER_PROCESSOR, 16, 64);
        QueryService service =
                new QueryService(pool, identity, options.password(), concurrent, temporary, onUnstoppable);
        return new Engine(chdb, lock, service, new HttpServer(options.port(), service), identity);
    }

    private static EngineIdentity identity(ConnectionPool pool) throws QueryException {
        ChdbConnection connection = pool.open();
        try {
            String[] row =
                    connection.query("SELECT version(), timezone()").strip().split("\t", -1);
            return new EngineIdentity("claymore", row[0], row[1]);
        } finally {
            connection.close();
        }
    }

    private static void deleteLeftovers(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    int port() {
        return server.port();
    }

    EngineIdentity identity() {
        return identity;
    }

    /** Stops in the order in which libchdb survives it: requests, statements, connections, library. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.stopAccepting();
        service.stop(STOP_PATIENCE);
        server.close();
        if (!chdb.shutdown()) {
            // It waits for some idle threads of its pools in vain; nothing of them touches data any more.
            LOG.log(System.Logger.Level.DEBUG, "libchdb did not stop all of its threads");
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The lock of the data directory was not released", e);
        }
    }
}
