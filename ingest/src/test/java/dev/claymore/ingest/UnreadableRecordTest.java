package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static dev.claymore.ingest.TestBatches.batch;
import static dev.claymore.ingest.TestBatches.pageview;
import static dev.claymore.ingest.TestBatches.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that cannot be turned into rows, for want of memory or by a fault of ours, is kept and holds up no other. */
final class UnreadableRecordTest {

    private static final Pattern STORED = Pattern.compile("\"outcome\":\"stored\".*?\"events\":(\\d+)");

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private volatile boolean mended;

    private final Telemetry failing = new Telemetry() {
        @Override
        public Checked check(Signal signal, boolean json, byte[] body, int length, long receivedAt) {
            return new Checked(body, length, 1, Map.of(), "", true);
        }

        @Override
        public void rows(
                Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows) {
            if (!mended && body[from] == 'm') {
                throw new OutOfMemoryError("as if it took too much");
            }
            if (!mended && body[from] == 'f') {
                throw new IllegalStateException("a fault");
            }
            if (!mended && body[from] == 'n') {
                throw new NumberFormatException("a fault that looks like one of the data");
            }
        }
    };

    @Test
    void it_is_set_aside_and_tried_again() throws Exception {
        LoadOptions load = new LoadOptions(
                1 << 20, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(20), 3, Duration.ofMillis(300));
        try (Ingest ingest = open(load)) {
            assertThat(accept(ingest, "memory")).isInstanceOf(Answer.Accepted.class);
            assertThat(accept(ingest, "fault")).isInstanceOf(Answer.Accepted.class);
            assertThat(accept(ingest, "number")).isInstanceOf(Answer.Accepted.class);
            assertThat(accept(ingest, "good")).isInstanceOf(Answer.Accepted.class);
            var _ = ingest.accept(request(batch(UUID.randomUUID().toString(), pageview(1))));

            Await.until(() -> sink.rows("events").size() == 1);
            Await.until(() -> ingest.metrics().setAside() == 3);
            Await.until(() -> stored() == 2);
        }
        mended = true;
        try (Ingest again = open(load)) {
            Await.until(() -> again.metrics().setAside() == 0);
            Await.until(() -> stored() == 5);
        }
    }

    private Ingest open(LoadOptions load) throws Exception {
        return Ingest.open(
                IngestOptions.in(directory).withLoad(load),
                TestBatches.KEYS,
                sink,
                failing,
                CompletableFuture.completedStage(null),
                InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    }

    /** By the ledger. */
    private long stored() {
        return String.join("\n", sink.rows("ledger"))
                .transform(STORED::matcher)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private static Answer accept(Ingest ingest, String body) {
        return ingest.accept(
                Signal.LOGS,
                request(
                        "wk_shop",
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of("content-type", "application/x-protobuf")));
    }
}
