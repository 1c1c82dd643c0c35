package dev.claymore.ingest;

import static dev.claymore.ingest.TestBatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated bodies: never a 5xx, never a hang. {@code -Dclaymore.fuzz.bodies=1000000 -Dclaymore.fuzz.seed=7} for a night of it. */
final class BatchFuzzTest {

    private static final int BODIES = Integer.getInteger("claymore.fuzz.bodies", 4_000);
    private static final long SEED = Long.getLong("claymore.fuzz.seed", 20_261_122);
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                    .maxNumberLength(512)
                    .build())
            .build();

    private static final String[] GRAFTS = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "-",
        "1e999",
        "1e-999",
        "0",
        "-0.0",
        "99999999999999999999",
        "\\u0000",
        "\\ud800",
        "\\udc00\\ud800",
        "\u0000",
        "\uFEFF",
        "\u00E4",
        "\uD83D\uDE00",
        " ",
        "\n",
        "{}",
        "[]",
        "\"type\":",
        "\"data\":",
        "\"replay\"",
        "\"timestamp\":1790000000000",
        "1.5",
        "[[[[[[[[",
        "\"tags\":{\"a\":1}",
        "\"id\":\"x\"",
        "\"sessionId\":null"
    };

    @TempDir
    Path directory;

    @Test
    void mutatedBodiesAreAnsweredWithoutA5xxAndInTime() throws Exception {
        Path golden = Path.of(System.getProperty("claymore.root", "..")).resolve("docs/formats/golden");
        byte[][] seeds = {
            Files.readAllBytes(golden.resolve("batch-browser.json")),
            Files.readAllBytes(golden.resolve("batch-some-rejected.json"))
        };
        Random random = new Random(SEED);
        try (Ingest ingest = Ingest.open(
                IngestOptions.in(directory),
                TestBatches.KEYS,
                (rows, token) -> {},
                InstantSource.fixed(Instant.ofEpochMilli(NOW)))) {
            long slowest = 0;
            for (int i = 0; i < BODIES; i++) {
                byte[] body = mutate(seeds[random.nextInt(seeds.length)], random);
                agreesWithJackson(body, i);
                byte[] sent = random.nextInt(3) == 0 ? TestBatches.gzip(body) : body;
                if (random.nextInt(10) == 0 && sent.length > 0) {
                    sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
                }
                long began = System.nanoTime();
                Answer answer = ingest.accept(TestBatches.request("wk_shop", sent, Map.of()));
                slowest = Math.max(slowest, System.nanoTime() - began);
                assertThat(answer.status())
                        .as("seed %d, body %d: %s", SEED, i, answer)
                        .isIn(200, 400);
            }
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMinutes(1));
            assertThat(ingest.metrics().bodyMemoryBytes()).isZero();
        }
    }

    /** What the scanner takes for JSON, Jackson does too, and the other way round. */
    private static void agreesWithJackson(byte[] body, int number) {
        boolean ours = true;
        try {
            JsonScanner.validate(body, 0, body.length, new JsonShape());
        } catch (MalformedBody refused) {
            ours = false;
        }
        boolean utf8 = Arrays.equals(new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), body);
        boolean theirs = utf8;
        int values = 0;
        String why = "";
        int depth = 0;
        // On bytes: over characters Jackson takes any whose low byte is that of a hex digit for one, inside an escape.
        try (JsonParser parser = JACKSON.createParser(body)) {
            while (parser.nextToken() != null) {
                values += depth == 0 ? 1 : 0;
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
            }
        } catch (IOException refused) {
            theirs = false;
            why = refused.getMessage();
        }
        if (why.contains("surrogate")) {
            // RFC 8259 lets half a pair pass; it becomes U+FFFD in a row.
            return;
        }
        boolean bom = new String(body, StandardCharsets.UTF_8).startsWith("\uFEFF");
        assertThat(ours)
                .as("seed %d, body %d, %s", SEED, number, why)
                .isEqualTo(theirs && values == 1 && !bom && !looksLikeUtf16(body));
    }

    /** Jackson guesses an encoding from zeros among the first bytes; JSON in UTF-8 has none there. */
    private static boolean looksLikeUtf16(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] body = seed;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(body.length + 1);
            int until = Math.min(body.length, at + random.nextInt(random.nextInt(8) == 0 ? body.length + 1 : 12));
            byte[] middle = switch (random.nextInt(6)) {
                case 0 -> new byte[0];
                case 1 -> GRAFTS[random.nextInt(GRAFTS.length)].getBytes(StandardCharsets.UTF_8);
                case 2 -> {
                    byte[] noise = new byte[random.nextInt(8)];
                    random.nextBytes(noise);
                    yield noise;
                }
                case 3 -> Arrays.copyOfRange(body, at, until);
                case 4 ->
                    GRAFTS[random.nextInt(GRAFTS.length)]
                            .repeat(1 + random.nextInt(40))
                            .getBytes(StandardCharsets.UTF_8);
                default -> Integer.toString(random.nextInt()).getBytes(StandardCharsets.UTF_8);
            };
            boolean insert = random.nextBoolean();
            byte[] next = Arrays.copyOf(body, at + middle.length + body.length - (insert ? at : until));
            System.arraycopy(middle, 0, next, at, middle.length);
            System.arraycopy(body, insert ? at : until, next, at + middle.length, body.length - (insert ? at : until));
            body = next;
            if (body.length > 200_000) {
                return seed;
            }
        }
        return body;
    }
}
