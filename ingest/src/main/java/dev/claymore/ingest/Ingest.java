package dev.claymore.ingest;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.Projects;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes batches of events, makes them durable, acknowledges them, and sees to it that each acknowledged event is in the database exactly
 * once. Knows nothing of HTTP servers. Safe for many threads; one per directory.
 */
public final class Ingest implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Ingest.class.getName());
    private static final long LEDGER_SECONDS = 5;
    /** Bodies that are taken apart at once, of the SDK and of OpenTelemetry each. */
    private static final int AT_ONCE = 64;

    private static final long PATIENCE_MILLIS = 5_000;
    private static final CompletionStage<?> THERE = CompletableFuture.completedStage(null);

    private final Spool spool;
    private final Loader loader;
    private final GeoLocator geo;
    private final LedgerBook ledger = new LedgerBook();
    private final IngestCounters counters = new IngestCounters();
    private final MemoryBudget memory;
    private final DecoderPool decoders;
    private final BatchDoor door;
    private final TelemetryDoor telemetryDoor;
    private final IngestOptions options;
    private final InstantSource clock;
    private final RateLimits limits = new RateLimits();
    private final QuotaFile quotas;
    private final ScheduledExecutorService upkeep;
    private final ScheduledFuture<?> ledgerFlush;

    private Ingest(
            IngestOptions options,
            ProjectKeys projects,
            Sink sink,
            Telemetry telemetry,
            ErrorCauses causes,
            CompletionStage<?> tables,
            InstantSource clock)
            throws IOException {
        this.options = options;
        this.clock = clock;
        quotas = new QuotaFile(options.directory());
        SpoolFiles files = new DiskFiles(options.directory());
        LoadJournal journal = LoadJournal.open(files);
        spool = Spool.open(
                files,
                Columns.current(),
                journal.isPending() ? journal.from() : journal.to(),
                journal.to(),
                SpoolOptions.DEFAULTS.withMaxBytes(options.maxSpoolBytes()).withReservedBytes(reservedBytes(options)));
        report(spool.recovered());
        TableLoad load = new TableLoad(
                sink,
                new DeadLetters(options.directory(), clock),
                insert -> Thread.ofPlatform().name("load-beside").daemon(true).start(insert));
        loader = new Loader(
                spool, journal, load, new SetAside(files, telemetry), options.load(), telemetry, causes, clock);
        geo = new GeoLocator(options.geoDatabases());
        memory = new MemoryBudget(options.maxMemoryBytes());
        decoders = new DecoderPool(options, memory, new SharedPlaces(AT_ONCE, PATIENCE_MILLIS));
        Visitors visitors = new Visitors(new SenderAddress(options.trustedProxies()), geo, new UserAgents());
        quotas.load(limits, clock.millis());
        Once once = new Once(spool.seen());
        door = new BatchDoor(
                options, projects, visitors, spool, once, decoders, memory, ledger, counters, limits, clock);
        telemetryDoor = new TelemetryDoor(
                options,
                projects,
                telemetry,
                spool,
                once,
                memory,
                new SharedPlaces(AT_ONCE, PATIENCE_MILLIS),
                ledger,
                counters,
                limits,
                clock);
        upkeep = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ingest-upkeep").daemon(true).factory());
        ledgerFlush = upkeep.scheduleWithFixedDelay(this::keepUp, LEDGER_SECONDS, LEDGER_SECONDS, TimeUnit.SECONDS);
        var _ = tables.thenRun(loader::start);
    }

    /**
     * Recovers what an earlier process left in the directory and begins to load it.
     *
     * @throws IOException when the directory or a geo database cannot be read
     * @throws IllegalArgumentException naming what is wrong in the options
     */
    public static Ingest open(IngestOptions options, ClickHouse clickhouse, Projects projects, InstantSource clock)
            throws IOException {
        return open(options, clickhouse, new StoreProjects(projects), clock);
    }

    /** As above, with keys that are known also while ClickHouse is away. */
    public static Ingest open(IngestOptions options, ClickHouse clickhouse, ProjectKeys projects, InstantSource clock)
            throws IOException {
        return open(options, clickhouse, projects, Telemetry.NONE, ErrorCauses.NONE, THERE, clock);
    }

    /**
     * As above, with OpenTelemetry, and with errors grouped by their causes.
     *
     * @param tables when they are there, of this version: nothing is loaded before
     */
    public static Ingest open(
            IngestOptions options,
            ClickHouse clickhouse,
            ProjectKeys projects,
            Telemetry telemetry,
            ErrorCauses causes,
            CompletionStage<?> tables,
            InstantSource clock)
            throws IOException {
        return new Ingest(options, projects, Sink.into(clickhouse), telemetry, causes, tables, clock);
    }

    static Ingest open(IngestOptions options, ProjectKeys projects, Sink sink, InstantSource clock) throws IOException {
        return open(options, projects, sink, Telemetry.NONE, THERE, clock);
    }

    static Ingest open(
            IngestOptions options,
            ProjectKeys projects,
            Sink sink,
            Telemetry telemetry,
            CompletionStage<?> tables,
            InstantSource clock)
            throws IOException {
        return new Ingest(options, projects, sink, telemetry, ErrorCauses.NONE, tables, clock);
    }

    /**
     * Answers one batch; blocks until what is acknowledged is durable, some milliseconds as a rule. Reads the body to its end when it is
     * accepted. Never throws for anything a sender does.
     */
    public Answer accept(BatchRequest request) {
        return door.accept(request);
    }

    /** The same for a request of OpenTelemetry; the body of an accepted one says, in words, why something of it was rejected. */
    public Answer accept(Signal signal, BatchRequest request) {
        return telemetryDoor.accept(signal, request);
    }

    /** Where a request of OpenTelemetry comes in pieces: whether it may go on after its first, by its key alone. */
    public Admission admitTelemetry(String key) {
        return telemetryDoor.admit(key);
    }

    public IngestMetrics metrics() {
        return counters.snapshot(spool, options.maxSpoolBytes(), memory, loader, ledger);
    }

    /** A twentieth of a small disk. */
    private static long reservedBytes(IngestOptions options) throws IOException {
        long disk = Files.getFileStore(options.directory()).getTotalSpace();
        return Math.min(SpoolOptions.DEFAULTS.reservedBytes(), disk / 20);
    }

    private void keepUp() {
        try {
            ledger.flush(spool);
            quotas.save(limits, clock.millis());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the ledger of refused batches or the day's budgets could not be written", e);
        }
    }

    private static void report(SpoolRecovery.Report report) {
        if (report.records() > 0 || report.damaged()) {
            LOG.log(
                    report.damaged() ? Level.ERROR : Level.INFO,
                    "spool: {0} records wait to be loaded, {1} lost, {2} damaged bytes put aside, {3} bytes of a torn"
                            + " tail, {4} damaged headers",
                    report.records(),
                    report.lostRecords(),
                    report.quarantinedBytes(),
                    report.tornBytes(),
                    report.damagedHeaders());
        }
    }

    /** Stops accepting and loading; what is acknowledged and not loaded is loaded by the next process. */
    @Override
    public void close() {
        ledgerFlush.cancel(false);
        upkeep.close();
        keepUp();
        spool.close();
        loader.close();
        decoders.close();
        geo.close();
    }
}
