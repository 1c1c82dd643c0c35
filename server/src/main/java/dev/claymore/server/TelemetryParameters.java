package dev.claymore.server;

import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.telemetry.Listing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the routes of traces, logs and metrics have in common: ranges, buckets, repeated parameters, pages. */
final class TelemetryParameters {

    private static final Duration DEFAULT_RANGE = Duration.ofDays(1);

    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

    private static final ZoneId UTC = ZoneId.of("UTC");

    /** Clocks of senders run ahead a little. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private TelemetryParameters() {}

    /** {@code from} and {@code to}; the last day when they are absent. */
    static Range range(Exchange exchange) {
        Instant to = Times.query(exchange, "to").orElseGet(() -> Instant.now().plus(AHEAD));
        Instant from = Times.query(exchange, "from").orElse(to.minus(DEFAULT_RANGE));
        if (!from.isBefore(to)) {
            throw Problem.invalid("invalid_parameter", "\"from\" must be before \"to\".")
                    .thrown();
        }
        return new Range(within(from), within(to));
    }

    /** Nanoseconds in 64 bits begin and end here. */
    private static Instant within(Instant time) {
        return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    }

    /** A zone by its name: ClickHouse knows no offsets. */
    static ZoneId zone(Exchange exchange) {
        ZoneId zone = exchange.query("timezone").map(Times::zone).orElse(UTC);
        if (zone.normalized() instanceof ZoneOffset offset) {
            if (offset.getTotalSeconds() == 0) {
                return UTC;
            }
            throw Problem.invalid("invalid_parameter", "\"timezone\" must be a name such as Europe/Berlin.")
                    .thrown();
        }
        return zone;
    }

    /** {@code interval}, or the one that fits the range. */
    static Interval interval(Exchange exchange, Range range) {
        return exchange.query("interval")
                .map(name -> Interval.ofWire(name)
                        .filter(interval -> interval != Interval.NONE)
                        .orElseThrow(() -> Problem.invalid(
                                        "invalid_parameter",
                                        "\"interval\" must be auto, minute, hour, day, week, month, quarter or year.")
                                .thrown()))
                .orElse(Interval.AUTO)
                .resolve(range);
    }

    /** A number that is not negative, null when it is absent. */
    static Double number(Exchange exchange, String parameter) {
        return exchange.query(parameter)
                .map(text -> {
                    try {
                        return Double.valueOf(text);
                    } catch (NumberFormatException e) {
                        throw Problem.invalid("invalid_parameter", "\"" + parameter + "\" must be a number.")
                                .thrown();
                    }
                })
                .orElse(null);
    }

    /** A parameter that may be given more than once. */
    static List<String> all(Exchange exchange, String parameter) {
        return exchange.request().query().contains(parameter)
                ? exchange.request().query().all(parameter).stream()
                        .filter(value -> !value.isEmpty())
                        .toList()
                : List.of();
    }

    static Map<String, Object> page(String name, Listing found) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, found.rows());
        page.put("nextCursor", found.nextCursor());
        page.put("sql", found.sql());
        page.put("stats", found.stats());
        return page;
    }
}
