package dev.claymore.query;

/**
 * Why something was refused or failed.
 *
 * @param code stable: {@code invalid_query}, {@code unknown_field}, {@code sql_refused}, {@code sql_error}, {@code limit_exceeded},
 *     {@code not_found}, {@code unavailable}, {@code internal}
 * @param field of the request it is about, as {@code filters[0].op}; empty when it is about all of it
 * @param message what was wrong, where, and what to do
 * @param retryable whether the same request may work later
 */
public record Problem(String code, String field, String message, boolean retryable) {

    static Problem of(String code, String field, String message) {
        return new Problem(code, field, message, false);
    }
}
