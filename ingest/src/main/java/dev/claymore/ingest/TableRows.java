package dev.claymore.ingest;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of one table that go to the database with one insert. */
final class TableRows {

    private final String table;
    private final List<Layout.Column> columns;
    private final List<Slice> chunks = new ArrayList<>();
    private ColumnBlock block;
    private int count;

    TableRows(String table, List<Layout.Column> columns) {
        this.table = table;
        this.columns = columns;
    }

    /** Rows of one record, end to end. */
    void add(SpoolRecord.Rows rows, String projectId) {
        if (rows.count() > 0) {
            chunks.add(new Slice(rows.payload(), rows.start(), rows.lengths(), projectId));
            count += rows.count();
        }
    }

    String table() {
        return table;
    }

    List<Layout.Column> columns() {
        return columns;
    }

    List<String> columnNames() {
        return columns.stream().map(Layout.Column::name).toList();
    }

    int count() {
        return count;
    }

    /** In order; each holds one row or several. */
    List<Slice> chunks() {
        return chunks;
    }

    /** Each row for itself. */
    List<Slice> rows() {
        List<Slice> rows = new ArrayList<>(count);
        for (Slice chunk : chunks) {
            int at = chunk.start();
            for (int length : chunk.lengths()) {
                rows.add(new Slice(chunk.bytes(), at, new int[] {length}, chunk.projectId()));
                at += length;
            }
        }
        return rows;
    }

    /** Some of the rows, by what {@link #rows} has made of all. */
    TableRows of(List<Slice> some) {
        TableRows part = new TableRows(table, columns);
        part.chunks.addAll(some);
        part.count = some.size();
        return part;
    }

    /**
     * Turns the rows into columns.
     *
     * @param into empty; of the same columns
     * @return whether every row is one
     */
    boolean encode(ColumnBlock into) {
        for (Slice chunk : chunks) {
            int at = chunk.start();
            for (int length : chunk.lengths()) {
                if (!into.add(chunk.bytes(), at, at + length)) {
                    into.clear();
                    return false;
                }
                at += length;
            }
        }
        block = into;
        return true;
    }

    /** The block that holds the columns, or null. */
    ColumnBlock block() {
        return block;
    }

    /** Gives the block up; null when there is none. */
    ColumnBlock release() {
        ColumnBlock released = block;
        block = null;
        return released;
    }

    /** All rows in the format Native. */
    InputStream stream() {
        if (block == null && !encode(new ColumnBlock(columns))) {
            throw new IllegalStateException("a row of " + table + " that cannot be read");
        }
        return new PieceStream(block.pieces());
    }

    /** @param lengths of the rows that stand there end to end */
    @SuppressWarnings("ArrayRecordComponent") // A view of a payload; never compared.
    record Slice(byte[] bytes, int start, int[] lengths, String projectId) {

        int end() {
            int end = start;
            for (int length : lengths) {
                end += length;
            }
            return end;
        }
    }

    /** Reads buffers one after the other; from where it was marked again, for a client that sends them anew on another connection. */
    private static final class PieceStream extends InputStream {

        private final List<RowBuffer> pieces;
        private int index;
        private int at;
        private int markedIndex;
        private int markedAt;

        PieceStream(List<RowBuffer> pieces) {
            this.pieces = pieces;
        }

        private boolean advance() {
            while (index < pieces.size() && at == pieces.get(index).size()) {
                index++;
                at = 0;
            }
            return index < pieces.size();
        }

        @Override
        public int read() {
            return advance() ? pieces.get(index).array()[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int done = 0;
            while (done < length && advance()) {
                int size = Math.min(length - done, pieces.get(index).size() - at);
                System.arraycopy(pieces.get(index).array(), at, target, offset + done, size);
                at += size;
                done += size;
            }
            return done == 0 && length > 0 ? -1 : done;
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public synchronized void mark(int readLimit) {
            markedIndex = index;
            markedAt = at;
        }

        @Override
        public synchronized void reset() {
            index = markedIndex;
            at = markedAt;
        }
    }
}
