package dev.claymore.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the id of a session tells by itself. */
public final class SessionIds {

    private SessionIds() {}

    /** The start of the session, {@code createdAt}, which a UUIDv7 (RFC 9562) begins with; empty for other versions. */
    public static Optional<Instant> createdAt(UUID sessionId) {
        return sessionId.version() == 7
                ? Optional.of(Instant.ofEpochMilli(sessionId.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }
}
