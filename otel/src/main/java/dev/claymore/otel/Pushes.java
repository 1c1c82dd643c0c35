package dev.claymore.otel;

import dev.claymore.query.ProjectCohorts;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ExportLedger;
import dev.claymore.store.ExportTable;
import dev.claymore.store.KeyVault;
import dev.claymore.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The pushes of all projects: once started, and the database is up, they follow their settings. Safe for use by many threads. */
public final class Pushes implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Pushes.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ClickHouse clickhouse;
    private final ExportTable table;
    private final ExportLedger ledger;
    private final KeyVault vault;
    private final SessionFinder finder;
    private final LogsSender sender;
    private final Supplier<String> origin;
    private final Clock clock;
    private final PushTurns turns = new PushTurns();
    private final Semaphore wake = new Semaphore(0);
    private final Map<String, Running> running = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Running(long version, Push push) {}

    /** What is kept of a project, without any value of a header. */
    public record Shown(PushSettings settings, List<String> headers) {}

    /** @param origin of the server, for the addresses of replays */
    public Pushes(
            ClickHouse clickhouse,
            SemanticModel model,
            ProjectCohorts cohorts,
            KeyVault vault,
            Supplier<String> origin,
            Clock clock) {
        this.clickhouse = clickhouse;
        this.table = new ExportTable(clickhouse, clock);
        this.ledger = new ExportLedger(clickhouse);
        this.vault = vault;
        this.finder = new SessionFinder(clickhouse, model, cohorts);
        this.sender = new LogsSender(clock);
        this.origin = origin;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("pushes").unstarted(this::run);
    }

    /** From now on what the projects want is done. */
    public void start() {
        thread.start();
    }

    public Optional<Shown> find(String projectId) {
        return table.find(projectId)
                .map(kept -> new Shown(
                        PushSettings.of(kept.settings()),
                        headers(projectId, kept).map(PushHeaders::names).orElse(List.of())));
    }

    /**
     * Keeps settings and goes by them.
     *
     * @param headers null: as they were
     * @throws dev.claymore.query.language.Refusal when a filter names what there is not
     */
    public Shown save(String projectId, PushSettings settings, PushHeaders headers) {
        check(projectId, settings);
        String encrypted = headers == null
                ? table.find(projectId).map(ExportTable.Kept::encryptedHeaders).orElse("")
                : headers.text().isEmpty() ? "" : vault.encrypt(owner(projectId), headers.text());
        table.save(projectId, settings.text(), encrypted);
        wake.release();
        return find(projectId).orElseThrow();
    }

    private void check(String projectId, PushSettings settings) {
        Instant from = Instant.ofEpochMilli(settings.from());
        finder.matching(
                projectId, new Range(from, from.plus(Duration.ofDays(1))), QueryJson.filters(settings.filters()));
    }

    /** Ends the push. What was delivered stays written down for as long as its sessions are. */
    public void remove(String projectId) {
        table.save(projectId, "", "");
        wake.release();
    }

    /** Empty when it is off, or about to begin. */
    public synchronized Optional<PushStatus> status(String projectId) {
        return Optional.ofNullable(running.get(projectId))
                .map(each -> each.push().status());
    }

    /** Of all that run. */
    public synchronized Collection<PushStatus> statuses() {
        return running.values().stream().map(each -> each.push().status()).toList();
    }

    /** What the project's receiver has taken, over all restarts. */
    public ExportLedger.Totals totals(String projectId, PushSettings settings) {
        return ledger.totals(projectId, settings.streamId());
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }

    private void run() {
        while (!closed) {
            try {
                follow(table.all());
            } catch (StoreException e) {
                LOG.log(Level.DEBUG, "settings of exports cannot be read now", e);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "exports could not be started", e);
            }
            try {
                if (wake.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                break;
            }
        }
        follow(Map.of());
    }

    private void follow(Map<String, ExportTable.Kept> wanted) {
        // What ends takes seconds, in which others may ask how the rest stands.
        closeAll(takeOut(wanted));
        startMissing(wanted);
    }

    private synchronized List<Push> takeOut(Map<String, ExportTable.Kept> wanted) {
        List<Push> ended = new ArrayList<>();
        running.entrySet().removeIf(entry -> {
            ExportTable.Kept kept = wanted.get(entry.getKey());
            boolean stays = kept != null && kept.version() == entry.getValue().version();
            if (!stays) {
                ended.add(entry.getValue().push());
            }
            return !stays;
        });
        return ended;
    }

    private static void closeAll(List<Push> pushes) {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            pushes.forEach(push -> each.execute(push::close));
        }
    }

    private synchronized void startMissing(Map<String, ExportTable.Kept> wanted) {
        wanted.forEach((projectId, kept) -> {
            if (!running.containsKey(projectId)) {
                PushSettings settings = PushSettings.of(kept.settings());
                if (settings.enabled()) {
                    start(projectId, kept, settings);
                }
            }
        });
    }

    private void start(String projectId, ExportTable.Kept kept, PushSettings settings) {
        headers(projectId, kept)
                .ifPresentOrElse(
                        headers -> running.put(
                                projectId,
                                new Running(
                                        kept.version(),
                                        new Push(
                                                clickhouse,
                                                finder,
                                                sender,
                                                turns,
                                                clock,
                                                projectId,
                                                settings,
                                                headers,
                                                origin.get()))),
                        () -> LOG.log(
                                Level.ERROR,
                                "export of project {0} cannot start: its headers were encrypted with another key, enter them again",
                                projectId));
    }

    private Optional<PushHeaders> headers(String projectId, ExportTable.Kept kept) {
        return kept.encryptedHeaders().isEmpty()
                ? Optional.of(PushHeaders.NONE)
                : vault.decrypt(owner(projectId), kept.encryptedHeaders()).map(PushHeaders::of);
    }

    private static String owner(String projectId) {
        return projectId + " export headers";
    }
}
