package dev.claymore.analyst.story;

import dev.claymore.store.Rows;
import java.util.List;

/**
 * What sets those who left at a step apart from those who went on.
 *
 * @param reached sessions that came to the step
 * @param left of these, those that ended there, or never came to the goal
 * @param findings traits whose share of leavers differs by more than chance, the surest first
 * @param tested traits looked at: the more, the surer a finding must be
 * @param sql what counted them
 */
public record Contrast(
        Step step,
        Step goal,
        String from,
        String to,
        long reached,
        long left,
        List<Finding> findings,
        int tested,
        String text,
        List<String> assumptions,
        String sql,
        Rows.Stats stats) {

    /**
     * A place on the way.
     *
     * @param kind {@code page}: exactly this path; {@code pageContains}: a path with this word; {@code event}: a custom event
     */
    public record Step(String kind, String value) {

        public static final List<String> KINDS = List.of("page", "pageContains", "event");

        String words() {
            return switch (kind) {
                case "page" -> "page " + value;
                case "pageContains" -> value + " pages";
                default -> "event " + Seen.quoted(value);
            };
        }
    }

    /**
     * A trait that matters.
     *
     * @param kind device, browser, os, country, release, …, tag, event, error, failedRequest, slowRequest, rageClick, deadClick
     * @param leftWith leavers that have it
     * @param stayedWith those who went on that have it
     * @param leaveRateWith share that left, of those that have it
     * @param lift leaveRateWith / leaveRateWithout
     * @param pValue of one test
     * @param qValue corrected for the number of traits looked at (Benjamini and Hochberg)
     * @param method fisher or chi-square
     * @param sessions a few leavers that have it, with where to watch them
     */
    public record Finding(
            String kind,
            String value,
            long leftWith,
            long stayedWith,
            double leaveRateWith,
            double leaveRateWithout,
            double lift,
            double pValue,
            double qValue,
            String method,
            List<Example> sessions) {}

    public record Example(String sessionId, String replayUrl) {}
}
