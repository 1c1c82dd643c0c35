package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.Rows;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same events and questions, in the same engine, in the tables that other products document: properties as a JSON text, and the
 * OpenTelemetry Collector's maps.
 */
final class PeerLayouts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LAYOUTS = List.of("json", "map");
    private static final Map<String, String> TABLES = Map.of("json", "json_events", "map", "otel_logs");

    private final ClickHouse clickhouse;
    private final DataSet data;
    private final String tagValue;

    PeerLayouts(ClickHouse clickhouse, DataSet data) {
        this.clickhouse = clickhouse;
        this.data = data;
        this.tagValue = clickhouse
                .query("SELECT min(value) AS value FROM session_tags WHERE projectId = 'shop' AND key = 'orderRef'")
                .row(0)
                .text("value");
    }

    /** Copies the events into both; days that are there already are left alone. */
    void build() throws IOException {
        for (String statement : DataSet.resource("query/peers.sql").split(";\\n")) {
            if (!statement.isBlank()) {
                clickhouse.command(statement);
            }
        }
        for (String layout : LAYOUTS) {
            String sql = DataSet.resource("query/peers_" + layout + ".sql");
            String time = layout.equals("json") ? "timestamp" : "Timestamp";
            for (Instant day = data.start(); day.isBefore(data.end().plus(1, ChronoUnit.DAYS)); ) {
                Instant next = day.plus(1, ChronoUnit.DAYS);
                Map<String, Object> range = Map.of("from", day, "to", next);
                long there = clickhouse
                        .query(
                                "SELECT count() AS there FROM peers." + TABLES.get(layout) + " WHERE " + time
                                        + " >= {from:DateTime64(3, 'UTC')} AND " + time
                                        + " < {to:DateTime64(3, 'UTC')} SETTINGS final = 0",
                                range)
                        .row(0)
                        .number("there");
                if (there == 0) {
                    clickhouse.command(sql, range);
                }
                day = next;
            }
            clickhouse.command("OPTIMIZE TABLE peers." + TABLES.get(layout) + " FINAL");
        }
    }

    void compare(int repetitions) throws Exception {
        bytes();
        for (Span span : List.of(Span.WEEK, Span.QUARTER)) {
            compare(span, repetitions);
        }
    }

    private void compare(Span span, int repetitions) throws Exception {
        System.out.printf(
                "%n| question, %s | ours ms | JSON text ms | maps ms | ours MB read | JSON text | maps"
                        + " |%n|---|---|---|---|---|---|---|%n",
                span.label());
        Range range = span.before(data.end());
        for (JsonNode question : JSON.readTree(DataSet.resource("query/peers.json"))) {
            Run ours = run(repetitions, () -> ours(question, range));
            Run json = run(repetitions, () -> theirs(question.get("json").asText(), range));
            Run map = run(repetitions, () -> theirs(question.get("map").asText(), range));
            System.out.printf(
                    Locale.ROOT,
                    "| %s%s | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f |%n",
                    question.get("name").asText(),
                    ours.rows() == json.rows() && ours.rows() == map.rows()
                            ? ""
                            : " (rows: " + ours.rows() + ", " + json.rows() + ", " + map.rows() + ")",
                    ours.millis(),
                    json.millis(),
                    map.millis(),
                    ours.megabytes(),
                    json.megabytes(),
                    map.megabytes());
        }
    }

    private void bytes() {
        System.out.printf("%n| layout | MiB on disk | tables |%n|---|---|---|%n");
        clickhouse
                .query("""
                    SELECT multiIf(table = 'json_events', 'JSON text', table = 'otel_logs', 'maps', 'ours') AS layout,
                        sum(bytes_on_disk) AS bytes, arrayStringConcat(arraySort(groupUniqArray(table)), ', ') AS tables
                    FROM system.parts
                    WHERE active AND (database = 'peers' OR
                        (database = currentDatabase() AND table IN ('events', 'sessions', 'session_tags', 'project_days')))
                    GROUP BY layout
                    ORDER BY bytes
                    """)
                .records()
                .forEach(row -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %s |%n",
                        row.text("layout"),
                        row.number("bytes") / 1048576.0,
                        row.text("tables")));
    }

    /** @param millis the median */
    private record Run(double millis, double megabytes, int rows) {}

    private interface Question {
        Answer ask() throws Exception;
    }

    private record Answer(Rows.Stats stats, int rows) {}

    private static Run run(int repetitions, Question question) throws Exception {
        Answer answer = question.ask();
        Timings timings = new Timings();
        for (int i = 0; i < repetitions; i++) {
            long began = System.nanoTime();
            answer = question.ask();
            timings.add((System.nanoTime() - began) / 1e6);
        }
        return new Run(timings.percentile(50), answer.stats().bytesRead() / 1e6, answer.rows());
    }

    private Answer ours(JsonNode question, Range range) throws IOException {
        String text = question.get("query").toString().replace("{orderRef}", tagValue);
        ObjectNode query = (ObjectNode) JSON.readTree(text);
        query.put("from", range.from().toString()).put("to", range.to().toString());
        Outcome<Result> outcome = new Queries(clickhouse).run("shop", QueryJson.read(query));
        if (outcome instanceof Outcome.Ok<Result>(Result result)) {
            return new Answer(result.stats(), result.rows().size());
        }
        throw new IllegalStateException(outcome.toString());
    }

    private Answer theirs(String sql, Range range) {
        String bound = sql.replace("{orderRef}", tagValue)
                .replace("{from}", "{from:DateTime64(3, 'UTC')}")
                .replace("{to}", "{to:DateTime64(3, 'UTC')}");
        Rows rows = clickhouse.query(bound + " SETTINGS final = 0", Map.of("from", range.from(), "to", range.to()));
        return new Answer(rows.stats(), rows.rows().size());
    }
}
