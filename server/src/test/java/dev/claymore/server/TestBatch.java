package dev.claymore.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A batch as the SDK sends it: a page view, a click with a tag, and a recording of two events. */
record TestBatch(UUID sessionId, List<String> eventIds, String json) {

    static TestBatch of(int clicks) {
        long now = System.currentTimeMillis();
        UUID sessionId = session(now);
        List<String> ids = new ArrayList<>();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i <= clicks; i++) {
            String id = UUID.randomUUID().toString();
            ids.add(id);
            events.add(Map.of(
                    "id", id,
                    "type", i == 0 ? "pageview" : "click",
                    "timestamp", now + i,
                    "url", "https://shop.example/checkout?utm_source=news",
                    "title", "Checkout",
                    "selector", "#buy",
                    "text", "Buy"));
        }
        events.add(replay(
                0,
                now,
                Map.of(
                        "type",
                        4,
                        "data",
                        Map.of("href", "https://shop.example/", "width", 800, "height", 600),
                        "timestamp",
                        now)));
        events.add(replay(
                1,
                now + 1,
                Map.of(
                        "type",
                        2,
                        "data",
                        Map.of(
                                "node",
                                Map.of("type", 0, "childNodes", List.of(), "id", 1),
                                "initialOffset",
                                Map.of("left", 0, "top", 0)),
                        "timestamp",
                        now + 1)));
        Map<String, Object> batch = Map.of(
                "version",
                1,
                "batchId",
                UUID.randomUUID().toString(),
                "sentAt",
                now,
                "sequence",
                0,
                "sdk",
                Map.of("name", "test", "version", "1"),
                "sessionId",
                sessionId.toString(),
                "windowId",
                "w1",
                "context",
                Map.of("anonymousId", "a-" + sessionId, "locale", "de-DE", "tags", Map.of("plan", "pro")),
                "events",
                events);
        return new TestBatch(sessionId, ids, new String(Json.bytes(batch), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Map<String, Object> replay(int seq, long timestamp, Map<String, Object> data) {
        return Map.of("type", "replay", "seq", seq, "timestamp", timestamp, "data", data);
    }

    /** A UUIDv7: its time is the session's start. */
    static UUID session(long now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                (now << 16) | 0x7000L | random.nextInt(1 << 12), (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }
}
