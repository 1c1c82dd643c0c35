package dev.claymore.server;

import dev.claymore.store.BucketCheck;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.Deletions;
import dev.claymore.store.GoneRecordings;
import dev.claymore.store.Governor;
import dev.claymore.store.Merges;
import dev.claymore.store.ProjectDeletions;
import dev.claymore.store.Retention;
import dev.claymore.store.Stars;
import dev.claymore.store.StorageMeter;
import dev.claymore.store.StoragePolicies;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What storage needs every minute: tables that came later get their clause, deletions go on, budgets are kept, sessions say which recordings are gone and are merged. A failure is logged and
 * counted, and the next minute tries again. Thread-safe.
 */
final class StorageKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StorageKeeper.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** How often the bucket is asked whether it still works, and how often after it did not. */
    private static final Duration BUCKET_PAUSE = Duration.ofHours(6);

    private static final Duration BUCKET_RETRY = Duration.ofMinutes(10);

    private final Database database;
    private final Retention.Tier tier;
    private final StoragePolicies policies;
    private final Retention retention;
    private final Stars stars;
    private final StorageMeter meter;
    private final Governor governor;
    private final Deletions deletions;
    private final ProjectDeletions projectDeletions;
    private final GoneRecordings goneRecordings;
    private final Merges merges;
    private final BucketCheck bucket;
    private final Clock clock;
    private final Consumer<String> rowsGone;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong droppedBytes = new AtomicLong();
    private final Thread thread;
    private volatile String lastFailure;
    private volatile boolean closed;
    private Instant bucketDue = Instant.MIN;
    private Optional<String> bucketProblem = Optional.empty();

    /** @param rowsGone is told each project of which rows were hidden that had come late, or recordings are gone */
    StorageKeeper(Database database, StorageConfig config, Consumer<String> rowsGone, Clock clock) {
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        this.database = database;
        this.tier = config.tier();
        this.policies = new StoragePolicies(clickhouse, clock);
        this.retention = new Retention(clickhouse, tier, clock);
        this.stars = new Stars(clickhouse, clock);
        this.meter = new StorageMeter(clickhouse, clock);
        this.governor = new Governor(clickhouse, meter, policies, stars, tier, clock);
        this.deletions = new Deletions(clickhouse, clock);
        this.projectDeletions = new ProjectDeletions(clickhouse, database.projectsEvenIfDown(), clock);
        this.goneRecordings = new GoneRecordings(clickhouse, policies, clock);
        this.merges = new Merges(clickhouse);
        this.bucket = new BucketCheck(clickhouse, tier);
        this.clock = clock;
        this.rowsGone = rowsGone;
        this.thread = Thread.ofVirtual().name("storage-keeper").unstarted(this::keep);
    }

    /** Begins; it waits for the database. */
    void start() {
        thread.start();
    }

    StoragePolicies policies() {
        return policies;
    }

    Retention retention() {
        return retention;
    }

    Stars stars() {
        return stars;
    }

    StorageMeter meter() {
        return meter;
    }

    Governor governor() {
        return governor;
    }

    Deletions deletions() {
        return deletions;
    }

    ProjectDeletions projectDeletions() {
        return projectDeletions;
    }

    /** Rounds that failed since the start. */
    long failures() {
        return failures.get();
    }

    /** Dropped or moved for a budget since the start. */
    long droppedBytes() {
        return droppedBytes.get();
    }

    /** Why the last round failed, or what is wrong with the bucket; empty when all is well. */
    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    private void keep() {
        try {
            database.up().join();
            while (!closed) {
                round();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the database never came up", e);
        }
    }

    /** One round; each part of it for itself, so that a bucket that is away does not keep a deletion from going on. */
    void round() {
        String failed = attempt("retention", () -> {
            var _ = retention.apply(policies.all());
        });
        failed = Optional.ofNullable(attempt("deletions", () -> deletions.advance(rowsGone)))
                .orElse(failed);
        failed = Optional.ofNullable(attempt("deletions of projects", projectDeletions::advance))
                .orElse(failed);
        failed = Optional.ofNullable(attempt(
                        "budgets", () -> governor.govern().forEach(drop -> droppedBytes.addAndGet(drop.bytes()))))
                .orElse(failed);
        failed = Optional.ofNullable(attempt("gone recordings", () -> goneRecordings.advance(rowsGone)))
                .orElse(failed);
        failed = Optional.ofNullable(attempt("merges", () -> {
                    var _ = merges.advance();
                }))
                .orElse(failed);
        failed = Optional.ofNullable(attempt("bucket", this::lookAtBucket)).orElse(failed);
        lastFailure = failed != null ? failed : bucketProblem.orElse(null);
    }

    /** A wrong key is told when the server starts, not when the first week is to move. */
    private void lookAtBucket() {
        Instant now = clock.instant();
        if (now.isBefore(bucketDue) || !retention.hasColdVolume()) {
            return;
        }
        bucketProblem = bucket.problem().map(problem -> "the bucket does not work: " + problem);
        bucketProblem.ifPresent(problem -> LOG.log(Level.WARNING, problem));
        bucketDue = now.plus(bucketProblem.isPresent() ? BUCKET_RETRY : BUCKET_PAUSE);
    }

    private String attempt(String what, Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException e) {
            if (closed) {
                return null;
            }
            failures.incrementAndGet();
            LOG.log(Level.WARNING, what + " of storage: " + e.getMessage());
            return what + ": " + e.getMessage();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
