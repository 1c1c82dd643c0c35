package dev.claymore.otel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.store.ClickHouse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Puts sessions into the database as the loader does. */
final class Visits {

    static final String PROJECT = "shop";
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String SPAN = "b7ad6b7169203331";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickHouse clickhouse;
    private final Random random = new Random(20261127);

    Visits(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    UUID session(Instant began) {
        return new UUID(
                (began.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12),
                (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }

    UUID id() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }

    /** An event; {@code more} are pairs of column and value. */
    Map<String, Object> event(UUID session, Instant at, String type, Object... more) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("projectId", PROJECT);
        row.put("sessionId", session.toString());
        row.put("eventId", id().toString());
        row.put("timestamp", at.toString());
        row.put("receivedAt", at.plusSeconds(1).toString());
        row.put("type", type);
        row.put("windowId", "w1");
        row.put("anonymousId", "visitor");
        row.put("url", "https://shop.example/checkout?step=1");
        row.put("page", "/checkout");
        row.put("country", "DE");
        row.put("region", "Berlin");
        row.put("city", "Berlin");
        row.put("browser", "Chrome");
        row.put("browserVersion", "141");
        row.put("os", "Windows");
        row.put("device", "desktop");
        row.put("locale", "de-DE");
        row.put("release", "1.2.3");
        row.put("environment", "production");
        for (int i = 0; i < more.length; i += 2) {
            row.put((String) more[i], more[i + 1]);
        }
        return row;
    }

    /** A visit of {@code clicks} clicks, a second apart, in one insert. */
    List<String> visit(UUID session, Instant began, int clicks) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(event(session, began, "pageview"));
        for (int i = 1; i <= clicks; i++) {
            rows.add(event(session, began.plusSeconds(i), "click", "selector", "#buy", "text", "Buy", "x", i, "y", 2));
        }
        insert("events", rows);
        return rows.stream().map(row -> (String) row.get("eventId")).toList();
    }

    void recording(UUID session, Instant began, int events) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            rows.add(Map.of(
                    "projectId",
                    PROJECT,
                    "sessionId",
                    session.toString(),
                    "windowId",
                    "w1",
                    "seq",
                    i,
                    "timestamp",
                    began.plusMillis(i).toString(),
                    "type",
                    3,
                    "source",
                    1,
                    "payload",
                    "{\"source\":1,\"text\":\"\\\"ä\\n\"}"));
        }
        insert("replay_events", rows);
    }

    void insert(String table, List<Map<String, Object>> rows) {
        StringBuilder lines = new StringBuilder();
        try {
            for (Map<String, Object> row : rows) {
                Map<String, Object> written = new LinkedHashMap<>(row);
                for (String time : List.of("timestamp", "receivedAt")) {
                    if (row.get(time) instanceof String text) {
                        written.put(time, text.replace("T", " ").replace("Z", ""));
                    }
                }
                lines.append(JSON.writeValueAsString(written)).append('\n');
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        rows.forEach(all::putAll);
        clickhouse.insert(
                table,
                List.copyOf(all.keySet()),
                "JSONEachRow",
                lines.toString().getBytes(StandardCharsets.UTF_8),
                null);
    }
}
