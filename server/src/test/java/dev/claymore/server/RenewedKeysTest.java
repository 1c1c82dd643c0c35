package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that was replaced opens nothing. */
final class RenewedKeysTest {

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

    private static int send(String key) {
        return server.batch(key, TestBatch.of(1).json()).statusCode();
    }

    private static int read(String projectId, String header, String value) {
        return server.send(server.anonymous("/api/projects/" + projectId)
                        .header(header, value)
                        .GET())
                .statusCode();
    }

    @Test
    void an_old_write_key_sends_nothing_more() {
        String before = server.project("write").get("writeKey").textValue();
        assertThat(send(before)).isEqualTo(200);

        String after = TestServer.json(server.post("/api/projects/write/keys/write", "{}"))
                .get("writeKey")
                .textValue();

        assertThat(send(before)).isEqualTo(401);
        assertThat(send(after)).isEqualTo(200);
        assertThat(TestServer.json(server.get("/api/projects/write"))
                        .get("writeKey")
                        .textValue())
                .isEqualTo(after);
    }

    @Test
    void an_old_secret_key_opens_nothing_more_and_its_holder_is_signed_out() {
        JsonNode project = server.project("secret");
        String before = project.get("secretKey").textValue();
        HttpResponse<String> signedIn = server.send(server.anonymous("/api/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\":\"" + before + "\"}")));
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        assertThat(read("secret", "Authorization", "Bearer " + before)).isEqualTo(200);
        assertThat(read("secret", "Cookie", cookie)).isEqualTo(200);

        String after = TestServer.json(server.post("/api/projects/secret/keys/secret", "{}"))
                .get("secretKey")
                .textValue();

        assertThat(read("secret", "Authorization", "Bearer " + before)).isEqualTo(401);
        assertThat(read("secret", "Cookie", cookie)).isEqualTo(401);
        assertThat(read("secret", "Authorization", "Bearer " + after)).isEqualTo(200);
        assertThat(send(project.get("writeKey").textValue()))
                .as("the other key stays")
                .isEqualTo(200);
    }

    @Test
    void only_the_admin_makes_new_ones_of_what_there_is() {
        String secretKey = server.project("own").get("secretKey").textValue();
        assertThat(server.send(server.anonymous("/api/projects/own/keys/secret")
                                .header("Authorization", "Bearer " + secretKey)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.post("/api/projects/own/keys/other", "{}").statusCode())
                .isEqualTo(404);
        assertThat(server.post("/api/projects/nowhere/keys/write", "{}").statusCode())
                .isEqualTo(404);
    }
}
