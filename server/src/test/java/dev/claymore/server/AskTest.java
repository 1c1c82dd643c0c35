package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions over HTTP: as one answer, and as a stream of its parts. */
class AskTest {

    private static final String ASK = "/api/projects/shop/ask";

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        server.project("shop");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatIsNoQuestionIsNotAnswered() {
        HttpResponse<String> response = server.post(ASK, "{\"question\":\"the weather of tomorrow in verse\"}");
        JsonNode answer = TestServer.json(response);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.get("status").textValue()).isEqualTo("unsupported");
        assertThat(answer.get("engine").textValue()).isEqualTo("built-in");
        assertThat(answer.get("text").textValue()).isNotBlank();
        assertThat(answer.has("rows")).isFalse();
    }

    @Test
    void aStreamTellsWhatWasUnderstoodFirstAndEndsWithTheWholeAnswer() {
        HttpResponse<String> response = server.send(server.request(ASK)
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"the weather of tomorrow in verse\"}")));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.body()).startsWith("event: understanding\ndata: {");
        assertThat(response.body().lines().filter(line -> line.startsWith("event: ")))
                .startsWith("event: understanding")
                .endsWith("event: done");
    }

    @Test
    void aStreamThatNeverBeganIsRefusedLikeAnyRequest() {
        HttpResponse<String> response = server.send(server.request("/api/projects/nowhere/ask")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"how many sessions\"}")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).at("/error/code").textValue()).isEqualTo("not_found");
    }

    @Test
    void aQueryIsAnsweredInThePlaceOfWords() {
        JsonNode answer = TestServer.json(
                server.post(
                        ASK,
                        "{\"query\":{\"kind\":\"metrics\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-02-01T00:00:00Z\",\"metrics\":[\"sessions\"]}}"));

        assertThat(answer.get("status").textValue()).isEqualTo("answered");
        assertThat(answer.get("rows").toString()).isEqualTo("[[0]]");
        assertThat(answer.get("question").textValue()).isEqualTo("Sessions");
        assertThat(server.post(ASK, "{\"query\":{\"kind\":\"everything\"}}").body())
                .contains("kind");
    }

    @Test
    void malformedRequestsAreRefusedWithTheirField() {
        assertThat(server.post(ASK, "{}").body()).contains("question");
        assertThat(server.post(ASK, "{\"question\":\"x\",\"timezone\":\"Mars\"}")
                        .body())
                .contains("timezone");
        assertThat(server.post(ASK, "{\"question\":\"x\",\"now\":\"yesterday\"}")
                        .body())
                .contains("now");
        assertThat(server.post(ASK, "{\"question\":\"x\",\"engine\":\"oracle\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(ASK, "{\"question\":\"" + "x".repeat(2_001) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.send(server.anonymous(ASK)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"question\":\"x\"}")))
                        .statusCode())
                .isEqualTo(401);
    }
}
