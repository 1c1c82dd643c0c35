package dev.claymore.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads ClickHouse's format {@code JSONCompact}: names and types, rows, and what the work cost, in this order. */
final class ResultReader {

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNestingDepth(500)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectReader CELLS = MAPPER.readerForListOf(Object.class);
    private static final ObjectReader COLUMNS = MAPPER.readerForListOf(Rows.Column.class);
    private static final ObjectReader STATISTICS = MAPPER.readerFor(Statistics.class);

    private record Statistics(double elapsed, long rows_read, long bytes_read) {}

    private ResultReader() {}

    static Rows.Stats read(InputStream json, RowStream rows) throws IOException {
        Statistics statistics = new Statistics(0, 0, 0);
        boolean whole = false;
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() == null) {
                rows.columns(List.of());
                return new Rows.Stats(0, 0, 0);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "meta" -> rows.columns(columns(parser));
                    case "data" -> {
                        while (parser.nextToken() == JsonToken.START_ARRAY) {
                            rows.row(CELLS.readValue(parser));
                        }
                    }
                    case "statistics" -> {
                        statistics = STATISTICS.readValue(parser);
                        whole = true;
                    }
                    case "exception" -> throw Failures.ofText(parser.getText(), null);
                    default -> parser.skipChildren();
                }
            }
        }
        if (!whole) {
            throw new IOException("the result ended early");
        }
        return new Rows.Stats(statistics.elapsed() * 1000, statistics.rows_read(), statistics.bytes_read());
    }

    static Rows readAll(InputStream json) throws IOException {
        List<Rows.Column> columns = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        Rows.Stats stats = read(json, new RowStream() {
            @Override
            public void columns(List<Rows.Column> names) {
                columns.addAll(names);
            }

            @Override
            public void row(List<Object> cells) {
                rows.add(cells);
            }
        });
        return new Rows(List.copyOf(columns), rows, stats);
    }

    private static List<Rows.Column> columns(JsonParser parser) throws IOException {
        return COLUMNS.readValue(parser);
    }
}
