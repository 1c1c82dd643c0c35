package dev.claymore.server;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import dev.claymore.store.Migrations;
import dev.claymore.store.Projects;
import dev.claymore.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * ClickHouse as the server has it: the embedded engine, which it starts and watches, or one that runs elsewhere. It comes up
 * in the background; until then, and while the engine restarts, what needs it is answered with 503. Thread-safe.
 */
final class Database implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long RETRY_MILLIS = 500;
    private static final long BUCKET_RETRY_MILLIS = 10_000;
    private static final String BUCKET_AWAY =
            "The bucket at {0} cannot be reached: without it the database starts only while its cache knows what lies there, and waits for it otherwise.";

    private final Config config;
    private final URI endpoint;
    private final ClickHouse clickhouse;
    private final Projects projects;
    private final CompletableFuture<List<String>> up = new CompletableFuture<>();
    private final Thread starting;
    private final Future<EngineSupervisor> launched;
    private volatile EngineSupervisor engine;
    private volatile boolean closed;

    private Database(Config config, URI endpoint, Future<EngineSupervisor> launched) {
        this.config = config;
        this.endpoint = endpoint;
        this.launched = launched;
        this.clickhouse = ClickHouse.connect(new ClickHouseOptions(
                endpoint,
                config.clickHouseUser(),
                config.clickHousePassword(),
                ClickHouseOptions.DEFAULT_DATABASE,
                Duration.ofMinutes(5)));
        this.projects = new Projects(clickhouse);
        this.starting = Thread.ofPlatform().name("database").daemon().unstarted(this::bringUp);
    }

    /** Begins to bring it up and returns. */
    static Database start(Config config) {
        if (config.embedded() && config.enginePort() != 0 && !free(config.enginePort())) {
            throw new BadConfig(
                    "Port " + config.enginePort() + ", the engine's, is in use. Another Claymore may run already, "
                            + "or another ClickHouse: stop it, or choose another port with CLAYMORE_ENGINE_PORT.");
        }
        URI endpoint = config.clickHouse()
                .orElseGet(() -> URI.create(
                        "http://127.0.0.1:" + (config.enginePort() == 0 ? freePort() : config.enginePort())));
        // The engine's process starts while this one still loads its classes.
        FutureTask<EngineSupervisor> launch =
                new FutureTask<>(() -> config.embedded() ? launch(options(config, endpoint)) : null);
        Thread.ofPlatform().name("engine-launch").daemon().start(launch);
        Database database = new Database(config, endpoint, launch);
        database.starting.start();
        return database;
    }

    /** Completes with the names of the migrations that were applied, or with what keeps the database from being usable. */
    CompletableFuture<List<String>> up() {
        return up;
    }

    /** Whether it was usable at least once since the start. */
    boolean everUp() {
        return up.isDone() && !up.isCompletedExceptionally();
    }

    /**
     * The door to the database.
     *
     * @throws ProblemException 503 until it is up for the first time
     */
    ClickHouse clickhouse() {
        requireUp();
        return clickhouse;
    }

    /** As {@link #clickhouse()}. */
    Projects projects() {
        requireUp();
        return projects;
    }

    /** For what begins with the server and works once the database is up. */
    Projects projectsEvenIfDown() {
        return projects;
    }

    private void requireUp() {
        if (!everUp()) {
            throw Problem.unavailable("The database is starting: ask again in a moment.")
                    .thrown();
        }
    }

    /** For ingest, which spools while the database is away. */
    ClickHouse clickhouseEvenIfDown() {
        return clickhouse;
    }

    URI endpoint() {
        return endpoint;
    }

    /** {@code starting}, {@code up} or what the engine's supervisor says. */
    String state() {
        EngineSupervisor running = engine;
        if (!everUp()) {
            return "starting";
        }
        return running == null ? "up" : running.state().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it answers now. */
    boolean answers() {
        return everUp() && clickhouse.ping();
    }

    /** The engine's process; empty when ClickHouse runs elsewhere. */
    OptionalLong enginePid() {
        EngineSupervisor running = engine;
        return running == null ? OptionalLong.empty() : OptionalLong.of(running.pid());
    }

    @Override
    public void close() {
        closed = true;
        starting.interrupt();
        try {
            starting.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clickhouse.close();
        closeEngine();
    }

    /** Also one that came up only while this was closed. */
    private void closeEngine() {
        try {
            Optional.ofNullable(launched.get(10, TimeUnit.SECONDS)).ifPresent(EngineSupervisor::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "there is no engine to stop", e);
        }
    }

    private void bringUp() {
        try {
            engine = launched.get();
            List<String> applied = migrate();
            projects.list();
            up.complete(applied);
        } catch (InterruptedException e) {
            up.completeExceptionally(e);
        } catch (ExecutionException e) {
            fail(e.getCause());
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        // Whoever waits for it tells what it says; where it came from helps with mistakes of the program alone.
        boolean told = e instanceof IllegalStateException || e instanceof IOException || e instanceof StoreException;
        LOG.log(closed || told ? Level.DEBUG : Level.ERROR, "the database cannot be used", e);
        up.completeExceptionally(e);
    }

    /** The engine answers when it has started; a ClickHouse elsewhere may come later than we do. */
    private List<String> migrate() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean told = false;
        while (true) {
            try {
                return Migrations.apply(clickhouse);
            } catch (StoreException e) {
                if (!e.retryable() || (config.embedded() && System.nanoTime() > deadline)) {
                    throw e;
                }
                if (!told) {
                    LOG.log(
                            Level.WARNING,
                            "ClickHouse at {0} does not answer yet; events are spooled meanwhile: {1}",
                            endpoint,
                            e.getMessage());
                    told = true;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    /** What the engine has to read of each part to open a table is in its cache, or in the bucket alone. */
    private static EngineSupervisor launch(EngineOptions options) throws IOException, InterruptedException {
        while (true) {
            boolean bucketAway = options.s3().map(s3 -> !s3.reachable()).orElse(false);
            if (bucketAway) {
                LOG.log(Level.WARNING, BUCKET_AWAY, options.s3().orElseThrow().location());
            }
            try {
                return EngineSupervisor.start(options);
            } catch (IOException e) {
                if (!bucketAway) {
                    throw e;
                }
                LOG.log(
                        Level.WARNING,
                        "the engine did not start without the bucket; it is tried again: {0}",
                        e.getMessage());
            }
            Thread.sleep(BUCKET_RETRY_MILLIS);
        }
    }

    private static EngineOptions options(Config config, URI endpoint) {
        return EngineOptions.of(config.data().resolve("engine"))
                .withPort(endpoint.getPort())
                .withPassword(config.clickHousePassword())
                .withMemoryLimitBytes(config.engineMemoryBytes())
                .withS3(config.storage().s3());
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
    }
}
