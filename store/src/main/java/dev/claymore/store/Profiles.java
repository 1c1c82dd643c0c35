package dev.claymore.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings statements run under. They travel with every request, so they hold on an engine and on a server alike. */
final class Profiles {

    /** Tables that hold the data of many projects; all have {@code projectId}. */
    static final List<String> TENANT_TABLES = List.of(
            "events",
            "sessions",
            "session_tags",
            "replay_events",
            "project_days",
            "ledger",
            "otel_traces",
            "otel_traces_trace_id_ts",
            "otel_logs",
            "otel_metrics_gauge",
            "otel_metrics_sum",
            "otel_metrics_histogram",
            "otel_metrics_exponential_histogram",
            "otel_metrics_summary",
            "trace_sessions",
            "export_ledger");

    /**
     * Doubled rows of one insert are left to merges and FINAL, which find them anyway: looking for them in each insert took more processor
     * time than all the rest of it.
     *
     * <p>One insert makes the same blocks in every table behind it however often it is tried: what tells a replayed block from a new one is
     * the token and the block's number. Hence no parallel parsing, no parallel views, and no grouping in buckets.
     */
    static final Map<String, String> WRITE = Map.ofEntries(
            Map.entry("async_insert", "0"),
            Map.entry("wait_end_of_query", "1"),
            Map.entry("insert_deduplicate", "1"),
            Map.entry("deduplicate_blocks_in_dependent_materialized_views", "1"),
            Map.entry("optimize_on_insert", "0"),
            Map.entry("max_insert_threads", "1"),
            Map.entry("parallel_view_processing", "0"),
            Map.entry("input_format_parallel_parsing", "0"),
            Map.entry("group_by_two_level_threshold", "0"),
            Map.entry("group_by_two_level_threshold_bytes", "0"),
            Map.entry("max_partitions_per_insert_block", "1000"));

    /**
     * Of traces, logs and metrics the skip indices, half of an insert's processor time, are left to the first merge, which makes them in any
     * case; until then a question reads the few granules of the newest parts whole.
     */
    private static final Map<String, String> WRITE_TELEMETRY = with(WRITE, "materialize_skip_indexes_on_insert", "0");

    static final String INDICES_OF_VALUES =
            "values, sessions, userIds, idx_trace_id, idx_session_id, idx_duration, idx_body, idx_attr_key, idx_attr_value, idx_res_attr_key, idx_res_attr_value, "
                    + "idx_span_attr_key, idx_span_attr_value, idx_scope_attr_key, idx_scope_attr_value, idx_log_attr_key, idx_log_attr_value";

    private static final String FINAL = "final";

    private static final String FILTERS = "additional_table_filters";

    private static final String QUOTED_DENORMALS = "output_format_json_quote_denormals";

    private static final String CONDITIONS_FIRST = "optimize_move_to_prewhere_if_final";

    private static final Map<String, String> READ = Map.ofEntries(
            Map.entry(FINAL, "1"),
            Map.entry("do_not_merge_across_partitions_select_final", "1"),
            // Two rows of one event say the same, so an index may leave out the one without looking for the other.
            Map.entry("use_skip_indexes_if_final", "1"),
            Map.entry("use_skip_indexes_if_final_exact_mode", "0"),
            Map.entry("formatdatetime_parsedatetime_m_is_month_name", "0"),
            Map.entry("asterisk_include_alias_columns", "1"),
            Map.entry("date_time_output_format", "iso"),
            Map.entry("output_format_json_quote_64bit_integers", "0"),
            Map.entry(QUOTED_DENORMALS, "0"),
            Map.entry("output_format_json_named_tuples_as_objects", "1"),
            Map.entry("cancel_http_readonly_queries_on_client_close", "1"),
            // Bytes that are no text, as a hash has, would break the JSON they stand in.
            Map.entry("output_format_json_validate_utf8", "1"),
            Map.entry("use_query_cache", "0"),
            // Moved there, a condition would be tried on rows before the filter that keeps projects apart.
            Map.entry(CONDITIONS_FIRST, "0"));

    private Profiles() {}

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return Map.copyOf(more);
    }

    /** How rows are inserted into a table. */
    static Map<String, String> insert(String table) {
        return table.startsWith("otel_") ? WRITE_TELEMETRY : WRITE;
    }

    /** How the product reads across projects. */
    static Map<String, String> read(ReadLimits limits) {
        Map<String, String> settings = new LinkedHashMap<>(READ);
        settings.put(
                "max_execution_time", Long.toString(Math.max(1, limits.time().toSeconds())));
        settings.put("timeout_overflow_mode", "throw");
        settings.put("max_memory_usage", Long.toString(limits.memoryBytes()));
        settings.put("max_bytes_before_external_group_by", Long.toString(limits.memoryBytes() / 2));
        settings.put("max_bytes_before_external_sort", Long.toString(limits.memoryBytes() / 2));
        settings.put("max_rows_to_read", Long.toString(limits.rowsRead()));
        settings.put("max_bytes_to_read", Long.toString(limits.bytesRead()));
        settings.put("read_overflow_mode", "throw");
        settings.put("max_result_rows", Long.toString(limits.resultRows()));
        settings.put("max_result_bytes", Long.toString(limits.resultBytes()));
        settings.put("result_overflow_mode", "throw");
        return settings;
    }

    /** How rows are read as they were inserted. */
    static Map<String, String> asStored(ReadLimits limits) {
        return with(read(limits), FINAL, "0");
    }

    /** How one project is read: nobody else's rows come out of a tenant table, whatever the statement says. */
    static Map<String, String> read(String database, String projectId, ReadLimits limits) {
        Map<String, String> settings = read(limits);
        settings.put(FILTERS, tenantFilter(database, projectId));
        settings.put("readonly", "1");
        return settings;
    }

    /**
     * Under FINAL ClickHouse moves nothing but conditions on columns of the key, which all rows of one event or session share.
     *
     * @param all whether every table is read with FINAL, or only those of which the statement says so
     */
    static Map<String, String> ownStatements(Map<String, String> profile, boolean all) {
        Map<String, String> own = new LinkedHashMap<>(profile);
        own.put(CONDITIONS_FIRST, "1");
        own.put(FINAL, all ? "1" : "0");
        // Answers are small: threads to format them in parallel cost more than they save.
        own.put("output_format_parallel_formatting", "0");
        return Map.copyOf(own);
    }

    /**
     * Tables without FINAL have their conditions tried while they are read, beside the filter of projects or before it, and an error there would tell of a row of
     * another project. An index over values would tell, by the number of rows that are read, whether a neighbour in a granule has a value.
     */
    static Map<String, String> handWritten(Map<String, String> profile) {
        Map<String, String> safe = new LinkedHashMap<>(profile);
        safe.put("optimize_move_to_prewhere", "0");
        safe.put("enable_join_runtime_filters", "0");
        safe.put("use_query_condition_cache", "0");
        safe.put("ignore_data_skipping_indices", INDICES_OF_VALUES);
        safe.put("short_circuit_function_evaluation", "force_enable");
        // As texts nan, inf and -inf: a null would say that there is no value.
        safe.put(QUOTED_DENORMALS, "1");
        return Map.copyOf(safe);
    }

    /** For statements that have the filter of projects themselves. */
    static Map<String, String> unfiltered(Map<String, String> profile) {
        Map<String, String> less = new LinkedHashMap<>(profile);
        less.remove(FILTERS);
        return Map.copyOf(less);
    }

    private static String tenantFilter(String database, String projectId) {
        if (!ProjectId.valid(projectId)) { // its text stands in a setting: nothing but the known alphabet may get here
            throw new IllegalArgumentException("not a project id: " + projectId);
        }
        return TENANT_TABLES.stream()
                .map(table -> "'%s.%s': 'projectId = \\'%s\\''".formatted(database, table, projectId))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
