package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code claymore mcp}: MCP's stdio transport for the server that runs. One message a line, each passed on to the server's {@code /mcp},
 * which keeps no state between messages; so there is one implementation of the tools, whatever the transport.
 */
final class McpBridge {

    private static final int INTERNAL_ERROR = -32603;

    private McpBridge() {}

    static int run(ApiClient api, Deque<String> words, InputStream in, PrintStream out) {
        CommandLine.Arguments.parse(words, Set.of(), Set.of());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    String answer = pass(api, line);
                    if (!answer.isBlank()) {
                        out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pass(ApiClient api, String message) {
        try {
            HttpResponse<String> response = api.send(api.request("/mcp")
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(message)));
            boolean rpc = response.body().isEmpty() || response.body().contains("\"jsonrpc\"");
            return rpc ? response.body() : failure(message, "the server answered " + response.statusCode());
        } catch (ClientFailure e) {
            return failure(message, e.getMessage());
        }
    }

    /** A request must be answered; a notification must not. */
    private static String failure(String message, String reason) {
        JsonNode id;
        try {
            id = Json.tree(message.getBytes(StandardCharsets.UTF_8)).path("id");
        } catch (ProblemException e) {
            return "";
        }
        if (id.isMissingNode()) {
            return "";
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("error", Map.of("code", INTERNAL_ERROR, "message", reason));
        return new String(Json.bytes(answer), StandardCharsets.UTF_8);
    }
}
