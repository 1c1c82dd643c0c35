package dev.claymore.query;

import dev.claymore.query.Outcome.Ok;
import dev.claymore.query.Outcome.Refused;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.StoreException;
import java.util.function.Supplier;

/** Turns what goes wrong on the way into a {@link Problem}; what ClickHouse says about our own statements stays inside. */
public final class Problems {

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private static final int BAD_ARGUMENTS = 36;

    private Problems() {}

    /** @param ownStatement the statement is ours, so a mistake in it is not the caller's */
    public static <T> Outcome<T> guard(boolean ownStatement, Supplier<T> work) {
        try {
            return new Ok<>(work.get());
        } catch (Refusal e) {
            return new Refused<>(Problem.of(e.code(), e.field(), e.getMessage()));
        } catch (StoreException e) {
            return new Refused<>(problem(ownStatement, e));
        }
    }

    private static Problem problem(boolean ownStatement, StoreException e) {
        if (ownStatement && e.code() == BAD_ARGUMENTS && e.getMessage().startsWith("Cannot load time zone")) {
            return Problem.of("invalid_query", "timezone", "must be one that ClickHouse has, such as Europe/Berlin");
        }
        return switch (e.kind()) {
            case UNAVAILABLE ->
                new Problem("unavailable", "", "ClickHouse cannot be reached just now, try again shortly", true);
            case BUSY -> new Problem("too_many_questions", "", e.getMessage(), true);
            case COLD_STORAGE -> Problem.coldStorage();
            case LIMIT -> Problem.of("limit_exceeded", "", "stopped at a limit: " + e.getMessage());
            case STATEMENT, REFUSED -> ownStatement ? internal(e) : Problem.of("sql_error", "sql", e.getMessage());
            case INTERNAL -> internal(e);
        };
    }

    private static Problem internal(StoreException e) {
        LOG.log(System.Logger.Level.ERROR, "a statement failed", e);
        return Problem.of("internal", "", "the query failed; the log has the reason");
    }
}
