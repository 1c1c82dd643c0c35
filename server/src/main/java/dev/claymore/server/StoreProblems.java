package dev.claymore.server;

import dev.claymore.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** What callers are told of a failure of the database. */
final class StoreProblems {

    private StoreProblems() {}

    /** Of a statement that a person wrote: ClickHouse's own words help them. */
    static Optional<Problem> ofHandWritten(StoreException e) {
        return switch (e.kind()) {
            case STATEMENT -> Optional.of(Problem.of(422, "sql_error", e.getMessage()));
            case REFUSED -> Optional.of(Problem.of(422, "sql_refused", e.getMessage()));
            case LIMIT -> Optional.of(Problem.of(422, "query_limit", e.getMessage()));
            case UNAVAILABLE, BUSY, COLD_STORAGE, INTERNAL -> ofOwn(e);
        };
    }

    /** Of a statement of ours; empty: it is our fault, and the log has it. */
    static Optional<Problem> ofOwn(StoreException e) {
        return switch (e.kind()) {
            case UNAVAILABLE ->
                Optional.of(Problem.unavailable("The database is starting or restarting: ask again in a moment."));
            case BUSY ->
                Optional.of(new Problem(
                        429, "too_many_questions", e.getMessage() + ".", Optional.of(Duration.ofSeconds(1))));
            case COLD_STORAGE -> Optional.of(Problem.coldStorage());
            case LIMIT ->
                Optional.of(Problem.of(
                        422,
                        "query_limit",
                        "The question needs more than a query may take: narrow the time or the filters."));
            case STATEMENT, REFUSED, INTERNAL -> Optional.empty();
        };
    }
}
