package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A result and an insert far larger than the memory that carries them. The size is 256 MiB unless the system property
 * {@code claymore.large.megabytes} says otherwise: {@code -Dclaymore.large.megabytes=1024} is the promise.
 */
@Tag("slow")
class LargeTransferTest {
    private static final long BYTES = Long.getLong("claymore.large.megabytes", 256) * 1024 * 1024;
    private static final int ROW_BYTES = 1024;
    /** What ClickHouse may take on top of its idle self: blocks in work, and the allocator's slack. */
    private static final long ALLOWED_GROWTH_KB = 600 * 1024;

    @TempDir
    private Path data;

    @Test
    void passInConstantMemory() throws Exception {
        // The heap of the child is far smaller than what passes through it.
        EngineOptions options =
                EngineOptions.of(data).withPassword(TestEngine.PASSWORD).withJavaOptions(java.util.List.of("-Xmx64m"));
        try (EngineSupervisor engine = EngineSupervisor.start(options)) {
            query(engine, "CREATE TABLE large (a String CODEC(LZ4)) ENGINE = MergeTree ORDER BY tuple()");
            long idle = memoryKb(engine, "VmRSS");

            long began = System.nanoTime();
            HttpResponse<String> insert = TestEngine.send(
                    TestEngine.request(
                            engine.endpoint(),
                            BodyPublishers.ofInputStream(Rows::new),
                            "query",
                            "INSERT INTO large FORMAT TSV"),
                    BodyHandlers.ofString());
            assertThat(insert.statusCode()).as(insert.body()).isEqualTo(200);
            report("insert", began, engine, idle);
            assertThat(query(engine, "SELECT count() FROM large")).isEqualTo(BYTES / ROW_BYTES + "\n");

            began = System.nanoTime();
            assertThat(select(engine, "SELECT a FROM large")).isEqualTo(BYTES);
            report("result", began, engine, idle);

            assertThat(engine.restarts()).isZero();
            assertThat(memoryKb(engine, "VmHWM") - idle).isLessThan(ALLOWED_GROWTH_KB);
        }
    }

    private static void report(String what, long began, EngineSupervisor engine, long idle) {
        System.out.printf(
                "engine: %s of %d MiB in %.1f s, resident %d MiB idle, %d MiB at most%n",
                what, BYTES >> 20, (System.nanoTime() - began) / 1e9, idle >> 10, memoryKb(engine, "VmHWM") >> 10);
    }

    /** The bytes of a result, which are read and forgotten. */
    private static long select(EngineSupervisor engine, String sql) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 20];
        long total = 0;
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream in = client.send(
                                TestEngine.request(engine.endpoint(), BodyPublishers.ofString(sql))
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
            }
        }
        return total;
    }

    private static String query(EngineSupervisor engine, String sql) {
        return TestEngine.send(
                        TestEngine.request(engine.endpoint(), BodyPublishers.ofString(sql)), BodyHandlers.ofString())
                .body();
    }

    private static long memoryKb(EngineSupervisor engine, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(engine.pid()), "status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of 1023 letters, made as they are read. */
    private static final class Rows extends InputStream {
        private final byte[] row = new byte[ROW_BYTES];
        private long position;

        private Rows() {
            Arrays.fill(row, (byte) 'x');
            byte[] end = "ü\n".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(end, 0, row, ROW_BYTES - end.length, end.length);
        }

        @Override
        public int read() {
            return position < BYTES ? row[(int) (position++ % ROW_BYTES)] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position >= BYTES) {
                return -1;
            }
            int done = 0;
            while (done < length && position < BYTES) {
                int at = (int) (position % ROW_BYTES);
                int part = Math.min(length - done, ROW_BYTES - at);
                System.arraycopy(row, at, target, offset + done, part);
                done += part;
                position += part;
            }
            return done;
        }
    }
}
