package dev.claymore.store;

import java.time.Instant;
import java.util.UUID;

/**
 * A token that somebody was given for one project; the token itself is not kept.
 *
 * @param name what it is for, or whose
 * @param hash SHA-256, hexadecimal
 * @param createdAtMillis since the epoch
 */
public record ApiToken(UUID tokenId, String name, Role role, String hash, long createdAtMillis) {

    /** What the holder may do. */
    public enum Role {
        /** Reads, and changes nothing. */
        VIEWER
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(createdAtMillis);
    }
}
