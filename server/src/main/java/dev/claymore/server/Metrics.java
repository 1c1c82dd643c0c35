package dev.claymore.server;

import dev.claymore.ingest.Ingest;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything counted, as Prometheus reads it. No label names a project: who may scrape may not see who sends. */
final class Metrics {

    private final Edge edge;
    private final Database database;
    private final Supplier<Optional<Ingest>> ingest;
    private final StorageKeeper storage;
    private final Supplier<Exports> exports;

    Metrics(
            Edge edge,
            Database database,
            Supplier<Optional<Ingest>> ingest,
            StorageKeeper storage,
            Supplier<Exports> exports) {
        this.exports = exports;
        this.edge = edge;
        this.database = database;
        this.ingest = ingest;
        this.storage = storage;
    }

    String text() {
        MetricsText text = new MetricsText();
        text.head("claymore_http_requests_total", "counter", "Requests answered, by class of status.");
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            text.sample("claymore_http_requests_total", "status=\"" + hundreds + "xx\"", edge.answered(hundreds));
        }
        text.gauge("claymore_http_requests_active", "Requests being worked on.", edge.active());
        text.counter("claymore_http_request_seconds_total", "Time spent on requests.", edge.seconds());
        ingest(text);
        exports.get().metrics(text);
        text.gauge("claymore_database_up", "Whether the database was usable at least once.", database.everUp() ? 1 : 0);
        text.head("claymore_database_state", "gauge", "State of the database; the one it is in is 1.")
                .sample("claymore_database_state", "state=\"" + database.state() + "\"", 1);
        database.enginePid()
                .ifPresent(pid -> Resident.bytes(pid)
                        .ifPresent(bytes ->
                                text.gauge("claymore_engine_resident_bytes", "Memory the engine holds.", bytes)));
        text.counter("claymore_storage_failures_total", "Rounds of storage that failed.", storage.failures());
        text.counter("claymore_storage_dropped_bytes_total", "Dropped or moved for a budget.", storage.droppedBytes());
        process(text);
        return text.toString();
    }

    private void ingest(MetricsText text) {
        ingest.get().map(Ingest::metrics).ifPresent(counted -> {
            text.counter("claymore_ingest_batches_total", "Batches answered with 200.", counted.batchesAccepted());
            text.counter("claymore_ingest_batches_repeated_total", "Batches sent again.", counted.batchesRepeated());
            text.head("claymore_ingest_batches_refused_total", "counter", "Batches refused, by code.");
            counted.batchesRefused()
                    .forEach((problem, count) -> text.sample(
                            "claymore_ingest_batches_refused_total", "code=\"" + problem.code() + "\"", count));
            text.head("claymore_ingest_events_total", "counter", "Events acknowledged, by kind.")
                    .sample("claymore_ingest_events_total", "kind=\"event\"", counted.eventsAccepted())
                    .sample("claymore_ingest_events_total", "kind=\"replay\"", counted.replayEventsAccepted())
                    .sample("claymore_ingest_events_total", "kind=\"otel\"", counted.telemetryAccepted());
            text.head("claymore_ingest_events_rejected_total", "counter", "Single events refused, by code.");
            counted.eventsRejected()
                    .forEach((problem, count) -> text.sample(
                            "claymore_ingest_events_rejected_total", "code=\"" + problem.code() + "\"", count));
            text.counter("claymore_ingest_body_bytes_total", "Bodies as sent.", counted.bodyBytes());
            text.counter("claymore_ingest_text_bytes_total", "Bodies inflated.", counted.textBytes());
            text.gauge(
                    "claymore_ingest_body_memory_bytes", "Held by large bodies in flight.", counted.bodyMemoryBytes());
            text.gauge("claymore_spool_bytes", "Accepted and not yet in the database.", counted.spoolBytes());
            text.gauge(
                    "claymore_spool_capacity_bytes", "Beyond this ingest answers 503.", counted.spoolCapacityBytes());
            text.gauge(
                    "claymore_spool_lag_seconds",
                    "Age of the oldest record that waits.",
                    counted.loadLagMillis() / 1000.0);
            text.counter(
                    "claymore_spool_records_lost_total", "Missing from the spool at start.", counted.recordsLost());
            text.head("claymore_load_rows_total", "counter", "Rows stored, by table.")
                    .sample("claymore_load_rows_total", "table=\"events\"", counted.loadedEvents())
                    .sample("claymore_load_rows_total", "table=\"replay_events\"", counted.loadedReplayEvents())
                    .sample("claymore_load_rows_total", "table=\"otel\"", counted.loadedTelemetry());
            text.counter("claymore_load_failures_total", "Inserts tried again.", counted.loadFailures());
            text.counter(
                    "claymore_load_dead_letters_total", "Rows the database refuses, put aside.", counted.deadLetters());
            text.gauge(
                    "claymore_load_set_aside",
                    "Batches' rows of a table kept beside the spool because the database refuses the batch.",
                    counted.setAside());
            text.counter(
                    "claymore_ledger_lines_dropped_total",
                    "Counts of refused batches that the ledger lacks, because too many different ones came at once.",
                    counted.ledgerLinesDropped());
        });
    }

    private static void process(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.gauge("jvm_memory_used_bytes", "Heap in use.", heap.getUsed());
        text.gauge("jvm_memory_max_bytes", "Heap at most.", heap.getMax());
        text.gauge(
                "jvm_threads_current",
                "Platform threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        Resident.bytes(ProcessHandle.current().pid())
                .ifPresent(bytes -> text.gauge("process_resident_memory_bytes", "Memory the server holds.", bytes));
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration()
                .ifPresent(
                        cpu -> text.counter("process_cpu_seconds_total", "Processor time.", cpu.toMillis() / 1000.0));
        info.startInstant()
                .ifPresent(start ->
                        text.gauge("process_start_time_seconds", "When the server started.", start.getEpochSecond()));
    }
}
