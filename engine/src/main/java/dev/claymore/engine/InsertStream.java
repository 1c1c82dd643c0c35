package dev.claymore.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A running INSERT that takes its rows piece by piece.
 *
 * <p>Rows that make no full block are only written by {@link #finish}; closing without it cancels the insert.
 */
final class InsertStream implements AutoCloseable {
    /** The library queues up to 16 pieces, so a piece bounds what a fast client makes it hold. */
    static final int PIECE_BYTES = 256 * 1024;

    private final Chdb chdb;
    private final MemorySegment insert;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(PIECE_BYTES);
    private boolean ended;

    InsertStream(Chdb chdb, MemorySegment insert) {
        this.chdb = chdb;
        this.insert = insert;
    }

    /** Blocks while the engine is behind. False when the insert has failed: {@link #finish} then says why. */
    boolean append(byte[] data, int offset, int length) {
        for (int sent = 0; sent < length; ) {
            int piece = Math.min(PIECE_BYTES, length - sent);
            MemorySegment.copy(data, offset + sent, buffer, ValueLayout.JAVA_BYTE, 0, piece);
            if (!chdb.append(insert, buffer, piece)) {
                return false;
            }
            sent += piece;
        }
        return true;
    }

    /** Writes what is left and returns what was written. */
    Progress finish() throws QueryException {
        ended = true;
        try (ChdbResult result = ChdbResult.of(chdb, chdb.done(insert))) {
            return result.progress();
        }
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            chdb.cancelInsert(insert);
        }
        chdb.destroyInsert(insert);
        arena.close();
    }
}
