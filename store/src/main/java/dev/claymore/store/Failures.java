package dev.claymore.store;

import com.clickhouse.client.api.ServerException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.claymore.store.StoreException.Kind;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Sorts ClickHouse's error codes (src/Common/ErrorCodes.cpp) into what a caller can make of them. */
final class Failures {

    // TIMEOUT_EXCEEDED, TOO_MANY_ROWS, TOO_MANY_BYTES, TOO_SLOW, TOO_MANY_ROWS_OR_BYTES, SET_SIZE_LIMIT_EXCEEDED,
    // MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED
    private static final Set<Integer> LIMITS = Set.of(159, 158, 307, 160, 396, 191, 241, 394);
    // TOO_MANY_SIMULTANEOUS_QUERIES, NETWORK_ERROR, SOCKET_TIMEOUT, NO_FREE_CONNECTION, TOO_MANY_PARTS, ABORTED,
    // TABLE_IS_READ_ONLY,
    // NOT_ENOUGH_SPACE, SERVER_OVERLOADED
    private static final Set<Integer> UNAVAILABLE = Set.of(202, 210, 209, 203, 252, 236, 242, 243, 745);
    // S3_ERROR
    private static final Set<Integer> COLD_STORAGE = Set.of(499);
    // READONLY, ACCESS_DENIED, QUERY_NOT_ALLOWED, FUNCTION_NOT_ALLOWED, SETTING_CONSTRAINT_VIOLATION
    private static final Set<Integer> REFUSED = Set.of(164, 497, 392, 446, 452);
    // LOGICAL_ERROR, STD_EXCEPTION, UNKNOWN_EXCEPTION, CANNOT_ALLOCATE_MEMORY, CHECKSUM_DOESNT_MATCH, CORRUPTED_DATA
    private static final Set<Integer> INTERNAL = Set.of(49, 1001, 1002, 173, 40, 246);

    private Failures() {}

    static StoreException of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at
                    instanceof
                    StoreException known) { // a bound that bit while the rows were read, however it is wrapped
                return known;
            }
            if (at instanceof StreamConstraintsException unreadable) { // values nested too deep
                return new StoreException(
                        Kind.STATEMENT, 0, "the result cannot be read: " + unreadable.getOriginalMessage(), cause);
            }
            if (at instanceof ServerException server) {
                return ofCode(server.getCode(), server.getMessage(), cause);
            }
        }
        return new StoreException(Kind.UNAVAILABLE, 0, "ClickHouse cannot be reached: " + root(cause), cause);
    }

    static StoreException limit(String what) {
        return new StoreException(Kind.LIMIT, 0, what, null);
    }

    static StoreException busy() {
        return new StoreException(Kind.BUSY, 0, "too many questions of this project are being answered", null);
    }

    private static StoreException ofCode(int code, String text, Throwable cause) {
        return new StoreException(kind(code), code, FailureText.shortened(String.valueOf(text)), cause);
    }

    private static Kind kind(int code) {
        if (LIMITS.contains(code)) {
            return Kind.LIMIT;
        }
        if (UNAVAILABLE.contains(code)) {
            return Kind.UNAVAILABLE;
        }
        if (COLD_STORAGE.contains(code)) {
            return Kind.COLD_STORAGE;
        }
        if (REFUSED.contains(code)) {
            return Kind.REFUSED;
        }
        return code <= 0 || INTERNAL.contains(code) ? Kind.INTERNAL : Kind.STATEMENT;
    }

    private static String root(Throwable cause) {
        Throwable at = cause;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
}
