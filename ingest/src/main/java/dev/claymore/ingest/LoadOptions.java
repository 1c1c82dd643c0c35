package dev.claymore.ingest;

import java.time.Duration;

/**
 * @param maxBytes of records in one batch for the database
 * @param maxAge how long a record waits for others when little comes in
 * @param firstRetry pause after a failure, doubled up to {@code lastRetry}
 * @param refusals how often a batch is tried that ClickHouse refuses for no fault of a row, before it is set aside
 * @param asideEvery how often batches that were set aside are tried again
 */
public record LoadOptions(
        int maxBytes, Duration maxAge, Duration firstRetry, Duration lastRetry, int refusals, Duration asideEvery) {

    /** Batches of 48 MiB; 30 attempts take two minutes. */
    public static final LoadOptions DEFAULTS = new LoadOptions(
            48 << 20,
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            30,
            Duration.ofMinutes(10));
}
