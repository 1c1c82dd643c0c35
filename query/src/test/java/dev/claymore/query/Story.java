package dev.claymore.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.store.ClickHouse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** What happened on a small site, told event by event and put into {@code events} as any client would. */
final class Story {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String projectId;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Map<String, Object>> events = new ArrayList<>();

    Story(String projectId) {
        this.projectId = projectId;
    }

    /** A session that begins at this time. */
    Session session(String start, String anonymousId) {
        Session session = new Session(sessions.size(), Instant.parse(start), anonymousId);
        sessions.add(session);
        return session;
    }

    /** Puts it all into the tables. */
    void tell(ClickHouse clickhouse) {
        StringBuilder rows = new StringBuilder();
        TreeSet<String> columns = new TreeSet<>();
        events.forEach(event -> columns.addAll(event.keySet()));
        for (Map<String, Object> event : events) {
            try {
                rows.append(JSON.writeValueAsString(event)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        clickhouse.insert(
                "events", List.copyOf(columns), "JSONEachRow", rows.toString().getBytes(StandardCharsets.UTF_8), null);
    }

    List<Map<String, Object>> events() {
        return events;
    }

    /** One session, whose facts hold for the events told after them. */
    final class Session {

        private final Map<String, Object> facts = new LinkedHashMap<>();
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final Instant start;
        private final UUID id;

        private Session(int number, Instant start, String anonymousId) {
            this.start = start;
            this.id = new UUID(start.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
            facts.put("anonymousId", anonymousId);
        }

        String id() {
            return id.toString();
        }

        /** A fact of all events from here on, as a column of events. */
        Session with(String column, Object value) {
            facts.put(column, value);
            return this;
        }

        Session user(String userId) {
            return with("userId", userId);
        }

        Session tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        /** @param minutes after the session's start */
        Session event(double minutes, String type, Object... columnsAndValues) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("projectId", projectId);
            event.put("sessionId", id());
            event.put("eventId", new UUID(0x4000, 0x8000_0000_0000_0000L | events.size()).toString());
            event.put("createdAt", time(start));
            event.put("timestamp", time(start.plus(Duration.ofMillis(Math.round(minutes * 60_000)))));
            event.put("type", type);
            event.put("tags", Map.copyOf(tags));
            event.putAll(facts);
            for (int i = 0; i < columnsAndValues.length; i += 2) {
                event.put(String.valueOf(columnsAndValues[i]), columnsAndValues[i + 1]);
            }
            events.add(event);
            return this;
        }

        Session view(double minutes, String page) {
            return event(minutes, "pageview", "page", page, "url", "https://shop.example" + page);
        }

        Session custom(double minutes, String name) {
            return event(minutes, "custom", "name", name);
        }

        Session custom(double minutes, String name, double value) {
            return event(minutes, "custom", "name", name, "value", value);
        }
    }

    private static String time(Instant instant) {
        return instant.toString().replace("T", " ").replace("Z", "");
    }
}
