package dev.claymore.engine;

import java.util.Set;

/** ClickHouse's numbers of the errors the engine raises itself, and the HTTP status of every number. */
enum ErrorCode {
    BAD_ARGUMENTS(36),
    NOT_IMPLEMENTED(48),
    CHECKSUM_DOESNT_MATCH(40),
    TOO_LARGE_SIZE_COMPRESSED(39),
    CANNOT_DECOMPRESS(271),
    SYNTAX_ERROR(62),
    UNKNOWN_TYPE_OF_QUERY(78),
    READONLY(164),
    TOO_MANY_SIMULTANEOUS_QUERIES(202),
    QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING(216),
    QUERY_IS_TOO_LARGE(229),
    ABORTED(236),
    INTO_OUTFILE_NOT_ALLOWED(358),
    SESSION_NOT_FOUND(372),
    SESSION_IS_LOCKED(373),
    INVALID_SESSION_TIMEOUT(374),
    HTTP_LENGTH_REQUIRED(381),
    QUERY_WAS_CANCELLED(394),
    UNKNOWN_COMPRESSION_METHOD(89),
    CANNOT_READ_ALL_DATA(33),
    AUTHENTICATION_FAILED(516),
    UNKNOWN_EXCEPTION(1002);

    /** Bad input of all kinds, as {@code exceptionCodeToHTTPStatus} of ClickHouse lists them. */
    private static final Set<Integer> BAD_REQUEST = Set.of(
            6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675,
            676);

    /** Things that are not there: function, identifier, type, storage, table, aggregate, format, query, database… */
    private static final Set<Integer> NOT_FOUND = Set.of(46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static int httpStatus(int code) {
        if (BAD_REQUEST.contains(code)) {
            return 400;
        }
        if (NOT_FOUND.contains(code)) {
            return 404;
        }
        return switch (code) {
            case 194 -> 401;
            case 192, 193, 497, 512, 516 -> 403;
            case 159 -> 408;
            case 381 -> 411;
            case 229 -> 413;
            case 48 -> 501;
            // 202 is 500 in ClickHouse; here it says that the engine's queue is full, which passes.
            case 76, 202, 209, 439 -> 503;
            default -> 500;
        };
    }
}
