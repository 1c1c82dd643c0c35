package dev.claymore.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A server as {@code ./claymore serve} runs it, as a process of its own, on a data directory of its own. */
final class StartedServer implements AutoCloseable {

    static final String TOKEN = "the-token-of-the-bench";

    private final Process process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final double readySeconds;

    private StartedServer(Process process, URI base, double readySeconds) {
        this.process = process;
        this.base = base;
        this.readySeconds = readySeconds;
    }

    /** Starts and waits until it says that it is ready. */
    static StartedServer start(Path data, Path archive) throws IOException {
        long began = System.nanoTime();
        Process process = builder(data, archive).start();
        URI base = null;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int url = line.indexOf("http://");
            if (base == null && line.contains("  UI ")) {
                base = URI.create(line.substring(url, line.indexOf("/#")));
            }
            if (line.startsWith("Ready")) {
                double seconds = (System.nanoTime() - began) / 1e9;
                Thread.ofPlatform().daemon().start(() -> drain(process.getInputStream()));
                return new StartedServer(process, base, seconds);
            }
        }
        throw new IOException("the server ended before it was ready");
    }

    private static ProcessBuilder builder(Path data, Path archive) {
        Path home = Path.of(System.getProperty("claymore.home", "dist")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xms64m",
                "-Xmx1g",
                "-Dclaymore.home=" + home,
                "-cp",
                home.resolve("lib") + "/*",
                "dev.claymore.server.Main",
                "serve"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "CLAYMORE_DATA", data.toString(),
                        "CLAYMORE_HOST", "127.0.0.1",
                        "CLAYMORE_PORT", "0",
                        "CLAYMORE_ENGINE_PORT", "0",
                        "CLAYMORE_OTLP_HTTP_PORT", "0",
                        "CLAYMORE_OTLP_GRPC_PORT", "0",
                        "CLAYMORE_ADMIN_TOKEN", TOKEN));
        return builder;
    }

    private static void drain(InputStream output) {
        try {
            output.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** From the start of the process to the line that says it is ready. */
    double readySeconds() {
        return readySeconds;
    }

    String send(String method, String path, String token, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** Resident bytes of the server and of its engine. */
    Map<String, Long> resident() {
        Map<String, Long> bytes = new TreeMap<>();
        resident(process.pid()).ifPresent(value -> bytes.put("server", value));
        process.children().forEach(child -> resident(child.pid()).ifPresent(value -> bytes.put("engine", value)));
        return bytes;
    }

    private static OptionalLong resident(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
                }
            }
        } catch (IOException e) {
            // Another system than Linux.
        }
        return OptionalLong.empty();
    }

    /** Stops it in order, so that it writes its class archive. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
