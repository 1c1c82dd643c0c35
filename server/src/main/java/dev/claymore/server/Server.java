package dev.claymore.server;

import dev.claymore.engine.DirectoryLock;
import dev.claymore.ingest.Ingest;
import dev.claymore.query.stacks.OriginalStacks;
import dev.claymore.query.stacks.SourceCauses;
import dev.claymore.query.telemetry.Instruments;
import dev.claymore.query.telemetry.Logs;
import dev.claymore.query.telemetry.Services;
import dev.claymore.query.telemetry.Traces;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.SavedItems;
import dev.claymore.store.SourceMapTable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The whole of it, wired. The port opens first and ClickHouse comes up beside it; ingest takes events as soon as its spool
 * is open, also while ClickHouse is down. It stops in the other order: no new requests, then ingest, then the engine.
 */
final class Server implements AutoCloseable {

    static final String VERSION = "0.1.0";

    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private final Config config;
    private final Database database;
    private final AtomicReference<Ingest> ingest = new AtomicReference<>();
    private final Api api;
    private final AnalystRoutes analyst;
    private final StorageKeeper storage;
    private final Exports exports;
    private final HttpListener listener;
    private final DemoShop shop = new DemoShop();
    private final OtlpPorts otlp;

    private final DirectoryLock lock;

    private Server(Config config, DirectoryLock lock) {
        this.config = config;
        this.lock = lock;
        this.database = Database.start(config);
        try {
            SessionCookie cookie = new SessionCookie(
                    config.adminToken(),
                    projectId -> database.projects().secretKeyMark(projectId).orElse(""),
                    this::tokenStands,
                    Clock.systemUTC());
            Auth auth = new Auth(config.adminToken(), cookie, this::holder);
            ProjectKeyCache keys = new ProjectKeyCache(config.data().resolve("project-keys.json"), database);
            Edge edge = new Edge(config.requestLog());
            SavedItems saved = new SavedItems(database.clickhouseEvenIfDown(), Clock.systemUTC());
            Questions questions = new Questions(database, saved, Clock.systemUTC());
            this.storage =
                    new StorageKeeper(database, config.storage(), questions.queries()::forget, Clock.systemUTC());
            Metrics metrics = new Metrics(edge, database, this::ingest, storage, this::exports);
            this.exports = new Exports(config, database, questions, this::origin, Clock.systemUTC());
            this.analyst = new AnalystRoutes(config, database, questions, Clock.systemUTC());
            SourceMapTable maps = new SourceMapTable(database.clickhouseEvenIfDown(), Clock.systemUTC());
            OriginalStacks stacks = new OriginalStacks(maps);
            SourceMapRoutes sourceMaps = new SourceMapRoutes(questions, maps, stacks);
            this.api = new Api(auth, routes(auth, cookie, keys, metrics, questions, saved, sourceMaps));
            Pages pages = new Pages(config, this::demoWriteKey);
            this.listener = HttpListener.open(config, config.port(), "CLAYMORE_PORT", routing -> {
                routing.addFilter(edge::filter);
                api.register(routing);
                pages.register(routing);
            });
            this.otlp = OtlpPorts.open(config, auth, edge, new OtlpDoor(this::ingest, keys::complete));
            ingest.set(IngestWiring.open(config, database, keys, new SourceCauses(maps, stacks, Clock.systemUTC())));
            storage.start();
            exports.start();
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens the port and begins to bring everything up.
     *
     * @throws BadConfig when the port cannot be opened, or another server has the data directory: already a look at its spool would disturb it
     */
    static Server start(Config config) {
        try {
            DirectoryLock lock = DirectoryLock.take(config.data(), "server");
            try {
                FreePorts.check(config);
                return new Server(config, lock);
            } catch (RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BadConfig(e.getMessage());
        }
    }

    private List<Route> routes(
            Auth auth,
            SessionCookie cookie,
            ProjectKeyCache keys,
            Metrics metrics,
            Questions questions,
            SavedItems saved,
            SourceMapRoutes sourceMaps) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SignInRoutes(config, auth, cookie, database).routes());
        routes.addAll(new ProjectRoutes(config, database, storage.projectDeletions(), projectId -> {
                    keys.forgetProject(projectId);
                    questions.queries().forget(projectId);
                })
                .routes());
        routes.addAll(new TokenRoutes(database).routes());
        routes.addAll(new SavedRoutes(questions, saved).routes());
        routes.addAll(new QueryRoutes(questions).routes());
        routes.addAll(new SessionRoutes(questions).routes());
        routes.addAll(new SqlRoute(questions).routes());
        routes.addAll(sourceMaps.routes());
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        routes.addAll(new TraceRoutes(questions, new Services(clickhouse), new Traces(clickhouse)).routes());
        routes.addAll(new LogRoutes(questions, new Logs(clickhouse)).routes());
        routes.addAll(new InstrumentRoutes(questions, new Instruments(clickhouse)).routes());
        routes.addAll(exports.routes());
        routes.addAll(analyst.routes());
        routes.addAll(new LedgerRoute(database).routes());
        routes.addAll(new StorageRoutes(storage, questions, Clock.systemUTC()).routes());
        routes.addAll(new DeletionRoutes(storage, questions).routes());
        routes.addAll(new IngestRoute(this::ingest, keys).routes());
        routes.addAll(new OtlpRoutes(new OtlpDoor(this::ingest, keys::complete)).routes());
        routes.addAll(new HealthRoutes(auth, database, () -> ingest().isPresent(), metrics::text).routes());
        routes.addAll(shop.routes());
        routes.add(OpenApi.route());
        return routes;
    }

    /** Who holds a project's secret key, or a token for it. */
    private Optional<Caller> holder(String token) {
        if (token.startsWith("sk_")) {
            return database.projects()
                    .byKey(token)
                    .filter(owner -> owner.secret())
                    .map(owner -> new Caller.Project(owner.project().projectId()));
        }
        return token.startsWith("rt_")
                ? database.projects()
                        .byToken(token)
                        .map(owner -> new Caller.Viewer(
                                owner.project().projectId(), owner.token().tokenId()))
                : Optional.empty();
    }

    private boolean tokenStands(String projectId, UUID tokenId) {
        return database.projects().tokens(projectId).stream()
                .flatMap(List::stream)
                .anyMatch(token -> token.tokenId().equals(tokenId));
    }

    int port() {
        return listener.port();
    }

    OtlpPorts otlp() {
        return otlp;
    }

    URI clickHouse() {
        return database.endpoint();
    }

    Api api() {
        return api;
    }

    Database database() {
        return database;
    }

    private Exports exports() {
        return exports;
    }

    /** How browsers reach the server, as far as it knows by itself. */
    private String origin() {
        return config.publicUrl()
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .orElseGet(() -> "http://127.0.0.1:" + port());
    }

    Optional<Ingest> ingest() {
        return Optional.ofNullable(ingest.get());
    }

    /** Waits until queries are answered. */
    void awaitReady() throws InterruptedException, ExecutionException {
        database.up().get();
    }

    /** Makes the sample project when it has no data; the UI is up meanwhile. */
    void fillDemo(Consumer<String> progress) {
        demoData().ensure(origin(), progress);
    }

    /** Opens the demo shop's backend; the sample project is there. */
    void openDemoShop() {
        String writeKey =
                database.projects().find(DemoData.PROJECT).orElseThrow().writeKey();
        shop.open(URI.create("http://127.0.0.1:" + port()), writeKey);
    }

    /** Makes what the backend would have sent about the sample visits. */
    void fillDemoTelemetry() throws InterruptedException {
        demoData().ensureTelemetry();
    }

    private DemoData demoData() {
        return new DemoData(
                database.clickhouse(), database.projects(), ingest().orElseThrow(), config.data(), Clock.systemUTC());
    }

    private Optional<String> demoWriteKey() {
        return database.everUp()
                ? database.projects().find("demo").map(project -> project.writeKey())
                : Optional.empty();
    }

    @Override
    public void close() {
        shop.close();
        listener.close();
        otlp.close();
        analyst.close();
        storage.close();
        exports.close();
        Optional.ofNullable(ingest.getAndSet(null)).ifPresent(Ingest::close);
        database.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The lock of the data directory was not released", e);
        }
    }
}
