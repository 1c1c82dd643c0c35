package dev.claymore.ingest;

import java.time.Duration;

/**
 * @param maxBytes of records in one batch for the database
 * @param maxAge how long a record waits for others when little comes in
 * @param firstRetry pause after a failure, doubled up to {@code lastRetry}
 */
public record LoadOptions(int maxBytes, Duration maxAge, Duration firstRetry, Duration lastRetry) {

    public static final LoadOptions DEFAULTS =
            new LoadOptions(48 << 20, Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofSeconds(5));
}
