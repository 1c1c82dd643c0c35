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
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders that begin a body and do not go on: they are told, and let go. */
final class BodyDeadlinesTest {

    private static final String BATCH = "POST /v1/batch HTTP/1.1\r\nOrigin: https://shop.example\r\n";
    private static final String LOGS = "POST /v1/logs HTTP/1.1\r\n";

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
    }

    @AfterEach
    void close() {
        listener.close();
        ingest.close();
        nowhere.close();
    }

    private void listen(Duration silence, Duration whole) {
        listen(silence, whole, Duration.ofMinutes(1));
    }

    private void listen(Duration silence, Duration whole, Duration head) {
        List<Route> routes = new ArrayList<>(new OtlpRoutes(new OtlpDoor(() -> Optional.of(ingest), null)).routes());
        routes.addAll(new IngestRoute(() -> Optional.of(ingest), null).routes());
        routes.add(Route.open("POST", "/api/echo", exchange -> exchange.json(200, exchange.body().length)));
        routes.add(Route.open("POST", "/api/refused", exchange -> exchange.json(401, "no")));
        listener = HttpListener.open(
                TestServer.config(directory, Map.of()),
                0,
                "CLAYMORE_PORT",
                new BodyDeadlines.Patience(silence, whole, head),
                new Api(null, routes)::register);
    }

    private Socket send(String head, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(20_000);
        write(
                socket,
                head + "Host: here\r\nAuthorization: Bearer wk_shop\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n" + body);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that comes until the server closes the connection. */
    private static String told(Socket socket) throws IOException {
        try (socket;
                InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBodyThatStallsIsAnsweredAndItsConnectionClosed() throws IOException {
        listen(Duration.ofMillis(200), Duration.ofMinutes(1));

        assertThat(told(send(BATCH, "{\"version\"")).toLowerCase(java.util.Locale.ROOT))
                .startsWith("http/1.1 408")
                .contains("\r\nconnection: close\r\n", "\r\naccess-control-allow-origin: *\r\n")
                .contains("\"code\":\"body_timeout\"", "\"retryable\":true");
        assertThat(told(send(LOGS, "{"))).startsWith("HTTP/1.1 408").contains("body_timeout");
        assertThat(told(send("POST /api/echo HTTP/1.1\r\n", "{")))
                .startsWith("HTTP/1.1 408")
                .contains("body_timeout");
    }

    @Test
    void aBodyThatComesByteByByteIsAnsweredWhenAllOfItTakesTooLong() throws IOException, InterruptedException {
        listen(Duration.ofMinutes(1), Duration.ofMillis(300));
        Socket socket = send(LOGS, "{");
        for (int i = 0; i < 20 && socket.getInputStream().available() == 0; i++) {
            write(socket, " ");
            Thread.sleep(50);
        }

        assertThat(told(socket)).startsWith("HTTP/1.1 408");
    }

    @Test
    void aLargeBodyMayTakeLonger() throws IOException, InterruptedException {
        listen(Duration.ofMinutes(1), Duration.ofMillis(300));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "POST /api/echo HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 200001\r\n\r\n"
                            + " ".repeat(200_000));
            Thread.sleep(900);
            write(socket, " ");
            byte[] answer = new byte[1_000];
            int count = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(0, count), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whatIsLeftOfARefusedBodyIsNotWaitedForEither() throws IOException {
        listen(Duration.ofMillis(200), Duration.ofMinutes(1));

        assertThat(told(send("POST /api/refused HTTP/1.1\r\n", "{"))).startsWith("HTTP/1.1 401");
    }

    @Test
    void aHeadThatComesByteByByteEndsItsConnection() throws IOException, InterruptedException {
        listen(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300));
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), listener.port());
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            silent.setSoTimeout(20_000);
            slow.setSoTimeout(20_000);
            write(slow, "GET /api/echo HTTP/1.1\r\nHost: here\r\nX-Slow: ");
            for (int i = 0; i < 6; i++) {
                write(slow, "x");
                Thread.sleep(40);
            }
            assertThat(told(slow)).doesNotStartWith("HTTP/1.1 200");
            assertThat(told(silent)).isEmpty();
        }
    }

    @Test
    void betweenTwoRequestsAConnectionHasItsIdleTime() throws IOException, InterruptedException {
        listen(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(300));
        try (Socket socket = send("POST /api/echo HTTP/1.1\r\n", " ".repeat(1_000))) {
            byte[] answer = new byte[1_000];
            assertThat(socket.getInputStream().read(answer)).isPositive();
            Thread.sleep(600);
            write(socket, "POST /api/refused HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\n\r\n1");
            int count = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(0, count), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void whoIsNotInTheMiddleOfABodyIsLeftAlone() throws IOException, InterruptedException {
        listen(Duration.ofMillis(100), Duration.ofMillis(300));
        try (Socket socket = send("POST /api/echo HTTP/1.1\r\n", " ".repeat(1_000))) {
            byte[] answer = new byte[1_000];
            assertThat(socket.getInputStream().read(answer)).isPositive();
            Thread.sleep(500);
            write(socket, "POST /api/refused HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\n\r\n1");
            int count = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(0, count), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401");
        }
    }
}
