package dev.claymore.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * ClickHouse's own configuration for a small machine: memory and caches bounded, no system logs, background pools that
 * leave the processors to queries.
 */
final class ClickHouseConfig {
    private static final long MIB = 1024L * 1024;
    private static final long INSERT_BLOCK_BYTES = 64 * MIB;

    private ClickHouseConfig() {}

    /** Writes the configuration below the data directory and returns the arguments of a connection. */
    static List<String> write(Path dataDirectory, Path clickHouseDirectory, long memoryLimitBytes, Optional<S3Tier> s3)
            throws IOException {
        Path file = dataDirectory.resolve("clickhouse.xml");
        writePrivately(
                file,
                xml(
                        memoryLimitBytes,
                        Runtime.getRuntime().availableProcessors(),
                        StorageXml.of(s3, clickHouseDirectory)));
        return List.of(
                "clickhouse",
                "--path=" + clickHouseDirectory,
                "--config-file=" + file,
                // A connection of libchdb differs from one of a ClickHouse server in these.
                "--async_insert=0",
                "--implicit_select=0",
                "--allow_introspection_functions=0",
                "--storage_file_read_method=pread",
                // The disk of a bucket takes it from here alone; by default it tries for half an hour.
                "--s3_retry_attempts=5",
                // By rows alone, a block of wide rows could be of any size.
                "--max_insert_block_size_bytes=" + INSERT_BLOCK_BYTES,
                "--min_insert_block_size_bytes=" + INSERT_BLOCK_BYTES);
    }

    /** The keys of the bucket stand in it: no one else ever gets to read it, not even while it is written. */
    private static void writePrivately(Path file, String text) throws IOException {
        Path made = Files.createTempFile(
                file.getParent(),
                "clickhouse",
                ".xml",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(made, text);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The memory ClickHouse may use when nothing else is said. */
    static long defaultMemoryBytes() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return Math.max(1024 * MIB, system.getTotalMemorySize() / 2);
    }

    private static String xml(long memory, int processors, String storage) {
        int merges = Math.max(1, processors / 2);
        return """
                <clickhouse>
                    <!-- Written at every start of the engine; changes here are lost. -->
                    <log-level>error</log-level>
                    <logger>
                        <console>1</console>
                        <levels>
                            <!-- Errors of statements go to their clients. -->
                            <logger><name>executeQuery</name><level>none</level></logger>
                            <!-- Each streamed insert says "current_thread contains invalid address" here; nothing is. -->
                            <logger><name>ThreadStatus</name><level>none</level></logger>
                        </levels>
                    </logger>
                    <max_server_memory_usage>%d</max_server_memory_usage>
                    <mark_cache_size>%d</mark_cache_size>
                    <index_mark_cache_size>%d</index_mark_cache_size>
                    <primary_index_cache_size>%d</primary_index_cache_size>
                    <uncompressed_cache_size>0</uncompressed_cache_size>
                    <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
                    <mmap_cache_size>0</mmap_cache_size>
                    <query_condition_cache_size>%d</query_condition_cache_size>
                    <compiled_expression_cache_size>%d</compiled_expression_cache_size>
                    <background_pool_size>%d</background_pool_size>
                    <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
                    <background_move_pool_size>2</background_move_pool_size>
                    <background_fetches_pool_size>1</background_fetches_pool_size>
                    <background_common_pool_size>2</background_common_pool_size>
                    <background_schedule_pool_size>8</background_schedule_pool_size>
                    <background_buffer_flush_schedule_pool_size>2</background_buffer_flush_schedule_pool_size>
                    <background_distributed_schedule_pool_size>2</background_distributed_schedule_pool_size>
                    <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
                    <merge_tree>
                        <!-- The default, 20, is more than a small pool has threads. -->
                        <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
                        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
                        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
                    </merge_tree>
                %s</clickhouse>
                """.formatted(
                        memory,
                        Math.min(128 * MIB, memory / 8),
                        Math.min(32 * MIB, memory / 32),
                        Math.min(128 * MIB, memory / 8),
                        Math.min(16 * MIB, memory / 64),
                        Math.min(64 * MIB, memory / 16),
                        merges,
                        storage);
    }
}
