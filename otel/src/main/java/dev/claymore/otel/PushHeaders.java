package dev.claymore.otel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a receiver wants to see of whoever sends: secrets. They are never written into a log or an answer. */
public final class PushHeaders {

    public static final PushHeaders NONE = new PushHeaders(Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADERS = 20;
    private static final int MAX_VALUE = 8_192;
    /** Set by the sender, or refused by the JDK's client. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    private final Map<String, String> values;

    /** @throws IllegalArgumentException naming the header, never its value */
    public PushHeaders(Map<String, String> values) {
        if (values.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("headers: at most " + MAX_HEADERS);
        }
        Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}") || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: " + (name.length() > 60 ? name.substring(0, 60) : name)
                        + " is no header that can be set");
            }
            if (value.length() > MAX_VALUE || !value.matches("[\\x20-\\x7e\\t]*")) {
                throw new IllegalArgumentException("headers: the value of " + name
                        + " must be printable characters of ASCII, at most " + MAX_VALUE);
            }
            checked.put(name, value);
        });
        this.values = checked;
    }

    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    Map<String, String> values() {
        return values;
    }

    /** The text without any value of a header: a receiver may repeat what it was sent. */
    String scrub(String text) {
        String clean = text;
        for (String value : values.values()) {
            for (String part : value.split("[ ,;]+")) {
                clean = part.length() >= 4 ? clean.replace(part, "…") : clean;
            }
        }
        return clean;
    }

    String text() {
        try {
            return values.isEmpty() ? "" : JSON.writeValueAsString(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PushHeaders of(String text) {
        try {
            return text.isEmpty()
                    ? NONE
                    : new PushHeaders(JSON.readValue(text, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new IllegalStateException("headers that were kept cannot be read");
        }
    }

    @Override
    public String toString() {
        return names().toString();
    }
}
