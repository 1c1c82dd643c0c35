package dev.claymore.query.telemetry;

import dev.claymore.store.Rows;
import java.util.List;
import java.util.Map;

/**
 * One trace.
 *
 * @param spans by their start; {@code startedAt} has nanoseconds
 * @param spansCut whether there are more than {@link Traces#MAX_SPANS}
 * @param session whose request began it; null when no session is known
 */
public record TraceDetail(
        String traceId,
        List<Map<String, Object>> spans,
        boolean spansCut,
        Moment session,
        String sql,
        Rows.Stats stats) {

    /**
     * Where a recording shows what led to the trace.
     *
     * @param at of the request in the browser; of the first span when the browser recorded none
     * @param eventId of the request; null when the browser recorded none
     * @param windowId the tab; null when the browser recorded none
     */
    public record Moment(String sessionId, String at, String eventId, String windowId) {}
}
