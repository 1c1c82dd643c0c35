package dev.claymore.ingest;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Carries records from the spool into the database, in order, in batches by size and age. What a batch consists of is on disk before it is
 * sent, so that after any crash the same rows go under the same token again. When the database is away the spool grows, nothing else.
 */
final class Loader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Loader.class.getName());

    private final Spool spool;
    private final LoadJournal journal;
    private final TableLoad tables;
    private final LoadOptions options;
    private final InstantSource clock;
    private final SpoolCursor cursor;
    private final Thread thread;
    private SegmentReader.Entry ahead;
    private String aheadColumns = "";
    private boolean full;
    private long lastLoadMillis;

    private final LongAdder loadedBatches = new LongAdder();
    private final LongAdder loadedEvents = new LongAdder();
    private final LongAdder loadedReplayEvents = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long deadLetterCount;
    private volatile long oldestWaiting;
    private volatile boolean closed;

    Loader(Spool spool, LoadJournal journal, TableLoad tables, LoadOptions options, InstantSource clock) {
        this.spool = spool;
        this.journal = journal;
        this.tables = tables;
        this.options = options;
        this.clock = clock;
        cursor = new SpoolCursor(spool, journal.isPending() ? journal.from() : journal.to());
        thread = Thread.ofPlatform().name("loader").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
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

    long failures() {
        return failures.sum();
    }

    long deadLetters() {
        return deadLetterCount;
    }

    /** Age of the oldest record that is known to wait. */
    long lagMillis() {
        long oldest = oldestWaiting;
        return oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest);
    }

    private void run() {
        long pause = options.firstRetry().toMillis();
        while (!closed) {
            try {
                if (!journal.isPending()) {
                    gather();
                }
                step();
                pause = options.firstRetry().toMillis();
            } catch (InterruptedException stopped) {
                return;
            } catch (IOException | RuntimeException failed) {
                failures.increment();
                LOG.log(Level.WARNING, "the loader waits " + pause + " ms: " + failed.getMessage());
                rewind();
                if (!rest(pause)) {
                    return;
                }
                pause = Math.min(pause * 2, options.lastRetry().toMillis());
            }
        }
    }

    /** Begins again where the journal says: it knows whether a batch was begun. */
    private void rewind() {
        ahead = null;
        cursor.seek(journal.isPending() ? journal.from() : journal.to());
    }

    /** {@link #step} from where the journal says. */
    boolean stepAgain() throws IOException {
        rewind();
        return step();
    }

    /** Loads one batch, an interrupted one first; false when there is nothing to load. */
    boolean step() throws IOException {
        LoadBatch batch = journal.isPending()
                ? collect(journal.to(), Long.MAX_VALUE)
                : collect(Long.MAX_VALUE, options.maxBytes());
        if (batch == null) {
            if (journal.isPending()) {
                // Its segments are deleted already: only the last word was missing.
                journal.done();
                cursor.seek(journal.to());
                return true;
            }
            oldestWaiting = 0;
            return false;
        }
        oldestWaiting = batch.oldestReceivedAt();
        long began = clock.millis();
        if (!journal.isPending()) {
            journal.begin(Math.max(journal.to(), 0), ahead == null ? cursor.next() : ahead.sequence());
        }
        full = batch.bytes() >= options.maxBytes();
        tables.load(batch, journal.spoolId() + "-" + journal.from() + "-" + journal.to());
        journal.done();
        spool.release(journal.to());
        loadedBatches.increment();
        loadedEvents.add(batch.count(Layout.EVENTS));
        loadedReplayEvents.add(batch.count(Layout.REPLAY));
        deadLetterCount = tables.deadLetterCount();
        lastLoadMillis = clock.millis() - began;
        return true;
    }

    /** Records from the cursor on: below {@code end}, of one set of columns, up to a size; null when there are none. */
    private LoadBatch collect(long end, long maxBytes) throws IOException {
        LoadBatch batch = null;
        String columns = "";
        while (batch == null || batch.bytes() < maxBytes) {
            if (!peek() || ahead.sequence() >= end || (batch != null && !aheadColumns.equals(columns))) {
                break;
            }
            if (batch == null) {
                columns = aheadColumns;
                batch = new LoadBatch(Columns.parse(columns));
            }
            if (!spool.isRepeated(ahead.sequence())) {
                add(batch, ahead);
            }
            ahead = null;
        }
        return batch;
    }

    private static void add(LoadBatch batch, SegmentReader.Entry entry) {
        try {
            batch.add(SpoolRecord.read(entry.payload()), entry.payload().length);
        } catch (IllegalArgumentException unreadable) {
            LOG.log(Level.ERROR, "record " + entry.sequence() + " is passed over: " + unreadable.getMessage());
        }
    }

    /** Waits until it is worth loading: enough has come in, or what came first has waited long enough. */
    private void gather() throws IOException, InterruptedException {
        while (!closed && !peek()) {
            oldestWaiting = 0;
            long durable = spool.durableBytes();
            if (!peek()) {
                spool.awaitDurable(durable + 1, 1_000);
            }
        }
        if (!full) {
            // The slower an insert is, the more should go with the next one.
            long wait = Math.min(
                    options.maxAge().toMillis() + 2 * lastLoadMillis,
                    4 * options.maxAge().toMillis());
            spool.awaitDurable(spool.durableBytes() + options.maxBytes() / 2, wait);
        }
    }

    private boolean peek() throws IOException {
        if (ahead == null) {
            ahead = cursor.read();
            aheadColumns = ahead == null ? "" : cursor.columns();
        }
        return ahead != null;
    }

    private boolean rest(long millis) {
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && System.nanoTime() < until) {
                Thread.sleep(Math.min(50, millis));
            }
            return !closed;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    /** Stops after the insert that is under way; what is not loaded is loaded by the next process. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        cursor.close();
        journal.close();
    }
}
