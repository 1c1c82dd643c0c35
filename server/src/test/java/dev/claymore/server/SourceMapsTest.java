package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script made by esbuild from two sources, and the stack it gave in V8. */
class SourceMapsTest {

    private static final String STACK = """
            TypeError: Cannot read properties of undefined (reading 'amount')
                at n (https://shop.example/assets/app.js:1:83)
                at https://shop.example/assets/app.js:1:46
                at Array.reduce (<anonymous>)
                at o (https://shop.example/assets/app.js:1:30)
                at c (https://shop.example/assets/app.js:1:165)
                at https://shop.example/assets/app.js:1:175
            """;

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

    @Test
    void theCommandUploadsAFolderAndStacksAreLedBackByIt() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("build/assets"));
        Files.write(folder.resolve("app.js.map"), map());
        assertThat(sourcemaps("upload", directory.resolve("build").toString(), "--release", "1.0"))
                .contains("/assets/app.js")
                .contains("1 source maps uploaded for 1.0");
        assertThat(sourcemaps("list")).contains("1.0  /assets/app.js");

        JsonNode stack = traced("shop", "1.0", STACK);
        assertThat(stack.path("mapped").intValue()).isEqualTo(5);
        assertThat(place(stack, 0)).isEqualTo("amountOf src/price.ts:10:21");
        assertThat(place(stack, 1)).isEqualTo(" src/price.ts:6:44");
        assertThat(stack.at("/frames/2/original").isNull()).isTrue();
        assertThat(place(stack, 3)).isEqualTo("totalOf src/price.ts:6:16");
        assertThat(place(stack, 4)).isEqualTo("checkout src/main.ts:5:15");
        assertThat(stack.at("/frames/0/contextFrom").intValue()).isEqualTo(7);
        assertThat(stack.at("/frames/0/context/3").textValue()).isEqualTo("  return item.price.amount;");

        // Of another release, of another project, of another path: nothing is led astray.
        assertThat(traced("shop", "2.0", STACK).path("mapped").intValue()).isZero();
        assertThat(traced("other", "1.0", STACK).path("mapped").intValue()).isZero();
        assertThat(traced("shop", "1.0", STACK.replace("/assets/", "/old/"))
                        .path("mapped")
                        .intValue())
                .isZero();
        assertThat(sourcemaps("delete", "--release", "1.0")).contains("1 source maps deleted");
        assertThat(traced("shop", "1.0", STACK).path("mapped").intValue()).isZero();
    }

    /** Browsers write addresses encoded, files are not. */
    @Test
    void scriptsAreFoundWhateverTheirFilesAreCalled() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("odd/(shop) [slug]"));
        Files.write(folder.resolve("100%25 #1?.js.map"), map());
        assertThat(sourcemaps("upload", directory.resolve("odd").toString(), "--release", "odd"))
                .contains("/(shop) [slug]/100%25 #1?.js");
        String message =
                "fails at 10:15\n    at fake (https://shop.example/(shop)%20[slug]/100%2525%20%231%3F.js:1:83)";
        String stack = STACK.replace("/assets/app.js", "/(shop)%20%5Bslug%5D/100%2525%20%231%3F.js")
                .replace("Cannot read properties of undefined (reading 'amount')", message);
        JsonNode traced = TestServer.json(server.post(
                "/api/projects/shop/stacks",
                "{\"release\":\"odd\",\"message\":" + JsonNodeFactory.instance.textNode(message) + ",\"stack\":"
                        + JsonNodeFactory.instance.textNode(stack) + "}"));
        assertThat(traced.path("mapped").intValue()).isEqualTo(5);
        assertThat(place(traced, 0)).isEqualTo("amountOf src/price.ts:10:21");
        // The message is not known: a line of it looks like a frame.
        assertThat(traced("shop", "odd", stack).path("mapped").intValue()).isEqualTo(6);
    }

    @Test
    void aDebugIdFindsTheMapWhereverTheScriptIsServedFrom() throws IOException {
        String json = new String(map(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"debugId\":\"d-7\",");
        assertThat(put(
                                "/api/projects/shop/sourcemaps?release=x&path=/build/app.js",
                                json.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> answer = server.post(
                "/api/projects/shop/stacks",
                "{\"debugIds\":[\"d-7\"],\"stack\":" + JsonNodeFactory.instance.textNode(STACK) + "}");
        assertThat(TestServer.json(answer).path("mapped").intValue()).isEqualTo(5);
    }

    /** The same place of the source fails with two messages, and once more in a script that another release serves from elsewhere. */
    @Test
    void errorsAreOneGroupWhereTheSourceIsTheSame() throws Exception {
        JsonNode bakery = server.project("bakery");
        String path = "/api/projects/bakery/sourcemaps?release=";
        String named = new String(map(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"debugId\":\"d-9\",");
        assertThat(put(path + "1&path=/assets/app.js", map()).statusCode()).isEqualTo(201);
        assertThat(put(path + "2&path=/build/app.js", named.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(201);
        String stack = STACK.substring(STACK.indexOf('\n') + 1);
        String elsewhere = stack.replace("/assets/", "/v2/");
        List<String> errors = List.of(
                error("1", "undefined is not an object", stack, "{}"),
                error("1", "Cannot read properties of undefined", stack, "{}"),
                error("2", "Cannot read properties of undefined", elsewhere, "{\"debugId\":\"d-0 d-9\"}"),
                error("2", "Cannot read properties of undefined", elsewhere, "{}"),
                error("1", "mine", stack, "{}").replaceFirst("\\{", "{\"errorFingerprint\":\"checkout\","));
        HttpResponse<String> sent = server.batch(
                bakery.get("writeKey").textValue(),
                "{\"version\":1,\"sentAt\":" + System.currentTimeMillis() + ",\"sessionId\":\""
                        + TestBatch.session(System.currentTimeMillis()) + "\",\"context\":{},\"events\":["
                        + String.join(",", errors) + "]}");
        assertThat(sent.body()).contains("\"accepted\":5");
        Await.until("errors", Duration.ofMinutes(1), () -> fingerprints().size() == 5);
        List<String> found = fingerprints();
        assertThat(found.get(1)).isEqualTo(found.get(0));
        assertThat(found.get(2)).isEqualTo(found.get(0));
        assertThat(found.get(3)).matches("[0-9a-f]{16}").isNotEqualTo(found.get(0));
        assertThat(found.get(4)).isEqualTo("checkout");
    }

    private static String error(String release, String message, String stack, String tags) {
        return "{\"type\":\"error\",\"timestamp\":" + (System.currentTimeMillis() + errors++) + ",\"release\":\""
                + release + "\",\"errorType\":\"TypeError\",\"errorMessage\":\"" + message + "\",\"errorStack\":"
                + JsonNodeFactory.instance.textNode(stack) + ",\"tags\":" + tags + "}";
    }

    private static int errors;

    private static List<String> fingerprints() {
        return server
                .server()
                .database()
                .clickhouse()
                .query(
                        "SELECT errorFingerprint FROM events WHERE projectId = 'bakery' AND type = 'error' ORDER BY timestamp",
                        Map.of())
                .records()
                .stream()
                .map(row -> row.text("errorFingerprint"))
                .toList();
    }

    @Test
    void whatIsNoSourceMapIsRefusedWithTheReason() {
        HttpResponse<String> refused =
                put("/api/projects/shop/sourcemaps?path=/a.js", "{\"version\":3}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("invalid_source_map").contains("mappings");
        HttpResponse<String> cut =
                put("/api/projects/shop/sourcemaps?path=/a.js", new byte[] {0x1F, (byte) 0x8B, 8, 0});
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(cut.body()).contains("invalid_source_map").contains("gzip");
        assertThat(put("/api/projects/shop/sourcemaps?path=app.js", map()).statusCode())
                .isEqualTo(400);
        assertThat(put("/api/projects/nowhere/sourcemaps?path=/a.js", map()).statusCode())
                .isEqualTo(404);
    }

    /** Bodies that come byte by byte, and many who look at one stack, are the matter of their project alone. */
    @Test
    void noProjectKeepsAnotherWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri("/").getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(
                                ("PUT /api/projects/other/sourcemaps?path=/a.js HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                                + TestServer.ADMIN + "\r\nContent-Length: 8000000\r\n\r\n{")
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            Thread.sleep(500);
            long began = System.nanoTime();
            assertThat(put("/api/projects/shop/sourcemaps?release=quick&path=/q.js", map())
                            .statusCode())
                    .isEqualTo(201);
            try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<JsonNode>> all = new ArrayList<>();
                String stack = STACK.replace("/assets/app.js", "/q.js");
                for (int i = 0; i < 20; i++) {
                    all.add(people.submit(() -> traced("shop", "quick", stack)));
                }
                for (Future<JsonNode> one : all) {
                    assertThat(one.get().path("mapped").intValue()).isEqualTo(5);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static byte[] map() {
        try (InputStream file = SourceMapsTest.class.getResourceAsStream("stacks/app.js.map")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> put(String path, byte[] body) {
        return server.send(server.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode traced(String project, String release, String stack) {
        return TestServer.json(server.post(
                "/api/projects/" + project + "/stacks",
                "{\"release\":\"" + release + "\",\"stack\":" + JsonNodeFactory.instance.textNode(stack) + "}"));
    }

    private static String place(JsonNode stack, int frame) {
        JsonNode place = stack.at("/frames/" + frame + "/original");
        return place.path("function").asText() + " " + place.path("source").asText() + ":"
                + place.path("line").asText() + ":" + place.path("column").asText();
    }

    @Test
    void aFileThatIsNoSourceMapIsNamedAndTheOthersAreUploaded() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("half"));
        Files.write(folder.resolve("a.js.map"), map());
        Files.writeString(folder.resolve("b.js.map"), "not json");
        Files.write(folder.resolve("c.js.map"), map());
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out, errors, "upload", folder.toString(), "--release", "half"))
                .isNotZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 source maps uploaded for half");
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("1 files are no source maps")
                .contains("b.js.map: not JSON")
                .doesNotContain("c.js.map");
        assertThat(sourcemaps("list")).contains("half  /a.js").contains("half  /c.js");
        assertThat(sourcemaps("delete", "--release", "half")).contains("2 source maps deleted");
    }

    /** As the build of a site calls it: with the project's secret key. */
    private static String sourcemaps(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = run(out, errors, words);
        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int run(ByteArrayOutputStream out, ByteArrayOutputStream errors, String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "sourcemaps";
        System.arraycopy(words, 0, command, 1, words.length);
        command[words.length + 1] = "--project";
        command[words.length + 2] = "shop";
        return CommandLine.run(
                command,
                Map.of("CLAYMORE_URL", server.uri("/").toString(), "CLAYMORE_TOKEN", secretKey),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }
}
