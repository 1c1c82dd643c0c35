package dev.claymore.query.compile;

import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Buckets of time in SQL; they begin where the calendar of the query's time zone says. */
public final class Buckets {

    static final int MAX = 5_000;

    private Buckets() {}

    /** The start of the bucket a time lies in, as DateTime in the zone. */
    public static String start(Interval interval, String time) {
        return switch (interval) {
            case MINUTE -> "toStartOfMinute(toTimeZone(" + time + ", {timezone:String}))";
            case HOUR -> "toStartOfHour(toTimeZone(" + time + ", {timezone:String}))";
            case DAY -> "toStartOfDay(" + time + ", {timezone:String})";
            default -> begin(date(interval, time));
        };
    }

    /** The start of the bucket that stands so far after that of the time: what {@link #shift} says. */
    static String start(Interval interval, String time, int shift) {
        if (shift == 0) {
            return start(interval, time);
        }
        // Days that have no midnight begin later, and clocks may change by half an hour: so the calendar first, then
        // where its bucket begins.
        return switch (interval) {
            case MINUTE, HOUR -> start(interval, "addMinutes(" + start(interval, time) + ", " + shift + ")");
            default -> begin(add(interval, date(interval, time), shift));
        };
    }

    /** The first day of the bucket a time lies in, as Date. */
    private static String date(Interval interval, String time) {
        return switch (interval) {
            case DAY -> "toDate(" + time + ", {timezone:String})";
            case WEEK -> "toMonday(" + time + ", {timezone:String})";
            case MONTH -> "toStartOfMonth(" + time + ", {timezone:String})";
            case QUARTER -> "toStartOfQuarter(" + time + ", {timezone:String})";
            case YEAR -> "toStartOfYear(" + time + ", {timezone:String})";
            case NONE, AUTO, MINUTE, HOUR -> throw new IllegalStateException("not made of days: " + interval);
        };
    }

    private static String begin(String date) {
        return "toDateTime(" + date + ", {timezone:String})";
    }

    /** The calendar day, or the first one of the week or month, a time lies in, as Date. */
    static String day(Interval unit, String time) {
        return switch (unit) {
            case DAY, WEEK, MONTH -> date(unit, time);
            default -> throw Refusal.invalid("unit", "must be day, week or month");
        };
    }

    /** A day, written as the database reads it. */
    static String date(Context context, ZonedDateTime day) {
        return "toDate(" + context.sql().bind("String", day.toLocalDate().toString()) + ")";
    }

    static String add(Interval unit, String date, int count) {
        return add(unit, date, String.valueOf(count));
    }

    /** @param count an expression */
    static String add(Interval unit, String date, String count) {
        return switch (unit) {
            case DAY -> "addDays(" + date + ", " + count + ")";
            case WEEK -> "addWeeks(" + date + ", " + count + ")";
            case MONTH -> "addMonths(" + date + ", " + count + ")";
            case QUARTER -> "addQuarters(" + date + ", " + count + ")";
            case YEAR -> "addYears(" + date + ", " + count + ")";
            case MINUTE -> "addMinutes(" + date + ", " + count + ")";
            case HOUR -> "addHours(" + date + ", " + count + ")";
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + unit);
        };
    }

    /** How many buckets lie between two instants' buckets. */
    static int between(Interval interval, Instant from, Instant to, ZoneId zone) {
        ZonedDateTime first = interval.floor(from, zone);
        ZonedDateTime last = interval.floor(to, zone);
        long count = switch (interval) {
            case MINUTE -> ChronoUnit.MINUTES.between(first, last);
            case HOUR -> ChronoUnit.HOURS.between(first, last);
            case DAY -> ChronoUnit.DAYS.between(first.toLocalDate(), last.toLocalDate());
            case WEEK -> ChronoUnit.WEEKS.between(first.toLocalDate(), last.toLocalDate());
            case MONTH -> ChronoUnit.MONTHS.between(first.toLocalDate(), last.toLocalDate());
            case QUARTER -> ChronoUnit.MONTHS.between(first.toLocalDate(), last.toLocalDate()) / 3;
            case YEAR -> ChronoUnit.YEARS.between(first.toLocalDate(), last.toLocalDate());
            case NONE, AUTO -> throw new IllegalStateException("no buckets: " + interval);
        };
        return Math.toIntExact(count);
    }

    /** How far the bucket of one instant is from that of another: so many buckets, and minutes where they are shorter than a day. */
    static int shift(Interval interval, Instant from, Instant to, ZoneId zone) {
        return interval.calendar()
                ? between(interval, from, to, zone)
                : Math.toIntExact(ChronoUnit.MINUTES.between(interval.floor(from, zone), interval.floor(to, zone)));
    }

    /** The bucket that the shift moves to this one. */
    static ZonedDateTime back(Interval interval, ZonedDateTime bucket, int shift) {
        if (interval.calendar()) {
            return interval.plus(bucket, -shift);
        }
        ZonedDateTime own = interval.floor(bucket.minusMinutes(shift).toInstant(), bucket.getZone());
        return interval.floor(own.plusMinutes(shift).toInstant(), bucket.getZone())
                        .isBefore(bucket)
                ? interval.next(own)
                : own;
    }

    /** The starts of all buckets of the range, in seconds, at most {@value #MAX}. */
    static List<Long> all(Interval interval, Range range, ZoneId zone) {
        List<Long> starts = new ArrayList<>();
        ZonedDateTime bucket = interval.floor(range.from(), zone);
        while (bucket.toInstant().isBefore(range.to()) && starts.size() < MAX) {
            starts.add(bucket.toEpochSecond());
            bucket = interval.next(bucket);
        }
        return starts;
    }
}
