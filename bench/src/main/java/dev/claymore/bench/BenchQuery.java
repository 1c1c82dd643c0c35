package dev.claymore.bench;

import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.List;

/**
 * Something the product asks of its store.
 *
 * @param spans it is asked for, each on its own; empty: it is about one thing, and not about a range
 */
record BenchQuery(String name, List<Span> spans, Asking asking) {

    /** Asks and reads the whole answer. */
    @FunctionalInterface
    interface Asking {
        /**
         * @param span null when the query is not about a range
         * @param end of the range
         * @param turn counts up: queries take another value with it, where they are about a value
         * @return what ClickHouse says of the (main) statement
         */
        Rows.Stats ask(Span span, Instant end, int turn) throws Exception;
    }
}
