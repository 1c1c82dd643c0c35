package dev.claymore.query;

import java.util.List;
import java.util.Map;

/**
 * One session.
 *
 * @param events by time, at most {@value #MAX_EVENTS}
 * @param eventsCut whether there are more
 * @param windows tabs that were recorded, by time
 */
public record SessionDetail(
        Map<String, Object> session,
        Map<String, Object> tags,
        List<Map<String, Object>> events,
        boolean eventsCut,
        List<Window> windows) {

    public static final int MAX_EVENTS = 20_000;

    /** @param gaps what is missing of the recording */
    public record Window(
            String windowId, String firstTimestamp, String lastTimestamp, long eventCount, List<Gap> gaps) {}

    /**
     * Events of the recording that never came.
     *
     * @param afterSeq the last that came before the gap, -1 when the beginning is missing
     * @param beforeSeq the first that came after it
     */
    public record Gap(long afterSeq, long beforeSeq, String fromTimestamp, String toTimestamp) {}
}
