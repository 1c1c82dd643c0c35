package dev.claymore.ingest;

import dev.claymore.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Inserts one batch: the rows of each table and the ledger's lines, each under a token of its own. Rows that the database cannot read are
 * found by halving and put aside.
 */
final class TableLoad {

    private static final String LEDGER = "ledger";
    private static final List<String> LEDGER_COLUMNS =
            List.of("projectId", "minute", "outcome", "code", "events", "bytes");

    /**
     * ClickHouse's codes for data it cannot read or a view cannot take (src/Common/ErrorCodes.cpp): with these nothing was written, so that
     * the halves may go under tokens of their own. CANNOT_PARSE_*, CANNOT_READ_ALL_DATA, ATTEMPT_TO_READ_AFTER_EOF, BAD_ARGUMENTS,
     * TYPE_MISMATCH, CANNOT_CONVERT_TYPE, INCORRECT_DATA, TOO_LARGE_ARRAY_SIZE, TOO_LARGE_STRING_SIZE,
     * VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE, FUNCTION_THROW_IF_VALUE_IS_NON_ZERO, VIOLATED_CONSTRAINT, TOO_LARGE_LOW_CARDINALITY.
     */
    private static final Set<Integer> UNREADABLE =
            Set.of(6, 26, 27, 32, 33, 36, 38, 41, 53, 69, 70, 72, 117, 128, 131, 190, 321, 395, 441, 469);

    /** When as many pieces are refused and none is taken, it is not the rows' fault. */
    private static final int SUSPICIOUS = 16;

    private final Sink sink;
    private final DeadLetters deadLetters;
    private long deadLetterCount;

    TableLoad(Sink sink, DeadLetters deadLetters) {
        this.sink = sink;
        this.deadLetters = deadLetters;
    }

    long deadLetterCount() {
        return deadLetterCount;
    }

    /**
     * @param token the same for the same records, and for no others
     * @throws StoreException when the batch is to be tried again, as a whole and under the same token
     */
    void load(LoadBatch batch, String token) throws IOException {
        Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> ledger = new TreeMap<>(LoadBatch.LedgerLine.ORDER);
        ledger.putAll(batch.ledger());
        for (Layout layout : Layout.values()) {
            if (batch.count(layout) > 0) {
                table(batch, layout, token + "-" + layout.table(), ledger);
            }
        }
        if (!ledger.isEmpty()) {
            ledger(ledger, token + "-" + LEDGER);
        }
    }

    private void table(
            LoadBatch batch, Layout layout, String token, Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> ledger)
            throws IOException {
        List<Layout.Column> columns = batch.columns().of(layout);
        List<String> names = columns.stream().map(Layout.Column::name).toList();
        try {
            sink.insert(layout.table(), names, batch.stream(layout), token);
        } catch (StoreException refused) {
            if (!UNREADABLE.contains(refused.code())) {
                throw refused;
            }
            List<LoadBatch.Slice> rows = batch.rows(layout);
            List<Refused> culprits = new ArrayList<>();
            new Halving(layout.table(), names, rows, token, culprits).run(refused);
            for (Refused culprit : culprits) {
                deadLetters.add(layout.table(), columns, culprit.row(), culprit.reason());
                deadLetterCount++;
                enter(ledger, culprit.row().projectId(), batch.oldestReceivedAt());
            }
        }
    }

    /** A dead letter was counted as stored when it was acknowledged. */
    private static void enter(
            Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> ledger, String projectId, long receivedAt) {
        long minute = Math.floorDiv(receivedAt, 60_000L) * 60;
        LoadBatch.LedgerLine dead = new LoadBatch.LedgerLine(projectId, minute, LedgerCount.DEAD_LETTER, "");
        LoadBatch.LedgerLine stored = new LoadBatch.LedgerLine(projectId, minute, LedgerCount.STORED, "");
        ledger.merge(dead, new LoadBatch.LedgerSum(1, 0), LoadBatch.LedgerSum::plus);
        // Unsigned arithmetic wraps: one less, once the lines are summed.
        ledger.merge(stored, new LoadBatch.LedgerSum(-1, 0), LoadBatch.LedgerSum::plus);
    }

    private void ledger(Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> ledger, String token) {
        RowBuffer rows = new RowBuffer(ledger.size() * 64);
        ledger.forEach((line, sum) -> rows.string(line.projectId())
                .int32((int) line.minute())
                .string(line.outcome())
                .string(line.code())
                .int64(sum.events())
                .int64(sum.bytes()));
        sink.insert(LEDGER, LEDGER_COLUMNS, new ByteArrayInputStream(rows.array(), 0, rows.size()), token);
    }

    private record Refused(LoadBatch.Slice row, String reason) {}

    /** Inserts what can be inserted, in halves of halves, each under a token made of the rows it has. */
    private final class Halving {

        private final String table;
        private final List<String> columns;
        private final List<LoadBatch.Slice> rows;
        private final String token;
        private final List<Refused> culprits;
        private boolean taken;
        private int refusals;

        Halving(String table, List<String> columns, List<LoadBatch.Slice> rows, String token, List<Refused> culprits) {
            this.table = table;
            this.columns = columns;
            this.rows = rows;
            this.token = token;
            this.culprits = culprits;
        }

        void run(StoreException first) {
            split(0, rows.size(), first);
        }

        private void split(int from, int to, StoreException refused) {
            if (to - from == 1) {
                culprits.add(new Refused(rows.get(from), refused.getMessage()));
                return;
            }
            int middle = (from + to) >>> 1;
            piece(from, middle);
            piece(middle, to);
        }

        private void piece(int from, int to) {
            try {
                sink.insert(
                        table,
                        columns,
                        new LoadBatch.SliceStream(rows.subList(from, to)),
                        token + "-" + from + "-" + to);
                taken = true;
            } catch (StoreException refused) {
                if (!UNREADABLE.contains(refused.code())
                        || (++refusals >= SUSPICIOUS && !taken && rows.size() > SUSPICIOUS)) {
                    throw refused;
                }
                split(from, to, refused);
            }
        }
    }
}
