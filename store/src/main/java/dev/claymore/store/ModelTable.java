package dev.claymore.store;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What projects keep about their language model. Safe for use by many threads. */
public final class ModelTable {

    private final ClickHouse clickhouse;
    private final Clock clock;

    /** @param encryptedKey empty: the provider needs none */
    public record Kept(String settings, String encryptedKey) {}

    /** Tokens of one day, UTC. */
    public record Usage(long calls, long inputTokens, long outputTokens) {

        public long tokens() {
            return inputTokens + outputTokens;
        }
    }

    public ModelTable(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    public Optional<Kept> find(String projectId) {
        return clickhouse
                .query(
                        "SELECT settings, encryptedKey FROM model_settings WHERE projectId = {projectId:String} AND settings != ''",
                        Map.of("projectId", projectId))
                .first()
                .map(row -> new Kept(row.text("settings"), row.text("encryptedKey")));
    }

    /** @param kept with empty settings: none any more */
    public void save(String projectId, Kept kept) {
        Map<String, Object> values = new HashMap<>();
        values.put("projectId", projectId);
        values.put("settings", kept.settings());
        values.put("key", kept.encryptedKey());
        values.put("version", clock.millis());
        clickhouse.command("""
                INSERT INTO model_settings (projectId, settings, encryptedKey, version)
                SELECT {projectId:String}, {settings:String}, {key:String}, %s
                """.formatted(Versions.next("model_settings", "projectId = {projectId:String}")), values);
    }

    public void used(String projectId, String model, long inputTokens, long outputTokens) {
        clickhouse.command(
                """
                INSERT INTO model_usage (projectId, day, model, calls, inputTokens, outputTokens)
                SELECT {projectId:String}, {day:Date}, {model:String}, 1, {input:UInt64}, {output:UInt64}
                """,
                Map.of(
                        "projectId",
                        projectId,
                        "day",
                        today(),
                        "model",
                        model,
                        "input",
                        inputTokens,
                        "output",
                        outputTokens));
    }

    public Usage today(String projectId) {
        Rows.Row row = clickhouse
                .query("""
                        SELECT sum(calls) AS calls, sum(inputTokens) AS inputTokens, sum(outputTokens) AS outputTokens
                        FROM model_usage WHERE projectId = {projectId:String} AND day = {day:Date}
                        """, Map.of("projectId", projectId, "day", today()))
                .row(0);
        return new Usage(row.number("calls"), row.number("inputTokens"), row.number("outputTokens"));
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }
}
