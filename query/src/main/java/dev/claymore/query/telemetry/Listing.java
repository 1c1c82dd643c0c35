package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows by column name, and the statement that found them.
 *
 * @param nextCursor of the next page, null when there is none
 */
public record Listing(List<Map<String, Object>> rows, String nextCursor, String sql, Rows.Stats stats) {

    static Listing of(Rows rows, SqlBuilder values, String sql) {
        return new Listing(maps(rows), null, values.show(sql), rows.stats());
    }

    static List<Map<String, Object>> maps(Rows rows) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (Rows.Row row : rows.records()) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < row.cells().size(); i++) {
                map.put(row.columns().get(i).name(), row.cells().get(i));
            }
            maps.add(map);
        }
        return maps;
    }
}
