package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.claymore.otel.PushHeaders;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the output of a command, wherever it goes. */
class ExportCommandTest {

    @TempDir
    static Path directory;

    private static TestServer server;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.ready(directory);
        String key = server.project("shop").get("writeKey").textValue();
        TestBatch batch = TestBatch.of(3);
        server.batch(key, batch.json());
        Await.until(
                "the session is there",
                Duration.ofMinutes(2),
                () -> server.get("/api/projects/shop/sessions/" + batch.sessionId())
                        .body()
                        .contains("\"eventCount\":2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A place that takes so many bytes, and then none. */
    private static OutputStream room(int bytes, String reason) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int octet) throws IOException {
                if (left-- <= 0) {
                    throw new IOException(reason);
                }
            }
        };
    }

    private static String from() {
        return Instant.now().minus(Duration.ofHours(1)).toString();
    }

    private int run(OutputStream out, String... words) {
        return CommandLine.run(
                words,
                Map.of("CLAYMORE_URL", server.uri("").toString(), "CLAYMORE_TOKEN", TestServer.ADMIN),
                out,
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private int export(OutputStream out, String... more) {
        List<String> words = new ArrayList<>(List.of("export", "--project", "shop", "--from", from()));
        words.addAll(List.of(more));
        return run(out, words.toArray(String[]::new));
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700})
    void aFullDiskIsToldAndIsNoSuccess(int room) {
        assertThat(export(room(room, "No space left on device"))).isEqualTo(2);
        assertThat(export(room(room, "No space left on device"), "--table", "events"))
                .isEqualTo(2);
        assertThat(run(room(0, "No space left on device"), "storage")).isEqualTo(2);
        assertThat(run(room(0, "No space left on device"), "sourcemaps", "list"))
                .isEqualTo(2);
        assertThat(run(room(0, "No space left on device"), "ask", "how many sessions"))
                .isEqualTo(2);
        assertThat(told().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("claymore: the output could not be written")
                        && line.endsWith("No space left on device"));
    }

    @Test
    void aReaderThatHasEnoughIsNothingToTell() {
        assertThat(export(room(10, "Broken pipe"))).isEqualTo(141);
        assertThat(run(room(0, "Broken pipe"), "storage")).isEqualTo(141);
        assertThat(told()).isEmpty();
    }

    private Path written(Path file) {
        assertThat(export(room(0, "nothing belongs here"), "--output", file.toString()))
                .as(told())
                .isZero();
        return file;
    }

    private static boolean whole(Path file) throws IOException {
        return Files.readString(file).startsWith("{\"resourceLogs\":[")
                && Files.readString(file).endsWith("}\n");
    }

    @Test
    void aFileKeepsItsModeAndALinkStaysOne() throws IOException {
        Path file = Files.writeString(directory.resolve("before.jsonl"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(directory.resolve("link.jsonl"), Path.of("before.jsonl"));
        Path ahead = Files.createSymbolicLink(directory.resolve("ahead.jsonl"), Path.of("later.jsonl"));

        assertThat(whole(written(file))).isTrue();
        Files.writeString(file, "before");
        assertThat(whole(written(link))).isTrue();
        assertThat(whole(written(ahead))).isTrue();

        assertThat(link).isSymbolicLink();
        assertThat(ahead).isSymbolicLink();
        assertThat(whole(file)).isTrue();
        assertThat(directory.resolve("later.jsonl")).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsNoFileIsWrittenIntoAndStays() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
        Thread.ofPlatform().start(reader);

        written(pipe);

        assertThat(reader.get(1, TimeUnit.MINUTES)).startsWith("{\"resourceLogs\":[");
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(directory.resolve("pipe.part")).doesNotExist();
    }

    @Test
    void whatBreaksOffLeavesTheFileBeforeAndNothingBesideIt() throws IOException {
        Path file = Files.writeString(directory.resolve("kept.jsonl"), "before");
        try (Answers answers = new Answers("attachment; filename=\"shop.otlp.jsonl\"", 1_000, "{\"resourceLogs\":[")) {
            assertThat(at(answers.url(), "export", "--project", "shop", "--from", from(), "--output", file.toString()))
                    .isEqualTo(2);
        }
        assertThat(file).hasContent("before");
        assertThat(directory.resolve("kept.jsonl.part")).doesNotExist();
        assertThat(told()).contains("broke off");
    }

    @Test
    void somethingElseThatAnswersIsNoServer() throws IOException {
        try (Answers page = new Answers("inline", 0, "<html>Welcome</html>");
                Answers json = new Answers("inline", 0, "{\"status\":\"ok\"}")) {
            for (Answers answers : List.of(page, json)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                assertThat(CommandLine.run(
                                new String[] {"export", "--project", "shop", "--from", from()},
                                Map.of("CLAYMORE_URL", answers.url()),
                                out,
                                new PrintStream(told, true, StandardCharsets.UTF_8)))
                        .isEqualTo(2);
                assertThat(out.size()).isZero();
            }
        }
        assertThat(told().lines()).hasSize(2).allMatch(line -> line.contains("answered 200 without an export"));
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThat(at("http://127.0.0.1:1", "export", "--project", "shop", "--from", from()))
                .isEqualTo(2);
        assertThat(told()).contains("no server answers at http://127.0.0.1:1").doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///x", "x", "//x", "http://somebody:secret@x/"})
    void anAddressThatNothingCanBeSentToIsNamed(String address) {
        assertThat(export(room(0, "nothing belongs here"), "--push", address)).isEqualTo(2);
        assertThat(told())
                .startsWith("claymore: --push " + Settings.withoutPassword(address))
                .contains("http://")
                .doesNotContain("secret");
    }

    @Test
    void aReceiverThatDoesNotAnswerIsToldAtOnceAndGivenUp() throws IOException {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.getDefaultInstance())
                .build()
                .writeDelimitedTo(requests);
        ExportPush push = new ExportPush(
                ExportPush.endpoint("http://127.0.0.1:1/v1/logs"),
                PushHeaders.NONE,
                new PrintStream(told, true, StandardCharsets.UTF_8),
                Duration.ofSeconds(2));

        assertThatThrownBy(() -> push.push(new ByteArrayInputStream(requests.toByteArray())))
                .isInstanceOf(ClientFailure.class)
                .hasMessageContaining("no answer from the receiver")
                .hasMessageContaining("given up after 2 s");
        assertThat(told().lines())
                .singleElement()
                .asString()
                .contains("no answer from the receiver")
                .endsWith("it is tried again for 2 s");
    }

    private int at(String url, String... words) {
        return CommandLine.run(
                words,
                Map.of("CLAYMORE_URL", url),
                room(0, "nothing belongs here"),
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    /** Answers everything with 200 and the same text, of which more may be promised than comes. */
    private static final class Answers implements AutoCloseable {

        private final HttpServer answering;

        Answers(String disposition, int promised, String text) throws IOException {
            answering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            answering.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Disposition", disposition);
                exchange.sendResponseHeaders(200, Math.max(promised, body.length));
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().flush();
                exchange.close();
            });
            answering.start();
        }

        String url() {
            return "http://127.0.0.1:" + answering.getAddress().getPort();
        }

        @Override
        public void close() {
            answering.stop(0);
        }
    }
}
