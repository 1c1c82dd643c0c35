package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestOverHttpTest {

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String writeKey;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        writeKey = server.project("shop").get("writeKey").textValue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aClickIsFoundAndPlayedWithinSeconds() throws InterruptedException {
        TestBatch batch = TestBatch.of(2);
        HttpResponse<String> answer = server.batch(writeKey, batch.json());
        String path = "/api/projects/shop/sessions/" + batch.sessionId();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(TestServer.json(answer).get("accepted").intValue()).isEqualTo(5);
        Await.until(
                "the session is found",
                Duration.ofMinutes(2),
                () -> server.get("/api/projects/shop/sessions")
                        .body()
                        .contains(batch.sessionId().toString()));
        JsonNode session = TestServer.json(server.get(path));
        assertThat(session.at("/session/clickCount").intValue()).isEqualTo(2);
        assertThat(session.at("/session/utmSource").textValue()).isEqualTo("news");
        assertThat(session.at("/tags/plan").textValue()).isEqualTo("pro");
        assertThat(session.get("events")).hasSize(3);
        JsonNode replay = TestServer.json(server.get(path + "/replay"));
        assertThat(replay).hasSize(2);
        assertThat(replay.at("/0/type").intValue()).isEqualTo(4);
    }

    /** Already a look at the spool would make a new journal of it. */
    @Test
    void aSecondServerLeavesTheDirectoryOfTheFirstAlone() throws IOException {
        List<Path> before = spool();

        assertThatThrownBy(() -> TestServer.start(directory, Map.of()))
                .isInstanceOf(BadConfig.class)
                .hasMessageContaining("is in use by another server");

        assertThat(spool()).containsAll(before);
        assertThat(server.batch(writeKey, TestBatch.of(1).json()).statusCode()).isEqualTo(200);
    }

    private static List<Path> spool() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data/spool"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    @Test
    void beaconsCarryTheKeyInTheAddressAndPlainText() {
        HttpResponse<String> answer = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(BodyPublishers.ofString(TestBatch.of(1).json())));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void compressedBodiesAreRecognizedByThemselves() {
        byte[] packed = Exchange.gzip(TestBatch.of(1).json().getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> declared = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed)));
        HttpResponse<String> undeclared = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(packed)));

        assertThat(declared.statusCode()).as(declared.body()).isEqualTo(200);
        assertThat(undeclared.statusCode()).as(undeclared.body()).isEqualTo(200);
    }

    @Test
    void anEncodingIsReadInAnyCaseAndOneThatIsNotTakenIsNamed() {
        byte[] packed = Exchange.gzip(TestBatch.of(1).json().getBytes(StandardCharsets.UTF_8));
        for (String encoding : List.of("GZIP", "x-gzip", "zstd", "deflate", "br", "gzip, gzip")) {
            HttpResponse<String> answer = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", encoding)
                    .POST(BodyPublishers.ofByteArray(packed)));

            boolean taken = encoding.equals("GZIP") || encoding.equals("x-gzip");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(taken ? 200 : 415);
            if (!taken) {
                assertThat(TestServer.json(answer).at("/error/code").textValue())
                        .isEqualTo("unsupported_media_type");
                assertThat(answer.body()).contains("gzip").contains(encoding);
            }
        }
        HttpResponse<String> api = server.send(server.request("/api/projects")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "zstd")
                .POST(BodyPublishers.ofByteArray(packed)));
        assertThat(api.statusCode()).isEqualTo(415);
    }

    @Test
    void aBrowserOnAnotherSiteMaySend() {
        HttpResponse<String> preflight = server.send(server.anonymous("/v1/batch")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElseThrow())
                .contains("Content-Type")
                .contains("Authorization");
        assertThat(preflight.headers().firstValue("Access-Control-Max-Age")).isPresent();
    }

    @Test
    void refusalsHaveTheShapeOfTheApi() {
        HttpResponse<String> noKey = server.send(server.anonymous("/v1/batch")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        HttpResponse<String> noJson = server.batch(writeKey, "{");

        assertThat(noKey.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(noKey).at("/error/code").textValue()).isEqualTo("missing_key");
        assertThat(noJson.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(noJson).at("/error/retryable").booleanValue())
                .isFalse();
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeItIsRead() {
        HttpResponse<String> answer = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[9 << 20])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(TestServer.json(answer).at("/error/code").textValue()).isEqualTo("body_too_large");
    }

    @Test
    void aPageMayReadThatABodyIsFarTooLarge() {
        HttpResponse<String> answer = server.send(server.anonymous("/v1/batch?key=" + writeKey)
                .header("Origin", "https://shop.example")
                .header("Content-Type", "text/plain")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[12 << 20])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void theLedgerTellsWhatBecameOfABatch() throws InterruptedException {
        server.batch(writeKey, TestBatch.of(1).json());

        Await.until(
                "the ledger counts it",
                Duration.ofMinutes(2),
                () -> server.get("/api/projects/shop/ledger").body().contains("\"outcome\":\"stored\""));
    }

    @Test
    void theLedgerIsHeldAgainstTheTables() throws InterruptedException {
        String project = "counted";
        String key = server.project(project).get("writeKey").textValue();
        server.batch(key, TestBatch.of(3).json());

        Await.until("all of it is stored", Duration.ofMinutes(2), () -> {
            JsonNode check = TestServer.json(server.get("/api/projects/" + project + "/ledger/check"));
            return check.at("/received").asLong() > 0 && check.at("/balances").booleanValue();
        });
        server.server()
                .database()
                .clickhouse()
                .command("INSERT INTO events (projectId, sessionId, timestamp, type) VALUES ('" + project
                        + "', generateUUIDv7(), now64(3), 'custom')");

        JsonNode check = TestServer.json(server.get("/api/projects/" + project + "/ledger/check"));
        assertThat(check.at("/balances").booleanValue())
                .as("a row that no batch brought")
                .isFalse();
        assertThat(check.at("/rows").asLong()).isEqualTo(check.at("/stored").asLong() + 1);
    }

    @Test
    void theLedgerIsCutByTheHourAndTheDay() {
        assertThat(server.get("/api/projects/shop/ledger?interval=day&from=2024-01-01T00:00:00Z")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/projects/shop/ledger?interval=minute&from=2024-01-01T00:00:00Z")
                        .body())
                .contains("at most 31 days");
        assertThat(server.get("/api/projects/shop/ledger?interval=week").body())
                .contains("must be minute, hour or day");
    }
}
