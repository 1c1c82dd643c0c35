package dev.claymore.otel;

import dev.claymore.query.compile.Tables;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A row of {@code events}, its cells by column. */
record EventRow(List<Object> cells) {

    /** Read in another form, or said of the whole session. */
    private static final Set<String> ELSEWHERE =
            Set.of("eventId", "timestamp", "type", "anonymousId", "release", "environment");

    /** In the order of the cells; the hash is what tells whether the record was delivered. */
    static final List<String> COLUMNS = Stream.of(
                    Stream.of(
                            "toString(sessionId) AS session",
                            "toString(eventId) AS id",
                            "toUnixTimestamp64Milli(timestamp) AS at",
                            "toUnixTimestamp64Milli(receivedAt) AS received",
                            "toString(type) AS kind"),
                    Tables.EVENT.stream().filter(column -> !ELSEWHERE.contains(column)),
                    Stream.of("toString(cityHash64(eventId)) AS recordHash"))
            .flatMap(columns -> columns)
            .toList();

    private static final Map<String, Integer> PLACES = places();

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            String column = COLUMNS.get(i);
            places.put(column.substring(column.lastIndexOf(' ') + 1), i);
        }
        return Map.copyOf(places);
    }

    String text(String column) {
        return String.valueOf(cells.get(PLACES.get(column)));
    }

    long number(String column) {
        return ((Number) cells.get(PLACES.get(column))).longValue();
    }

    double decimal(String column) {
        // Infinities and NaN come as null: JSON has none.
        return cells.get(PLACES.get(column)) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    Instant at() {
        return Instant.ofEpochMilli(number("at"));
    }

    /** The moment it arrived; that of the event where an INSERT did not say. */
    Instant observedAt() {
        long received = number("received");
        return received > 0 ? Instant.ofEpochMilli(received) : at();
    }

    long recordHash() {
        return Long.parseUnsignedLong(text("recordHash"));
    }

    Map<?, ?> tags() {
        return cells.get(PLACES.get("tags")) instanceof Map<?, ?> tags ? tags : Map.of();
    }
}
