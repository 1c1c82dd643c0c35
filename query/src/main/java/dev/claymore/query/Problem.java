package dev.claymore.query;

/**
 * Why something was refused or failed.
 *
 * @param code stable: {@code invalid_query}, {@code unknown_field}, {@code sql_refused}, {@code sql_error}, {@code limit_exceeded},
 *     {@code not_found}, {@code unavailable}, {@code cold_storage_unavailable}, {@code internal}
 * @param field of the request it is about, as {@code filters[0].op}; empty when it is about all of it
 * @param message what was wrong, where, and what to do
 * @param retryable whether the same request may work later
 */
public record Problem(String code, String field, String message, boolean retryable) {

    /** Of a question that needs data from a bucket that is away. */
    public static Problem coldStorage() {
        return new Problem(
                "cold_storage_unavailable",
                "",
                "old data lies in an S3 bucket that cannot be read just now, ask for newer data or try again later",
                true);
    }

    static Problem of(String code, String field, String message) {
        return new Problem(code, field, message, false);
    }
}
