package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a question read depends on other projects' rows, so only the administrator is told. */
final class WorkDoneTest {

    private static final String QUESTION =
            "{\"kind\":\"metrics\",\"metrics\":[\"events\"],\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2027-01-01T00:00:00Z\"}";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String secretKey;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        JsonNode project = server.project("shop");
        secretKey = project.get("secretKey").textValue();
        assertThat(server.batch(
                                project.get("writeKey").textValue(),
                                TestBatch.of(2).json())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode ask(String path, String body, String token) {
        return TestServer.json(server.send(server.anonymous(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))));
    }

    private static void toldToTheAdminAlone(String path, String body) {
        JsonNode admin = ask(path, body, TestServer.ADMIN);
        assertThat(admin.at("/stats/rowsRead").isIntegralNumber())
                .as(admin.toString())
                .isTrue();
        JsonNode project = ask(path, body, secretKey);
        assertThat(project.at("/stats/rowsRead").isNull())
                .as(project.toString())
                .isTrue();
        assertThat(project.at("/stats/bytesRead").isNull()).isTrue();
        assertThat(project.at("/stats/elapsedMs").isNumber()).isTrue();
    }

    @Test
    void of_a_question_of_sql_and_of_plain_words() {
        toldToTheAdminAlone("/api/projects/shop/query", QUESTION);
        toldToTheAdminAlone("/api/projects/shop/sql", "{\"sql\":\"SELECT count() FROM events\"}");
        toldToTheAdminAlone("/api/projects/shop/ask", "{\"question\":\"how many sessions in the last 7 days\"}");
    }
}
