package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checked questions, the model's settings, and both from the command line. */
class GoldenTest {

    private static final String SHOP = "/api/projects/shop";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String secretKey;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        secretKey = server.project("shop").get("secretKey").textValue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void checkedQuestionsAreAskedAgainAndWhatChangedIsSaid() {
        HttpResponse<String> right =
                server.post(SHOP + "/golden", "{\"question\":\"Write me a poem\",\"now\":\"2026-06-01T00:00:00Z\"}");
        HttpResponse<String> wrong = server.post(
                SHOP + "/golden",
                "{\"question\":\"Sing me a song\",\"expected\":{\"columns\":[\"n\"],\"rows\":[[7]]}}");
        assertThat(right.statusCode()).as(right.body()).isEqualTo(201);
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(201);

        JsonNode run = TestServer.json(server.post(SHOP + "/golden/run", "{}"));
        assertThat(run.get("total").intValue()).isEqualTo(2);
        assertThat(run.get("passed").intValue()).isEqualTo(1);
        assertThat(run.at("/results/1/reason").textValue()).contains("was answered");

        assertThat(commandLine("eval")).contains("1 of 2 right (50.0 %)").contains("FAIL  Sing me a song");

        String id = TestServer.json(wrong).get("questionId").textValue();
        assertThat(server.send(server.request(SHOP + "/golden/" + id).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(server.send(server.request(SHOP + "/golden/" + id).DELETE()).statusCode())
                .isEqualTo(404);
        JsonNode listed = TestServer.json(server.get(SHOP + "/golden"));
        assertThat(listed.get("questions")).hasSize(1);
        assertThat(listed.get("runs")).hasSize(2);
        assertThat(server.post(
                                SHOP + "/golden",
                                "{\"question\":\"x\",\"expected\":{\"columns\":[\"n\"],\"rows\":[[1,2]]}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aQuestionOnTheCommandLineIsAnsweredOrTheReasonGiven() {
        assertThat(commandLine("ask", "--timezone", "Europe/Berlin", "write", "me", "a", "poem"))
                .isNotBlank();
        assertThat(commandLine("ask")).contains("which question?");
        assertThat(commandLine("ask", "--colour", "x")).contains("--colour");
    }

    @Test
    void theModelsKeyGoesInAndNeverComesOut() {
        String body =
                "{\"provider\":\"openai\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"model\":\"m\",\"key\":\"sk-top-secret\",\"enabled\":false}";
        HttpResponse<String> saved = put(SHOP + "/model", TestServer.ADMIN, body);
        HttpResponse<String> shown = server.get(SHOP + "/model");

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(shown.body()).contains("\"hasKey\":true").doesNotContain("sk-top-secret");
        assertThat(put(SHOP + "/model", secretKey, body).statusCode()).isEqualTo(403);
        assertThat(put(SHOP + "/model", TestServer.ADMIN, "{\"provider\":\"oracle\",\"model\":\"m\"}")
                        .body())
                .contains("provider");
        assertThat(put(
                                SHOP + "/model",
                                TestServer.ADMIN,
                                "{\"provider\":\"openai\",\"model\":\"m\",\"baseUrl\":\"file:///etc\"}")
                        .body())
                .contains("baseUrl");
        assertThat(server.post(SHOP + "/sql", "{\"sql\":\"SELECT * FROM model_settings\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(server.send(server.request(SHOP + "/model").DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(server.get(SHOP + "/model").body()).doesNotContain("settings");
    }

    @Test
    void theModelsKeyStaysWithThoseItWasEnteredFor() {
        String path = SHOP + "/model";
        String withKey =
                "{\"provider\":\"openai\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"model\":\"m\",\"key\":\"sk-top-secret\",\"enabled\":false}";
        for (String same : List.of(
                "{\"provider\":\"openai\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"model\":\"other\"}",
                "{\"provider\":\"openai\",\"baseUrl\":\"HTTP://127.0.0.1:9/v2\",\"model\":\"m\"}")) {
            put(path, TestServer.ADMIN, withKey);
            assertThat(put(path, TestServer.ADMIN, same).body()).contains("\"hasKey\":true");
        }
        for (String other : List.of(
                "{\"provider\":\"anthropic\",\"baseUrl\":\"http://127.0.0.1:9/v1\",\"model\":\"m\"}",
                "{\"provider\":\"openai\",\"baseUrl\":\"http://127.0.0.2:9/v1\",\"model\":\"m\"}",
                "{\"provider\":\"openai\",\"baseUrl\":\"http://127.0.0.1:10/v1\",\"model\":\"m\"}",
                "{\"provider\":\"openai\",\"baseUrl\":\"https://127.0.0.1:9/v1\",\"model\":\"m\"}",
                "{\"provider\":\"openai\",\"model\":\"m\"}")) {
            put(path, TestServer.ADMIN, withKey);
            assertThat(put(path, TestServer.ADMIN, other).body()).contains("\"hasKey\":false");
            assertThat(server.get(path).body()).contains("\"hasKey\":false");
        }
        server.send(server.request(path).DELETE());
    }

    @Test
    void anAddressOfAModelThatIsNoneIsRefused() {
        for (String url : List.of("//x", "x", "http:", "http://", "http:///x", "http://x:99999", "http://x/?a=b#c")) {
            HttpResponse<String> answer = put(
                    SHOP + "/model",
                    TestServer.ADMIN,
                    "{\"provider\":\"openai\",\"model\":\"m\",\"baseUrl\":\"" + url + "\"}");
            assertThat(answer.statusCode()).as(url).isEqualTo(400);
            assertThat(answer.body()).contains("baseUrl");
        }
    }

    private static HttpResponse<String> put(String path, String token, String json) {
        return server.send(server.anonymous(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String commandLine(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            CommandLine.run(
                    arguments,
                    Map.of("CLAYMORE_URL", server.uri("").toString(), "CLAYMORE_TOKEN", TestServer.ADMIN),
                    out,
                    out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
