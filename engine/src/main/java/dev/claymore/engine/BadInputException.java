package dev.claymore.engine;

import java.io.IOException;

/** The body of a request cannot be read; carries the error the client gets. */
final class BadInputException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    BadInputException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    QueryException toQueryException() {
        return QueryException.of(code, getMessage());
    }
}
