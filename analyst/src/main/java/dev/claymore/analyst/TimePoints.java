package dev.claymore.analyst;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/** A day, a week, a month, or some of them, as words name it: "yesterday", "the past 6 weeks", "early June". */
final class TimePoints {

    private final List<Token> tokens;
    private final TimeWords w;
    private final CalendarDates dates;
    private final Calendar calendar;

    TimePoints(List<Token> tokens, Calendar calendar) {
        this.tokens = tokens;
        this.w = new TimeWords(tokens);
        this.dates = new CalendarDates(tokens, calendar);
        this.calendar = calendar;
    }

    Point at(int i) {
        if (i >= tokens.size()) {
            return null;
        }
        Token token = tokens.get(i);
        if (token.kind() == Token.Kind.DATE) {
            return dates.day(i + 1, token.date());
        }
        if (w.is(i, "today", "tonight") || (w.is(i, "this") && w.is(i + 1, "morning", "afternoon", "evening"))) {
            return new Point(w.is(i, "this") ? i + 2 : i + 1, calendar.unit("day", 0), "day");
        }
        if (w.is(i, "yesterday")) {
            return new Point(i + 1, calendar.unit("day", 1), "day");
        }
        Point span = dates.daysOf(i);
        if (span != null) {
            return span;
        }
        if ((w.is(i, "right", "just") && w.is(i + 1, "now"))
                || (w.is(i, "this") && w.is(i + 1, "moment"))
                || (w.is(i, "moment") && w.is(i - 1, "the"))) {
            return new Point(w.is(i, "moment") ? i + 1 : i + 2, calendar.last(30, "minute"), "");
        }
        Point feast = dates.feast(i);
        if (feast != null) {
            return feast;
        }
        Point toDate = toDate(i);
        if (toDate != null) {
            return toDate;
        }
        Point part = partOf(i);
        if (part != null) {
            return part;
        }
        Point named = named(i);
        return named != null ? named : dates.dateOf(i);
    }

    private Point toDate(int i) {
        String unit = w.unit(i);
        if (unit != null && w.is(i + 1, "to") && w.is(i + 2, "date")) {
            return new Point(i + 3, calendar.unit(unit, 0), unit);
        }
        String shortUnit = w.is(i, "ytd")
                ? "year"
                : w.is(i, "mtd") ? "month" : w.is(i, "qtd") ? "quarter" : w.is(i, "wtd") ? "week" : null;
        return shortUnit == null ? null : new Point(i + 1, calendar.unit(shortUnit, 0), shortUnit);
    }

    /** The first week of June, the second half of May, early June, the week of May 4. */
    private Point partOf(int i) {
        boolean half = w.is(i, "first", "second") && w.is(i + 1, "half") && w.is(i + 2, "of");
        boolean third = w.is(i, "early", "mid", "late");
        if (half || third) {
            Point whole = at(w.skip(half ? i + 3 : i + 1));
            if (whole == null || !whole.unit().equals("month")) {
                return null;
            }
            LocalDate first = whole.range().from().atZone(calendar.zone()).toLocalDate();
            int from = w.is(i, "first", "early") ? 1 : half ? 16 : w.is(i, "mid") ? 11 : 21;
            int to = half
                    ? (from == 1 ? 15 : first.lengthOfMonth())
                    : w.is(i, "late") ? first.lengthOfMonth() : from + 9;
            return new Point(whole.to(), calendar.days(first.withDayOfMonth(from), first.withDayOfMonth(to)), "");
        }
        if (w.is(i, "week") && w.is(i + 1, "of", "starting", "beginning", "from", "commencing")) {
            Point inside = at(w.skip(i + 2));
            if (inside != null && inside.unit().equals("day")) {
                LocalDate monday = Calendar.floor(
                        inside.range().from().atZone(calendar.zone()).toLocalDate(), "week");
                return new Point(inside.to(), calendar.days(monday, monday.plusDays(6)), "week");
            }
        }
        if (w.is(i, "first", "last", "final") || (w.is(i, "second", "third", "fourth") && w.unit(i + 1) != null)) {
            Numbers.Found count = w.number(i + 1);
            int at = count == null ? i + 1 : count.to();
            String unit = w.unit(at);
            if (unit == null || !w.is(at + 1, "of", "in") || (!unit.equals("week") && !unit.equals("day"))) {
                return null;
            }
            Point whole = at(w.skip(at + 2));
            if (whole == null || !whole.unit().matches("month|quarter|year")) {
                return null;
            }
            LocalDate first = whole.range().from().atZone(calendar.zone()).toLocalDate();
            LocalDate end = Calendar.plus(first, whole.unit(), 1);
            long days = (count == null ? 1 : Math.round(count.value())) * (unit.equals("week") ? 7 : 1);
            long skipped = w.is(i, "second") ? days : w.is(i, "third") ? 2 * days : w.is(i, "fourth") ? 3 * days : 0;
            return w.is(i, "last", "final")
                    ? new Point(whole.to(), calendar.days(end.minusDays(days), end.minusDays(1)), "")
                    : new Point(
                            whole.to(), calendar.days(first.plusDays(skipped), first.plusDays(skipped + days - 1)), "");
        }
        return null;
    }

    /** This week, last month, the past 6 weeks, two days ago, last Friday, last weekend. */
    private Point named(int i) {
        if (w.is(i, "this", "current") || (w.is(i, "the") && w.is(i + 1, "current"))) {
            int at = w.is(i, "the") ? i + 2 : i + 1;
            if (w.is(at, "current")) {
                at++;
            }
            if (w.is(at, "weekend")) {
                LocalDate saturday = Calendar.floor(calendar.today(), "week").plusDays(5);
                return saturday.isAfter(calendar.today())
                        ? null
                        : new Point(at + 1, calendar.days(saturday, saturday.plusDays(1)), "");
            }
            String unit = w.unit(at);
            if (unit != null && !w.plural(at)) {
                int to = w.is(at + 1, "so") && w.is(at + 2, "far") ? at + 3 : at + 1;
                return new Point(to, calendar.unit(unit, 0), unit);
            }
            if (dates.month(at) > 0) {
                return dates.monthOf(at, i);
            }
            return dates.weekday(at) == null ? null : dates.day(at + 1, dates.recent(dates.weekday(at)));
        }
        if (w.is(i, "last", "past", "previous", "prior", "trailing", "preceding", "recent", "latest")) {
            return lastOf(i);
        }
        Numbers.Found count = w.is(i, "a", "an", "one") ? new Numbers.Found(1, "", i + 1) : w.number(i);
        if (count != null) {
            String unit = w.unit(count.to());
            if (unit != null && w.is(count.to() + 1, "ago")) {
                int back = (int) Math.round(count.value()) * (unit.equals("fortnight") ? 2 : 1);
                String own = unit.equals("fortnight") ? "week" : unit;
                return own.equals("minute") || own.equals("second")
                        ? null
                        : new Point(count.to() + 2, calendar.unit(own, back), own);
            }
        }
        return null;
    }

    private Point lastOf(int i) {
        int at = w.is(i + 1, "full", "complete", "whole", "couple", "calendar") ? i + 2 : i + 1;
        if (w.is(i + 1, "couple", "few")) {
            at = w.is(i + 2, "of") ? i + 3 : i + 2;
            String unit = w.unit(at);
            return unit == null ? null : rolling(at + 1, w.is(i + 1, "couple") ? 2 : 3, unit);
        }
        Numbers.Found count = w.number(at);
        if (count != null && count.unit().equals("ms")) {
            double value = count.value();
            return value >= 86_400_000
                    ? rolling(i, count.to(), Math.round(value / 86_400_000), "day")
                    : rolling(i, count.to(), Math.round(value / 60_000), "minute");
        }
        if (count != null) {
            int next = w.is(count.to(), "full", "complete", "whole", "calendar", "consecutive")
                    ? count.to() + 1
                    : count.to();
            String unit = w.unit(next);
            if (unit == null && w.is(next, "weekend")) {
                return null;
            }
            return unit == null ? null : rolling(i, next + 1, Math.round(count.value()), unit);
        }
        if (w.is(at, "weekend")) {
            LocalDate sunday = calendar.last(DayOfWeek.SUNDAY);
            return new Point(at + 1, calendar.days(sunday.minusDays(1), sunday), "weekend");
        }
        if (dates.weekday(at) != null) {
            return dates.day(at + 1, calendar.last(dates.weekday(at)));
        }
        if (dates.month(at) > 0 && !w.is(i, "past", "recent", "latest")) {
            return dates.monthOf(at, i);
        }
        String unit = w.unit(at);
        if (unit == null || w.is(i, "recent", "latest")) {
            return null;
        }
        if (unit.equals("hour") || unit.equals("minute")) {
            return rolling(at + 1, 1, unit);
        }
        if (unit.equals("fortnight")) {
            return rolling(at + 1, 1, unit);
        }
        if (w.is(i, "past", "trailing")) {
            return switch (unit) {
                case "day" -> rolling(at + 1, 24, "hour");
                case "week" -> rolling(at + 1, 7, "day");
                case "month" -> rolling(at + 1, 30, "day");
                case "quarter" -> rolling(at + 1, 90, "day");
                default -> rolling(at + 1, 365, "day");
            };
        }
        if (unit.equals("day")) {
            return rolling(at + 1, 24, "hour");
        }
        return new Point(at + 1, calendar.unit(unit, 1), unit);
    }

    private Point rolling(int from, int to, long count, String unit) {
        if (count < 1) {
            throw new NoSuchTime(
                    w.label(from, to), "“%s” is no time: it takes 1 %s at least.".formatted(w.label(from, to), unit));
        }
        return rolling(to, count, unit);
    }

    private Point rolling(int to, long count, String unit) {
        return unit.equals("fortnight")
                ? new Point(to, calendar.last(14 * count, "day"), "")
                : new Point(to, calendar.last(count, unit), count == 1 ? unit : "");
    }
}
