package dev.claymore.store;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.OutputStream;
import java.util.Map;

/**
 * Reads one project: read-only, within limits, and whatever a statement says, no row of another project comes out of a table.
 *
 * <p>These settings are the second fence. Hand-written SQL must pass the guard first, because ClickHouse has functions and clauses that
 * read past them.
 */
public final class Reader {

    private final ClickHouse clickhouse;
    private final Map<String, String> profile;

    Reader(ClickHouse clickhouse, Map<String, String> profile) {
        this.clickhouse = clickhouse;
        this.profile = profile;
    }

    /** Reads a result whole. */
    public Rows query(String sql, Map<String, ?> parameters) {
        return clickhouse.run(sql, parameters, ClickHouse.settings(profile), ResultReader::readAll);
    }

    /** Reads a result row by row, in constant memory. */
    public Rows.Stats stream(String sql, Map<String, ?> parameters, RowStream rows) {
        return clickhouse.run(sql, parameters, ClickHouse.settings(profile), json -> ResultReader.read(json, rows));
    }

    /** Writes a result as ClickHouse formats it, in constant memory. */
    public void copy(
            String sql,
            Map<String, ?> parameters,
            String format,
            Map<String, String> formatSettings,
            OutputStream out) {
        QuerySettings settings = ClickHouse.settings(profile).setFormat(ClickHouseFormat.valueOf(format));
        formatSettings.forEach(settings::serverSetting);
        clickhouse.run(sql, parameters, settings, result -> result.transferTo(out));
    }
}
