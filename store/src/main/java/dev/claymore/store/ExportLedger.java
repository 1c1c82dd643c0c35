package dev.claymore.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes down what receivers have acknowledged. Safe for use by many threads. */
public final class ExportLedger {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final List<String> COLUMNS = List.of(
            "projectId",
            "streamId",
            "createdAt",
            "sessionId",
            "records",
            "recordCount",
            "refusedCount",
            "rowCount",
            "deliveredAt");

    private final ClickHouse clickhouse;

    public ExportLedger(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * What was delivered of a session.
     *
     * @param records 64 bits of each record's id
     * @param refused how many of them the receiver will never take
     * @param rowCount rows of the session, when this was the last of it; else 0
     */
    public record Entry(UUID sessionId, Instant createdAt, List<Long> records, long refused, long rowCount) {}

    /** What a stream has delivered. */
    public record Totals(long sessions, long records, long refused) {}

    /** Remembers all of it or, when it throws, nothing of it that could be told from nothing. */
    public void add(String projectId, UUID streamId, Collection<Entry> entries, Instant deliveredAt) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(rows)) {
            json.setRootValueSeparator(new SerializedString("\n"));
            for (Entry entry : entries) {
                json.writeStartObject();
                json.writeStringField("projectId", projectId);
                json.writeStringField("streamId", streamId.toString());
                json.writeStringField("createdAt", TIME.format(entry.createdAt()));
                json.writeStringField("sessionId", entry.sessionId().toString());
                json.writeArrayFieldStart("records");
                for (long record : entry.records()) {
                    json.writeNumber(Long.toUnsignedString(record));
                }
                json.writeEndArray();
                json.writeNumberField("recordCount", entry.records().size());
                json.writeNumberField("refusedCount", entry.refused());
                json.writeNumberField("rowCount", entry.rowCount());
                json.writeStringField("deliveredAt", TIME.format(deliveredAt));
                json.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clickhouse.insert("export_ledger", COLUMNS, "JSONEachRow", rows.toByteArray(), null);
    }

    public Totals totals(String projectId, UUID streamId) {
        Rows.Row row = clickhouse
                .query("""
                        SELECT uniqExactIf(sessionId, rowCount > 0) AS sessions, sum(recordCount) AS records, sum(refusedCount) AS refused
                        FROM export_ledger
                        WHERE projectId = {projectId:String} AND streamId = {streamId:UUID}
                        SETTINGS final = 0
                        """, Map.of("projectId", projectId, "streamId", streamId))
                .row(0);
        return new Totals(row.number("sessions"), row.number("records"), row.number("refused"));
    }
}
