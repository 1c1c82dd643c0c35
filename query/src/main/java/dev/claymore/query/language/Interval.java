package dev.claymore.query.language;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

    /** The start of the bucket that the instant lies in; of a day whose midnight a clock change leaves out, its first moment. */
    public ZonedDateTime floor(Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return switch (this) {
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            // As the database has them: counted from the start of the day, which matters where the clocks change by
            // half an hour.
            case HOUR -> {
                ZonedDateTime day = time.toLocalDate().atStartOfDay(zone);
                yield day.plusHours(ChronoUnit.HOURS.between(day, time));
            }
            default -> firstDay(time.toLocalDate()).atStartOfDay(zone);
        };
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
            case YEAR -> day.withDayOfYear(1);
            case NONE, AUTO, MINUTE, HOUR -> throw new IllegalStateException("not made of days: " + this);
        };
    }

    /** The start of the bucket after this one. */
    public ZonedDateTime next(ZonedDateTime bucket) {
        return plus(bucket, 1);
    }

    /** The start of the bucket so many later, or earlier when it is negative. */
    public ZonedDateTime plus(ZonedDateTime bucket, int count) {
        return switch (this) {
            case MINUTE -> bucket.plusMinutes(count);
            case HOUR -> floor(bucket.plusHours(count).toInstant(), bucket.getZone());
            default -> days(bucket.toLocalDate(), count).atStartOfDay(bucket.getZone());
        };
    }

    private LocalDate days(LocalDate day, int count) {
        return switch (this) {
            case DAY -> day.plusDays(count);
            case WEEK -> day.plusWeeks(count);
            case MONTH -> day.plusMonths(count);
            case QUARTER -> day.plusMonths(3L * count);
            case YEAR -> day.plusYears(count);
            case NONE, AUTO, MINUTE, HOUR -> throw new IllegalStateException("not made of days: " + this);
        };
    }
}
