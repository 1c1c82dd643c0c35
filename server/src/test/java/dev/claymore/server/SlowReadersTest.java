package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of long answers that stop to read, and others that go on. */
final class SlowReadersTest {

    private static final int BYTES = 64 << 20;

    @TempDir
    Path directory;

    private final CompletableFuture<Integer> written = new CompletableFuture<>();
    private SlowReaders readers;
    private HttpListener listener;

    private void open(Duration window) {
        readers = new SlowReaders(new SlowReaders.Patience(window, 8 << 10));
        listener = HttpListener.open(
                TestServer.config(directory, Map.of()),
                0,
                "CLAYMORE_PORT",
                new Api(null, List.of(Route.open("GET", "/api/much", this::much)))::register);
    }

    @AfterEach
    void close() {
        listener.close();
        readers.close();
    }

    private void much(Exchange exchange) throws IOException {
        int count = 0;
        byte[] piece = new byte[100_000];
        try (OutputStream out = exchange.stream("application/octet-stream", readers::watched)) {
            for (; count < BYTES; count += piece.length) {
                out.write(piece);
            }
        } finally {
            written.complete(count);
        }
    }

    private Socket ask() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET /api/much HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void anAnswerThatIsNotReadIsEnded() throws Exception {
        open(Duration.ofMillis(500));
        try (Socket socket = ask()) {
            assertThat(socket.getInputStream().read()).isPositive();
            assertThat(written.get(20, TimeUnit.SECONDS)).isLessThan(BYTES);
        }
    }

    @Test
    void anAnswerThatIsReadWithPausesIsWhole() throws Exception {
        open(Duration.ofSeconds(3)); // less than all pauses together
        try (Socket socket = ask();
                InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[8 << 20];
            for (int read = 0; read < BYTES; read += buffer.length) {
                Thread.sleep(500);
                assertThat(in.readNBytes(buffer, 0, buffer.length)).isEqualTo(buffer.length);
            }
            assertThat(written.get(20, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(BYTES);
        }
    }
}
