package dev.claymore.server;

import dev.claymore.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** What callers are told of a failure of the database. */
final class StoreProblems {

    private StoreProblems() {}

    /** Empty: it is our fault, and the log has it. */
    static Optional<Problem> of(StoreException e) {
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
                        "limit_exceeded",
                        "The question needs more than a query may take: narrow the time or the filters."));
            case STATEMENT, REFUSED, INTERNAL -> Optional.empty();
        };
    }
}
