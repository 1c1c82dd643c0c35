package dev.claymore.analyst.answer;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Locale;

/** Numbers as people read them. */
final class Wording {

    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private Wording() {}

    static String value(Number value, String unit) {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "nothing to measure";
        }
        return switch (unit) {
            case "share" -> decimal(number * 100, 1) + " %";
            case "ms" -> duration(number);
            case "money" -> decimal(number, 2);
            default -> decimal(number, Math.abs(number) >= 1_000 ? 0 : 2);
        };
    }

    /** At most {@code digits} behind the point, none that are zero. */
    static String decimal(double number, int digits) {
        return new DecimalFormat(digits == 0 ? "#,##0" : "#,##0." + "#".repeat(digits), SYMBOLS).format(number);
    }

    static String duration(double millis) {
        if (Math.abs(millis) < 1_000) {
            return decimal(millis, millis == Math.rint(millis) ? 0 : 1) + " ms";
        }
        Duration whole = Duration.ofMillis(Math.round(millis));
        if (whole.toMinutes() < 1) {
            return decimal(millis / 1_000, 1) + " s";
        }
        if (whole.toHours() < 1) {
            return whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
        }
        return whole.toHours() + " h " + whole.toMinutesPart() + " min";
    }

    static String count(long number, String one, String many) {
        return decimal((double) number, 0) + " " + (number == 1 ? one : many);
    }

    /** A date without the midnight that a bucket begins with. */
    static String moment(String iso) {
        return iso.replaceFirst("T00:00:00(\\.0+)?Z?$", "").replaceFirst("T(\\d\\d:\\d\\d)(:00(\\.0+)?)?Z?$", " $1");
    }

    static String capital(String text) {
        return text.isEmpty() || text.matches("\\w*_\\w*\\b.*")
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The value of a field as people call it: countries and weekdays by name, hours as the clock says them. */
    static String named(String field, String value) {
        return switch (field) {
            case "country" ->
                value.matches("[A-Z]{2}") ? Locale.of("", value).getDisplayCountry(Locale.ENGLISH) : value;
            case "dayOfWeek" ->
                value.matches("[1-7]")
                        ? DayOfWeek.of(Integer.parseInt(value)).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        : value;
            case "hourOfDay" -> value.matches("\\d\\d?") ? "%02d:00".formatted(Integer.parseInt(value)) : value;
            default -> value;
        };
    }

    /** How a name stands in a sentence: empty values are said, long ones cut. */
    static String name(String value) {
        if (value.isEmpty()) {
            return "(none)";
        }
        return value.length() <= 80 ? value : value.substring(0, 79) + "…";
    }
}
