package dev.claymore.ingest;

import dev.claymore.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Inserts one batch: the rows of each table, side by side, then the ledger's lines, each under a token of its own. Rows that the database
 * cannot read are found by halving and put aside.
 */
final class TableLoad {

    private static final String LEDGER = "ledger";
    private static final List<Layout.Column> LEDGER_COLUMNS = List.of(
            new Layout.Column("projectId", "label"),
            new Layout.Column("minute", "second"),
            new Layout.Column("outcome", "label"),
            new Layout.Column("code", "label"),
            new Layout.Column("events", "uint64"),
            new Layout.Column("bytes", "uint64"));

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
    private final Executor beside;

    /** @param beside runs the inserts of further tables while the caller runs that of the first */
    TableLoad(Sink sink, DeadLetters deadLetters, Executor beside) {
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.beside = beside;
    }

    long deadLetterCount() {
        return deadLetters.count();
    }

    /**
     * Inserts what of the batch is not inserted yet.
     *
     * @param token the same for the same records, and for no others
     * @throws StoreException when it is to be tried again under the same token
     */
    void load(LoadBatch batch, String token) throws IOException {
        List<Layout> open = Stream.of(Layout.values())
                .filter(layout -> !batch.isDone(layout))
                .toList();
        List<CompletableFuture<Void>> others = open.stream()
                .skip(1)
                .map(layout -> CompletableFuture.runAsync(() -> table(batch, layout, token), beside))
                .toList();
        try {
            if (!open.isEmpty()) {
                table(batch, open.getFirst(), token);
            }
        } finally {
            join(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)));
        }
        if (!batch.isLedgerDone()) {
            sink.insert(
                    ledger(batch.ledger()), batch.ledgerToken().isEmpty() ? token + "-" + LEDGER : batch.ledgerToken());
            batch.ledgerDone();
        }
    }

    private static void join(CompletableFuture<Void> other) throws IOException {
        try {
            other.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException refused -> throw refused;
                case Error error -> throw error;
                case null, default -> throw new IOException(failed.getCause());
            }
        }
    }

    private void table(LoadBatch batch, Layout layout, String batchToken) {
        TableRows all = batch.rows(layout);
        String token = batchToken + "-" + layout.table();
        List<DeadLetters.Refused> culprits = new ArrayList<>();
        TableRows rows = all.block() == null ? readable(all, culprits) : all;
        try {
            if (rows.count() > 0) {
                sink.insert(rows, token);
            }
        } catch (StoreException refused) {
            if (!UNREADABLE.contains(refused.code())) {
                throw refused;
            }
            new Halving(rows, token, culprits).run(refused);
        }
        deadLetters.add(layout.table(), all.columns(), culprits);
        culprits.forEach(culprit -> enter(batch, culprit.row().projectId()));
        batch.done(layout);
    }

    /** The rows that can be turned into columns; a checksum that is right makes it unlikely that there are others. */
    private static TableRows readable(TableRows all, List<DeadLetters.Refused> culprits) {
        if (all.encode(new ColumnBlock(all.columns()))) {
            return all;
        }
        ColumnBlock probe = new ColumnBlock(all.columns());
        List<TableRows.Slice> good = new ArrayList<>();
        for (TableRows.Slice row : all.rows()) {
            probe.clear();
            if (probe.add(row.bytes(), row.start(), row.end())) {
                good.add(row);
            } else {
                culprits.add(new DeadLetters.Refused(row, "the row does not fit its columns"));
            }
        }
        return all.of(good);
    }

    /** A dead letter was counted as stored when it was acknowledged. */
    private static void enter(LoadBatch batch, String projectId) {
        long minute = LoadBatch.minute(batch.oldestReceivedAt());
        batch.enter(new LoadBatch.LedgerLine(projectId, minute, LedgerCount.DEAD_LETTER, ""), 1, 0);
        // Unsigned arithmetic wraps: one less, once the lines are summed.
        batch.enter(new LoadBatch.LedgerLine(projectId, minute, LedgerCount.STORED, ""), -1, 0);
    }

    private static TableRows ledger(Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> lines) {
        RowBuffer rows = new RowBuffer(lines.size() * 64);
        RowIndex index = new RowIndex();
        lines.forEach((line, sum) -> {
            int begin = rows.size();
            rows.string(line.projectId())
                    .int32((int) line.minute())
                    .string(line.outcome())
                    .string(line.code())
                    .int64(sum.events())
                    .int64(sum.bytes());
            index.add(rows.size() - begin);
        });
        TableRows ledger = new TableRows(LEDGER, LEDGER_COLUMNS);
        ledger.add(new SpoolRecord.Rows(rows.array(), 0, index.toArray()), "");
        return ledger;
    }

    /** Inserts what can be inserted, in halves of halves, each under a token made of the rows it has. */
    private final class Halving {

        private final TableRows whole;
        private final List<TableRows.Slice> rows;
        private final String token;
        private final List<DeadLetters.Refused> culprits;
        private boolean taken;
        private int refusals;

        Halving(TableRows whole, String token, List<DeadLetters.Refused> culprits) {
            this.whole = whole;
            this.rows = whole.rows();
            this.token = token;
            this.culprits = culprits;
        }

        void run(StoreException first) {
            split(0, rows.size(), first);
        }

        private void split(int from, int to, StoreException refused) {
            if (to - from == 1) {
                culprits.add(new DeadLetters.Refused(rows.get(from), refused.getMessage()));
                return;
            }
            int middle = (from + to) >>> 1;
            piece(from, middle);
            piece(middle, to);
        }

        private void piece(int from, int to) {
            try {
                sink.insert(whole.of(rows.subList(from, to)), token + "-" + from + "-" + to);
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
