package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static dev.claymore.ingest.TestBatches.batch;
import static dev.claymore.ingest.TestBatches.pageview;
import static dev.claymore.ingest.TestBatches.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that begin and do not go on leave the others their way in. */
final class SlowSendersTest {

    private static final Telemetry ONE_RECORD = new Telemetry() {
        @Override
        public Checked check(Signal signal, boolean json, byte[] body, int length, long receivedAt) {
            return new Checked(body, length, 1, Map.of(), "", true);
        }

        @Override
        public void rows(
                Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows) {}
    };
    private static final Map<String, String> PROTOBUF = Map.of("content-type", "application/x-protobuf");

    @TempDir
    Path directory;

    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private ClickHouse nowhere;
    private Ingest ingest;

    @BeforeEach
    void open() throws IOException {
        nowhere = ClickHouse.connect(ClickHouseOptions.of(URI.create("http://127.0.0.1:9"), ""));
        ProjectKeys keys = key -> TestBatches.KEYS
                .find(key)
                .or(() -> Optional.of(new ProjectKeys.Project(key, true, List.of(), "{}", ProjectLimits.UNLIMITED)));
        ingest = Ingest.open(
                IngestOptions.in(directory),
                nowhere,
                keys,
                ONE_RECORD,
                ErrorCauses.NONE,
                CompletableFuture.completedStage(null),
                InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    }

    @AfterEach
    void close() {
        goOn.countDown();
        senders.close();
        ingest.close();
        nowhere.close();
    }

    /** Gives {@code size} bytes and then nothing until the test ends. */
    private InputStream stalling(int size, CountDownLatch stalled) {
        return new InputStream() {
            private int left = size;

            @Override
            public int read() throws IOException {
                throw new IOException("read in one piece");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left > 0) {
                    int count = Math.min(length, left);
                    left -= count;
                    return count;
                }
                stalled.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("gone");
            }
        };
    }

    private void stall(int count, int bytes, boolean telemetry) throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            BatchRequest slow = new BatchRequest(
                    "wk_shop",
                    "127.0.0.1",
                    telemetry ? PROTOBUF::get : name -> null,
                    8 << 20,
                    stalling(bytes, stalled));
            senders.execute(() -> {
                Answer answer = telemetry ? ingest.accept(Signal.LOGS, slow) : ingest.accept(slow);
                if (answer instanceof Answer.Overloaded) {
                    stalled.countDown();
                }
            });
        }
        stalled.await();
    }

    @Test
    void stalledBodiesOfTelemetryTakeNoPlace() throws InterruptedException {
        stall(80, 1, true);

        assertThat(ingest.accept(Signal.LOGS, request("wk_shop", new byte[] {1}, PROTOBUF))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void stalledBodiesOfOneProjectLeaveMemoryToTheOthers() throws InterruptedException {
        stall(40, 8 << 20, false);
        stall(200, 100 << 10, false);

        byte[] large = batch(UUID.randomUUID().toString(), pageview(1) + " ".repeat(4 << 20))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(ingest.accept(request("another", large, Map.of())).status()).isEqualTo(200);
    }

    @Test
    void aBodyThatCameTooLateIsToldSo() {
        InputStream late = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new LateBody("not a byte within 30 seconds");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };
        Answer answer = ingest.accept(new BatchRequest("wk_shop", "127.0.0.1", name -> null, 100, late));

        assertThat(answer.status()).isEqualTo(408);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"code\":\"body_timeout\"", "\"retryable\":true");
    }
}
