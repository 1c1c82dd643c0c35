package dev.claymore.otel;

import java.time.Instant;

/**
 * How a push is doing.
 *
 * @param phase {@code starting}, {@code sending}, {@code idle} (nothing waits), {@code waiting} (a failure that passes),
 *     {@code blocked} (the address, the headers, the filters or the receiver are wrong; tried again from time to time)
 * @param waiting finished sessions that are not delivered
 * @param oldest when the first of them ended; null when none waits
 * @param deliveredTo whatever finished before it is delivered; null until that is known
 */
public record PushStatus(
        String phase,
        long requests,
        long failures,
        long records,
        long refused,
        long bytes,
        long waiting,
        Instant oldest,
        Instant deliveredTo,
        Instant lastAcceptedAt,
        Instant lastErrorAt,
        String lastError,
        Instant nextAttemptAt) {}
