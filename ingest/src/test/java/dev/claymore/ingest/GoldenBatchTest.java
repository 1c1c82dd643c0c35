package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code docs/formats/golden}, which the SDK's tests read too. */
final class GoldenBatchTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("claymore.root", "..")).resolve("docs/formats/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private static BatchDecoder decode(String file) throws Exception {
        IngestOptions options = IngestOptions.in(Path.of("unused"));
        MemoryBudget budget = new MemoryBudget(1 << 30);
        BatchDecoder decoder = new BatchDecoder(options, budget);
        RequestBody body = new RequestBody(options.maxBodyBytes(), budget);
        body.receive(TestBatches.request("wk_shop", Files.readAllBytes(GOLDEN.resolve(file)), Map.of()));
        decoder.inflate(body);
        decoder.open();
        decoder.encode(TestBatches.KEYS.find("wk_shop").orElseThrow(), NOW, decoder.key("shop"), Visitor.UNKNOWN);
        return decoder;
    }

    private static List<JsonNode> rows(String table, RowBuffer rows) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        for (String row : RowDecoder.rows(table, rows.toByteArray())) {
            parsed.add(JSON.readTree(row.substring(table.length() + 1)));
        }
        return parsed;
    }

    @Test
    void aBrowsersBatchBecomesTheseRows() throws Exception {
        try (BatchDecoder decoder = decode("batch-browser.json")) {
            List<JsonNode> events = rows("events", decoder.events);
            List<JsonNode> replay = rows("replay_events", decoder.replay);

            assertThat(decoder.rejections).isEmpty();
            assertThat(events)
                    .extracting(row -> row.get("type").asText())
                    .containsExactly("pageview", "click", "request", "error", "custom");
            assertThat(events).allSatisfy(row -> {
                assertThat(row.get("projectId").asText()).isEqualTo("shop");
                assertThat(row.get("userId").asText()).isEqualTo("u-4711");
                assertThat(row.get("viewportWidth").asInt()).isEqualTo(1440);
                assertThat(row.get("createdAt").asText()).isEqualTo("2026-09-21T14:12:20Z");
            });
            assertThat(events.subList(0, 4))
                    .allSatisfy(row -> assertThat(row.get("page").asText()).isEqualTo("/cart"));
            assertThat(events.get(0).get("title").asText()).isEqualTo("Cart \u2013 Shop");
            assertThat(events.get(1).get("name").asText()).isEqualTo("rage");
            assertThat(events.get(1).get("y").asInt()).isEqualTo(20);
            assertThat(events.get(2).get("errorCode").asInt()).isEqualTo(500);
            assertThat(events.get(3).get("errorFingerprint").asText()).hasSize(16);
            assertThat(events.get(3).get("cartValue").asDouble()).isEqualTo(12.5);
            assertThat(events.get(4).get("cartValue").asDouble()).isEqualTo(99.9);
            assertThat(events.get(4).get("tags").toString())
                    .isEqualTo("{\"plan\":\"pro\",\"seats\":\"5\",\"coupon\":\"spring\"}");
            assertThat(replay).extracting(row -> row.get("seq").asInt()).containsExactly(0, 1, 2);
            assertThat(replay.get(0).get("href").asText()).isEqualTo("https://shop.example/cart");
            assertThat(replay.get(1).get("payload").asText())
                    .isEqualTo(
                            "{\"node\":{\"type\":0,\"childNodes\":[],\"id\":1},\"initialOffset\":{\"left\":0,\"top\":0}}");
            assertThat(replay.get(2).get("extra").asText()).isEqualTo("{\"delay\":4}");
            assertThat(decoder.dropped(Fields.SAMPLED)).isEqualTo(3);
            assertThat(decoder.dropped(Fields.OVERFLOW)).isEqualTo(1);
        }
    }

    @Test
    void eachBadEventIsNamedByIndexAndCode() throws Exception {
        try (BatchDecoder decoder = decode("batch-some-rejected.json")) {
            JsonNode answer = JSON.readTree(Files.readString(GOLDEN.resolve("batch-some-rejected.answer.json")));
            List<String> expected = new ArrayList<>();
            answer.get("rejected")
                    .forEach(one -> expected.add(
                            one.get("index").asInt() + " " + one.get("code").asText()));

            assertThat(decoder.rejections)
                    .extracting(rejection ->
                            rejection.index() + " " + rejection.problem().code())
                    .containsExactlyElementsOf(expected);
            assertThat(decoder.eventIndex.count())
                    .isEqualTo(answer.get("accepted").asInt());
        }
    }

    @Test
    void answersAreToTheLetterWhatTheSdkIsTestedWith() throws Exception {
        assertThat(JSON.readTree(new Answer.Overloaded(
                                Problem.SPOOL_FULL,
                                "the spool has reached its disk budget, or the disk is nearly full",
                                30)
                        .body()))
                .isEqualTo(JSON.readTree(Files.readString(GOLDEN.resolve("refused-spool-full.answer.json"))));
        try (Ingest ingest = Ingest.open(
                IngestOptions.in(directory),
                TestBatches.KEYS,
                new RecordingSink(),
                InstantSource.fixed(Instant.ofEpochMilli(TestBatches.NOW)))) {
            assertThat(JSON.readTree(
                            ingest.accept(TestBatches.request("{\"events\":[")).body()))
                    .isEqualTo(JSON.readTree(Files.readString(GOLDEN.resolve("refused-invalid-json.answer.json"))));
            byte[] browser = Files.readAllBytes(GOLDEN.resolve("batch-browser.json"));
            assertThat(JSON.readTree(ingest.accept(TestBatches.request("wk_shop", browser, Map.of()))
                            .body()))
                    .isEqualTo(JSON.readTree(Files.readString(GOLDEN.resolve("batch-browser.answer.json"))));
        }
    }
}
