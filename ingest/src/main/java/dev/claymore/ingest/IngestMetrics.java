package dev.claymore.ingest;

import java.util.Map;

/**
 * Counters since the start, and gauges of now.
 *
 * @param batchesAccepted answered with 200
 * @param batchesRefused by problem
 * @param eventsAccepted analytics events acknowledged
 * @param replayEventsAccepted recorded events acknowledged
 * @param telemetryAccepted spans, log records and data points acknowledged
 * @param eventsRejected single events, by problem
 * @param batchesRepeated acknowledged again without being stored again
 * @param bodyBytes bodies as sent
 * @param textBytes bodies inflated
 * @param spoolBytes on disk, not yet loaded
 * @param bodyMemoryBytes held by large bodies in flight
 * @param recordsRecovered found in the spool at start
 * @param recordsLost missing from the spool at start though later ones were there
 * @param loadedBatches inserted into the database
 * @param loadedEvents rows of {@code events}
 * @param loadedReplayEvents rows of {@code replay_events}
 * @param loadedTelemetry rows of the tables of OpenTelemetry
 * @param loadFailures inserts that failed and were tried again
 * @param deadLetters rows put aside because the database refuses them
 * @param setAside batches' rows of a table that are kept beside the spool because ClickHouse refuses the batch; tried again from time to time
 * @param ledgerLinesDropped counts of refused batches that the ledger lacks, because too many different ones came within seconds
 * @param loadLagMillis age of the oldest record that is not loaded; 0 when there is none
 */
public record IngestMetrics(
        long batchesAccepted,
        Map<Problem, Long> batchesRefused,
        long eventsAccepted,
        long replayEventsAccepted,
        long telemetryAccepted,
        Map<Problem, Long> eventsRejected,
        long batchesRepeated,
        long bodyBytes,
        long textBytes,
        long spoolBytes,
        long spoolCapacityBytes,
        int spoolSegments,
        long bodyMemoryBytes,
        long recordsRecovered,
        long recordsLost,
        long loadedBatches,
        long loadedEvents,
        long loadedReplayEvents,
        long loadedTelemetry,
        long loadFailures,
        long deadLetters,
        int setAside,
        long ledgerLinesDropped,
        long loadLagMillis) {}
