package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A provider on this machine that speaks the wire protocols of OpenAI (chat completions, responses), Anthropic (messages) and Gemini
 * (generateContent), whole and as streams. What it answers next is queued; what it was asked is kept.
 */
final class StubProvider implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param headers names in lower case */
    record Asked(String path, JsonNode body, java.util.Map<String, String> headers) {}

    private sealed interface Reply {}

    /** The model calls a tool. */
    private record Tool(String name, String arguments) implements Reply {}

    private record Text(String text) implements Reply {}

    private record Raw(int status, String body) implements Reply {}

    private record Silence() implements Reply {}

    /** The first half of a tool's call, and then nothing more. */
    private record Half(String name, String arguments) implements Reply {}

    StubProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    StubProvider callsTool(String name, String arguments) {
        replies.add(new Tool(name, arguments));
        return this;
    }

    StubProvider says(String text) {
        replies.add(new Text(text));
        return this;
    }

    StubProvider fails(int status, String body) {
        replies.add(new Raw(status, body));
        return this;
    }

    StubProvider breaksOff(String name, String arguments) {
        replies.add(new Half(name, arguments));
        return this;
    }

    StubProvider isSilent() {
        replies.add(new Silence());
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            java.util.Map<String, String> headers = new java.util.HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            String path = exchange.getRequestURI().getPath();
            asked.add(new Asked(path, body, headers));
            Reply reply;
            synchronized (replies) {
                reply = replies.isEmpty()
                        ? new Raw(500, "{\"error\":{\"message\":\"nothing queued\"}}")
                        : replies.poll();
            }
            switch (reply) {
                case Raw(int status, String text) -> send(exchange, status, "application/json", text);
                case Silence silence -> closing.await();
                case Tool(String name, String arguments) -> answer(exchange, path, body, name, arguments, null, false);
                case Half(String name, String arguments) -> answer(exchange, path, body, name, arguments, null, true);
                case Text(String text) -> answer(exchange, path, body, null, null, text, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(
            HttpExchange exchange, String path, JsonNode body, String tool, String arguments, String text, boolean half)
            throws IOException {
        boolean stream = body.path("stream").asBoolean();
        String events = "text/event-stream";
        if (path.endsWith("/chat/completions")) {
            String whole = stream
                    ? chatStream(tool, arguments, text)
                    : chat(tool, arguments, text).toString();
            send(exchange, 200, stream ? events : "application/json", whole, half);
        } else if (path.endsWith("/responses")) {
            ObjectNode whole = responses(tool, arguments, text);
            String told = stream ? responsesStream(whole, tool, arguments, text) : whole.toString();
            send(exchange, 200, stream ? events : "application/json", told, half);
        } else if (path.endsWith("/messages")) {
            String whole = stream
                    ? messagesStream(tool, arguments, text)
                    : messages(tool, arguments, text).toString();
            send(exchange, 200, stream ? events : "application/json", whole, half);
        } else if (path.contains(":streamGenerateContent")) {
            send(exchange, 200, events, "data: " + gemini(tool, arguments, text) + "\r\n\r\n", half);
        } else if (path.contains(":generateContent")) {
            send(
                    exchange,
                    200,
                    "application/json",
                    gemini(tool, arguments, text).toString(),
                    half);
        } else {
            send(exchange, 404, "application/json", "{\"error\":{\"message\":\"no such path\"}}");
        }
    }

    private static ObjectNode chat(String tool, String arguments, String text) {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "stub");
        ObjectNode choice = answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", tool == null ? "stop" : "tool_calls");
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", text);
        if (tool != null) {
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", "t1")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool)
                    .put("arguments", arguments);
        }
        answer.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 20)
                .put("total_tokens", 120);
        return answer;
    }

    /** The arguments come in two pieces, as they do. */
    private static String chatStream(String tool, String arguments, String text) {
        StringBuilder stream = new StringBuilder();
        if (tool == null) {
            stream.append(chunk(delta -> delta.put("role", "assistant").put("content", text), null));
        } else {
            int half = arguments.length() / 2;
            stream.append(chunk(
                    delta -> delta.put("role", "assistant")
                            .putArray("tool_calls")
                            .addObject()
                            .put("index", 0)
                            .put("id", "t1")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", tool)
                            .put("arguments", arguments.substring(0, half)),
                    null));
            stream.append(chunk(
                    delta -> delta.putArray("tool_calls")
                            .addObject()
                            .put("index", 0)
                            .putObject("function")
                            .put("arguments", arguments.substring(half)),
                    null));
        }
        stream.append(chunk(delta -> {}, tool == null ? "stop" : "tool_calls"));
        ObjectNode usage = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion.chunk")
                .put("created", 1)
                .put("model", "stub");
        usage.putArray("choices");
        usage.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 20)
                .put("total_tokens", 120);
        return stream.append("data: ")
                .append(usage)
                .append("\n\ndata: [DONE]\n\n")
                .toString();
    }

    private static String chunk(java.util.function.Consumer<ObjectNode> fill, String finish) {
        ObjectNode chunk = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion.chunk")
                .put("created", 1)
                .put("model", "stub");
        ObjectNode choice =
                chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        fill.accept(choice.putObject("delta"));
        return "data: " + chunk + "\n\n";
    }

    private static ObjectNode responses(String tool, String arguments, String text) {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "r1")
                .put("object", "response")
                .put("created_at", 1)
                .put("status", "completed")
                .put("model", "stub");
        item(answer.putArray("output").addObject(), tool, arguments, text);
        answer.putObject("usage")
                .put("input_tokens", 100)
                .put("output_tokens", 20)
                .put("total_tokens", 120);
        return answer;
    }

    private static ObjectNode item(ObjectNode item, String tool, String arguments, String text) {
        if (tool == null) {
            item.put("type", "message")
                    .put("id", "m1")
                    .put("role", "assistant")
                    .put("status", "completed")
                    .putArray("content")
                    .addObject()
                    .put("type", "output_text")
                    .put("text", text);
        } else {
            item.put("type", "function_call")
                    .put("id", "f1")
                    .put("call_id", "t1")
                    .put("status", "completed")
                    .put("name", tool)
                    .put("arguments", arguments);
        }
        return item;
    }

    private static String responsesStream(ObjectNode whole, String tool, String arguments, String text) {
        StringBuilder stream = new StringBuilder();
        ObjectNode created = whole.deepCopy().put("status", "in_progress");
        created.putArray("output");
        stream.append(event("response.created", e -> e.set("response", created)));
        stream.append(event(
                "response.output_item.added",
                e -> e.put("output_index", 0)
                        .set(
                                "item",
                                item(
                                        JSON.createObjectNode(),
                                        tool,
                                        tool == null ? null : "",
                                        tool == null ? "" : null))));
        if (tool == null) {
            stream.append(event(
                    "response.output_text.delta",
                    e -> e.put("item_id", "m1")
                            .put("output_index", 0)
                            .put("content_index", 0)
                            .put("delta", text)));
        } else {
            stream.append(event(
                    "response.function_call_arguments.delta",
                    e -> e.put("item_id", "f1").put("output_index", 0).put("delta", arguments)));
            stream.append(event(
                    "response.function_call_arguments.done",
                    e -> e.put("item_id", "f1").put("output_index", 0).put("arguments", arguments)));
        }
        stream.append(event(
                "response.output_item.done",
                e -> e.put("output_index", 0).set("item", item(JSON.createObjectNode(), tool, arguments, text))));
        stream.append(event("response.completed", e -> e.set("response", whole)));
        return stream.toString();
    }

    private static ObjectNode messages(String tool, String arguments, String text) throws IOException {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "a1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "stub")
                .put("stop_reason", tool == null ? "end_turn" : "tool_use");
        ObjectNode block = answer.putArray("content").addObject();
        if (tool == null) {
            block.put("type", "text").put("text", text);
        } else {
            block.put("type", "tool_use").put("id", "t1").put("name", tool).set("input", JSON.readTree(arguments));
        }
        answer.putObject("usage").put("input_tokens", 100).put("output_tokens", 20);
        return answer;
    }

    private static String messagesStream(String tool, String arguments, String text) throws IOException {
        ObjectNode begun = messages(tool, tool == null ? null : "{}", tool == null ? "" : null);
        begun.putArray("content");
        StringBuilder stream = new StringBuilder();
        stream.append(event("message_start", e -> e.set("message", begun)));
        stream.append(event("content_block_start", e -> {
            ObjectNode block = e.put("index", 0).putObject("content_block");
            if (tool == null) {
                block.put("type", "text").put("text", "");
            } else {
                block.put("type", "tool_use").put("id", "t1").put("name", tool).putObject("input");
            }
        }));
        stream.append(event("content_block_delta", e -> {
            ObjectNode delta = e.put("index", 0).putObject("delta");
            if (tool == null) {
                delta.put("type", "text_delta").put("text", text);
            } else {
                delta.put("type", "input_json_delta").put("partial_json", arguments);
            }
        }));
        stream.append(event("content_block_stop", e -> e.put("index", 0)));
        stream.append(event("message_delta", e -> {
            e.putObject("delta").put("stop_reason", tool == null ? "end_turn" : "tool_use");
            e.putObject("usage").put("output_tokens", 20);
        }));
        return stream.append(event("message_stop", e -> {})).toString();
    }

    private static String event(String type, java.util.function.Consumer<ObjectNode> fill) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        fill.accept(event);
        return "event: " + type + "\ndata: " + event + "\n\n";
    }

    private static ObjectNode gemini(String tool, String arguments, String text) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("modelVersion", "stub").put("responseId", "g1");
        ObjectNode candidate = answer.putArray("candidates")
                .addObject()
                .put("finishReason", "STOP")
                .put("index", 0);
        ObjectNode part = candidate
                .putObject("content")
                .put("role", "model")
                .putArray("parts")
                .addObject();
        if (tool == null) {
            part.put("text", text);
        } else {
            part.putObject("functionCall").put("name", tool).set("args", JSON.readTree(arguments));
        }
        answer.putObject("usageMetadata")
                .put("promptTokenCount", 100)
                .put("candidatesTokenCount", 20)
                .put("totalTokenCount", 120);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body, false);
    }

    /** @param half the connection ends in the middle of what was promised */
    private static void send(HttpExchange exchange, int status, String type, String body, boolean half)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, half ? bytes.length / 2 : bytes.length);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
