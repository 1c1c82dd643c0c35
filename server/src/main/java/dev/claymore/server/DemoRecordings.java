package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.ingest.Answer;
import dev.claymore.ingest.BatchRequest;
import dev.claymore.ingest.Ingest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * Sends the recordings of real visits, made by {@code npm run record-demo -w e2e}, through ingest as if they had just
 * happened: new ids, moved to recent times, from the visitor's address and browser.
 */
final class DemoRecordings {

    /** Stands in the recordings for the shop's origin. */
    static final String ORIGIN_IN_RECORDINGS = "http://shop.invalid";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int RECENT = 14;
    private static final Duration RECENT_SPAN = Duration.ofHours(5);
    private static final Duration SPAN = Duration.ofDays(29);
    private static final int ATTEMPTS = 20;

    private final Ingest ingest;
    private final String writeKey;
    private final String origin;
    private final InstantSource clock;

    DemoRecordings(Ingest ingest, String writeKey, String origin, InstantSource clock) {
        this.ingest = ingest;
        this.writeKey = writeKey;
        this.origin = origin;
        this.clock = clock;
    }

    /**
     * Spreads all recordings over the time before {@code now}, the first of them over the last hours. The same {@code now}
     * gives the same ids, so that sending again what was sent before adds nothing.
     */
    void send(Instant now) {
        int count = read("index.json").path("recordings").asInt();
        Random random = new Random(now.toEpochMilli());
        for (int i = 0; i < count; i++) {
            Duration ago = i < RECENT
                    ? RECENT_SPAN.multipliedBy(i).dividedBy(RECENT).plus(Duration.ofMinutes(1 + random.nextInt(15)))
                    : RECENT_SPAN.plusMillis(
                            (long) (SPAN.minus(RECENT_SPAN).toMillis() * Math.pow(random.nextDouble(), 1.4)));
            send(read("recording-%02d.json.gz".formatted(i)), now.minus(ago), random);
        }
    }

    /** Sends one visit as if it had ended at {@code end}. */
    private void send(JsonNode recording, Instant end, Random random) {
        long shift = end.toEpochMilli() - recording.path("endedAt").asLong();
        Map<String, String> sessions = new HashMap<>();
        for (JsonNode recorded : recording.path("batches")) {
            ObjectNode batch = (ObjectNode) recorded;
            batch.put("batchId", uuid(random.nextLong(), 4, random).toString());
            batch.put("sentAt", clock.millis());
            batch.put(
                    "sessionId",
                    sessions.computeIfAbsent(batch.path("sessionId").asText(), id -> moved(id, shift, random)));
            for (JsonNode event : batch.path("events")) {
                move((ObjectNode) event, shift, random);
            }
            post(
                    batch,
                    recording.path("address").asText(),
                    recording.path("userAgent").asText());
        }
    }

    private static void move(ObjectNode event, long shift, Random random) {
        event.put("timestamp", event.path("timestamp").asLong() + shift);
        if (event.has("id")) {
            event.put("id", uuid(random.nextLong(), 4, random).toString());
        }
        if (event.path("type").asText().equals("request")) {
            // The visits were recorded by an SDK that did not trace; what the backend did is made up from these.
            event.put("traceId", hex(random.nextLong()) + hex(random.nextLong()));
            event.put("spanId", hex(random.nextLong()));
        }
        if (event.path("data") instanceof ObjectNode data && data.has("timestamp")) {
            data.put("timestamp", data.path("timestamp").asLong() + shift);
        }
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits | 1);
    }

    /** A UUIDv7 of the same distance to the events as before, new in its random bits. */
    private static String moved(String sessionId, long shift, Random random) {
        long startedAt = UUID.fromString(sessionId).getMostSignificantBits() >>> 16;
        return uuid((startedAt + shift) << 16 | random.nextInt(1 << 12), 7, random)
                .toString();
    }

    private static UUID uuid(long high, long version, Random random) {
        return new UUID(
                (high & 0xFFFF_FFFF_FFFF_0FFFL) | (version << 12), (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }

    private void post(ObjectNode batch, String address, String userAgent) {
        byte[] body = batch.toString().replace(ORIGIN_IN_RECORDINGS, origin).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                Map.of("user-agent", userAgent, "content-type", "application/json", "origin", origin);
        for (int attempt = 1; ; attempt++) {
            Answer answer = ingest.accept(
                    new BatchRequest(writeKey, address, headers::get, body.length, new ByteArrayInputStream(body)));
            if (answer instanceof Answer.Accepted accepted && accepted.rejected() == 0) {
                return;
            }
            if (!(answer instanceof Answer.Overloaded overloaded) || attempt == ATTEMPTS) {
                throw new IllegalStateException(
                        "a recorded batch was refused: " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            pause(overloaded.retryAfterSeconds());
        }
    }

    private static void pause(long seconds) {
        try {
            Thread.sleep(Duration.ofSeconds(Math.max(1, seconds)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while sample data was made", e);
        }
    }

    private static JsonNode read(String name) {
        try (InputStream file = DemoRecordings.class.getResourceAsStream("/demo/recordings/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the sample recordings lack " + name);
            }
            return JSON.readTree(name.endsWith(".gz") ? new GZIPInputStream(file) : file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
