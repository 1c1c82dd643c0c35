package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A database as far as the loader knows one: rows by table, and tokens that were seen. */
final class RecordingSink implements Sink {

    private final Set<String> tokens = new HashSet<>();
    private final List<String> rows = new ArrayList<>();

    @Override
    public synchronized void insert(TableRows inserted, String token) {
        if (tokens.add(token)) {
            for (TableRows.Slice row : inserted.rows()) {
                rows.add(inserted.table() + " " + RowText.json(inserted.columns(), row));
            }
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
