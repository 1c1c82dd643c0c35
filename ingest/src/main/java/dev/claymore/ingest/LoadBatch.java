package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records that go to the database together: the rows of each table, and the ledger's lines; and how far that has come. Made by the thread
 * that reads the spool, then handed to the one that inserts.
 */
final class LoadBatch {

    private final String columns;
    private final List<SpoolRecord> records = new ArrayList<>();
    private final Map<Layout, TableRows> tables = new EnumMap<>(Layout.class);
    private final Map<LedgerLine, LedgerSum> ledger = new TreeMap<>(LedgerLine.ORDER);
    private final Set<Layout> done = EnumSet.noneOf(Layout.class);
    private String ledgerToken = "";
    private boolean ledgerDone;
    private long end;
    private long bytes;
    private long oldestReceivedAt = Long.MAX_VALUE;

    /** @param columns of all its rows, as a segment names them */
    LoadBatch(String columns) {
        this.columns = columns;
        Columns parsed = Columns.parse(columns);
        for (Layout layout : Layout.values()) {
            tables.put(layout, new TableRows(layout.table(), parsed.of(layout)));
        }
    }

    void add(SpoolRecord record, int size) {
        records.add(record);
        bytes += size;
        oldestReceivedAt = Math.min(oldestReceivedAt, record.receivedAt());
        for (Layout layout : Layout.values()) {
            tables.get(layout).add(record.rows(layout), record.projectId());
        }
        long minute = minute(record.receivedAt());
        for (LedgerCount count : record.ledger()) {
            enter(
                    new LedgerLine(record.projectId(), minute, count.outcome(), count.code()),
                    count.events(),
                    count.bytes());
        }
    }

    /** A correction of what the records say of themselves. */
    synchronized void enter(LedgerLine line, long events, long lineBytes) {
        ledger.merge(line, new LedgerSum(events, lineBytes), LedgerSum::plus);
    }

    /** Number of the record behind the last. */
    long end() {
        return end;
    }

    void endAt(long sequence) {
        end = sequence;
    }

    String columns() {
        return columns;
    }

    List<SpoolRecord> records() {
        return records;
    }

    TableRows rows(Layout layout) {
        return tables.get(layout);
    }

    /** Sums of the ledger's lines, always in the same order. */
    synchronized Map<LedgerLine, LedgerSum> ledger() {
        return new TreeMap<>(ledger);
    }

    long bytes() {
        return bytes;
    }

    long oldestReceivedAt() {
        return oldestReceivedAt;
    }

    /** Whether the table has all its rows. */
    synchronized boolean isDone(Layout layout) {
        return done.contains(layout) || tables.get(layout).count() == 0;
    }

    synchronized void done(Layout layout) {
        done.add(layout);
    }

    /** Another token for the ledger's lines than follows from the batch's. */
    void ledgerToken(String token) {
        ledgerToken = token;
    }

    String ledgerToken() {
        return ledgerToken;
    }

    boolean isLedgerDone() {
        return ledgerDone || ledger.isEmpty();
    }

    void ledgerDone() {
        ledgerDone = true;
    }

    /** First second of the minute, since the epoch. */
    static long minute(long millis) {
        return Math.floorDiv(millis, 60_000L) * 60;
    }

    /** @param minute its first second since the epoch */
    record LedgerLine(String projectId, long minute, String outcome, String code) implements Comparable<LedgerLine> {
        static final Comparator<LedgerLine> ORDER = Comparator.comparing(LedgerLine::projectId)
                .thenComparingLong(LedgerLine::minute)
                .thenComparing(LedgerLine::outcome)
                .thenComparing(LedgerLine::code);

        @Override
        public int compareTo(LedgerLine other) {
            return ORDER.compare(this, other);
        }
    }

    record LedgerSum(long events, long bytes) {
        LedgerSum plus(LedgerSum other) {
            return new LedgerSum(events + other.events, bytes + other.bytes);
        }
    }
}
