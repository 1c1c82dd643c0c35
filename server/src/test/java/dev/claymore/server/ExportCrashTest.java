package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed while it pushes. */
class ExportCrashTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SESSIONS = 12;
    private static final int CLICKS = 700;

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;
    private int enginePort;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dclaymore.root=" + System.getProperty("claymore.root"),
                "-Dclaymore.home=" + Path.of(System.getProperty("claymore.root"), "dist"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.claymore.server.Main",
                "serve");
        builder.environment()
                .putAll(Map.of(
                        "CLAYMORE_DATA",
                        directory.resolve("data").toString(),
                        "CLAYMORE_HOST",
                        "127.0.0.1",
                        "CLAYMORE_PORT",
                        Integer.toString(port),
                        "CLAYMORE_ENGINE_PORT",
                        Integer.toString(enginePort),
                        "CLAYMORE_OTLP_HTTP_PORT",
                        "0",
                        "CLAYMORE_OTLP_GRPC_PORT",
                        "0",
                        "CLAYMORE_ADMIN_TOKEN",
                        TestServer.ADMIN));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile());
        return builder.start();
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() throws InterruptedException {
        Await.until("the server is ready", PATIENCE, () -> {
            HttpResponse<String> ready = send("GET", "/health/ready", TestServer.ADMIN, "");
            return ready != null && ready.statusCode() == 200;
        });
    }

    @Test
    void whatIsReceivedIsCompleteAndInOrderThoughTheSenderIsKilledTwiceAndARepetitionIsKnownByItsId()
            throws IOException, InterruptedException {
        port = freePort();
        enginePort = freePort();
        Process process = start();
        try (LogsReceiver receiver = new LogsReceiver(60)) {
            awaitReady();
            String key = TestServer.json(send("POST", "/api/projects", TestServer.ADMIN, "{\"projectId\":\"shop\"}"))
                    .get("writeKey")
                    .textValue();
            List<TestBatch> batches = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                batches.add(TestBatch.of(CLICKS));
                assertThat(send("POST", "/v1/batch", key, batches.getLast().json())
                                .statusCode())
                        .isEqualTo(200);
            }
            send(
                    "PUT",
                    "/api/projects/shop/push",
                    TestServer.ADMIN,
                    "{\"endpoint\":\"" + receiver.endpoint() + "\",\"idleSeconds\":1,\"from\":\""
                            + Instant.now().minus(Duration.ofHours(1)) + "\"}");
            int expected = SESSIONS * (CLICKS + 3);
            for (int kill = 1; kill <= 2; kill++) {
                int enough = kill * expected / 4;
                Await.until(
                        "some of it is received",
                        PATIENCE,
                        () -> receiver.records().size() >= enough);
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly();
                process.waitFor();
                children.forEach(ProcessHandle::destroyForcibly);
                process = start();
                awaitReady();
            }
            Await.until("everything is received", PATIENCE, () -> new HashSet<>(receiver.uids()).size() >= expected);
            Await.until("nothing waits", PATIENCE, () -> {
                HttpResponse<String> push = send("GET", "/api/projects/shop/push", TestServer.ADMIN, "");
                return push != null
                        && TestServer.json(push).at("/status/phase").asText().equals("idle");
            });

            // At most the one request that was acknowledged but not written down comes again after each kill.
            assertThat(receiver.uids().size()).isLessThanOrEqualTo(expected + 2 * 1_000);
            for (TestBatch batch : batches) {
                Set<String> seen = new HashSet<>();
                List<String> own = receiver.records().stream()
                        .filter(record -> LogsReceiver.attribute(record, "session.id")
                                .equals(batch.sessionId().toString()))
                        .filter(record -> seen.add(LogsReceiver.attribute(record, "log.record.uid")))
                        .map(LogRecord::getEventName)
                        .toList();
                assertThat(own).hasSize(CLICKS + 3).startsWith("session.start").endsWith("session.end");
                assertThat(seen).containsAll(batch.eventIds());
                List<Long> times = receiver.records().stream()
                        .filter(record -> LogsReceiver.attribute(record, "session.id")
                                .equals(batch.sessionId().toString()))
                        .filter(record -> seen.remove(LogsReceiver.attribute(record, "log.record.uid")))
                        .map(LogRecord::getTimeUnixNano)
                        .toList();
                assertThat(times).isSorted();
            }
        } finally {
            process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
