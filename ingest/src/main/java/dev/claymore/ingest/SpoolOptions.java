package dev.claymore.ingest;

import java.time.Duration;

/**
 * @param segmentBytes a segment is closed when it has grown to this
 * @param maxBytes of all segments; beyond that nothing is accepted
 * @param reservedBytes of the disk that the spool leaves free, for the loader's journal and for ClickHouse, which is often on the same disk:
 *     without it a full disk could not be emptied again
 * @param maxGroupBytes of records that become durable with one sync
 * @param linger shortest time between two syncs
 * @param patience how long a record may wait for a place in a group
 * @param seenBatches how many batches are remembered at least, so that a batch sent again is not stored again
 */
record SpoolOptions(
        long segmentBytes,
        long maxBytes,
        long reservedBytes,
        int maxGroupBytes,
        Duration linger,
        Duration patience,
        int seenBatches) {

    static final SpoolOptions DEFAULTS = new SpoolOptions(
            64L << 20, 8L << 30, 256L << 20, 8 << 20, Duration.ofMillis(1), Duration.ofSeconds(5), 1 << 18);

    SpoolOptions withMaxBytes(long bytes) {
        return new SpoolOptions(segmentBytes, bytes, reservedBytes, maxGroupBytes, linger, patience, seenBatches);
    }

    SpoolOptions withReservedBytes(long bytes) {
        return new SpoolOptions(segmentBytes, maxBytes, bytes, maxGroupBytes, linger, patience, seenBatches);
    }
}
