package dev.claymore.bench;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server as a process of its own, on a data directory of the benchmark's; can be killed and started again. */
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TOKEN = "bench-admin-token-0123456789";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final int port = freePort();
    private final int enginePort = freePort();
    private final int grpcPort = freePort();
    private final List<String> javaOptions;
    private volatile Process process;

    ServerProcess(Path data, List<String> javaOptions) throws IOException {
        this.data = data;
        this.javaOptions = javaOptions;
        // However the benchmark ends, its server does not outlive it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (process != null) {
                process.destroy();
            }
        }));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts the server; returns when it takes batches and the database answers. */
    void start() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("claymore.home", "dist")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dclaymore.home=" + home));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", home.resolve("lib") + "/*", "dev.claymore.server.Main", "serve"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "CLAYMORE_DATA", data.toString(),
                        "CLAYMORE_HOST", "127.0.0.1",
                        "CLAYMORE_PORT", Integer.toString(port),
                        "CLAYMORE_ENGINE_PORT", Integer.toString(enginePort),
                        "CLAYMORE_OTLP_HTTP_PORT", "off",
                        "CLAYMORE_OTLP_GRPC_PORT", Integer.toString(grpcPort),
                        "CLAYMORE_ADMIN_TOKEN", TOKEN));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("server.log").toFile()));
        process = builder.start();
        await(
                "the server to be ready, see " + data.resolve("server.log"),
                () -> get("/health/ready").statusCode() == 200);
    }

    int port() {
        return port;
    }

    /** A connection of the product's own to the database. */
    ClickHouse clickhouse(Duration timeout) throws IOException {
        return ClickHouse.connect(new ClickHouseOptions(
                URI.create("http://127.0.0.1:" + enginePort),
                "default",
                Files.readString(data.resolve("engine-password")).strip(),
                ClickHouseOptions.DEFAULT_DATABASE,
                timeout));
    }

    int grpcPort() {
        return grpcPort;
    }

    long pid() {
        return process.pid();
    }

    Optional<ProcessHandle> engine() {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("EngineMain"))
                .findFirst();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Makes a project; returns its write key. */
    String project(String projectId) throws IOException, InterruptedException {
        HttpResponse<String> created = client.send(
                HttpRequest.newBuilder(uri("/api/projects"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"projectId\":\"" + projectId + "\",\"name\":\"" + projectId + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher key = Pattern.compile("\"writeKey\"\\s*:\\s*\"([^\"]+)\"").matcher(created.body());
        if (!key.find()) {
            throw new IOException("no project was made: " + created.body());
        }
        return key.group(1);
    }

    /** A counter or gauge of {@code /metrics}, labels included in the name; 0 when it is not there. */
    double metric(String name) throws IOException, InterruptedException {
        for (String line : get("/metrics").body().split("\n")) {
            if (line.startsWith(name + " ")) {
                return Double.parseDouble(line.substring(name.length() + 1));
            }
        }
        return 0;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json);
    }

    /** @throws IOException when it is refused */
    void put(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("PUT", path, json);
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofMinutes(2))
                        .method(method, HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Rows of a table. */
    long count(String table) throws IOException, InterruptedException {
        return Long.parseLong(query("SELECT count() FROM " + table));
    }

    /** Asks the engine itself; the answer is tab-separated text. */
    String query(String sql) throws IOException, InterruptedException {
        return new String(queryBytes(sql), StandardCharsets.UTF_8).strip();
    }

    /** The same where the statement names another format. */
    byte[] queryBytes(String sql) throws IOException, InterruptedException {
        String password = Files.readString(data.resolve("engine-password")).strip();
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + enginePort + "/?database=claymore"))
                        .header("X-ClickHouse-User", "default")
                        .header("X-ClickHouse-Key", password)
                        .POST(HttpRequest.BodyPublishers.ofString(sql, StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    static void await(String what, Condition condition) throws InterruptedException {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException notYet) {
                // Asked again below.
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain for " + what);
    }

    /** Lets it end in order; it can be started again. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Lets it end in order. */
    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }
}
