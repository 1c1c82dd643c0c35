package dev.claymore.ingest;

import dev.claymore.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Carries records from the spool into the database, in order, in batches by size and age: while one is inserted the next one is read and
 * turned into columns. What a batch consists of is on disk before it is sent, so that after any crash the same rows go under the same token
 * again. When the database is away the spool grows, nothing else.
 */
final class Loader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Loader.class.getName());

    /** UNKNOWN_TABLE, UNKNOWN_DATABASE, and the codes of a wrong password: every batch would meet them. */
    private static final Set<Integer> FOR_EVERY_BATCH = Set.of(60, 81, 192, 193, 194, 516);

    private final Spool spool;
    private final LoadJournal journal;
    private final TableLoad tables;
    private final SetAside aside;
    private final LoadOptions options;
    private final InstantSource clock;
    private final BatchReader reader;
    private final ColumnBlocks blocks;
    private final SynchronousQueue<LoadBatch> ready = new SynchronousQueue<>();
    private final Deque<Long> underWay = new ConcurrentLinkedDeque<>();
    private final Thread reading;
    private final Thread inserting;
    private long asideDue;
    private volatile boolean busy;
    private volatile long lastLoadMillis;

    private final LongAdder loadedBatches = new LongAdder();
    private final LongAdder loadedEvents = new LongAdder();
    private final LongAdder loadedReplayEvents = new LongAdder();
    private final LongAdder loadedTelemetry = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean closed;

    Loader(
            Spool spool,
            LoadJournal journal,
            TableLoad tables,
            SetAside aside,
            LoadOptions options,
            Telemetry telemetry,
            ErrorCauses causes,
            InstantSource clock) {
        this.spool = spool;
        this.journal = journal;
        this.tables = tables;
        this.aside = aside;
        this.options = options;
        this.clock = clock;
        blocks = new ColumnBlocks(causes);
        reader = new BatchReader(spool, journal, options, telemetry, this::setAside);
        reading = Thread.ofPlatform().name("load-read").daemon(true).unstarted(this::read);
        inserting = Thread.ofPlatform().name("load-insert").daemon(true).unstarted(this::insert);
    }

    void start() {
        reading.start();
        inserting.start();
    }

    long loadedBatches() {
        return loadedBatches.sum();
    }

    long loadedEvents() {
        return loadedEvents.sum();
    }

    long loadedReplayEvents() {
        return loadedReplayEvents.sum();
    }

    /** Spans, log records and data points. */
    long loadedTelemetry() {
        return loadedTelemetry.sum();
    }

    long failures() {
        return failures.sum();
    }

    long deadLetters() {
        return tables.deadLetterCount();
    }

    int setAside() {
        return aside.count();
    }

    /** Age of the oldest record that is known to wait. */
    long lagMillis() {
        Long inserted = underWay.peekFirst();
        long oldest = inserted == null ? reader.waitingSince() : inserted;
        return oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest);
    }

    private void read() {
        while (!closed) {
            try {
                reader.gather(() -> busy, lastLoadMillis, () -> closed);
                LoadBatch batch = reader.next();
                if (batch != null) {
                    underWay.addLast(batch.oldestReceivedAt());
                    encode(batch);
                    while (!closed && !ready.offer(batch, 100, TimeUnit.MILLISECONDS)) {
                        // The insert before it goes on.
                    }
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (IOException | RuntimeException | Error failed) {
                failures.increment();
                LOG.log(Level.WARNING, "the spool cannot be read at the moment: " + failed);
                reader.again();
                rest(options.lastRetry().toMillis());
            }
        }
    }

    /** A batch that is read is never passed over: what cannot be turned into columns here is left to who inserts it, row by row. */
    private void encode(LoadBatch batch) {
        try {
            blocks.encode(batch);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.ERROR, "rows cannot be turned into columns ahead of their insert", failed);
        }
    }

    private void insert() {
        while (!closed) {
            try {
                LoadBatch batch = ready.poll(1, TimeUnit.SECONDS);
                if (batch != null) {
                    busy = true;
                    insert(batch);
                    busy = false;
                }
                if (!closed && clock.millis() >= asideDue) {
                    tryAside();
                    asideDue = clock.millis() + options.asideEvery().toMillis();
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** Tries until the batch is inserted or set aside. */
    private void insert(LoadBatch batch) {
        long pause = options.firstRetry().toMillis();
        for (int refusals = 0; !closed; ) {
            try {
                load(batch);
                return;
            } catch (IOException | RuntimeException | Error failed) {
                failures.increment();
                LOG.log(Level.WARNING, "the loader waits " + pause + " ms: " + failed.getMessage());
                if (failed instanceof StoreException refused && isAboutTheBatch(refused)) {
                    refusals++;
                }
                if (refusals >= options.refusals() && !aside.isFull()) {
                    refusals = setAside(batch, failed.getMessage()) ? 0 : refusals;
                }
            }
            rest(pause);
            pause = Math.min(pause * 2, options.lastRetry().toMillis());
        }
    }

    /** Whether ClickHouse is there and refuses this batch, and perhaps no other. */
    private static boolean isAboutTheBatch(StoreException refused) {
        return !refused.retryable()
                && refused.kind() != StoreException.Kind.REFUSED
                && !FOR_EVERY_BATCH.contains(refused.code());
    }

    /** A record that cannot be turned into rows; where there are too many of them, it stays where it is. */
    private void setAside(SegmentReader.Entry record, String columns, Throwable failure) throws IOException {
        if (aside.isFull()) {
            throw new IOException("a record cannot be set aside, there are too many", failure);
        }
        String token = journal.spoolId() + "-" + record.sequence() + "-record";
        aside.put(record.payload(), columns, token, failure.toString(), clock.instant());
        LOG.log(Level.ERROR, "a record is set aside, see *" + SetAside.SUFFIX + " in the spool", failure);
    }

    private boolean setAside(LoadBatch batch, String reason) {
        try {
            aside.put(batch, token(), reason, clock.instant());
            LOG.log(Level.ERROR, "a batch is set aside, see *" + SetAside.SUFFIX + " in the spool: " + reason);
            return true;
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.WARNING, "a batch cannot be set aside: " + failed.getMessage());
            return false;
        }
    }

    private void tryAside() {
        try {
            aside.tokens().forEach(this::tryAside);
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(Level.WARNING, "what was set aside cannot be listed: " + unreadable.getMessage());
        }
    }

    /** One that is still refused keeps no other back. */
    private void tryAside(String token) {
        try {
            LoadBatch batch = aside.read(token);
            if (batch != null) {
                tables.load(batch, SetAside.batchToken(token));
                count(batch);
                aside.remove(token);
                LOG.log(Level.INFO, "what was set aside is loaded: {0}", token);
            }
        } catch (IOException | RuntimeException | Error again) {
            LOG.log(Level.WARNING, "what was set aside stays there: " + again);
        }
    }

    /** The next batch, without waiting for company; null when there is nothing to load. For the simulation, in the caller's thread. */
    LoadBatch next() throws IOException {
        return reader.next();
    }

    /** Forgets what was read: the next batch is the one the journal says, as after a restart. */
    void restart() {
        reader.restart(journal);
    }

    private String token() {
        return journal.spoolId() + "-" + journal.from() + "-" + journal.to();
    }

    /** Inserts a batch; when this throws it is to be tried again, and no other before it. */
    void load(LoadBatch batch) throws IOException {
        if (!spool.isDiskRoomy()) {
            // ClickHouse is often on the same disk, and a part that is cut short by a full one may not be noticed.
            throw new IOException("the disk is nearly full");
        }
        long began = clock.millis();
        if (!journal.isPending()) {
            journal.begin(Math.max(journal.to(), 0), batch.end());
        }
        tables.load(batch, token());
        journal.done();
        underWay.pollFirst();
        count(batch);
        blocks.giveBack(batch);
        lastLoadMillis = clock.millis() - began;
        release();
    }

    /** What cannot be deleted now is deleted with what comes next. */
    private void release() {
        try {
            spool.release(journal.to());
        } catch (IOException failed) {
            failures.increment();
            LOG.log(Level.DEBUG, "loaded segments cannot be deleted at the moment", failed);
        }
    }

    private void count(LoadBatch batch) {
        loadedBatches.increment();
        loadedEvents.add(batch.rows(Layout.EVENTS).count());
        loadedReplayEvents.add(batch.rows(Layout.REPLAY).count());
        for (Layout layout : Layout.values()) {
            if (layout != Layout.EVENTS && layout != Layout.REPLAY) {
                loadedTelemetry.add(batch.rows(layout).count());
            }
        }
    }

    private void rest(long millis) {
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && System.nanoTime() < until) {
                Thread.sleep(Math.min(50, millis));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops after the insert that is under way; what is not loaded is loaded by the next process. */
    @Override
    public void close() {
        closed = true;
        try {
            inserting.join(TimeUnit.SECONDS.toMillis(10));
            if (inserting.isAlive()) {
                inserting.interrupt();
                inserting.join(TimeUnit.SECONDS.toMillis(5));
            }
            reading.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        reader.close();
        journal.close();
    }
}
