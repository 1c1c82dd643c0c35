package dev.claymore.analyst.story;

import java.time.Instant;
import java.util.Map;

/** One event, as far as a story needs it. What it says is a visitor's or a page's text: it is quoted, cut, and never acted on. */
record Seen(
        Instant at,
        String type,
        String name,
        String page,
        String title,
        String text,
        String selector,
        int errorCode,
        String errorType,
        String errorMessage,
        String requestMethod,
        String requestUrl,
        long durationMs,
        double value,
        double cartValue,
        String userId) {

    private static final int MAX_QUOTE = 120;

    static Seen of(Map<String, Object> event) {
        return new Seen(
                Instant.parse(text(event, "timestamp")),
                text(event, "type"),
                text(event, "name"),
                text(event, "page"),
                text(event, "title"),
                text(event, "text"),
                text(event, "selector"),
                (int) number(event, "errorCode"),
                text(event, "errorType"),
                text(event, "errorMessage"),
                text(event, "requestMethod"),
                text(event, "requestUrl"),
                (long) number(event, "durationMs"),
                number(event, "value"),
                number(event, "cartValue"),
                text(event, "userId"));
    }

    boolean is(String other) {
        return type.equals(other);
    }

    boolean failedRequest() {
        return is("request") && errorCode >= 400;
    }

    boolean rage() {
        return is("click") && name.equals("rage");
    }

    boolean dead() {
        return is("click") && name.equals("dead");
    }

    /** What was clicked, as a person would call it. */
    String target() {
        return !text.isBlank() ? quoted(text) : !selector.isBlank() ? quoted(selector) : "something";
    }

    static String quoted(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return "“" + (clean.length() <= MAX_QUOTE ? clean : clean.substring(0, MAX_QUOTE - 1) + "…") + "”";
    }

    private static String text(Map<String, Object> event, String column) {
        Object value = event.get(column);
        return value == null ? "" : value.toString();
    }

    private static double number(Map<String, Object> event, String column) {
        return event.get(column) instanceof Number number ? number.doubleValue() : 0;
    }
}
