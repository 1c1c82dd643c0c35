package dev.claymore.engine;

import java.lang.foreign.MemorySegment;

/** A result, or a piece of one, in native memory. */
final class ChdbResult implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment result;
    private final MemorySegment data;

    private ChdbResult(Chdb chdb, MemorySegment result) {
        this.chdb = chdb;
        this.result = result;
        this.data = chdb.data(result);
    }

    /** Takes over a result of the library; throws, and frees it, when it is an error. */
    static ChdbResult of(Chdb chdb, MemorySegment result) throws QueryException {
        String error = chdb.error(result);
        if (error != null) {
            chdb.destroyResult(result);
            throw QueryException.of(error);
        }
        return new ChdbResult(chdb, result);
    }

    /** The bytes; not to be touched after {@link #close}. */
    MemorySegment data() {
        return data;
    }

    Progress progress() {
        return chdb.progress(result);
    }

    @Override
    public void close() {
        chdb.destroyResult(result);
    }
}
