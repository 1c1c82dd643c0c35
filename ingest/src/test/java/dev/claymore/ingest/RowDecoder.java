package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.List;

/** Reads concatenated RowBinary rows of a known table back into JSON. */
final class RowDecoder {

    private RowDecoder() {}

    static List<String> rows(String table, byte[] bytes) {
        List<Layout.Column> columns = (table.equals("events") ? Layout.EVENTS : Layout.REPLAY).columns();
        List<String> rows = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = RowText.length(columns, slice(bytes, at, bytes.length - at));
            rows.add(table + " " + RowText.json(columns, slice(bytes, at, length)));
            at += length;
        }
        return rows;
    }

    private static TableRows.Slice slice(byte[] bytes, int start, int length) {
        return new TableRows.Slice(bytes, start, new int[] {length}, "");
    }
}
