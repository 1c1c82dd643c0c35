package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static dev.claymore.ingest.TestBatches.SESSION;
import static dev.claymore.ingest.TestBatches.batch;
import static dev.claymore.ingest.TestBatches.gzip;
import static dev.claymore.ingest.TestBatches.pageview;
import static dev.claymore.ingest.TestBatches.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender may do wrong, by accident or not: a clear answer, and little memory and time. */
final class HostileBodyTest {

    @TempDir
    static Path directory;

    private static Ingest ingest;

    @BeforeAll
    static void open() throws IOException {
        ingest = Ingest.open(
                IngestOptions.in(directory),
                TestBatches.KEYS,
                new RecordingSink(),
                InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    }

    @AfterAll
    static void close() {
        ingest.close();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void assertRefused(BatchRequest request, Problem problem) {
        Answer answer = ingest.accept(request);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":\"" + problem.code() + "\"");
        assertThat(answer.status()).isEqualTo(problem.status());
    }

    private static BatchRequest bytes(byte[] body) {
        return request("wk_shop", body, Map.of());
    }

    @Test
    void brokenTextIsRefused() {
        assertRefused(request(""), Problem.INVALID_JSON);
        assertRefused(request("{\"events\":["), Problem.INVALID_JSON);
        assertRefused(request("{\"events\":[]} x"), Problem.INVALID_JSON);
        assertRefused(request("{\"events\":[01]}"), Problem.INVALID_JSON);
        assertRefused(request("{\"events\":[\"\t\"]}"), Problem.INVALID_JSON);
        // U+0666 is a digit, and its low byte that of an "f": neither makes it a hex digit.
        assertRefused(request("{\"events\":[\"\\u20a\u0666\"]}"), Problem.INVALID_JSON);
        assertRefused(request("[]"), Problem.INVALID_BATCH);
        assertRefused(request("{\"events\":{}}"), Problem.INVALID_BATCH);
        assertRefused(request("{\"version\":2,\"events\":[]}"), Problem.UNSUPPORTED_VERSION);
        assertRefused(request("{\"events\":[],\"events\":[]}"), Problem.DUPLICATE_KEY);
        assertRefused(request("{\"events\":[" + "[".repeat(3_000) + "]".repeat(3_000) + "]}"), Problem.JSON_TOO_DEEP);
        assertRefused(request("{\"events\":[" + "1".repeat(600) + "]}"), Problem.NUMBER_TOO_LONG);
        assertRefused(request("{\"events\":[" + "1,".repeat(20_000) + "1]}"), Problem.TOO_MANY_EVENTS);
        assertRefused(bytes(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}), Problem.INVALID_UTF8);
        assertRefused(bytes(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}), Problem.INVALID_UTF8);
    }

    @Test
    void brokenGzipIsRefused() {
        byte[] whole = gzip(batch(id(), pageview(1)));
        assertRefused(bytes(Arrays.copyOf(whole, whole.length - 9)), Problem.INVALID_GZIP);
        assertRefused(bytes(Arrays.copyOf(whole, whole.length - 1)), Problem.INVALID_GZIP);
        byte[] wrong = whole.clone();
        wrong[wrong.length - 6] ^= 1;
        assertRefused(bytes(wrong), Problem.INVALID_GZIP);
        assertRefused(
                request("wk_shop", "{}".getBytes(StandardCharsets.UTF_8), Map.of("content-encoding", "gzip")),
                Problem.INVALID_GZIP);
        assertRefused(request("wk_shop", whole, Map.of("content-encoding", "br")), Problem.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void aBombIsCutAtTheLimit() {
        assertRefused(bytes(gzip(new byte[200 << 20])), Problem.BODY_TOO_LARGE);
        assertThat(ingest.metrics().bodyMemoryBytes()).isZero();
    }

    @Test
    void aBodyOverTheLimitIsRefusedByItsLengthAndByItsBytes() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) ' ');
                return length;
            }
        };
        assertRefused(
                new BatchRequest("wk_shop", "127.0.0.1", name -> null, 9L << 20, endless), Problem.BODY_TOO_LARGE);
        assertRefused(new BatchRequest("wk_shop", "127.0.0.1", name -> null, -1, endless), Problem.BODY_TOO_LARGE);
    }

    @Test
    void aConnectionThatBreaksIsNamed() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };
        assertRefused(new BatchRequest("wk_shop", "127.0.0.1", name -> null, 100, broken), Problem.INCOMPLETE_BODY);
    }

    @Test
    void keysOriginsAndMediaTypesAreChecked() {
        byte[] body = batch(id(), pageview(1)).getBytes(StandardCharsets.UTF_8);
        assertRefused(request("", body, Map.of()), Problem.MISSING_KEY);
        assertRefused(request("wk_nobody", body, Map.of()), Problem.UNKNOWN_KEY);
        assertRefused(request("wk_closed", body, Map.of("origin", "https://evil.example")), Problem.ORIGIN_NOT_ALLOWED);
        assertRefused(request("wk_closed", body, Map.of("origin", "https://shop.test")), Problem.ORIGIN_NOT_ALLOWED);
        assertRefused(request("wk_shop", body, Map.of("content-type", "image/png")), Problem.UNSUPPORTED_MEDIA_TYPE);
        assertThat(ingest.accept(request("wk_closed", body, Map.of("origin", "https://a.shop.test")))
                        .status())
                .isEqualTo(200);
        assertThat(ingest.accept(request("wk_closed", body, Map.of("content-type", "Text/Plain; charset=UTF-8")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aProjectOverItsRateOrBudgetIsToldWhenToComeBack() {
        String forty = pageview(1) + ("," + pageview(2)).repeat(39);
        assertThat(ingest.accept(request("wk_slow", batch(id(), forty).getBytes(StandardCharsets.UTF_8), Map.of()))
                        .status())
                .isEqualTo(200);
        Answer second =
                ingest.accept(request("wk_slow", batch(id(), forty).getBytes(StandardCharsets.UTF_8), Map.of()));
        assertThat(second).isInstanceOfSatisfying(Answer.Overloaded.class, limited -> {
            assertThat(limited.problem()).isEqualTo(Problem.RATE_LIMITED);
            assertThat(limited.retryAfterSeconds()).isBetween(1L, 4L);
        });
        Answer tooMuch =
                ingest.accept(request("wk_small", batch(id(), forty).getBytes(StandardCharsets.UTF_8), Map.of()));
        assertThat(tooMuch)
                .isInstanceOfSatisfying(
                        Answer.Overloaded.class,
                        limited -> assertThat(limited.problem()).isEqualTo(Problem.QUOTA_EXCEEDED));
    }

    @Test
    void aLargeSnapshotPasses() {
        String nodes = "{\"type\":2,\"tagName\":\"div\",\"attributes\":{\"class\":\"a\"},\"childNodes\":[],\"id\":7},"
                .repeat(500_000);
        String event = "{\"type\":\"replay\",\"seq\":0,\"timestamp\":" + NOW + ",\"data\":{\"type\":2,\"timestamp\":"
                + NOW + ",\"data\":{\"node\":{\"type\":0,\"id\":1,\"childNodes\":[" + nodes + "null]}}}}";
        Answer answer = ingest.accept(bytes(gzip(batch(id(), event))));

        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"accepted\":1");
        assertThat(ingest.metrics().bodyMemoryBytes()).isZero();
    }

    @Test
    void aDeviceClockThatIsHoursOffIsCorrected() {
        long off = NOW - 5 * 3_600_000L;
        String body = "{\"batchId\":\"" + id() + "\",\"sentAt\":" + off + ",\"sessionId\":\"" + SESSION
                + "\",\"events\":[{\"type\":\"click\",\"timestamp\":" + (off - 1_000) + "}]}";
        Answer answer = ingest.accept(bytes(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"accepted\":1");
    }

    @Test
    void aTimeOfSendingThatNoClockShowsCorrectsNothing() {
        for (long absurd : new long[] {0, -1, NOW / 1_000, NOW * 1_000}) {
            String body = "{\"batchId\":\"" + id() + "\",\"sentAt\":" + absurd + ",\"sessionId\":\"" + SESSION
                    + "\",\"events\":[{\"type\":\"click\",\"timestamp\":" + (NOW - 1_000) + "}]}";
            Answer answer = ingest.accept(bytes(body.getBytes(StandardCharsets.UTF_8)));
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .as(Long.toString(absurd))
                    .contains("\"accepted\":1");
        }
    }

    @Test
    void aTimeThatIsMinutesAheadIsSaidToBeSo() {
        String early = "{\"type\":\"click\",\"timestamp\":" + (NOW + 11 * 60_000) + "}";
        assertThat(new String(
                        ingest.accept(bytes(batch(id(), early).getBytes(StandardCharsets.UTF_8)))
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("is 11 min after arrival");
    }

    @Test
    void aBodyIsReadFromAStreamThatGivesLittleAtATime() {
        byte[] body = gzip(batch(id(), pageview(1)));
        InputStream slow = new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 3));
            }
        };
        assertThat(ingest.accept(new BatchRequest("wk_shop", "::1", name -> null, -1, slow))
                        .status())
                .isEqualTo(200);
    }
}
