package dev.claymore.query.language;

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
    NONE,
    /** As fits the range: at most some 120 buckets. */
    AUTO,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    public static Optional<Interval> ofWire(String name) {
        return Arrays.stream(values())
                .filter(interval -> interval.wire().equals(name))
                .findFirst();
    }

    /** Its name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This interval, or the one that fits the range when it is {@link #AUTO}. */
    public Interval resolve(Range range) {
        if (this != AUTO) {
            return this;
        }
        if (!range.bounded()) {
            return MONTH;
        }
        Duration length = Duration.between(range.from(), range.to());
        if (length.compareTo(Duration.ofHours(2)) <= 0) {
            return MINUTE;
        }
        if (length.compareTo(Duration.ofDays(4)) <= 0) {
            return HOUR;
        }
        if (length.compareTo(Duration.ofDays(120)) <= 0) {
            return DAY;
        }
        return length.compareTo(Duration.ofDays(800)) <= 0 ? WEEK : MONTH;
    }

    /** Whether it is a calendar day or made of them. */
    public boolean calendar() {
        return compareTo(DAY) >= 0;
    }

    /** The start of the bucket that the instant lies in. */
    public ZonedDateTime floor(Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (this) {
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case WEEK ->
                time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
            case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case QUARTER ->
                time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).minusMonths((time.getMonthValue() - 1) % 3);
            case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + this);
        };
    }

    /** The start of the bucket after this one. */
    public ZonedDateTime next(ZonedDateTime bucket) {
        return switch (this) {
            case MINUTE -> bucket.plusMinutes(1);
            case HOUR -> bucket.plusHours(1);
            case DAY -> bucket.plusDays(1);
            case WEEK -> bucket.plusWeeks(1);
            case MONTH -> bucket.plusMonths(1);
            case QUARTER -> bucket.plusMonths(3);
            case YEAR -> bucket.plusYears(1);
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + this);
        };
    }
}
