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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider on this machine that speaks the wire protocols of OpenAI (chat completions, responses), Anthropic (messages) and Gemini
 * (generateContent), whole and as streams. What it answers next is queued; what it was asked is kept.
 */
final class StubProvider implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
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

    /** An answer that goes on and on, a piece at a time. */
    private record Endless(String piece, long pauseMillis) implements Reply {}

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

    StubProvider neverEnds(String piece, long pauseMillis) {
        replies.add(new Endless(piece, pauseMillis));
        return this;
    }

    /** How often an answer that goes on and on was left by the other side. */
    int left() {
        return left.get();
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
                case Endless(String piece, long pause) ->
                    goOn(exchange, body.path("stream").asBoolean(), piece, pause);
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
                    ? OpenAiWire.chatStream(tool, arguments, text)
                    : OpenAiWire.chat(tool, arguments, text).toString();
            send(exchange, 200, stream ? events : "application/json", whole, half);
        } else if (path.endsWith("/responses")) {
            ObjectNode whole = OpenAiWire.responses(tool, arguments, text);
            String told = stream ? OpenAiWire.responsesStream(whole, tool, arguments, text) : whole.toString();
            send(exchange, 200, stream ? events : "application/json", told, half);
        } else if (path.endsWith("/messages")) {
            String whole = stream
                    ? AnthropicWire.messagesStream(tool, arguments, text)
                    : AnthropicWire.messages(tool, arguments, text).toString();
            send(exchange, 200, stream ? events : "application/json", whole, half);
        } else if (path.contains(":streamGenerateContent")) {
            send(exchange, 200, events, "data: " + GeminiWire.gemini(tool, arguments, text) + "\r\n\r\n", half);
        } else if (path.contains(":generateContent")) {
            send(
                    exchange,
                    200,
                    "application/json",
                    GeminiWire.gemini(tool, arguments, text).toString(),
                    half);
        } else {
            send(exchange, 404, "application/json", "{\"error\":{\"message\":\"no such path\"}}");
        }
    }

    private void goOn(HttpExchange exchange, boolean stream, String piece, long pauseMillis)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, 0);
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        try {
            while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            left.incrementAndGet();
        }
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
