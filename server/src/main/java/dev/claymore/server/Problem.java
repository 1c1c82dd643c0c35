package dev.claymore.server;

import dev.claymore.ingest.LargeBody;
import dev.claymore.ingest.LateBody;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An error as callers see it: one stable code, one status.
 *
 * @param message what was wrong, where, and what to do; of a status of 500 or more it tells nothing of the inside
 * @param retryAfter present when the same request may succeed later
 */
record Problem(int status, String code, String message, Optional<Duration> retryAfter) {

    static Problem of(int status, String code, String message) {
        return new Problem(status, code, message, Optional.empty());
    }

    static Problem invalid(String code, String message) {
        return of(400, code, message);
    }

    static Problem notFound(String what) {
        return of(404, "not_found", what);
    }

    static Problem unavailable(String message) {
        return new Problem(503, "database_unavailable", message, Optional.of(Duration.ofSeconds(1)));
    }

    /** Of data that lies in the bucket. */
    static Problem coldStorage() {
        return new Problem(
                503,
                "cold_storage_unavailable",
                "This needs old data, and the S3 bucket where it lies cannot be read just now: ask for newer data, or again later.",
                Optional.of(Duration.ofSeconds(30)));
    }

    /** Of a body whose sender took too long. */
    static Problem late(LateBody late) {
        return of(408, "body_timeout", "Send it again: " + late.getMessage() + ".");
    }

    static Problem large(LargeBody large) {
        return of(413, "body_too_large", "Send less at once: " + large.getMessage() + ".");
    }

    static Problem internal(String reference) {
        return of(500, "internal", "The server failed; its log tells more under " + reference + ".");
    }

    /** To leave a handler with this answer. */
    ProblemException thrown() {
        return new ProblemException(this);
    }

    /** The body of the answer. */
    Map<String, Object> body() {
        return Map.of("error", Map.of("code", code, "message", message, "retryable", retryAfter.isPresent()));
    }
}
