package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.ingest.ErrorCauses;
import dev.claymore.ingest.Ingest;
import dev.claymore.ingest.IngestOptions;
import dev.claymore.ingest.ProjectKeys;
import dev.claymore.ingest.ProjectLimits;
import dev.claymore.otel.Otlp;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders of bodies that are too large, who read nothing before they have sent all: each is told why. */
final class LargeBodiesTest {

    /** More than the buffers of two sockets hold. */
    private static final int BYTES = 24_000_000;

    @TempDir
    Path directory;

    private ClickHouse nowhere;
    private Ingest ingest;
    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        nowhere = ClickHouse.connect(ClickHouseOptions.of(URI.create("http://127.0.0.1:9"), ""));
        ingest = Ingest.open(
                IngestOptions.in(directory.resolve("spool")),
                nowhere,
                key -> Optional.of(new ProjectKeys.Project("shop", false, List.of(), "{}", ProjectLimits.UNLIMITED)),
                new Otlp(),
                ErrorCauses.NONE,
                CompletableFuture.completedStage(null),
                Clock.systemUTC());
        List<Route> routes = new ArrayList<>(new OtlpRoutes(new OtlpDoor(() -> Optional.of(ingest), null)).routes());
        routes.addAll(new IngestRoute(() -> Optional.of(ingest), null).routes());
        routes.add(Route.open("POST", "/api/echo", exchange -> exchange.json(200, exchange.body().length)));
        listener = HttpListener.open(
                TestServer.config(directory, Map.of()), 0, "CLAYMORE_PORT", new Api(null, routes)::register);
    }

    @AfterEach
    void close() {
        listener.close();
        ingest.close();
        nowhere.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/batch", "/v1/traces", "/api/echo"})
    void aBodyWhoseLengthIsTooLargeIsRefused(String path) throws IOException {
        assertThat(answer(path, "application/json", "Content-Length: " + BYTES, 64 << 10, false))
                .startsWith("HTTP/1.1 413")
                .contains("body_too_large", "The body is larger than this server takes.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 64 << 10, 1_000_000, BYTES})
    void aBodyInPiecesThatIsTooLargeIsRefused(int piece) throws IOException {
        for (String path : List.of("/v1/batch", "/v1/traces", "/api/echo")) {
            assertThat(answer(path, "application/json", "Transfer-Encoding: chunked", piece, true))
                    .as(path)
                    .startsWith("HTTP/1.1 413")
                    .contains(path.equals("/v1/traces") ? "\"code\":8" : "\"code\":\"body_too_large\"");
        }
        assertThat(answer("/v1/traces", "application/x-protobuf", "Transfer-Encoding: chunked", piece, true))
                .startsWith("HTTP/1.1 413")
                .contains("application/x-protobuf", "body_too_large");
    }

    /** All that comes once everything was sent. */
    private String answer(String path, String type, String framing, int piece, boolean chunked) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            out.write(
                    ascii("POST " + path + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer wk_shop\r\nContent-Type: "
                            + type + "\r\n" + framing + "\r\n\r\n"));
            byte[] blank = new byte[piece];
            Arrays.fill(blank, (byte) ' ');
            for (int sent = 0; sent < BYTES; sent += piece) {
                int count = Math.min(piece, BYTES - sent);
                if (chunked) {
                    out.write(ascii(Integer.toHexString(count) + "\r\n"));
                }
                out.write(blank, 0, count);
                if (chunked) {
                    out.write(ascii("\r\n"));
                }
            }
            if (chunked) {
                out.write(ascii("0\r\n\r\n"));
            }
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Nothing of the body is taken for another request.
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ").containsOnlyOnce("\r\nConnection: close\r\n");
            return answer;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
