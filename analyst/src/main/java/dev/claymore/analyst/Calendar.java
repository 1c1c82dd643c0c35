package dev.claymore.analyst;

import dev.claymore.query.language.Range;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** Days, weeks and months around a now, in a time zone. Nothing it gives ends after now. */
final class Calendar {

    private final Instant now;
    private final ZoneId zone;

    Calendar(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    Instant now() {
        return now;
    }

    LocalDate today() {
        return now.atZone(zone).toLocalDate();
    }

    Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** From a day up to another, both included. */
    Range days(LocalDate first, LocalDate last) {
        return upToNow(start(first), start(last.plusDays(1)));
    }

    Range since(LocalDate first) {
        return new Range(start(first), now);
    }

    private Range upToNow(Instant from, Instant to) {
        return new Range(from, to.isAfter(now) && from.isBefore(now) ? now : to);
    }

    /** The first day of the unit that the day lies in. */
    static LocalDate floor(LocalDate day, String unit) {
        return switch (unit) {
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "month" -> day.withDayOfMonth(1);
            case "quarter" -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
            case "year" -> day.withDayOfYear(1);
            default -> day;
        };
    }

    static LocalDate plus(LocalDate day, String unit, long count) {
        return switch (unit) {
            case "week" -> day.plusWeeks(count);
            case "month" -> day.plusMonths(count);
            case "quarter" -> day.plusMonths(3 * count);
            case "year" -> day.plusYears(count);
            default -> day.plusDays(count);
        };
    }

    /** The whole unit so many units before the current one; 0: the current one up to now. */
    Range unit(String unit, int back) {
        if (unit.equals("hour")) {
            ZonedDateTime hour = now.atZone(zone).truncatedTo(ChronoUnit.HOURS).minusHours(back);
            return upToNow(hour.toInstant(), hour.plusHours(1).toInstant());
        }
        LocalDate first = plus(floor(today(), unit), unit, -back);
        return upToNow(start(first), start(plus(first, unit, 1)));
    }

    /** The last so many units: whole ones and the current one up to now; hours and minutes exactly. */
    Range last(long count, String unit) {
        return switch (unit) {
            case "second", "minute", "hour" -> new Range(now.minusMillis(Durations.millis((double) count, unit)), now);
            default -> new Range(start(plus(floor(today(), unit), unit, -count)), now);
        };
    }

    /** The same span, moved back so many units. */
    Range shifted(Range range, String unit, int back) {
        ZonedDateTime from = range.from().atZone(zone);
        ZonedDateTime to = range.to().equals(now)
                ? start(plus(floor(today(), unit), unit, 1)).atZone(zone)
                : range.to().atZone(zone);
        return new Range(
                shift(from, unit, back).toInstant(), shift(to, unit, back).toInstant());
    }

    private static ZonedDateTime shift(ZonedDateTime time, String unit, int back) {
        return switch (unit) {
            case "hour" -> time.minusHours(back);
            case "week" -> time.minusWeeks(back);
            case "month" -> time.minusMonths(back);
            case "quarter" -> time.minusMonths(3L * back);
            case "year" -> time.minusYears(back);
            default -> time.minusDays(back);
        };
    }

    /** The unit before: of a range that counts back from now ("the last 7 days"), as many days right before it. */
    Range earlier(Range range, String unit) {
        boolean rolling = range.to().equals(now)
                && !range.from().atZone(zone).toLocalDate().equals(floor(today(), unit));
        return rolling ? before(range) : shifted(range, unit, 1);
    }

    /** What to say when one of two ranges that are compared is not over yet and the other one is longer. */
    Optional<String> unequal(Range one, Range other) {
        return under(one, other) || under(other, one)
                ? Optional.of(
                        "the current period is not over: what there is of it is compared with the whole other one")
                : Optional.empty();
    }

    private boolean under(Range current, Range other) {
        return now.equals(current.to())
                && !now.equals(other.to())
                && current.from() != null
                && other.from() != null
                && Duration.between(current.from(), now).compareTo(Duration.between(other.from(), other.to())) < 0;
    }

    /** As long as the range and right before it. */
    Range before(Range range) {
        long days = ChronoUnit.DAYS.between(
                range.from().atZone(zone).toLocalDate(), range.to().atZone(zone).toLocalDate());
        Instant from = days == 0
                ? range.from().minusMillis(ChronoUnit.MILLIS.between(range.from(), range.to()))
                : range.from().atZone(zone).minusDays(days).toInstant();
        return new Range(from, range.from());
    }

    /** The most recent day of this name before today. */
    LocalDate last(DayOfWeek day) {
        return today().with(TemporalAdjusters.previous(day));
    }

    /** The most recent month of this number that has begun. */
    LocalDate month(int month) {
        LocalDate first = LocalDate.of(today().getYear(), month, 1);
        return first.isAfter(today()) ? first.minusYears(1) : first;
    }

    /** The most recent day of this date. */
    LocalDate date(int month, int day) {
        LocalDate first = LocalDate.of(today().getYear(), month, 1);
        boolean ahead = first.plusDays(day - 1L).isAfter(today());
        return CalendarDates.dayOf(ahead ? first.minusYears(1) : first, day);
    }

    /** The most recent day of this number. */
    LocalDate day(int number) {
        LocalDate first = floor(today(), "month");
        while (number > first.lengthOfMonth() || first.withDayOfMonth(number).isAfter(today())) {
            first = first.minusMonths(1);
        }
        return first.withDayOfMonth(number);
    }

    ZoneId zone() {
        return zone;
    }
}
