package dev.claymore.otel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.UUID;

/**
 * Where a project's sessions are pushed to, and which.
 *
 * @param streamId of what was delivered so far; another receiver is another stream
 * @param endpoint http or https; without a path, {@code /v1/logs} is put behind it
 * @param filters comparisons that all hold, as the API's {@code filters}; empty: all sessions
 * @param replay with the recordings, a record for each rrweb event
 * @param from epoch milliseconds: sessions that began earlier are not sent
 * @param idleSeconds without an event until a session counts as finished; 1 to 86,400
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PushSettings(
        UUID streamId, boolean enabled, String endpoint, JsonNode filters, boolean replay, long from, int idleSeconds) {

    public static final int DEFAULT_IDLE_SECONDS = 1_800;
    public static final int MOST_IDLE_SECONDS = 86_400;

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public PushSettings {
        if (idleSeconds < 1 || idleSeconds > MOST_IDLE_SECONDS) {
            throw new IllegalArgumentException(
                    "idleSeconds must be from 1 to " + MOST_IDLE_SECONDS + ", got " + idleSeconds);
        }
        endpoint = complete(endpoint).toString();
        if (filters == null) {
            filters = JSON.createArrayNode();
        }
    }

    /** The same, and whatever the receiver has got by the settings before need not be sent again. */
    public PushSettings continuing(PushSettings before) {
        return new PushSettings(before.streamId(), enabled, endpoint, filters, replay, from, idleSeconds);
    }

    Duration idle() {
        return Duration.ofSeconds(idleSeconds);
    }

    URI target() {
        return URI.create(endpoint);
    }

    private static URI complete(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is not an address", e);
        }
        if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("endpoint must be an address that begins with http:// or https://");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "endpoint must have no user, password or fragment in it: what is secret belongs into a header");
        }
        String path = uri.getRawPath();
        return path == null || path.isEmpty() || path.equals("/") ? uri.resolve("/v1/logs") : uri;
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PushSettings of(String text) {
        try {
            return JSON.readValue(text, PushSettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException("settings of an export cannot be read", e);
        }
    }
}
