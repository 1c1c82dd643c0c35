package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static dev.claymore.ingest.TestBatches.batch;
import static dev.claymore.ingest.TestBatches.gzip;
import static dev.claymore.ingest.TestBatches.pageview;
import static dev.claymore.ingest.TestBatches.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngestTest {

    @TempDir
    Path directory;

    private final RecordingSink sink = new RecordingSink();
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    private Ingest ingest;

    @BeforeEach
    void open() throws Exception {
        ingest = Ingest.open(
                IngestOptions.in(directory)
                        .withLoad(new LoadOptions(
                                1 << 20,
                                Duration.ofMillis(5),
                                Duration.ofMillis(5),
                                Duration.ofMillis(50),
                                3,
                                Duration.ofMillis(100))),
                TestBatches.KEYS,
                sink,
                clock);
    }

    @AfterEach
    void close() {
        ingest.close();
    }

    private String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private List<String> loaded(String table, int count) {
        Await.until(() -> sink.rows(table).size() >= count);
        return sink.rows(table);
    }

    @Test
    void anAcknowledgedEventBecomesARowWithTheBatchsContext() {
        Answer answer = ingest.accept(request(batch(UUID.randomUUID().toString(), pageview(7))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).isEqualTo("{\"accepted\":1,\"rejected\":[],\"settings\":{\"sampleRate\":1}}");
        assertThat(loaded("events", 1).getFirst())
                .contains("\"projectId\":\"shop\"", "\"type\":\"pageview\"", "\"page\":\"/cart\"")
                .contains("\"anonymousId\":\"a1\"", "\"windowId\":\"w1\"", "\"tags\":{\"plan\":\"pro\"}")
                .contains("\"createdAt\":\"" + Instant.ofEpochMilli(NOW - 60_000) + "\"")
                .contains("\"eventId\":\"00000000-0000-0007-0000-000000000007\"");
    }

    @Test
    void oneBadEventDoesNotCostItsNeighbours() {
        Answer answer = ingest.accept(request(batch(
                UUID.randomUUID().toString(),
                pageview(1) + ",{\"type\":\"nonsense\",\"timestamp\":" + NOW + "},17," + pageview(2))));

        assertThat(body(answer))
                .contains("\"accepted\":2")
                .contains("{\"index\":1,\"code\":\"invalid_type\"", "{\"index\":2,\"code\":\"invalid_event\"");
        assertThat(loaded("events", 2)).hasSize(2);
    }

    @Test
    void numbersWhereTextsAreExpectedAreTakenAsTheyAreWritten() {
        String event = "{\"type\":\"custom\",\"name\":7,\"timestamp\":" + NOW
                + ",\"release\":1.40,\"userId\":42,\"windowId\":5,\"environment\":true,\"page\":null}";
        Answer answer = ingest.accept(request(batch(
                UUID.randomUUID().toString(),
                event + "," + event.replace("42", "{\"id\":42}") + "," + event.replace("1.40", "[1]") + ","
                        + event.replace(":5,", ":[5],") + "," + event.replace(":5,", ":\"" + "w".repeat(65) + "\","))));

        assertThat(loaded("events", 1).getFirst())
                .contains("\"name\":\"7\"", "\"release\":\"1.40\"", "\"userId\":\"42\"", "\"environment\":\"true\"")
                .contains("\"windowId\":\"5\"");
        assertThat(body(answer))
                .contains("\"accepted\":1", "userId must be a string", "release must be a string")
                .contains("windowId must be a string", "windowId must have at most 64 characters");
    }

    @Test
    void theTagsOfAnEventComeToThoseOfItsSession() {
        String own = tags("own", 64);
        String event = "{\"type\":\"custom\",\"timestamp\":" + NOW + ",\"tags\":{" + own + "}}";
        String batch = batch(
                        UUID.randomUUID().toString(),
                        event + "," + event.replace("own63", "\u00fc".repeat(128))
                                + "," + event.replace("own63", "k".repeat(129))
                                + "," + event.replace(own, tags("own", 65)))
                .replace("\"plan\":\"pro\"", tags("session", 64));

        assertThat(body(ingest.accept(request(batch))))
                .contains("\"accepted\":2", "{\"index\":2,\"code\":\"invalid_tags\"", "1 to 128 characters")
                .contains("{\"index\":3,\"code\":\"invalid_tags\"", "more than 64 tags");
        assertThat(loaded("events", 2).getFirst()).contains("\"own63\":\"v\"", "\"session63\":\"v\"");
    }

    private static String tags(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\":\"v\"")
                .collect(Collectors.joining(","));
    }

    /** Its context, 150 KB long, would be in the spool a thousand times. */
    @Test
    void aSmallBodyWithRowsWithoutEndIsRefusedAndItsHalvesAreTaken() {
        String event = "{\"type\":\"custom\",\"timestamp\":" + NOW + "}";
        String context = "\"context\":{\"errorStack\":\"" + "s".repeat(60_000) + "\",\"errorMessage\":\""
                + "m".repeat(8_000) + "\",";
        Answer whole = ingest.accept(request(
                batch(UUID.randomUUID().toString(), String.join(",", Collections.nCopies(1_000, event)))
                        .replace("\"context\":{", context)));
        Answer half = ingest.accept(request(
                batch(UUID.randomUUID().toString(), String.join(",", Collections.nCopies(400, event)))
                        .replace("\"context\":{", context)));

        assertThat(whole.status()).as(body(whole)).isEqualTo(413);
        assertThat(body(whole)).contains("body_too_large", "the context stands in each event");
        assertThat(half.status()).as(body(half)).isEqualTo(200);
        assertThat(loaded("events", 400)).hasSize(400);
    }

    @Test
    void anEventIsKnownToBeSingleWhereItCannotComeInAnotherBatch() {
        String own = "{\"type\":\"pageview\",\"timestamp\":" + NOW + ",\"page\":\"/derived\"}";
        String batch = batch(UUID.randomUUID().toString(), pageview(1) + "," + own);

        ingest.accept(request(batch));
        ingest.accept(request(batch(UUID.randomUUID().toString(), pageview(2))
                .replace("\"name\":\"test\"", "\"name\":\"@claymore/browser\"")));
        ingest.accept(request(batch("", pageview(3) + "," + own).replace("\"batchId\":\"\",", "")));

        assertThat(loaded("events", 5))
                .extracting(row -> row.contains("\"knownOnce\":true"))
                .as("another's id, an id made of the batch's, one of the SDK, two of a batch without an id")
                .containsExactly(false, true, true, false, false);
    }

    @Test
    void aRecordingKeepsItsPayloadToTheByteWithoutWhiteSpace() {
        String event = "{\"type\":\"replay\",\"seq\":17,\"timestamp\":" + NOW
                + ",\"data\":{\"type\":3,\"delay\":5,\"data\": { \"source\":2,"
                + " \"type\":2,\"id\":41,\"x\":1.5,\"y\":20,\"t\":\"a \\u00e4 b\"},\"timestamp\":" + NOW + "}}";

        ingest.accept(request(batch(UUID.randomUUID().toString(), event)));

        assertThat(loaded("replay_events", 1).getFirst())
                .contains("\"seq\":17", "\"type\":3", "\"source\":2", "\"interaction\":2", "\"nodeId\":41", "\"x\":1.5")
                .contains(
                        "\"payload\":\"{\\\"source\\\":2,\\\"type\\\":2,\\\"id\\\":41,\\\"x\\\":1.5,\\\"y\\\":20,\\\"t\\\":\\\"a"
                                + " \\\\u00e4 b\\\"}\"")
                .contains("\"extra\":\"{\\\"delay\\\":5}\"");
    }

    @Test
    void aBatchSentAgainIsAcknowledgedAgainAndStoredOnce() {
        String id = UUID.randomUUID().toString();

        Answer first = ingest.accept(request(batch(id, pageview(1))));
        Answer second = ingest.accept(request(batch(id, pageview(1))));
        ingest.accept(request(batch(UUID.randomUUID().toString(), pageview(2))));

        assertThat(body(second)).isEqualTo(body(first));
        assertThat(loaded("events", 2)).hasSize(2);
    }

    @Test
    void gzipIsRecognizedWithAndWithoutItsHeader() {
        byte[] body = gzip(batch(UUID.randomUUID().toString(), pageview(1)));

        assertThat(ingest.accept(request("wk_shop", body, Map.of())).status()).isEqualTo(200);
        assertThat(ingest.accept(request("wk_shop", body, Map.of("content-encoding", "gzip")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aDaysBudgetIsNotRenewedByARestart() throws Exception {
        byte[] body = batch(UUID.randomUUID().toString(), pageview(1) + "," + pageview(2))
                .getBytes(StandardCharsets.UTF_8);
        int taken = 0;
        while (ingest.accept(request("wk_small", unique(body), Map.of())).status() == 200) {
            taken++;
        }
        ingest.close();
        open();

        assertThat(taken).isPositive();
        assertThat(body(ingest.accept(request("wk_small", unique(body), Map.of()))))
                .contains("quota_exceeded");
    }

    private static byte[] unique(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replaceFirst("\"batchId\":\"[^\"]*\"", "\"batchId\":\"" + UUID.randomUUID() + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBatchRefusedAsAWholeIsInTheLedgerOfItsProject() throws Exception {
        ingest.accept(request("{\"events\":["));
        ingest.accept(request("wk_closed", new byte[] {'{', '}'}, Map.of("origin", "https://evil.example")));
        ingest.close();
        open();

        assertThat(String.join("\n", loaded("ledger", 4)))
                .contains("\"projectId\":\"shop\"", "\"outcome\":\"refused\",\"code\":\"invalid_json\",\"events\":1")
                .contains("\"projectId\":\"closed\"", "\"code\":\"origin_not_allowed\",\"events\":1");
    }
}
