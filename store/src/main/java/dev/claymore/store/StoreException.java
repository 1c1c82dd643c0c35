package dev.claymore.store;

/** What ClickHouse refused or could not do. {@link #kind} says what a caller can make of it. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a caller can make of a failure. */
    public enum Kind {
        /** ClickHouse is not there, restarting, or overloaded: the same statement may work later. */
        UNAVAILABLE,
        /** Too many statements of the project run or wait: the same may work later. */
        BUSY,
        /** The bucket that holds old data cannot be read: the same statement may work later, one about newer data at once. */
        COLD_STORAGE,
        /** A limit of time, memory, rows or bytes was reached. */
        LIMIT,
        /** The statement is wrong: syntax, an unknown name, types that do not fit. */
        STATEMENT,
        /** Not allowed under the settings of the read profile. */
        REFUSED,
        /** Anything else. */
        INTERNAL
    }

    private final Kind kind;
    private final int code;

    StoreException(Kind kind, int code, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    /** ClickHouse's error code, 0 when there is none. */
    public int code() {
        return code;
    }

    /** Whether the same statement may work later. */
    public boolean retryable() {
        return kind == Kind.UNAVAILABLE || kind == Kind.BUSY || kind == Kind.COLD_STORAGE;
    }
}
