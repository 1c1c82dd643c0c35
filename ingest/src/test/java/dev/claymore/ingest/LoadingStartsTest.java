package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static dev.claymore.ingest.TestBatches.batch;
import static dev.claymore.ingest.TestBatches.pageview;
import static dev.claymore.ingest.TestBatches.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadingStartsTest {

    @TempDir
    Path directory;

    @Test
    void nothing_is_loaded_before_the_tables_are_there() throws Exception {
        CompletableFuture<Void> tables = new CompletableFuture<>();
        RecordingSink early = new RecordingSink();
        RecordingSink other = new RecordingSink();
        try (Ingest waiting = open("waiting", early, tables);
                Ingest running = open("running", other, CompletableFuture.completedStage(null))) {
            assertThat(accept(waiting)).isInstanceOf(Answer.Accepted.class);
            assertThat(accept(running)).isInstanceOf(Answer.Accepted.class);
            Await.until(() -> other.rows("events").size() == 1);
            assertThat(early.rows("events")).isEmpty();

            tables.complete(null);
            Await.until(() -> early.rows("events").size() == 1);
        }
    }

    private Ingest open(String spool, RecordingSink sink, CompletionStage<?> tables) throws Exception {
        return Ingest.open(
                IngestOptions.in(directory.resolve(spool)),
                TestBatches.KEYS,
                sink,
                Telemetry.NONE,
                tables,
                InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    }

    private static Answer accept(Ingest ingest) {
        return ingest.accept(request(batch(UUID.randomUUID().toString(), pageview(1))));
    }
}
