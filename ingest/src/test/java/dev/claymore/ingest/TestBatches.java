package dev.claymore.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Bodies and requests for tests. */
final class TestBatches {

    static final long NOW = 1_790_000_000_000L;
    /** A UUIDv7 of a minute before {@link #NOW}. */
    static final String SESSION = uuid7(NOW - 60_000, 1);

    static final ProjectKeys KEYS = key -> switch (key) {
        case "wk_shop" -> Optional.of(project("shop", false, List.of(), ProjectLimits.UNLIMITED));
        case "sk_shop" -> Optional.of(project("shop", true, List.of(), ProjectLimits.UNLIMITED));
        case "wk_closed" ->
            Optional.of(project(
                    "closed", false, List.of("https://shop.example", "https://*.shop.test"), ProjectLimits.UNLIMITED));
        case "wk_slow" -> Optional.of(project("slow", false, List.of(), new ProjectLimits(10, 0)));
        case "wk_small" -> Optional.of(project("small", false, List.of(), new ProjectLimits(0, 2_000)));
        default -> Optional.empty();
    };

    private TestBatches() {}

    private static ProjectKeys.Project project(String id, boolean secret, List<String> origins, ProjectLimits limits) {
        return new ProjectKeys.Project(id, secret, origins, "{\"sampleRate\":1}", limits);
    }

    static String uuid7(long time, long tail) {
        long high = (time << 16) | 0x7000L | (tail & 0xFFF);
        return new java.util.UUID(high, 0x8000000000000000L | tail).toString();
    }

    static String batch(String batchId, String events) {
        return """
                {"version":1,"batchId":"%s","sentAt":%d,"sequence":1,"sdk":{"name":"test","version":"1"},"sessionId":"%s",\
                "windowId":"w1","context":{"anonymousId":"a1","locale":"de-DE","tags":{"plan":"pro"}},"events":[%s]}""".formatted(batchId, NOW, SESSION, events);
    }

    static String pageview(long id) {
        return "{\"id\":\"" + new java.util.UUID(id, id) + "\",\"type\":\"pageview\",\"timestamp\":" + (NOW - 1_000)
                + ",\"url\":\"https://shop.example/cart?x=1#top\",\"title\":\"Cart\"}";
    }

    static BatchRequest request(String key, byte[] body, Map<String, String> headers) {
        return new BatchRequest(key, "127.0.0.1", headers::get, body.length, new ByteArrayInputStream(body));
    }

    static BatchRequest request(String body) {
        return request("wk_shop", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
