package dev.claymore.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads ClickHouse's format {@value #FORMAT}: an array of names, one of types, then an array for each row.
 */
final class ResultReader {

    static final String FORMAT = "JSONCompactEachRowWithNamesAndTypes";

    private static final ObjectReader CELLS = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .readerForListOf(Object.class);

    private ResultReader() {}

    static void read(InputStream json, RowStream rows) throws IOException {
        try (JsonParser parser = CELLS.createParser(json)) {
            List<Object> names = next(parser);
            List<Object> types = next(parser);
            rows.columns(columns(names, types));
            for (List<Object> cells = next(parser); cells != null; cells = next(parser)) {
                rows.row(cells);
            }
        }
    }

    private static List<Object> next(JsonParser parser) throws IOException {
        return parser.nextToken() == JsonToken.START_ARRAY ? CELLS.readValue(parser) : null;
    }

    private static List<Rows.Column> columns(List<Object> names, List<Object> types) {
        List<Rows.Column> columns = new ArrayList<>();
        for (int i = 0; names != null && types != null && i < names.size(); i++) {
            columns.add(new Rows.Column(String.valueOf(names.get(i)), String.valueOf(types.get(i))));
        }
        return List.copyOf(columns);
    }
}
