package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.List;

/** Reads concatenated RowBinary rows of a known table back into JSON. */
final class RowDecoder {

    private static final List<Layout.Column> LEDGER = List.of(
            new Layout.Column("projectId", "string"),
            new Layout.Column("minute", "int32"),
            new Layout.Column("outcome", "string"),
            new Layout.Column("code", "string"),
            new Layout.Column("events", "int64"),
            new Layout.Column("bytes", "int64"));

    private RowDecoder() {}

    static List<String> rows(String table, byte[] bytes) {
        List<Layout.Column> columns = switch (table) {
            case "events" -> Layout.EVENTS.columns();
            case "replay_events" -> Layout.REPLAY.columns();
            default -> LEDGER;
        };
        List<String> rows = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = at + RowText.length(columns, new LoadBatch.Slice(bytes, at, bytes.length, ""));
            rows.add(table + " " + RowText.json(columns, new LoadBatch.Slice(bytes, at, end, "")));
            at = end;
        }
        return rows;
    }
}
