package dev.claymore.query;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The buckets a trend is counted in; they begin where the calendar of the query's time zone says. */
public enum Interval {
    /** One number for the whole range. */
    NONE(""),
    /** As fits the range: at most some 120 buckets. */
    AUTO(""),
    MINUTE("toStartOfMinute(toTimeZone(%s, {timezone:String}))"),
    HOUR("toStartOfHour(toTimeZone(%s, {timezone:String}))"),
    DAY("toStartOfDay(%s, {timezone:String})"),
    WEEK("toDateTime(toMonday(%s, {timezone:String}), {timezone:String})"),
    MONTH("toDateTime(toStartOfMonth(%s, {timezone:String}), {timezone:String})");

    private final String sql;

    Interval(String sql) {
        this.sql = sql;
    }

    static Optional<Interval> ofWire(String name) {
        return Arrays.stream(values())
                .filter(interval -> interval.wire().equals(name))
                .findFirst();
    }

    /** Its name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This interval, or the one that fits the range when it is {@link #AUTO}. */
    Interval resolve(Instant from, Instant to) {
        if (this != AUTO) {
            return this;
        }
        Duration range = Duration.between(from, to);
        if (range.compareTo(Duration.ofHours(2)) <= 0) {
            return MINUTE;
        }
        if (range.compareTo(Duration.ofDays(4)) <= 0) {
            return HOUR;
        }
        if (range.compareTo(Duration.ofDays(120)) <= 0) {
            return DAY;
        }
        return range.compareTo(Duration.ofDays(800)) <= 0 ? WEEK : MONTH;
    }

    String bucket(String timeColumn) {
        return sql.formatted(timeColumn);
    }

    ZonedDateTime floor(Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (this) {
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case WEEK ->
                time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
            case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + this);
        };
    }

    ZonedDateTime next(ZonedDateTime bucket) {
        return switch (this) {
            case MINUTE -> bucket.plusMinutes(1);
            case HOUR -> bucket.plusHours(1);
            case DAY -> bucket.plusDays(1);
            case WEEK -> bucket.plusWeeks(1);
            case MONTH -> bucket.plusMonths(1);
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + this);
        };
    }
}
