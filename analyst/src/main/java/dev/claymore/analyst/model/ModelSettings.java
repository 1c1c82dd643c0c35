package dev.claymore.analyst.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The language model that a project allows; without the key, which is kept apart.
 *
 * @param enabled whether questions go to it at all
 * @param provider one of {@link #PROVIDERS}
 * @param baseUrl of the provider's API; empty: the provider's own
 * @param model as the provider names it
 * @param stream whether answers are asked for as a stream, which some gateways need for long ones
 * @param shareValues whether also values may be told that may belong to a person: error messages, ids in paths and tags
 * @param timeoutSeconds for one question, all attempts together; 1 to 300
 * @param tokensPerDay what questions of a day (UTC) may use; 0: unlimited
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelSettings(
        boolean enabled,
        String provider,
        String baseUrl,
        String model,
        boolean stream,
        boolean shareValues,
        int timeoutSeconds,
        long tokensPerDay) {

    public static final String OPENAI = "openai";
    public static final String OPENAI_RESPONSES = "openai-responses";
    public static final String ANTHROPIC = "anthropic";
    public static final String GEMINI = "gemini";
    public static final List<String> PROVIDERS = List.of(OPENAI, OPENAI_RESPONSES, ANTHROPIC, GEMINI);

    public static final int DEFAULT_TIMEOUT_SECONDS = 30;
    public static final int MOST_TIMEOUT_SECONDS = 300;
    public static final long DEFAULT_TOKENS_PER_DAY = 500_000;

    private static final int MAX_LENGTH = 300;

    /** @throws IllegalArgumentException naming the field that is wrong */
    public ModelSettings {
        check(PROVIDERS.contains(provider), "provider must be one of " + String.join(", ", PROVIDERS));
        check(model != null && model.matches("\\S{1,200}"), "model must be a name without spaces, as gpt-5-mini");
        check(
                baseUrl != null && (baseUrl.isEmpty() || url(baseUrl)),
                "baseUrl must be an http:// or https:// address with a host, without user, query and fragment, or empty");
        check(
                timeoutSeconds >= 1 && timeoutSeconds <= MOST_TIMEOUT_SECONDS,
                "timeoutSeconds must be from 1 to " + MOST_TIMEOUT_SECONDS);
        check(tokensPerDay >= 0, "tokensPerDay must not be negative");
    }

    /** Provider and model, as answers name them. */
    public String name() {
        return provider + "/" + model;
    }

    /** Whether a key for the one may be shown to the other: the same provider at the same scheme, host and port. */
    boolean sameReceiver(ModelSettings other) {
        return provider.equals(other.provider) && origin(baseUrl).equals(origin(other.baseUrl));
    }

    private static String origin(String baseUrl) {
        if (baseUrl.isEmpty()) {
            return "";
        }
        URI uri = URI.create(baseUrl);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static boolean url(String text) {
        try {
            URI uri = URI.create(text);
            return text.length() <= MAX_LENGTH
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
