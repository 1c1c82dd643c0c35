package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String secretKey;
    private static String writeKey;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        JsonNode shop = server.project("shop");
        secretKey = shop.get("secretKey").textValue();
        writeKey = shop.get("writeKey").textValue();
        server.project("other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String code(HttpResponse<String> response) {
        return TestServer.json(response).path("error").path("code").textValue();
    }

    private static HttpResponse<String> as(String token, String path) {
        return server.send(server.anonymous(path)
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    @Test
    void withoutATokenNothingOfTheApiAnswers() {
        for (String path :
                new String[] {"/api/me", "/api/projects", "/api/projects/shop", "/api/projects/shop/ledger"}) {
            HttpResponse<String> response = server.send(server.anonymous(path).GET());
            assertThat(response.statusCode()).as(path).isEqualTo(401);
            assertThat(code(response)).isEqualTo("unauthorized");
        }
    }

    @Test
    void aWrongTokenIsRefusedWhateverItLooksLike() {
        for (String token : new String[] {"wrong", "sk_wrong", writeKey, "", TestServer.ADMIN + "x"}) {
            assertThat(as(token, "/api/me").statusCode()).as(token).isEqualTo(401);
        }
    }

    @Test
    void theAdminReachesEveryProject() {
        JsonNode me = TestServer.json(server.get("/api/me"));

        assertThat(me.get("role").textValue()).isEqualTo("admin");
        assertThat(me.get("projects").findValuesAsText("projectId")).contains("shop", "other");
    }

    @Test
    void aSecretKeyReachesItsProjectAndNoOther() {
        assertThat(TestServer.json(as(secretKey, "/api/me")).get("projects").findValuesAsText("projectId"))
                .containsExactly("shop");
        assertThat(as(secretKey, "/api/projects/shop").statusCode()).isEqualTo(200);
        assertThat(as(secretKey, "/api/projects/other").statusCode()).isEqualTo(403);
        assertThat(as(secretKey, "/api/projects/nowhere").statusCode()).isEqualTo(403);
        assertThat(TestServer.json(as(secretKey, "/api/projects")).get("projects"))
                .hasSize(1);
    }

    @Test
    void onlyTheAdminCreatesProjects() {
        HttpResponse<String> response = server.send(server.anonymous("/api/projects")
                .header("Authorization", "Bearer " + secretKey)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"projectId\":\"mine\"}")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(code(response)).isEqualTo("forbidden");
    }

    @Test
    void aProjectIsMadeOnceAndItsSecretKeyIsShownOnce() {
        HttpResponse<String> created = server.post("/api/projects", "{\"projectId\":\"once\",\"name\":\"Once\"}");
        HttpResponse<String> again = server.post("/api/projects", "{\"projectId\":\"once\",\"name\":\"Once\"}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(TestServer.json(created).get("secretKey").textValue()).startsWith("sk_");
        assertThat(TestServer.json(created).get("writeKey").textValue()).startsWith("wk_");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(code(again)).isEqualTo("project_exists");
        assertThat(server.get("/api/projects/once").body()).doesNotContain("sk_");
    }

    @Test
    void bodiesAreCheckedFieldByField() {
        record Case(String body, int status, String code) {}
        for (Case bad : new Case[] {
            new Case("", 400, "invalid_body"),
            new Case("{", 400, "invalid_json"),
            new Case("[]", 400, "invalid_body"),
            new Case("{\"projectId\":\"a\",\"projectId\":\"b\"}", 400, "invalid_json"),
            new Case("{\"projectId\":\"a\"} x", 400, "invalid_json"),
            new Case("{\"name\":\"a\"}", 400, "missing_field"),
            new Case("{\"projectId\":\"Not An Id\"}", 400, "invalid_field"),
            new Case("{\"projectId\":7}", 400, "invalid_field"),
            new Case("{\"projectId\":\"a\",\"colour\":\"red\"}", 400, "unknown_field"),
            new Case("{\"projectId\":" + "[".repeat(5000) + "]".repeat(5000) + "}", 400, "invalid_json"),
            new Case("{\"projectId\":\"" + "a".repeat(Exchange.MAX_BODY_BYTES) + "\"}", 413, "body_too_large"),
        }) {
            HttpResponse<String> response = server.post("/api/projects", bad.body());
            String shown = bad.body().substring(0, Math.min(60, bad.body().length()));
            assertThat(response.statusCode()).as(shown).isEqualTo(bad.status());
            assertThat(code(response)).as(shown).isEqualTo(bad.code());
        }
    }

    @Test
    void aBodyThatDoesNotSayItIsJsonIsRefused() {
        HttpResponse<String> response = server.send(server.request("/api/projects")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"projectId\":\"plain\"}")));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(code(response)).isEqualTo("unsupported_media_type");
    }

    @Test
    void settingsOfAProjectChangeOneByOne() {
        HttpResponse<String> changed = server.send(
                server.request("/api/projects/other")
                        .header("Content-Type", "application/json")
                        .method(
                                "PATCH",
                                BodyPublishers.ofString(
                                        "{\"settings\":{\"replaySampleRate\":0.5},\"allowedOrigins\":[\"https://shop.example\"]}")));
        JsonNode project = TestServer.json(changed);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(project.at("/settings/replaySampleRate").doubleValue()).isEqualTo(0.5);
        assertThat(project.at("/settings/sampleRate").doubleValue()).isEqualTo(1);
        assertThat(project.at("/allowedOrigins/0").textValue()).isEqualTo("https://shop.example");
        assertThat(project.get("name").textValue()).isEqualTo("other");
    }

    @Test
    void aSettingOutOfRangeIsRefused() {
        for (String settings : new String[] {"{\"sampleRate\":2}", "{\"maskAllText\":1}", "{\"colour\":1}", "7"}) {
            HttpResponse<String> response = server.send(server.request("/api/projects/other")
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"settings\":" + settings + "}")));
            assertThat(response.statusCode()).as(settings).isEqualTo(400);
        }
    }

    @Test
    void aNumberThatIsNotWholeIsRefusedByName() {
        String model = "{\"provider\":\"openai\",\"model\":\"m\",\"FIELD\":VALUE}";
        Map<String, String> bodies = Map.of(
                "eventsPerSecond", "{\"settings\":{\"FIELD\":VALUE}}",
                "bytesPerDay", "{\"settings\":{\"FIELD\":VALUE}}",
                "tokensPerDay", model,
                "timeoutSeconds", model,
                "budgetBytes", "{\"rules\":{},\"FIELD\":VALUE}",
                "deleteAfterDays", "{\"rules\":{\"events\":{\"FIELD\":VALUE}}}",
                "idleSeconds", "{\"endpoint\":\"http://127.0.0.1:9\",\"FIELD\":VALUE}");
        Map<String, String> paths = Map.of(
                "tokensPerDay", "/model",
                "timeoutSeconds", "/model",
                "budgetBytes", "/storage/policy",
                "deleteAfterDays", "/storage/policy",
                "idleSeconds", "/push");
        bodies.forEach((field, body) -> {
            for (String value : List.of("0.5", "1e30", "-1", "1234.5", "18446744073709551617", "true")) {
                String path = paths.getOrDefault(field, "");
                HttpResponse<String> refused = server.send(server.request("/api/projects/shop" + path)
                        .header("Content-Type", "application/json")
                        .method(
                                path.isEmpty() ? "PATCH" : "PUT",
                                BodyPublishers.ofString(
                                        body.replace("FIELD", field).replace("VALUE", value))));

                assertThat(refused.statusCode()).as(field + " " + value).isEqualTo(400);
                assertThat(code(refused)).isEqualTo("invalid_field");
                assertThat(TestServer.json(refused).at("/error/message").textValue())
                        .contains(field)
                        .contains("must be a whole number")
                        .contains("got " + (value.equals("1e30") ? "1.0E30" : value));
            }
        });
        assertThat(server.send(server.request("/api/projects/shop")
                                .header("Content-Type", "application/json")
                                .method(
                                        "PATCH",
                                        BodyPublishers.ofString("{\"settings\":{\"eventsPerSecond\":5000.0}}")))
                        .body())
                .contains("\"eventsPerSecond\":5000");
    }

    @Test
    void changesAtTheSameTimeAreAllThere() throws InterruptedException {
        List<String> changes = List.of(
                "{\"name\":\"Busy\"}",
                "{\"allowedOrigins\":[\"https://busy.example\"]}",
                "{\"settings\":{\"maskAllText\":true}}",
                "{\"settings\":{\"replaySampleRate\":0.25}}");
        server.project("busy");
        List<Thread> threads = changes.stream()
                .map(change -> Thread.ofVirtual()
                        .start(() -> server.send(server.request("/api/projects/busy")
                                .header("Content-Type", "application/json")
                                .method("PATCH", BodyPublishers.ofString(change)))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        JsonNode after = TestServer.json(server.get("/api/projects/busy"));
        assertThat(after.get("name").textValue()).isEqualTo("Busy");
        assertThat(after.at("/allowedOrigins/0").textValue()).isEqualTo("https://busy.example");
        assertThat(after.at("/settings/maskAllText").booleanValue()).isTrue();
        assertThat(after.at("/settings/replaySampleRate").doubleValue()).isEqualTo(0.25);
    }

    @Test
    void anUnknownProjectIsNotFound() {
        HttpResponse<String> response = server.get("/api/projects/nowhere");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo("not_found");
    }

    @Test
    void unknownPathsAndMethodsAnswerInTheSameShape() {
        assertThat(code(server.get("/api/nothing"))).isEqualTo("not_found");
        assertThat(code(server.get("/v1/nothing"))).isEqualTo("not_found");
        HttpResponse<String> wrongMethod = server.send(server.request("/api/me").DELETE());
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void theInstallPageHasWhatToPaste() {
        JsonNode install = TestServer.json(server.get("/api/projects/shop/install"));

        assertThat(install.get("snippet").textValue())
                .contains("http://127.0.0.1:" + server.server().port() + "/sdk/claymore.js")
                .contains(writeKey);
        assertThat(install.get("npm").textValue()).contains("@claymore/browser").contains(writeKey);
        assertThat(install.get("eventCount").longValue()).isZero();
        assertThat(install.get("firstEventAt").isNull()).isTrue();
    }

    @Test
    void everyAnswerForbidsSniffingAndTheApiCaching() {
        HttpResponse<String> response = server.get("/api/me");

        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).isPresent();
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void theProbesAnswer() {
        assertThat(server.send(server.anonymous("/health/live").GET()).body()).isEqualTo("ok\n");
        JsonNode ready =
                TestServer.json(server.send(server.anonymous("/health/ready").GET()));
        assertThat(ready.get("status").textValue()).isEqualTo("ready");
    }

    @Test
    void theMetricsAreReadableByThisMachineAndByTheAdmin() {
        HttpResponse<String> local = server.send(server.anonymous("/metrics").GET());
        HttpResponse<String> proxied = server.send(server.anonymous("/metrics")
                .header("X-Forwarded-For", "203.0.113.9")
                .GET());

        assertThat(local.statusCode()).isEqualTo(200);
        assertThat(local.body())
                .contains("# TYPE claymore_http_requests_total counter")
                .contains("claymore_ingest_batches_total ")
                .contains("claymore_database_up 1")
                .containsPattern("jvm_memory_used_bytes \\d+");
        assertThat(proxied.statusCode()).isEqualTo(401);
        assertThat(server.send(server.request("/metrics")
                                .header("X-Forwarded-For", "203.0.113.9")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }
}
