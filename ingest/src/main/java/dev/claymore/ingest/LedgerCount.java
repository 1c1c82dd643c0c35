package dev.claymore.ingest;

/**
 * One line of the ledger, without its project and minute.
 *
 * @param outcome received, stored, duplicate, rejected, refused, rateLimited, quota, unavailable, deadLetter, setAside, or, as the SDK
 *     reports it, sampled and overflow
 * @param code why, when rejected or refused; else empty
 * @param events how many of them
 * @param bytes of bodies before compression, with {@code received}, {@code rateLimited} and {@code quota}; else 0
 */
record LedgerCount(String outcome, String code, long events, long bytes) {

    static final String RECEIVED = "received";
    static final String STORED = "stored";
    static final String DUPLICATE = "duplicate";
    static final String REJECTED = "rejected";
    /** The whole batch will be refused again; one whose events cannot be counted counts as one. */
    static final String REFUSED = "refused";

    static final String RATE_LIMITED = "rateLimited";
    static final String QUOTA = "quota";
    /** The whole batch was turned away: the server could not take it. */
    static final String UNAVAILABLE = "unavailable";

    /** Kept in a file beside the spool, because ClickHouse refuses the batch for no fault of a row. */
    static final String SET_ASIDE = "setAside";

    static final String DEAD_LETTER = "deadLetter";
    static final String SAMPLED = "sampled";
    static final String OVERFLOW = "overflow";
}
