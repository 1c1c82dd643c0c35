package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text by which a segment names the columns of its rows: {@code table name:type,name:type} for each table, one to a line. */
record Columns(Map<String, List<Layout.Column>> byTable) {

    /** Of the rows that are encoded today. */
    static String current() {
        StringBuilder text = new StringBuilder();
        for (Layout layout : Layout.values()) {
            text.append(layout.table()).append(' ');
            for (Layout.Column column : layout.columns()) {
                text.append(column.name()).append(':').append(column.type()).append(',');
            }
            text.setCharAt(text.length() - 1, '\n');
        }
        return text.toString();
    }

    static Columns parse(String text) {
        Map<String, List<Layout.Column>> byTable = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 2);
            List<Layout.Column> columns = new ArrayList<>();
            for (String column : words.length < 2 ? new String[0] : words[1].split(",")) {
                String[] parts = column.split(":", 2);
                columns.add(new Layout.Column(parts[0], parts[1]));
            }
            byTable.put(words[0], List.copyOf(columns));
        }
        return new Columns(byTable);
    }

    List<Layout.Column> of(Layout layout) {
        return byTable.getOrDefault(layout.table(), List.of());
    }
}
