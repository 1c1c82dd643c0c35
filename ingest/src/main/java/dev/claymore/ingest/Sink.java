package dev.claymore.ingest;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.StoreException;

/** Where the loader puts rows: the database, or what stands for it in the simulation. Safe for several threads. */
@FunctionalInterface
interface Sink {

    /**
     * Inserts rows; the same rows again under the same token change nothing.
     *
     * @throws StoreException when they were not inserted, or nobody knows
     */
    void insert(TableRows rows, String token);

    static Sink into(ClickHouse clickhouse) {
        return (rows, token) -> clickhouse.insert(rows.table(), rows.columnNames(), "Native", rows.stream(), token);
    }
}
