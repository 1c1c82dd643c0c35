package dev.claymore.engine;

import java.lang.foreign.MemorySegment;

/** The result of a running SELECT, block by block. Closing it early stops the query. */
final class SelectStream implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment connection;
    private final MemorySegment stream;
    private boolean ended;

    SelectStream(Chdb chdb, MemorySegment connection, MemorySegment stream) {
        this.chdb = chdb;
        this.connection = connection;
        this.stream = stream;
    }

    /** The next piece, to be closed by the caller; null after the last one. */
    ChdbResult next() throws QueryException {
        if (ended) {
            return null;
        }
        ChdbResult piece;
        try {
            piece = ChdbResult.of(chdb, chdb.fetch(connection, stream));
        } catch (QueryException e) {
            ended = true;
            throw e;
        }
        if (piece.data().byteSize() == 0) {
            ended = true;
            piece.close();
            return null;
        }
        return piece;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            chdb.cancelQuery(connection, stream);
        }
        chdb.destroyResult(stream);
    }
}
