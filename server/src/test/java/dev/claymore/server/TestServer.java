package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A whole server with the real engine, on free ports, and a client that speaks to it over HTTP. */
final class TestServer implements AutoCloseable {

    static final String ADMIN = "the-token-of-the-admin";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Server server;

    private TestServer(Server server) {
        this.server = server;
    }

    static Config config(Path directory, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "CLAYMORE_DATA",
                directory.resolve("data").toString(),
                "CLAYMORE_ADMIN_TOKEN",
                ADMIN,
                "CLAYMORE_PORT",
                "0",
                "CLAYMORE_OTLP_HTTP_PORT",
                "off",
                "CLAYMORE_OTLP_GRPC_PORT",
                "off",
                "CLAYMORE_ENGINE_PORT",
                "0"));
        all.putAll(environment);
        return Config.load(all, directory.resolve("home"), Config.LOOPBACK);
    }

    /** Starts in {@code directory}; what {@link #home} put there is served. */
    static TestServer start(Path directory, Map<String, String> environment) {
        return new TestServer(Server.start(config(directory, environment)));
    }

    static TestServer ready(Path directory) {
        TestServer started = start(directory, Map.of());
        started.awaitReady();
        return started;
    }

    /** Files as a build leaves them. */
    static void home(Path directory) {
        try {
            write(directory, "home/web/index.html", "<!doctype html><title>Claymore</title>");
            write(directory, "home/web/assets/index-B1c2D3e4.js", "console.log('ui');".repeat(200));
            write(directory, "home/sdk/claymore.js", "console.log('sdk');".repeat(200));
            write(directory, "home/demo/index.html", "<!doctype html><title>Shop</title>");
            write(directory, "home/demo/cart/index.html", "<!doctype html><title>Cart</title>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void awaitReady() {
        try {
            server.awaitReady();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the server did not become ready", e);
        }
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A request with the admin's token. */
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + ADMIN);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(3));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> sendBytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> batch(String key, String json) {
        return send(anonymous("/v1/batch")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A new project; its keys are in the answer. */
    JsonNode project(String projectId) {
        HttpResponse<String> created = post("/api/projects", "{\"projectId\":\"" + projectId + "\"}");
        if (created.statusCode() != 201) {
            throw new IllegalStateException(created.body());
        }
        return json(created);
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.tree(response.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
