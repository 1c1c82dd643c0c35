package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Refusal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which log records are meant. Empty texts and null mean: any.
 *
 * @param level the least severe that is meant: trace, debug, info, warn, error, fatal
 * @param text part of the body, in any case
 * @param attributes {@code key=value}, or {@code key} for any value; of the record or of what sent it
 */
public record LogFilter(
        String service, String level, String text, String traceId, List<String> attributes, UUID sessionId) {

    /** The first number of each level, as OpenTelemetry counts them. */
    private static final Map<String, Integer> LEVELS =
            Map.of("", 0, "trace", 1, "debug", 5, "info", 9, "warn", 13, "error", 17, "fatal", 21);

    public static final LogFilter ANY = new LogFilter("", "", "", "", List.of(), null);

    public LogFilter {
        if (!LEVELS.containsKey(level)) {
            throw Refusal.invalid("level", "must be trace, debug, info, warn, error or fatal");
        }
        attributes = List.copyOf(attributes);
        if (attributes.size() > SpanFilter.MAX_ATTRIBUTES) {
            throw Refusal.invalid("attribute", "at most " + SpanFilter.MAX_ATTRIBUTES + " at once");
        }
    }

    /** As conditions that each begin with AND. */
    String where(SqlBuilder sql) {
        StringBuilder where = new StringBuilder()
                .append(Spans.equal(sql, "ServiceName", service))
                .append(Spans.equal(sql, "TraceId", traceId));
        if (!level.isEmpty()) {
            where.append(" AND SeverityNumber >= ").append(sql.bind("UInt8", LEVELS.get(level)));
        }
        if (!text.isEmpty()) {
            where.append(" AND positionCaseInsensitiveUTF8(Body, ")
                    .append(sql.bind("String", text))
                    .append(") > 0");
        }
        if (sessionId != null) {
            where.append(" AND sessionId = ").append(sql.bind("UUID", sessionId));
        }
        attributes.forEach(
                attribute -> where.append(SpanFilter.attribute(sql, attribute, "LogAttributes", "ResourceAttributes")));
        return where.toString();
    }
}
