package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

    @TempDir
    static Path directory;

    private static TestServer server;
    private static TestBatch batch;
    private static String session;
    private static String range;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.ready(directory);
        String key = server.project("shop").get("writeKey").textValue();
        server.project("other");
        batch = TestBatch.of(3);
        session = "/api/projects/shop/sessions/" + batch.sessionId();
        range = "from=" + Instant.now().minus(Duration.ofHours(1)) + "&to="
                + Instant.now().plus(Duration.ofHours(1));
        server.batch(key, batch.json());
        Await.until(
                "the session and its recording are there",
                Duration.ofMinutes(2),
                () -> server.get(session).body().contains("\"eventCount\":2,\"gaps\""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> put(String path, String json) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void aSessionIsOneDocumentOfOpenTelemetryLogs() {
        HttpResponse<String> answer = server.get(session + "/otlp");
        JsonNode records = TestServer.json(answer).at("/resourceLogs/0/scopeLogs/0/logRecords");
        JsonNode withReplay =
                TestServer.json(server.get(session + "/otlp?replay=true")).at("/resourceLogs/0/scopeLogs/0/logRecords");

        assertThat(answer.headers().firstValue("content-disposition").orElseThrow())
                .contains(".otlp.json");
        assertThat(records.findValuesAsText("eventName"))
                .containsExactly(
                        "session.start",
                        "claymore.pageview",
                        "app.widget.click",
                        "app.widget.click",
                        "app.widget.click",
                        "session.end");
        assertThat(records.toString()).contains(batch.eventIds()).contains("/p/shop/sessions/" + batch.sessionId());
        assertThat(withReplay).hasSize(8);
        assertThat(server.get(session + "/otlp?replay=maybe").statusCode()).isEqualTo(400);
    }

    @Test
    void anExportShowsNothingOfAnotherProject() {
        assertThat(server.get("/api/projects/other/sessions/" + batch.sessionId() + "/otlp")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/projects/other/sessions/" + batch.sessionId() + "/events")
                        .body())
                .isEmpty();
        assertThat(server.get("/api/projects/other/otlp?" + range).body()).isEmpty();
        for (String table : List.of("events", "sessions", "replay_events")) {
            assertThat(server.get("/api/projects/other/export/" + table + "?" + range)
                            .body())
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void tablesComeInTheFormatsOfClickHouse() throws IOException, InterruptedException {
        String events = "/api/projects/shop/export/events?" + range;
        String lines = server.get(events).body();
        byte[] parquet = server.sendBytes(
                        server.request(events + "&format=Parquet").GET())
                .body();

        assertThat(lines.lines())
                .hasSize(4)
                .allMatch(line -> line.contains(batch.sessionId().toString()));
        assertThat(server.get(events + "&format=CSVWithNames").body().lines())
                .hasSize(5)
                .first()
                .asString()
                .contains("\"eventId\"");
        assertThat(new String(parquet, 0, 4, StandardCharsets.ISO_8859_1)).isEqualTo("PAR1");
        assertThat(server.get("/api/projects/shop/export/sessions?" + range)
                        .body()
                        .lines())
                .hasSize(1);
        assertThat(server.get("/api/projects/shop/export/replay_events?" + range)
                        .body()
                        .lines())
                .hasSize(2);
        assertThat(server.get(session + "/events").body().lines()).hasSize(4);
        assertThat(server.get("/api/projects/shop/export/projects?" + range).statusCode())
                .isEqualTo(404);
        assertThat(server.get(events + "&format=Null").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/projects/shop/export/events").statusCode()).isEqualTo(400);
    }

    @Test
    void theCommandWritesAFileOrSendsToAReceiver() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Map<String, String> environment =
                Map.of("CLAYMORE_URL", server.uri("").toString(), "CLAYMORE_TOKEN", TestServer.ADMIN);
        String from = Instant.now().minus(Duration.ofHours(1)).toString();
        Path file = directory.resolve("events.parquet");
        try (LogsReceiver receiver = new LogsReceiver(0);
                PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream told = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            String[] lines = {"export", "--project", "shop", "--from", from};
            String[] table = {
                "export",
                "--project",
                "shop",
                "--from",
                from,
                "--table",
                "events",
                "--format",
                "Parquet",
                "--output",
                file.toString()
            };
            String[] push = {"export", "--project", "shop", "--from", from, "--push", receiver.endpoint() + "/v1/logs"};

            assertThat(CommandLine.run(lines, environment, to, told)).isZero();
            assertThat(CommandLine.run(table, environment, to, told)).isZero();
            assertThat(CommandLine.run(push, environment, to, told))
                    .as(errors.toString(StandardCharsets.UTF_8))
                    .isZero();

            table[table.length - 1] =
                    directory.resolve("nowhere/events.parquet").toString();
            assertThat(CommandLine.run(table, environment, to, told)).isNotZero();
            table[table.length - 1] = directory.toString();
            assertThat(CommandLine.run(table, environment, to, told)).isNotZero();
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .contains("there is no directory " + directory.resolve("nowhere"))
                    .contains(directory + " is a directory, --output names a file")
                    .doesNotContain("broke off");

            assertThat(out.toString(StandardCharsets.UTF_8).lines())
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("{\"resourceLogs\":["));
            assertThat(Files.readAllBytes(file)).startsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
            assertThat(receiver.uids()).containsSubsequence(batch.eventIds()).hasSize(6);
        }
    }

    @Test
    void aPushIsConfiguredByTheAdminAndTellsHowItIsDoing() throws InterruptedException {
        try (LogsReceiver receiver = new LogsReceiver(0)) {
            String push = "/api/projects/shop/push";
            assertThat(TestServer.json(server.get(push))).isEmpty();
            HttpResponse<String> saved = put(
                    push,
                    "{\"endpoint\":\"" + receiver.endpoint() + "\",\"idleSeconds\":1,\"from\":\""
                            + Instant.now().minus(Duration.ofHours(1))
                            + "\",\"headers\":{\"X-Key\":\"a-secret-of-ours\"}}");
            assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
            Await.until(
                    "the session is delivered",
                    Duration.ofMinutes(2),
                    () -> receiver.uids().size() == 6);
            Await.until(
                    "its state says so",
                    Duration.ofMinutes(1),
                    () -> TestServer.json(server.get(push))
                            .at("/status/phase")
                            .asText()
                            .equals("idle"));

            JsonNode shown = TestServer.json(server.get(push));
            assertThat(shown.at("/headers/0").asText()).isEqualTo("X-Key");
            assertThat(shown.at("/delivered/sessions").asInt()).isEqualTo(1);
            assertThat(shown.at("/delivered/records").asInt()).isEqualTo(6);
            assertThat(shown.at("/endpoint").asText()).isEqualTo(receiver.endpoint() + "/v1/logs");
            assertThat(saved.body() + shown).doesNotContain("a-secret-of-ours");
            assertThat(server.get("/metrics").body())
                    .contains("claymore_export_records_total 6")
                    .contains("claymore_export_waiting_sessions 0");
            assertThat(put(push, "{\"endpoint\":\"ftp://x\"}").statusCode()).isEqualTo(400);
            assertThat(put(push, "{\"endpoint\":\"http://u:p@x/\"}").body())
                    .contains("header")
                    .doesNotContain("u:p");
            assertThat(put(push, "{\"endpoint\":\"http://x/\",\"headers\":{\"Host\":\"y\"}}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(put(push, "{\"endpoint\":\"http://x/\",\"filters\":[{\"field\":\"colour\"}]}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(server.send(server.request(push).DELETE()).statusCode()).isEqualTo(204);
            assertThat(TestServer.json(server.get(push))).isEmpty();
        }
    }
}
