package dev.claymore.ingest;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/** Reads the spool in batches by size and age, in order. For one thread. */
final class BatchReader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BatchReader.class.getName());
    private static final long GLANCE_MILLIS = 20;
    /** How often a record is tried for which, alone, there is not enough memory. */
    private static final int TRIES = 3;

    private final Spool spool;
    private final LoadOptions options;
    private final Telemetry telemetry;
    private final Aside aside;
    private final SpoolCursor cursor;
    private long position;
    private long interruptedEnd;
    private SegmentReader.Entry ahead;
    private String aheadColumns = "";
    private long tight = -1;
    private int tries;
    private boolean full;
    private volatile long waitingSince;

    /** Where a record goes that cannot be turned into rows. */
    @FunctionalInterface
    interface Aside {
        void put(SegmentReader.Entry record, String columns, Throwable failure) throws IOException;
    }

    /** @param journal says where to begin, and the end of a batch that a crash has interrupted */
    BatchReader(Spool spool, LoadJournal journal, LoadOptions options, Telemetry telemetry, Aside aside) {
        this.spool = spool;
        this.options = options;
        this.telemetry = telemetry;
        this.aside = aside;
        cursor = new SpoolCursor(spool, 0);
        restart(journal);
    }

    /** Goes where the journal says: a batch that was begun comes again, and as it was. */
    void restart(LoadJournal journal) {
        ahead = null;
        position = journal.isPending() ? journal.from() : journal.to();
        interruptedEnd = journal.isPending() ? journal.to() : -1;
        cursor.seek(position);
    }

    /** Reads again what comes next, as after a failed read. */
    void again() {
        ahead = null;
        cursor.seek(position);
    }

    /** Arrival of the record that comes next, when it is known that there is one; else 0. */
    long waitingSince() {
        return waitingSince;
    }

    /** The next batch, as far as it is there; null when there is nothing. */
    LoadBatch next() throws IOException {
        boolean interrupted = interruptedEnd >= 0;
        LoadBatch batch =
                interrupted ? collect(interruptedEnd, Long.MAX_VALUE) : collect(Long.MAX_VALUE, options.maxBytes());
        if (batch == null && interrupted) {
            // Its segments are deleted already: only the journal's last word is missing.
            batch = new LoadBatch(Columns.current());
        }
        if (batch != null) {
            batch.endAt(interrupted ? interruptedEnd : ahead == null ? cursor.next() : ahead.sequence());
            position = batch.end();
            interruptedEnd = -1;
            full = batch.bytes() >= options.maxBytes();
        }
        waitingSince = ahead == null ? 0 : SpoolRecord.receivedAt(ahead.payload());
        return batch;
    }

    /** Records from the cursor on: below {@code end}, of one set of columns, up to a size; null when there are none. */
    private LoadBatch collect(long end, long maxBytes) throws IOException {
        LoadBatch batch = null;
        while (batch == null || batch.bytes() < maxBytes) {
            if (!peek() || ahead.sequence() >= end || (batch != null && !aheadColumns.equals(batch.columns()))) {
                break;
            }
            if (batch == null) {
                batch = new LoadBatch(aheadColumns);
            }
            boolean alone = batch.records().isEmpty() || end != Long.MAX_VALUE;
            if (!spool.isRepeated(ahead.sequence()) && !add(batch, ahead, alone)) {
                break;
            }
            ahead = null;
        }
        return batch;
    }

    /** @return false when there is not enough memory for it beside the others of the batch */
    private boolean add(LoadBatch batch, SegmentReader.Entry entry, boolean alone) throws IOException {
        try {
            SpoolRecord record = SpoolRecord.read(entry.payload(), telemetry);
            // Rows of telemetry are several times as large as the body they come from.
            batch.add(record, Math.max(entry.payload().length, record.bytes()));
        } catch (RuntimeException unexpected) {
            aside.put(entry, aheadColumns, unexpected);
        } catch (OutOfMemoryError large) {
            if (!alone) {
                return false;
            }
            tries = entry.sequence() == tight ? tries + 1 : 1;
            tight = entry.sequence();
            if (tries < TRIES) {
                throw large;
            }
            aside.put(entry, aheadColumns, large);
        }
        return true;
    }

    private boolean peek() throws IOException {
        if (ahead == null) {
            long damaged = cursor.skippedBytes();
            ahead = cursor.read();
            if (cursor.skippedBytes() > damaged) {
                LOG.log(
                        Level.ERROR,
                        "{0} bytes of the spool are damaged and passed over",
                        cursor.skippedBytes() - damaged);
            }
            aheadColumns = ahead == null ? "" : cursor.columns();
        }
        return ahead != null;
    }

    /**
     * Waits until a batch is worth loading: enough has come in, or what came first has waited long enough and the database is idle.
     *
     * @param busy whether an insert is under way; meanwhile the next batch grows
     * @param lastLoadMillis the slower an insert is, the more should go with the next one
     */
    void gather(BooleanSupplier busy, long lastLoadMillis, BooleanSupplier closed)
            throws IOException, InterruptedException {
        if (interruptedEnd >= 0) {
            return;
        }
        while (!closed.getAsBoolean()) {
            long durable = spool.durableBytes();
            if (peek()) {
                break;
            }
            spool.awaitDurable(durable + 1, 1_000);
        }
        if (ahead == null || full) {
            return;
        }
        waitingSince = SpoolRecord.receivedAt(ahead.payload());
        long enough = spool.durableBytes() + options.maxBytes() / 2;
        long wait = Math.min(
                options.maxAge().toMillis() + 2 * lastLoadMillis,
                4 * options.maxAge().toMillis());
        long until = System.nanoTime() + wait * 1_000_000;
        while (!closed.getAsBoolean() && spool.durableBytes() < enough) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0 && !busy.getAsBoolean()) {
                return;
            }
            spool.awaitDurable(enough, Math.clamp(left, GLANCE_MILLIS, Math.max(GLANCE_MILLIS, wait)));
        }
    }

    @Override
    public void close() {
        cursor.close();
    }
}
