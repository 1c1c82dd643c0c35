package dev.claymore.store;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where projects push their sessions to. Safe for use by many threads. */
public final class ExportTable {

    private final ClickHouse clickhouse;
    private final Clock clock;

    /** @param encryptedHeaders empty: the receiver needs none */
    public record Kept(String settings, String encryptedHeaders, long version) {}

    public ExportTable(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    public Optional<Kept> find(String projectId) {
        return Optional.ofNullable(all().get(projectId));
    }

    /** By project. */
    public Map<String, Kept> all() {
        Map<String, Kept> kept = new LinkedHashMap<>();
        clickhouse
                .query(
                        "SELECT projectId, settings, encryptedHeaders, version FROM export_settings WHERE settings != ''")
                .records()
                .forEach(row -> kept.put(
                        row.text("projectId"),
                        new Kept(row.text("settings"), row.text("encryptedHeaders"), row.number("version"))));
        return kept;
    }

    /** @param settings empty: none any more */
    public void save(String projectId, String settings, String encryptedHeaders) {
        Map<String, Object> values = new HashMap<>();
        values.put("projectId", projectId);
        values.put("settings", settings);
        values.put("headers", encryptedHeaders);
        values.put("version", clock.millis());
        clickhouse.command("""
                INSERT INTO export_settings (projectId, settings, encryptedHeaders, version)
                SELECT {projectId:String}, {settings:String}, {headers:String}, %s
                """.formatted(Versions.next("export_settings", "projectId = {projectId:String}")), values);
    }
}
