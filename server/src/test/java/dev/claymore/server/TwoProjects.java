package dev.claymore.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.guard.SqlGuard;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server with two projects that share every part and granule, and somebody who holds the key of the project {@code mine}. What belongs
 * to {@code theirs} gives itself away: it has a certain word in every text, and counts that nothing else comes to.
 */
final class TwoProjects implements AutoCloseable {

    /** Words and counts of {@code theirs}, counts of both together, and what stands in files of the machine. */
    private static final Pattern NOT_MINE =
            Pattern.compile("whisper|\\b(46491|46531|9113|9117|31957|31969)\\b|root:x?:", Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServer server;
    private final String key;
    private final String theirKey;

    private TwoProjects(TestServer server) {
        this.server = server;
        this.key = server.project("mine").get("secretKey").textValue();
        this.theirKey = server.project("theirs").get("writeKey").textValue();
        for (String statement : text("seed.sql").replaceAll("(?m)^#.*\n", "").split("\n;\n")) {
            clickhouse().command(statement, Map.of());
        }
        // Only a merged part has rows of both in one granule, and only then does a condition meet both.
        for (String table : SqlGuard.TABLES) {
            clickhouse().command("OPTIMIZE TABLE " + table + " FINAL", Map.of());
        }
    }

    static TwoProjects start(Path directory) {
        return new TwoProjects(TestServer.ready(directory));
    }

    static String text(String name) {
        try (InputStream in = TwoProjects.class.getResourceAsStream("attacks/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something of {@code theirs}, or of the machine, stands in the text. */
    boolean leaks(String text) {
        return NOT_MINE.matcher(text).find() || text.contains(theirKey);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the holder of the key of {@code mine} gets. */
    HttpResponse<String> post(String path, Object body) {
        return server.send(server.anonymous(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(body))));
    }

    HttpResponse<String> get(String path) {
        return server.send(
                server.anonymous(path).header("Authorization", "Bearer " + key).GET());
    }

    static String code(HttpResponse<String> response) {
        return response.statusCode() < 400
                ? ""
                : TestServer.json(response).path("error").path("code").asText();
    }

    /** As the administrator sees it. */
    List<Rows.Row> rows(String sql) {
        return clickhouse().query(sql, Map.of()).records();
    }

    /** Everything that no attack may change: tables, rows, keys, functions. */
    String state() {
        StringBuilder state = new StringBuilder();
        for (String sql : List.of(
                "SELECT database, name, create_table_query FROM system.tables WHERE database NOT IN ('system') ORDER BY ALL",
                "SELECT projectId, count(), sum(cityHash64(*)) FROM events GROUP BY projectId ORDER BY ALL",
                "SELECT projectId, count() FROM sessions GROUP BY projectId ORDER BY ALL",
                "SELECT name FROM system.databases ORDER BY ALL",
                "SELECT name FROM system.functions WHERE origin != 'System' ORDER BY ALL",
                "SELECT name FROM system.named_collections ORDER BY ALL",
                "SELECT projectId, writeKey, secretKeyHash FROM projects ORDER BY ALL",
                "SELECT name FROM system.dictionaries ORDER BY ALL")) {
            state.append(rows(sql)).append('\n');
        }
        return state.toString();
    }

    long enginePid() {
        return server.server().database().enginePid().orElseThrow();
    }

    private ClickHouse clickhouse() {
        return server.server().database().clickhouse();
    }

    @Override
    public void close() {
        server.close();
    }
}
