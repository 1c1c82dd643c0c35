package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Refusal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which spans are meant. Empty texts and null mean: any.
 *
 * @param status {@code error}, {@code ok} (not failed) or empty
 * @param leastMs shortest duration
 * @param mostMs longest duration
 * @param attributes {@code key=value}, or {@code key} for any value; of the span or of what sent it
 * @param sessionId of the session it belongs to
 */
public record SpanFilter(
        String service,
        String operation,
        String status,
        Double leastMs,
        Double mostMs,
        List<String> attributes,
        UUID sessionId) {

    public static final int MAX_ATTRIBUTES = 10;

    private static final Map<String, String> STATUS =
            Map.of("", "", "error", " AND StatusCode = 'Error'", "ok", " AND StatusCode != 'Error'");

    public static final SpanFilter ANY = new SpanFilter("", "", "", null, null, List.of(), null);

    public SpanFilter {
        if (!STATUS.containsKey(status)) {
            throw Refusal.invalid("status", "must be error or ok");
        }
        attributes = List.copyOf(attributes);
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw Refusal.invalid("attribute", "at most " + MAX_ATTRIBUTES + " at once");
        }
    }

    /** As conditions that each begin with AND. */
    String where(SqlBuilder sql) {
        StringBuilder where = new StringBuilder()
                .append(Spans.equal(sql, "ServiceName", service))
                .append(Spans.equal(sql, "SpanName", operation))
                .append(STATUS.get(status));
        if (leastMs != null) {
            where.append(" AND Duration >= ").append(sql.bind("UInt64", nanos(leastMs)));
        }
        if (mostMs != null) {
            where.append(" AND Duration <= ").append(sql.bind("UInt64", nanos(mostMs)));
        }
        if (sessionId != null) {
            where.append(" AND sessionId = ").append(sql.bind("UUID", sessionId));
        }
        attributes.forEach(
                attribute -> where.append(attribute(sql, attribute, "SpanAttributes", "ResourceAttributes")));
        return where.toString();
    }

    /** {@code key=value} or {@code key} in either map; what the maps' indexes of keys and values know is asked first. */
    static String attribute(SqlBuilder sql, String attribute, String own, String resource) {
        int equals = attribute.indexOf('=');
        if (attribute.isEmpty() || equals == 0) {
            throw Refusal.invalid("attribute", "must be key or key=value");
        }
        if (equals < 0) {
            String key = sql.bind("String", attribute);
            return " AND (mapContains(%s, %s) OR mapContains(%s, %s))".formatted(own, key, resource, key);
        }
        String key = sql.bind("String", attribute.substring(0, equals));
        String value = sql.bind("String", attribute.substring(equals + 1));
        return " AND ((has(mapValues(%1$s), %4$s) AND %1$s[%3$s] = %4$s) OR (has(mapValues(%2$s), %4$s) AND %2$s[%3$s] = %4$s))"
                .formatted(own, resource, key, value);
    }

    private static long nanos(double ms) {
        if (!(ms >= 0 && ms <= 1e9)) {
            throw Refusal.invalid("duration", "must be a number of milliseconds from 0 to 1000000000");
        }
        return (long) (ms * 1e6);
    }
}
