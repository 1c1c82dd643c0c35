package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that was deleted is gone for everybody. */
final class DeletedProjectsTest {

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> delete(String projectId, String token) {
        return server.send(server.anonymous("/api/projects/" + projectId)
                .header("Authorization", "Bearer " + token)
                .DELETE());
    }

    @Test
    void its_keys_and_pages_are_gone_at_once_and_its_id_is_nobodys() {
        JsonNode project = server.project("shop");
        String writeKey = project.get("writeKey").textValue();
        String secretKey = project.get("secretKey").textValue();
        assertThat(server.batch(writeKey, TestBatch.of(2).json()).statusCode()).isEqualTo(200);
        assertThat(delete("shop", secretKey).statusCode())
                .as("only the admin may")
                .isEqualTo(403);

        HttpResponse<String> answer = delete("shop", TestServer.ADMIN);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(TestServer.json(answer).get("subject").textValue()).isEqualTo("project");
        assertThat(server.batch(writeKey, TestBatch.of(2).json()).statusCode()).isEqualTo(401);
        assertThat(server.get("/api/projects/shop").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/projects/shop/sessions").statusCode()).isEqualTo(404);
        assertThat(server.send(server.anonymous("/api/projects/shop")
                                .header("Authorization", "Bearer " + secretKey)
                                .GET())
                        .statusCode())
                .isEqualTo(401);
        assertThat(delete("shop", TestServer.ADMIN).statusCode()).isEqualTo(404);
        assertThat(TestServer.json(server.get("/api/deleted-projects"))
                        .at("/projects/0/projectId")
                        .textValue())
                .isEqualTo("shop");

        HttpResponse<String> again = server.post("/api/projects", "{\"projectId\":\"shop\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("project_deleted", "two days later");
    }
}
