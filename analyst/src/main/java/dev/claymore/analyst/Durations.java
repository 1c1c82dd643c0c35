package dev.claymore.analyst;

import java.util.Map;

/** Units of time by name. */
final class Durations {

    private static final Map<String, Long> MILLIS = Map.of(
            "millisecond", 1L,
            "second", 1_000L,
            "minute", 60_000L,
            "hour", 3_600_000L,
            "day", 86_400_000L,
            "week", 604_800_000L,
            "fortnight", 1_209_600_000L,
            "month", 2_592_000_000L,
            "quarter", 7_776_000_000L,
            "year", 31_536_000_000L);

    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("ms", "millisecond"),
            Map.entry("millisecond", "millisecond"),
            Map.entry("millis", "millisecond"),
            Map.entry("s", "second"),
            Map.entry("sec", "second"),
            Map.entry("second", "second"),
            Map.entry("min", "minute"),
            Map.entry("minute", "minute"),
            Map.entry("h", "hour"),
            Map.entry("hr", "hour"),
            Map.entry("hour", "hour"),
            Map.entry("day", "day"),
            Map.entry("date", "day"),
            Map.entry("week", "week"),
            Map.entry("wk", "week"),
            Map.entry("fortnight", "fortnight"),
            Map.entry("month", "month"),
            Map.entry("quarter", "quarter"),
            Map.entry("year", "year"));

    private Durations() {}

    /** The unit's name, or null when the word is none. */
    static String unit(Token token) {
        return token.word() ? UNITS.getOrDefault(token.lemma(), UNITS.get(token.lower())) : null;
    }

    static long millis(double count, String unit) {
        return Math.round(count * MILLIS.get(unit));
    }
}
