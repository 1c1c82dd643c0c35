package dev.claymore.otel;

import dev.claymore.otel.LogsSender.Outcome;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ExportLedger;
import dev.claymore.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pushes the finished sessions of one project to its receiver: one request at a time, so a slow receiver slows it and nothing is heaped up
 * here. Where it stands is in the ledger alone.
 */
final class Push implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Push.class.getName());
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    /** Filters may name cohorts, which change without an event coming in. */
    private static final Duration LOOK_AT_ALL = Duration.ofHours(1);

    private final String projectId;
    private final PushSettings settings;
    private final PushHeaders headers;
    private final PushPlan plan;
    private final SessionReader reader;
    private final ExportLedger ledger;
    private final LogsSender sender;
    private final PushTurns turns;
    private final Clock clock;
    private final PushState state = new PushState();
    private final Semaphore wake = new Semaphore(0);
    private final Map<LocalDate, Long> clean = new HashMap<>();
    private final Thread thread;
    private Instant lookedAtAll;
    private volatile boolean closed;

    Push(
            ClickHouse clickhouse,
            SessionFinder finder,
            LogsSender sender,
            PushTurns turns,
            Clock clock,
            String projectId,
            PushSettings settings,
            PushHeaders headers,
            String origin) {
        this.projectId = projectId;
        this.settings = settings;
        this.headers = headers;
        this.plan = new PushPlan(clickhouse, finder, projectId, settings, origin);
        this.reader = new SessionReader(clickhouse);
        this.ledger = new ExportLedger(clickhouse);
        this.sender = sender;
        this.turns = turns;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("push " + projectId).start(this::run);
    }

    PushStatus status() {
        return state.snapshot();
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            // A request under way may end, so that its acknowledgement is not lost; a receiver that hangs is not waited
            // for.
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            Instant began = clock.instant();
            Outcome.Failed failed = guarded();
            if (closed) {
                return;
            }
            if (failed == null) {
                failures = 0;
                state.phase("idle");
                // Looking costs the database something: at most a tenth of the time.
                Duration took = Duration.between(began, clock.instant()).multipliedBy(9);
                pause(took.compareTo(LOOK_AGAIN) > 0 ? took : look());
            } else {
                Duration wait = wait(failed, failures++);
                state.failed(failed.message(), clock.instant().plus(wait), clock.instant());
                state.phase(failed.passing() ? "waiting" : "blocked");
                if (failures == 1) {
                    LOG.log(Level.WARNING, "export of project {0} stopped for now: {1}", projectId, failed.message());
                }
                pause(wait);
            }
        }
    }

    private Duration look() {
        return settings.idle().compareTo(LOOK_AGAIN) < 0 ? settings.idle() : LOOK_AGAIN;
    }

    /** @return why it stopped; null when nothing waits */
    private Outcome.Failed guarded() {
        boolean begun = false;
        try {
            turns.begin();
            begun = true;
            return pass();
        } catch (StoreException e) {
            return new Outcome.Failed("the database did not answer: " + e.getMessage(), Optional.empty(), true);
        } catch (Refusal e) {
            return new Outcome.Failed("the filters cannot be used: " + e.getMessage(), Optional.empty(), false);
        } catch (InterruptedException e) {
            return new Outcome.Failed("stopped", Optional.empty(), true);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "export of project " + projectId + " failed", e);
            return new Outcome.Failed("the export failed; the log has the reason", Optional.empty(), false);
        } finally {
            if (begun) {
                turns.end();
            }
        }
    }

    private Outcome.Failed pass() {
        Instant now = clock.instant();
        if (lookedAtAll == null || now.isAfter(lookedAtAll.plus(LOOK_AT_ALL))) {
            clean.clear();
            lookedAtAll = now;
        }
        Map<LocalDate, Long> weeks = plan.weeks();
        Map<LocalDate, PushPlan.Backlog> backlogs = new HashMap<>();
        for (LocalDate week : weeks.keySet()) {
            if (!weeks.get(week).equals(clean.get(week))) {
                backlogs.put(week, plan.backlog(week, now));
            }
        }
        tell(backlogs, now);
        for (LocalDate week : weeks.keySet()) {
            PushPlan.Backlog backlog = backlogs.get(week);
            if (backlog == null) {
                continue;
            }
            boolean left = backlog.unfinished() > 0;
            if (backlog.waiting() > 0) {
                state.phase("sending");
                List<ExportedSession> page = plan.page(week, null, now);
                while (!page.isEmpty() && !closed) {
                    List<ExportedSession> settled = plan.settled(page, now);
                    left |= settled.size() < page.size();
                    Outcome.Failed failed = deliver(settled);
                    if (failed != null) {
                        return failed;
                    }
                    turns.letOthers();
                    page = page.size() < SessionFinder.PAGE ? List.of() : plan.page(week, page.getLast(), now);
                }
                backlogs.put(week, plan.backlog(week, now));
                tell(backlogs, now);
            }
            if (!left && !closed) {
                clean.put(week, weeks.get(week));
            }
        }
        return null;
    }

    private Outcome.Failed deliver(List<ExportedSession> sessions) {
        if (sessions.isEmpty()) {
            return null;
        }
        PushDelivery delivery = new PushDelivery(
                sender, turns, ledger, settings, headers, plan, state, plan.delivered(sessions), () -> closed, clock);
        return delivery.deliver(reader, sessions);
    }

    private void tell(Map<LocalDate, PushPlan.Backlog> backlogs, Instant now) {
        long waiting = 0;
        Instant oldest = null;
        for (PushPlan.Backlog backlog : backlogs.values()) {
            waiting += backlog.waiting();
            if (backlog.waiting() > 0 && (oldest == null || backlog.oldest().isBefore(oldest))) {
                oldest = backlog.oldest();
            }
        }
        state.backlog(waiting, oldest, oldest == null ? now.minus(settings.idle()) : oldest);
    }

    private static Duration wait(Outcome.Failed failed, int failures) {
        long backoff = Math.min(LONGEST_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(failures, 20));
        // Spread, so that what failed together does not come back together.
        long spread = (long) (backoff * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
        Duration own = Duration.ofMillis(spread);
        return failed.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }

    private void pause(Duration time) {
        try {
            if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }
}
