package dev.claymore.ingest;

import dev.claymore.store.StoreException;
import java.io.InputStream;
import java.util.List;

/** Where the loader puts rows: the database, or what stands for it in the simulation. */
@FunctionalInterface
interface Sink {

    /**
     * Inserts rows in RowBinary; the same rows again under the same token change nothing.
     *
     * @throws StoreException when they were not inserted, or nobody knows
     */
    void insert(String table, List<String> columns, InputStream rows, String token);
}
