package dev.claymore.otel;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row of {@code events}, its cells by column. */
record EventRow(List<Object> cells) {

    /** In the order of the cells; the hash is what tells whether the record was delivered. */
    static final List<String> COLUMNS = List.of(
            "toString(sessionId) AS session",
            "toString(eventId) AS id",
            "toUnixTimestamp64Milli(timestamp) AS at",
            "toUnixTimestamp64Milli(receivedAt) AS received",
            "toString(type) AS kind",
            "name",
            "windowId",
            "userId",
            "page",
            "url",
            "title",
            "referrer",
            "selector",
            "text",
            "x",
            "y",
            "errorCode",
            "errorType",
            "errorMessage",
            "errorStack",
            "errorFingerprint",
            "requestMethod",
            "requestUrl",
            "statusCode",
            "durationMs",
            "value",
            "cartValue",
            "traceId",
            "spanId",
            "tags",
            "viewportWidth",
            "viewportHeight",
            "toString(cityHash64(eventId)) AS recordHash");

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
