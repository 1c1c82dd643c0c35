package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools as the official client sees them, over HTTP and over stdio. */
class McpTest {

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String secretKey;
    private static TestBatch batch;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.ready(directory);
        JsonNode shop = server.project("shop");
        secretKey = shop.get("secretKey").textValue();
        server.project("other");
        batch = TestBatch.of(3);
        server.batch(shop.get("writeKey").textValue(), batch.json());
        Await.until(
                "the session is there",
                Duration.ofMinutes(2),
                () -> server.get("/api/projects/shop/sessions")
                        .body()
                        .contains(batch.sessionId().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theOfficialClientFindsTheToolsAndCallsThem() {
        try (McpSyncClient client = open(http(TestServer.ADMIN))) {
            assertThat(client.listTools().tools())
                    .allSatisfy(tool ->
                            assertThat(tool.annotations().readOnlyHint()).isTrue())
                    .extracting(tool -> tool.name())
                    .contains(
                            "ask",
                            "query",
                            "funnel",
                            "search_sessions",
                            "session_story",
                            "replay_link",
                            "sql",
                            "list_projects");

            assertThat(text(client, "list_projects", Map.of())).contains("shop").contains("other");
            assertThat(text(client, "sql", Map.of("projectId", "shop", "sql", "SELECT count() AS n FROM sessions")))
                    .contains("\"rows\":[[1]]");
            assertThat(text(client, "search_sessions", Map.of("projectId", "shop", "limit", 5)))
                    .contains(batch.sessionId().toString())
                    .contains("/p/shop/sessions/");
            assertThat(text(
                            client,
                            "session_story",
                            Map.of(
                                    "projectId",
                                    "shop",
                                    "sessionId",
                                    batch.sessionId().toString())))
                    .contains("summary");
            assertThat(text(
                            client,
                            "replay_link",
                            Map.of(
                                    "projectId",
                                    "shop",
                                    "sessionId",
                                    batch.sessionId().toString())))
                    .contains(server.uri("/p/shop/sessions/" + batch.sessionId() + "?t=0.0")
                            .toString())
                    .contains("\"recorded\":");
            assertThat(text(
                            client,
                            "query",
                            Map.of(
                                    "projectId",
                                    "shop",
                                    "query",
                                    Map.of(
                                            "metrics", List.of("sessions"),
                                            "from",
                                                    Instant.now()
                                                            .minus(Duration.ofDays(2))
                                                            .toString(),
                                            "to",
                                                    Instant.now()
                                                            .plus(Duration.ofDays(1))
                                                            .toString()))))
                    .contains("\"rows\":[[1]]");
            assertThat(text(client, "ask", Map.of("projectId", "shop", "question", "how many sessions today")))
                    .contains("\"status\"");
        }
    }

    @Test
    void mistakesAreToldAsTheToolsErrors() {
        try (McpSyncClient client = open(http(TestServer.ADMIN))) {
            assertThat(error(client, "sql", Map.of("projectId", "shop", "sql", "DROP TABLE events")))
                    .contains("sql_refused");
            assertThat(error(client, "ask", Map.of("question", "how many"))).contains("other, shop");
            assertThat(error(client, "session_story", Map.of("projectId", "shop", "sessionId", "x")))
                    .contains("UUID");
            assertThat(error(client, "sql", Map.of("projectId", "shop"))).isNotBlank();
        }
    }

    @Test
    void aProjectsKeyReachesItsProjectOnly() {
        try (McpSyncClient client = open(http(secretKey))) {
            assertThat(text(client, "list_projects", Map.of())).contains("shop").doesNotContain("other");
            assertThat(text(client, "sql", Map.of("sql", "SELECT count() AS n FROM sessions")))
                    .contains("[[1]]");
            assertThat(error(client, "sql", Map.of("projectId", "other", "sql", "SELECT 1 FROM events")))
                    .contains("unknown_project");
        }
    }

    @Test
    void theSameToolsAreThereOverStdio() {
        ServerParameters command = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args("-cp", System.getProperty("java.class.path"), "dev.claymore.server.CommandLine", "mcp")
                .env(Map.of("CLAYMORE_URL", server.uri("").toString(), "CLAYMORE_TOKEN", TestServer.ADMIN))
                .build();
        try (McpSyncClient client = open(new StdioClientTransport(command, new JacksonMcpJsonMapper(Json.MAPPER)))) {
            assertThat(client.listTools().tools()).hasSizeGreaterThan(7);
            assertThat(text(client, "sql", Map.of("projectId", "shop", "sql", "SELECT count() AS n FROM sessions")))
                    .contains("[[1]]");
        }
    }

    @Test
    void onlyTokensAndOwnPagesGetIn() {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        assertThat(server.send(mcp(ping, server.anonymous("/mcp"))).statusCode())
                .isEqualTo(401);
        assertThat(server.send(mcp(ping, server.anonymous("/mcp").header("Authorization", "Bearer no")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.send(mcp(ping, server.request("/mcp").header("Origin", "https://evil.example")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send(mcp(ping, server.request("/mcp").header("Origin", "http://localhost:3000")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send(mcp(ping, server.request("/mcp").header("MCP-Protocol-Version", "1999-01-01")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.send(mcp("[]", server.request("/mcp"))).statusCode()).isEqualTo(400);
        assertThat(server.send(server.request("/mcp").GET()).statusCode()).isEqualTo(405);

        HttpResponse<String> answered = server.send(mcp(ping, server.request("/mcp")));
        assertThat(answered.body()).contains("\"id\":1").contains("result");
    }

    @Test
    void paramsThatAreNoneAreTheCallersMistake() {
        for (String request : List.of(
                "\"method\":\"initialize\"",
                "\"method\":\"initialize\",\"params\":{}",
                "\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":5}",
                "\"method\":\"tools/call\"",
                "\"method\":\"tools/call\",\"params\":[]",
                "\"method\":\"tools/call\",\"params\":{\"name\":5}",
                "\"method\":\"tools/call\",\"params\":{\"name\":\"sql\",\"arguments\":[]}",
                "\"method\":\"tools/call\",\"params\":{\"name\":\"sql\",\"arguments\":\"SELECT 1\"}",
                "\"method\":\"tools/call\",\"params\":{\"name\":\"sql\",\"_meta\":[]}")) {
            HttpResponse<String> answer =
                    server.send(mcp("{\"jsonrpc\":\"2.0\",\"id\":7," + request + "}", server.request("/mcp")));

            assertThat(answer.statusCode()).as(request).isEqualTo(200);
            JsonNode said = TestServer.json(answer);
            assertThat(said.get("id").intValue()).isEqualTo(7);
            assertThat(said.at("/error/code").intValue()).as(request).isEqualTo(-32602);
            assertThat(said.at("/error/message").textValue())
                    .as(request)
                    .containsAnyOf("params", "arguments")
                    .doesNotContain("io.modelcontextprotocol");
        }
    }

    private static HttpRequest.Builder mcp(String body, HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static McpClientTransport http(String token) {
        return HttpClientStreamableHttpTransport.builder(server.uri("").toString())
                .endpoint("/mcp")
                .jsonMapper(new JacksonMcpJsonMapper(Json.MAPPER))
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build();
    }

    private static McpSyncClient open(McpClientTransport transport) {
        McpSyncClient client =
                McpClient.sync(transport).requestTimeout(Duration.ofMinutes(1)).build();
        assertThat(client.initialize().serverInfo().name()).isEqualTo("claymore");
        return client;
    }

    private static String text(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        String text = ((TextContent) result.content().getFirst()).text();
        assertThat(result.isError()).as(text).isFalse();
        return text;
    }

    private static String error(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(result.isError()).isTrue();
        return ((TextContent) result.content().getFirst()).text();
    }
}
