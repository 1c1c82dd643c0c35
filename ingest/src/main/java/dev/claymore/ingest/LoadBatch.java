package dev.claymore.ingest;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records that go to the database together: the rows of each table, and the ledger's lines. */
final class LoadBatch {

    private final Columns columns;
    private final List<SpoolRecord> records = new ArrayList<>();
    private long bytes;
    private long oldestReceivedAt = Long.MAX_VALUE;

    LoadBatch(Columns columns) {
        this.columns = columns;
    }

    void add(SpoolRecord record, int size) {
        records.add(record);
        bytes += size;
        oldestReceivedAt = Math.min(oldestReceivedAt, record.receivedAt());
    }

    Columns columns() {
        return columns;
    }

    List<SpoolRecord> records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    long oldestReceivedAt() {
        return oldestReceivedAt;
    }

    private static SpoolRecord.Rows rows(SpoolRecord record, Layout layout) {
        return layout == Layout.EVENTS ? record.events() : record.replay();
    }

    int count(Layout layout) {
        return records.stream().mapToInt(record -> rows(record, layout).count()).sum();
    }

    /** All rows of a table, end to end, without a copy. */
    InputStream stream(Layout layout) {
        List<Slice> slices = new ArrayList<>();
        for (SpoolRecord record : records) {
            SpoolRecord.Rows rows = rows(record, layout);
            if (rows.count() > 0) {
                slices.add(new Slice(rows.payload(), rows.start(), rows.end(), record.projectId()));
            }
        }
        return new SliceStream(slices);
    }

    /** All rows of a table, one by one. */
    List<Slice> rows(Layout layout) {
        List<Slice> slices = new ArrayList<>();
        for (SpoolRecord record : records) {
            SpoolRecord.Rows rows = rows(record, layout);
            int at = rows.start();
            for (int length : rows.lengths()) {
                slices.add(new Slice(rows.payload(), at, at + length, record.projectId()));
                at += length;
            }
        }
        return slices;
    }

    /** Sums of the ledger's lines, always in the same order. */
    Map<LedgerLine, LedgerSum> ledger() {
        Map<LedgerLine, LedgerSum> sums = new LinkedHashMap<>();
        for (SpoolRecord record : records) {
            long minute = Math.floorDiv(record.receivedAt(), 60_000L) * 60;
            for (LedgerCount count : record.ledger()) {
                LedgerLine line = new LedgerLine(record.projectId(), minute, count.outcome(), count.code());
                sums.merge(line, new LedgerSum(count.events(), count.bytes()), LedgerSum::plus);
            }
        }
        return sums;
    }

    @SuppressWarnings("ArrayRecordComponent") // A view of a payload; never compared.
    record Slice(byte[] bytes, int from, int to, String projectId) {}

    /** @param minute its first second since the epoch */
    record LedgerLine(String projectId, long minute, String outcome, String code) {
        static final Comparator<LedgerLine> ORDER = Comparator.comparing(LedgerLine::projectId)
                .thenComparingLong(LedgerLine::minute)
                .thenComparing(LedgerLine::outcome)
                .thenComparing(LedgerLine::code);
    }

    record LedgerSum(long events, long bytes) {
        LedgerSum plus(LedgerSum other) {
            return new LedgerSum(events + other.events, bytes + other.bytes);
        }
    }

    /** Reads slices one after the other. */
    static final class SliceStream extends InputStream {

        private final List<Slice> slices;
        private int index;
        private int at;

        SliceStream(List<Slice> slices) {
            this.slices = slices;
            at = slices.isEmpty() ? 0 : slices.getFirst().from();
        }

        List<Slice> slices() {
            return slices;
        }

        private boolean advance() {
            while (index < slices.size() && at == slices.get(index).to()) {
                index++;
                at = index < slices.size() ? slices.get(index).from() : 0;
            }
            return index < slices.size();
        }

        @Override
        public int read() {
            return advance() ? slices.get(index).bytes()[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int done = 0;
            while (done < length && advance()) {
                Slice slice = slices.get(index);
                int count = Math.min(length - done, slice.to() - at);
                System.arraycopy(slice.bytes(), at, target, offset + done, count);
                at += count;
                done += count;
            }
            return done == 0 && length > 0 ? -1 : done;
        }
    }
}
