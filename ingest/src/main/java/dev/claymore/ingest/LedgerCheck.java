package dev.claymore.ingest;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.Rows;
import java.util.List;
import java.util.Map;

/**
 * Holds a project's ledger against itself and against the tables.
 *
 * @param received events that arrived
 * @param explained those whose fate the ledger names: stored, rejected, repeated, refused, over a limit, turned
 *     away, dead letters, set aside
 * @param stored as the ledger counts them
 * @param rows in {@code events}, {@code replay_events} and the tables of OpenTelemetry; events that were sent twice in different batches become one row when merged
 */
public record LedgerCheck(long received, long explained, long stored, long rows) {

    private static final String SQL = """
            SELECT
                toInt64(sumIf(events, outcome = 'received')) AS received,
                toInt64(sumIf(events, outcome IN
                    ('stored', 'rejected', 'duplicate', 'rateLimited', 'quota', 'unavailable', 'refused', 'deadLetter', 'setAside'))) AS explained,
                toInt64(sumIf(events, outcome = 'stored')) AS stored,
                (SELECT toInt64(count()) FROM events WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM replay_events WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_traces WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_logs WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_metrics_gauge WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_metrics_sum WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_metrics_histogram WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_metrics_exponential_histogram WHERE projectId = {projectId:String})
                    + (SELECT toInt64(count()) FROM otel_metrics_summary WHERE projectId = {projectId:String}) AS rows
            FROM ledger
            WHERE projectId = {projectId:String}
            """;

    /** Reads the whole ledger of a project; exact when nothing is on its way through the spool. */
    public static LedgerCheck of(ClickHouse clickhouse, String projectId) {
        Rows answer = clickhouse.query(SQL, Map.of("projectId", projectId));
        List<Object> row = answer.rows().getFirst();
        return new LedgerCheck(number(row, 0), number(row, 1), number(row, 2), number(row, 3));
    }

    private static long number(List<Object> row, int column) {
        return ((Number) row.get(column)).longValue();
    }

    /**
     * Every event that arrived is accounted for, and every one counted as stored is a row. Where this is false nothing need be lost: rows are deleted, with their session or by
     * retention, others are inserted past the ledger, and events of one id are one row. The tables do not tell these apart.
     */
    public boolean balances() {
        return received == explained && stored == rows;
    }
}
