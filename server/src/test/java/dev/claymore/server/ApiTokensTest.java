package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.Projects;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token of the role viewer reads its project, changes nothing, and opens nothing once it is revoked. */
final class ApiTokensTest {

    /** What asks with a body and changes nothing; everything else that is no GET is refused. */
    private static final Set<String> READS = Set.of(
            "POST /api/projects/{projectId}/query",
            "POST /api/projects/{projectId}/query/sessions",
            "POST /api/projects/{projectId}/sql",
            "POST /api/projects/{projectId}/ask",
            "POST /api/projects/{projectId}/contrast",
            "POST /api/projects/{projectId}/stacks",
            "POST /mcp");

    /** These know no holder of a token. */
    private static final Set<String> OPEN = Set.of(
            "POST /api/login",
            "POST /api/logout",
            "GET /api/openapi.json",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics");

    private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String secretKey;

    @BeforeAll
    static void start() {
        server = TestServer.ready(directory);
        secretKey = server.project("shop").get("secretKey").textValue();
        server.project("other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> send(String method, String path, String header, String value) {
        HttpRequest.Builder request = server.anonymous(path).header(header, value);
        if (header.equals("Cookie")) {
            request.header("Sec-Fetch-Site", "same-origin");
        }
        return server.send(
                method.equals("GET")
                        ? request.GET()
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString("{}")));
    }

    private static HttpResponse<String> by(String token, String method, String path) {
        return send(method, path, "Authorization", "Bearer " + token);
    }

    private static JsonNode created(String name) {
        HttpResponse<String> answer = server.post("/api/projects/shop/tokens", "{\"name\":\"" + name + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestServer.json(answer);
    }

    private static String signedIn(String token) {
        HttpResponse<String> answer = server.send(server.anonymous("/api/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
        assertThat(answer.statusCode()).isEqualTo(204);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    /** Every operation that the OpenAPI document has, as `METHOD path`. */
    private static List<String> operations() {
        List<String> operations = new ArrayList<>();
        JsonNode document = TestServer.json(server.get("/api/openapi.json"));
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (METHODS.contains(method)) {
                    operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            });
        }
        return operations;
    }

    private static String in(String project, String path) {
        return path.replace("{projectId}", project)
                .replace("{kind}", "write")
                .replace("{table}", "events")
                .replace("{traceId}", "0123456789abcdef0123456789abcdef")
                .replaceAll("\\{[a-zA-Z]+Id}|\\{id}", "0197a1b2-0000-7000-8000-000000000000");
    }

    @Test
    void itIsRefusedByEverythingThatChangesSomethingAndReadsTheRest() {
        String token = created("walk").get("token").textValue();
        String cookie = signedIn(token);
        int refused = 0;
        int read = 0;
        for (String operation : operations()) {
            String[] words = operation.split(" ");
            if (OPEN.contains(operation)) {
                continue;
            }
            for (String header : List.of("Authorization", "Cookie")) {
                // The door of the tools takes no cookie from anybody.
                if (header.equals("Cookie") && words[1].equals("/mcp")) {
                    continue;
                }
                HttpResponse<String> answer = send(
                        words[0], in("shop", words[1]), header, header.equals("Cookie") ? cookie : "Bearer " + token);
                if (words[1].startsWith("/v1/")) {
                    assertThat(answer.statusCode()).as(operation).isEqualTo(401);
                } else if (adminOnly(operation)) {
                    assertThat(answer.statusCode()).as(operation).isEqualTo(403);
                    assertThat(answer.body()).as(operation).contains("\"forbidden\"");
                } else if (words[0].equals("GET") || READS.contains(operation)) {
                    assertThat(answer.statusCode())
                            .as(operation + answer.body())
                            .isNotIn(401, 403, 500);
                    read++;
                } else {
                    assertThat(answer.statusCode()).as(operation).isEqualTo(403);
                    assertThat(answer.body()).as(operation).contains("\"read_only\"");
                    refused++;
                }
            }
        }
        assertThat(refused).as("operations that were refused").isGreaterThan(16);
        assertThat(read).as("operations that were read by").isGreaterThan(60);
        // Nothing of what was refused has happened.
        assertThat(TestServer.json(server.get("/api/projects/shop"))
                        .get("projectId")
                        .textValue())
                .isEqualTo("shop");
        assertThat(TestServer.json(server.get("/api/projects/shop/saved")).get("items"))
                .isEmpty();
    }

    private static boolean adminOnly(String operation) {
        return server.server().api().routes().stream()
                .anyMatch(route ->
                        route.access() == Route.Access.ADMIN && operation.equals(route.method() + " " + route.path()));
    }

    @Test
    void itReachesItsOwnProjectAlone() {
        String token = created("own").get("token").textValue();
        for (String operation : operations()) {
            String[] words = operation.split(" ");
            if (words[1].contains("{projectId}")) {
                assertThat(by(token, words[0], in("other", words[1])).statusCode())
                        .as(operation)
                        .isEqualTo(403);
            }
        }
        JsonNode me = TestServer.json(by(token, "GET", "/api/me"));
        assertThat(me.get("role").textValue()).isEqualTo("viewer");
        assertThat(me.get("projects").findValuesAsText("projectId")).containsExactly("shop");
        assertThat(server.batch(token, TestBatch.of(1).json()).statusCode())
                .as("it sends nothing")
                .isEqualTo(401);
    }

    @Test
    void onceItIsRevokedItOpensNothingAndItsHolderIsSignedOut() {
        JsonNode kept = created("Ada’s laptop");
        String token = kept.get("token").textValue();
        String cookie = signedIn(token);
        String another = created("another").get("token").textValue();
        assertThat(by(token, "GET", "/api/projects/shop").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/api/projects/shop", "Cookie", cookie).statusCode())
                .isEqualTo(200);

        String path = "/api/projects/shop/tokens/" + kept.get("tokenId").textValue();
        assertThat(server.send(server.request(path).DELETE()).statusCode()).isEqualTo(204);

        assertThat(by(token, "GET", "/api/projects/shop").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/projects/shop", "Cookie", cookie).statusCode())
                .isEqualTo(401);
        assertThat(by(another, "GET", "/api/projects/shop").statusCode()).isEqualTo(200);
        assertThat(server.send(server.request(path).DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void aProjectHasSoManyAndNoMore() {
        server.project("full");
        for (int i = 0; i < Projects.MAX_TOKENS; i++) {
            assertThat(server.post("/api/projects/full/tokens", "{\"name\":\"one of many\"}")
                            .statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<String> refused = server.post("/api/projects/full/tokens", "{\"name\":\"one more\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("too_many_tokens");
    }

    @Test
    void theListNamesItAndNeverShowsIt() {
        JsonNode kept = created("for the wall");
        HttpResponse<String> list = server.get("/api/projects/shop/tokens");
        JsonNode newest = TestServer.json(list).get("tokens").get(0);
        assertThat(newest.get("name").textValue()).isEqualTo("for the wall");
        assertThat(newest.get("role").textValue()).isEqualTo("viewer");
        assertThat(newest.get("tokenId")).isEqualTo(kept.get("tokenId"));
        assertThat(list.body()).doesNotContain(kept.get("token").textValue());
        assertThat(server.server()
                        .database()
                        .clickhouse()
                        .query("SELECT * FROM projects")
                        .rows()
                        .toString())
                .doesNotContain(kept.get("token").textValue());
    }

    @Test
    void changesOfTheProjectLeaveItAndNewKeysToo() {
        String token = created("stays").get("token").textValue();
        server.send(server.request("/api/projects/shop")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"Shop\"}")));
        server.post("/api/projects/shop/keys/write", "{}");
        assertThat(by(token, "GET", "/api/projects/shop").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyTheAdminGivesThemAndWhatIsWrongIsSaid() {
        for (String method : List.of("GET", "POST")) {
            assertThat(by(secretKey, method, "/api/projects/shop/tokens").statusCode())
                    .isEqualTo(403);
        }
        for (String body :
                List.of("{}", "{\"name\":\" \"}", "{\"name\":\"a\\nb\"}", "{\"name\":\"a\",\"role\":\"admin\"}")) {
            assertThat(server.post("/api/projects/shop/tokens", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(server.post("/api/projects/nowhere/tokens", "{\"name\":\"a\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.request("/api/projects/shop/tokens/none").DELETE())
                        .statusCode())
                .isEqualTo(400);
        assertThat(by("rt_nonsense", "GET", "/api/me").statusCode()).isEqualTo(401);
    }
}
