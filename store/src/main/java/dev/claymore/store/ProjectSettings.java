package dev.claymore.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a project asks of its SDK and of ingest.
 *
 * @param sampleRate share of sessions that are recorded at all, 0 to 1
 * @param replaySampleRate share of those that carry a recording, 0 to 1
 * @param maskAllText all text of a page is masked
 * @param maskAllInputs all inputs are masked; passwords, cards and codes always are
 * @param eventsPerSecond sustained rate ingest takes; 0 is unlimited
 * @param bytesPerDay bytes ingest takes in a day (UTC), before compression; 0 is unlimited
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProjectSettings(
        double sampleRate,
        double replaySampleRate,
        boolean maskAllText,
        boolean maskAllInputs,
        long eventsPerSecond,
        long bytesPerDay) {

    public static final ProjectSettings DEFAULT = new ProjectSettings(1, 1, false, true, 0, 0);

    public ProjectSettings {
        share("sampleRate", sampleRate);
        share("replaySampleRate", replaySampleRate);
        if (eventsPerSecond < 0 || bytesPerDay < 0) {
            throw new IllegalArgumentException("eventsPerSecond and bytesPerDay must not be negative, got "
                    + eventsPerSecond + " and " + bytesPerDay);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1, got " + value);
        }
    }
}
