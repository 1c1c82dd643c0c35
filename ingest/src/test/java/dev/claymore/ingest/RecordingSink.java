package dev.claymore.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A database as far as the loader knows one: rows by table, and tokens that were seen. */
final class RecordingSink implements Sink {

    private final Set<String> tokens = new HashSet<>();
    private final List<String> rows = new ArrayList<>();

    @Override
    public synchronized void insert(String table, List<String> columns, InputStream data, String token) {
        byte[] bytes;
        try {
            bytes = data.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tokens.add(token)) {
            rows.addAll(RowDecoder.rows(table, bytes));
        }
    }

    /** Every row as JSON, behind its table's name and a space. */
    synchronized List<String> rows(String table) {
        return rows.stream()
                .filter(row -> row.startsWith(table + " "))
                .map(row -> row.substring(table.length() + 1))
                .toList();
    }
}
