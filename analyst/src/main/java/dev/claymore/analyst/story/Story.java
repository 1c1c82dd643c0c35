package dev.claymore.analyst.story;

import java.util.List;

/**
 * A session, told from its events.
 *
 * @param summary one or two sentences
 * @param goal what the visitor seems to have come for, and what says so
 * @param outcome how it ended
 * @param friction what got in the way, the worst first
 * @param moments by time
 */
public record Story(
        String sessionId,
        String summary,
        String goal,
        String outcome,
        List<String> friction,
        List<Moment> moments,
        Facts facts) {

    /**
     * A moment that the replay can jump to.
     *
     * @param timestamp ISO-8601
     * @param offsetMs since the session's first event
     * @param kind start, page, custom, identify, error, request, friction, idle or end
     */
    public record Moment(String timestamp, long offsetMs, String kind, String text, String replayUrl) {}

    /** Counted from the events. */
    public record Facts(
            long durationMs,
            int pages,
            int clicks,
            int errors,
            int failedRequests,
            int rageClicks,
            int deadClicks,
            double cartValue,
            boolean eventsCut) {}
}
