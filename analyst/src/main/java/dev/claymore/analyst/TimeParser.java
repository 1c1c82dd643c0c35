package dev.claymore.analyst;

import dev.claymore.query.language.Range;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the times that words name, by the stated conventions: weeks begin on Monday, "last week" is the calendar week before this one. */
final class TimeParser {

    private static final Set<String> BEFORE_TIME = Set.of(
            "in",
            "during",
            "over",
            "for",
            "within",
            "on",
            "at",
            "from",
            "of",
            "throughout",
            "through",
            "across",
            "the",
            "as");

    /** The unit of "the same day last week". */
    static final String SAME_DAY = "same day";

    private final List<Token> tokens;
    private final Calendar calendar;

    TimeParser(List<Token> tokens, Calendar calendar) {
        this.tokens = tokens;
        this.calendar = calendar;
    }

    /** A day, a week, a month, or some of them. */
    private record Point(int to, Range range, String unit) {}

    /** "the difference between June and July", "changed from June to July": two times, not one. */
    private boolean compares() {
        return tokens.stream()
                .anyMatch(token -> token.is(
                        "difference",
                        "differ",
                        "compare",
                        "comparison",
                        "change",
                        "grow",
                        "growth",
                        "increase",
                        "decrease",
                        "versus",
                        "vs"));
    }

    /** All times, in order; prepositions in front of a time belong to it. */
    List<Span> all() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            Span span = at(i);
            if (span == null) {
                i++;
                continue;
            }
            int from = i;
            int least = spans.isEmpty() ? 0 : spans.getLast().to();
            while (from > least
                    && tokens.get(from - 1).word()
                    && BEFORE_TIME.contains(tokens.get(from - 1).lower())
                    && !(is(from - 1, "in", "on", "over")
                            && is(
                                    from - 2,
                                    "logged",
                                    "signed",
                                    "checked",
                                    "opted",
                                    "log",
                                    "sign",
                                    "checking",
                                    "logging",
                                    "signing"))) {
                from--;
            }
            spans.add(new Span(from, span.to(), span.range(), span.label(), span.unit(), span.relative()));
            i = span.to();
        }
        return spans;
    }

    private Span at(int i) {
        Span ever = ever(i);
        if (ever != null) {
            return ever;
        }
        Span relative = relative(i);
        if (relative != null) {
            return relative;
        }
        Span bounded = bounded(i);
        if (bounded != null) {
            return bounded;
        }
        Point first = point(i);
        if (first == null) {
            return null;
        }
        int join = first.to();
        if (is(join, "to", "until", "till", "through", "thru", "–", "—")
                && !first.unit().equals("relative")
                && !(is(join, "to") && compares())) {
            Point second = point(skip(join + 1));
            if (second != null && explicit(i, first) && explicit(skip(join + 1), second)) {
                return span(
                        i,
                        second.to(),
                        new Range(first.range().from(), second.range().to()),
                        "");
            }
        }
        return span(i, first.to(), first.range(), first.unit());
    }

    /** A date or a month, not "last week": "this month to last month" is two times. */
    private boolean explicit(int i, Point point) {
        return !is(i, "last", "this", "previous", "past", "today") && point != null;
    }

    private Span ever(int i) {
        if ((is(i, "ever") && !is(i + 1, "since")) || is(i, "historically", "overall")) {
            return span(i, i + 1, Range.ALL, "");
        }
        if (is(i, "anytime") || (is(i, "any") && is(i + 1, "time"))) {
            return span(i, is(i, "any") ? i + 2 : i + 1, Range.ALL, "");
        }
        if (is(i, "all")) {
            int next = is(i + 1, "the", "of") ? i + 2 : i + 1;
            if (is(next, "time", "data", "history", "times", "days")) {
                int from = i;
                return span(from, next + 1, Range.ALL, "");
            }
        }
        if (is(i, "entire", "whole", "full", "complete") && is(i + 1, "history", "period", "dataset", "data", "time")) {
            return span(i, i + 2, Range.ALL, "");
        }
        if (is(i, "since")
                && (is(i + 1, "launch", "inception")
                        || (is(i + 2, "launch", "start", "beginning") && !is(i + 3, "of")))) {
            return span(i, is(i + 1, "launch", "inception") ? i + 2 : i + 3, Range.ALL, "");
        }
        if (is(i, "regardless") && is(i + 1, "of") && (is(i + 2, "time", "date") || is(i + 3, "time", "date"))) {
            return span(i, is(i + 2, "time", "date") ? i + 3 : i + 4, Range.ALL, "");
        }
        if (is(i, "to") && is(i + 1, "date")) {
            return span(i, i + 2, Range.ALL, "");
        }
        return null;
    }

    /** "the week before", "the month before that", "the previous period": what it is depends on the other time. */
    private Span relative(int i) {
        String unit = unit(i);
        if ((unit != null || is(i, "period")) && !plural(i) && is(i + 1, "before", "prior", "earlier", "preceding")) {
            if (is(i + 2, "last") || is(i + 2, "yesterday")) {
                String own = is(i + 2, "yesterday") ? "day" : unit;
                int to = i + 3;
                return own == null ? null : span(i, to, calendar.unit(own, 2), own);
            }
            int to = is(i + 2, "that", "it") ? i + 3 : i + 2;
            if (point(skip(i + 2)) != null && !is(i + 2, "that", "it")) {
                return null;
            }
            return new Span(i, to, null, label(i, to), unit == null ? "period" : unit, 1);
        }
        if (is(i, "previous", "prior", "preceding", "earlier") && (unit(i + 1) != null || is(i + 1, "period", "one"))) {
            String own = unit(i + 1);
            if (number(i + 1) == null && !plural(i + 1)) {
                return new Span(i, i + 2, null, label(i, i + 2), own == null ? "period" : own, 1);
            }
        }
        if (is(i, "same") && is(i + 1, "day", "weekday")) { // "yesterday against the same day last week"
            int to = is(i + 2, "last", "previous", "prior") && is(i + 3, "week")
                    ? i + 4
                    : is(i + 2, "the", "a", "one")
                                    && is(i + 3, "week")
                                    && is(i + 4, "before", "earlier", "ago", "prior")
                            ? i + 5
                            : -1;
            if (to > 0) {
                return new Span(i, to, null, label(i, to), SAME_DAY, 1);
            }
        }
        if (is(i, "weekend") && is(i + 1, "before", "prior", "earlier", "preceding")) {
            int to = is(i + 2, "that", "it", "last") ? i + 3 : i + 2;
            if (is(i + 2, "last")) {
                LocalDate sunday = calendar.last(DayOfWeek.SUNDAY).minusWeeks(1);
                return span(i, to, calendar.days(sunday.minusDays(1), sunday), "weekend");
            }
            return new Span(i, to, null, label(i, to), "week", 1);
        }
        if (is(i, "year") && is(i + 1, "over") && is(i + 2, "year")) {
            return new Span(i, i + 3, null, label(i, i + 3), "year", 1);
        }
        return null;
    }

    private Span bounded(int i) {
        if (is(i, "since", "after", "starting", "beginning", "from")) {
            int at = skip(i + 1);
            if (is(at, "on", "in") && !is(i, "from", "after")) {
                at = skip(at + 1);
            }
            int start = startOf(at);
            Point point = point(start);
            if (is(i, "from") && daysOf(start) != null) {
                return span(i, point.to(), point.range(), "");
            }
            if (point == null && start != at && unit(start) != null) { // since the start of the year
                point = new Point(start + 1, calendar.unit(unit(start), 0), unit(start));
            }
            if (point == null || point.range().from() == null) {
                return null;
            }
            if (is(i, "from", "starting", "beginning")) {
                int join = point.to();
                if (is(join, "to") && compares()) {
                    return null;
                }
                if (is(join, "to", "until", "till", "through", "thru", "–", "—", "up")) {
                    int end = skip(is(join, "up") ? join + 2 : join + 1);
                    if (is(end, "now", "today", "date")) {
                        return span(i, end + 1, new Range(point.range().from(), calendar.now()), "");
                    }
                    Point second = point(end);
                    if (second != null) {
                        return span(
                                i,
                                second.to(),
                                new Range(point.range().from(), second.range().to()),
                                "");
                    }
                }
                if (is(join, "on", "onward", "onwards", "forward")) {
                    return span(i, join + 1, new Range(point.range().from(), calendar.now()), "");
                }
                if (is(i, "from")) {
                    return null;
                }
            }
            if (is(i, "after") && start == at) {
                return point.range().to().isBefore(calendar.now())
                        ? span(i, point.to(), new Range(point.range().to(), calendar.now()), "")
                        : null;
            }
            int to = is(point.to(), "on", "onward", "onwards") ? point.to() + 1 : point.to();
            return span(i, to, new Range(point.range().from(), calendar.now()), "");
        }
        if (is(i, "before", "until", "till", "up", "through", "by")) {
            int at = skip(is(i, "up") ? i + 2 : i + 1);
            int start = startOf(at);
            Point point = point(start);
            if (point == null || (is(i, "up") && !is(i + 1, "to", "until", "till")) || relativeOnly(start)) {
                return null;
            }
            if (is(i, "through", "by") && !dated(start)) {
                return null;
            }
            return span(
                    i,
                    point.to(),
                    new Range(
                            null,
                            is(i, "before")
                                    ? point.range().from()
                                    : point.range().to()),
                    "");
        }
        if (is(i, "between")) {
            Point days = daysOf(skip(i + 1));
            if (days != null) {
                return span(i, days.to(), days.range(), "");
            }
            Point first = point(skip(i + 1));
            if (first == null) {
                return null;
            }
            if (is(first.to(), "and", "to", "–") && !compares()) {
                int at = skip(first.to() + 1);
                if (is(at, "now", "today")) {
                    return span(i, at + 1, new Range(first.range().from(), calendar.now()), "");
                }
                Point second = point(at);
                if (second == null && number(at) != null && number(at).unit().matches("|st")) {
                    LocalDate day = calendar.today()
                            .with(first.range().from().atZone(calendar.zone()).toLocalDate());
                    int last = (int) number(at).value();
                    if (last >= 1 && last <= day.lengthOfMonth()) {
                        return span(i, number(at).to(), calendar.days(day, day.withDayOfMonth(last)), "");
                    }
                }
                if (second != null) {
                    return span(
                            i,
                            second.to(),
                            new Range(first.range().from(), second.range().to()),
                            "");
                }
            }
        }
        return null;
    }

    /** Past "the start of", "the beginning of". */
    private int startOf(int i) {
        return is(i, "start", "beginning", "first") && is(i + 1, "of", "day")
                ? skip(is(i + 2, "of") ? i + 3 : i + 2)
                : i;
    }

    private boolean relativeOnly(int i) {
        return is(i, "that");
    }

    private boolean dated(int i) {
        return i < tokens.size() && (tokens.get(i).kind() == Token.Kind.DATE || month(i) > 0);
    }

    private Point point(int i) {
        if (i >= tokens.size()) {
            return null;
        }
        Token token = tokens.get(i);
        if (token.kind() == Token.Kind.DATE) {
            return day(i + 1, token.date());
        }
        if (is(i, "today", "tonight") || (is(i, "this") && is(i + 1, "morning", "afternoon", "evening"))) {
            return new Point(is(i, "this") ? i + 2 : i + 1, calendar.unit("day", 0), "day");
        }
        if (is(i, "yesterday")) {
            return new Point(i + 1, calendar.unit("day", 1), "day");
        }
        Point span = daysOf(i);
        if (span != null) {
            return span;
        }
        if ((is(i, "right", "just") && is(i + 1, "now"))
                || (is(i, "this") && is(i + 1, "moment"))
                || (is(i, "moment") && is(i - 1, "the"))) {
            return new Point(is(i, "moment") ? i + 1 : i + 2, calendar.last(30, "minute"), "");
        }
        Point feast = feast(i);
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
        return named != null ? named : dateOf(i);
    }

    /** "3 to 9 June", "3rd and 9th of June": days of one month, which is said once. */
    private Point daysOf(int i) {
        Numbers.Found first = number(i);
        if (first == null
                || !first.unit().matches("|st")
                || (!is(first.to(), "to", "and", "until", "till", "through", "–", "—", "-")
                        && !(first.to() < tokens.size()
                                && tokens.get(first.to()).glued()))) {
            return null;
        }
        int at = is(first.to(), "to", "and", "until", "till", "through", "–", "—", "-")
                ? skip(first.to() + 1)
                : first.to();
        Numbers.Found last = number(at);
        int month = last == null ? -1 : is(last.to(), "of") ? last.to() + 1 : last.to();
        if (last == null
                || !last.unit().matches("|st")
                || month(month) == 0
                || last.value() > 31
                || first.value() > last.value()
                || first.value() < 1) {
            return null;
        }
        int year = year(month + 1);
        LocalDate start = date(year, month(month), (int) first.value());
        return new Point(
                year > 0 ? month + 2 : month + 1,
                calendar.days(start, start.withDayOfMonth((int) Math.min(last.value(), start.lengthOfMonth()))),
                "");
    }

    private Point day(int to, LocalDate date) {
        return new Point(to, calendar.days(date, date), "day");
    }

    /** Days that have a name and always the same date. */
    private Point feast(int i) {
        boolean eve = is(i + 1, "eve");
        if (is(i, "christmas", "xmas")) {
            return day(eve || is(i + 1, "day") ? i + 2 : i + 1, calendar.date(12, eve ? 24 : 25));
        }
        if (is(i, "new") && is(i + 1, "year") && is(i + 2, "eve", "day")) {
            return day(i + 3, is(i + 2, "eve") ? calendar.date(12, 31) : calendar.date(1, 1));
        }
        if (is(i, "valentine") && (is(i + 1, "day") || i > 0)) {
            return day(is(i + 1, "day") ? i + 2 : i + 1, calendar.date(2, 14));
        }
        return is(i, "halloween") ? day(i + 1, calendar.date(10, 31)) : null;
    }

    private Point toDate(int i) {
        String unit = unit(i);
        if (unit != null && is(i + 1, "to") && is(i + 2, "date")) {
            return new Point(i + 3, calendar.unit(unit, 0), unit);
        }
        String shortUnit = is(i, "ytd")
                ? "year"
                : is(i, "mtd") ? "month" : is(i, "qtd") ? "quarter" : is(i, "wtd") ? "week" : null;
        return shortUnit == null ? null : new Point(i + 1, calendar.unit(shortUnit, 0), shortUnit);
    }

    /** The first week of June, the second half of May, early June, the week of May 4. */
    private Point partOf(int i) {
        boolean half = is(i, "first", "second") && is(i + 1, "half") && is(i + 2, "of");
        boolean third = is(i, "early", "mid", "late");
        if (half || third) {
            Point whole = point(skip(half ? i + 3 : i + 1));
            if (whole == null || !whole.unit().equals("month")) {
                return null;
            }
            LocalDate first = whole.range().from().atZone(calendar.zone()).toLocalDate();
            int from = is(i, "first", "early") ? 1 : half ? 16 : is(i, "mid") ? 11 : 21;
            int to = half ? (from == 1 ? 15 : first.lengthOfMonth()) : is(i, "late") ? first.lengthOfMonth() : from + 9;
            return new Point(whole.to(), calendar.days(first.withDayOfMonth(from), first.withDayOfMonth(to)), "");
        }
        if (is(i, "week") && is(i + 1, "of", "starting", "beginning", "from", "commencing")) {
            Point inside = point(skip(i + 2));
            if (inside != null && inside.unit().equals("day")) {
                LocalDate monday = Calendar.floor(
                        inside.range().from().atZone(calendar.zone()).toLocalDate(), "week");
                return new Point(inside.to(), calendar.days(monday, monday.plusDays(6)), "week");
            }
        }
        if (is(i, "first", "last", "final") || (is(i, "second", "third", "fourth") && unit(i + 1) != null)) {
            Numbers.Found count = number(i + 1);
            int at = count == null ? i + 1 : count.to();
            String unit = unit(at);
            if (unit == null || !is(at + 1, "of", "in") || (!unit.equals("week") && !unit.equals("day"))) {
                return null;
            }
            Point whole = point(skip(at + 2));
            if (whole == null || !whole.unit().matches("month|quarter|year")) {
                return null;
            }
            LocalDate first = whole.range().from().atZone(calendar.zone()).toLocalDate();
            LocalDate end = Calendar.plus(first, whole.unit(), 1);
            long days = (count == null ? 1 : Math.round(count.value())) * (unit.equals("week") ? 7 : 1);
            long skipped = is(i, "second") ? days : is(i, "third") ? 2 * days : is(i, "fourth") ? 3 * days : 0;
            return is(i, "last", "final")
                    ? new Point(whole.to(), calendar.days(end.minusDays(days), end.minusDays(1)), "")
                    : new Point(
                            whole.to(), calendar.days(first.plusDays(skipped), first.plusDays(skipped + days - 1)), "");
        }
        return null;
    }

    /** This week, last month, the past 6 weeks, two days ago, last Friday, last weekend. */
    private Point named(int i) {
        if (is(i, "this", "current") || (is(i, "the") && is(i + 1, "current"))) {
            int at = is(i, "the") ? i + 2 : i + 1;
            if (is(at, "current")) {
                at++;
            }
            if (is(at, "weekend")) {
                LocalDate saturday = Calendar.floor(calendar.today(), "week").plusDays(5);
                return saturday.isAfter(calendar.today())
                        ? null
                        : new Point(at + 1, calendar.days(saturday, saturday.plusDays(1)), "");
            }
            String unit = unit(at);
            if (unit != null && !plural(at)) {
                int to = is(at + 1, "so") && is(at + 2, "far") ? at + 3 : at + 1;
                return new Point(to, calendar.unit(unit, 0), unit);
            }
            if (month(at) > 0) {
                return monthOf(at, i);
            }
            return weekday(at) == null ? null : day(at + 1, recent(weekday(at)));
        }
        if (is(i, "last", "past", "previous", "prior", "trailing", "preceding", "recent", "latest")) {
            return lastOf(i);
        }
        Numbers.Found count = is(i, "a", "an", "one") ? new Numbers.Found(1, "", i + 1) : number(i);
        if (count != null) {
            String unit = unit(count.to());
            if (unit != null && is(count.to() + 1, "ago")) {
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
        int at = is(i + 1, "full", "complete", "whole", "couple", "calendar") ? i + 2 : i + 1;
        if (is(i + 1, "couple", "few")) {
            at = is(i + 2, "of") ? i + 3 : i + 2;
            String unit = unit(at);
            return unit == null ? null : rolling(at + 1, is(i + 1, "couple") ? 2 : 3, unit);
        }
        Numbers.Found count = number(at);
        if (count != null && count.unit().equals("ms")) {
            double value = count.value();
            return value >= 86_400_000
                    ? rolling(count.to(), Math.round(value / 86_400_000), "day")
                    : rolling(count.to(), Math.round(value / 60_000), "minute");
        }
        if (count != null) {
            int next = is(count.to(), "full", "complete", "whole", "calendar", "consecutive")
                    ? count.to() + 1
                    : count.to();
            String unit = unit(next);
            if (unit == null && is(next, "weekend")) {
                return null;
            }
            return unit == null ? null : rolling(next + 1, Math.round(count.value()), unit);
        }
        if (is(at, "weekend")) {
            LocalDate sunday = calendar.last(DayOfWeek.SUNDAY);
            return new Point(at + 1, calendar.days(sunday.minusDays(1), sunday), "weekend");
        }
        if (weekday(at) != null) {
            return day(at + 1, calendar.last(weekday(at)));
        }
        if (month(at) > 0 && !is(i, "past", "recent", "latest")) {
            return monthOf(at, i);
        }
        String unit = unit(at);
        if (unit == null || is(i, "recent", "latest")) {
            return null;
        }
        if (unit.equals("hour") || unit.equals("minute")) {
            return rolling(at + 1, 1, unit);
        }
        if (unit.equals("fortnight")) {
            return rolling(at + 1, 1, unit);
        }
        if (is(i, "past", "trailing")) {
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

    private Point rolling(int to, long count, String unit) {
        return unit.equals("fortnight")
                ? new Point(to, calendar.last(14 * count, "day"), "")
                : new Point(to, calendar.last(count, unit), count == 1 ? unit : "");
    }

    /** May 4, 4 May 2026, the 4th of May, June, Q1 2026, Monday, 2025. */
    private Point dateOf(int i) {
        int year = 0;
        int month = month(i);
        if (month > 0) {
            Numbers.Found day = number(i + 1);
            if (is(i + 1, "the")
                    && number(i + 2) != null
                    && number(i + 2).unit().equals("st")) {
                day = number(i + 2);
            }
            if (day != null
                    && day.value() >= 1
                    && day.value() <= 31
                    && day.unit().matches("|st")) {
                int to = day.to();
                int at = to < tokens.size() && tokens.get(to).kind() == Token.Kind.COMMA ? to + 1 : to;
                if (year(at) > 0) {
                    year = year(at);
                    to = at + 1;
                }
                LocalDate first = date(year, month, (int) day.value());
                if (to < tokens.size()
                        && tokens.get(to).isNumber()
                        && (tokens.get(to).glued() || is(to - 1, "–"))) {
                    LocalDate last = first.withDayOfMonth(
                            Math.clamp((long) tokens.get(to).number(), 1, first.lengthOfMonth()));
                    return new Point(to + 1, calendar.days(first, last), "");
                }
                if (is(to, "–", "to", "through", "until")
                        && number(to + 1) != null
                        && month(number(to + 1).to()) == 0
                        && number(to + 1).unit().matches("|st")
                        && number(to + 1).value() <= first.lengthOfMonth()
                        && number(to + 1).value() > first.getDayOfMonth()) {
                    return new Point(
                            number(to + 1).to(),
                            calendar.days(first, first.withDayOfMonth((int)
                                    number(to + 1).value())),
                            "");
                }
                return day(to, first);
            }
            return monthOf(i, i);
        }
        Numbers.Found number = number(i);
        if (number != null && number.unit().matches("|st") && number.value() >= 1 && number.value() <= 31) {
            int at = is(number.to(), "of") ? number.to() + 1 : number.to();
            if (month(at) > 0) {
                int to = at + 1;
                if (year(to) > 0) {
                    year = year(to);
                    to++;
                }
                return day(to, date(year, month(at), (int) number.value()));
            }
            if (number.unit().equals("st")
                    && (is(i - 1, "the") || is(i - 1, "on"))
                    && i > 0
                    && !tokens.get(i).lower().contains("th percentile")
                    && !is(
                            number.to(),
                            "percentile",
                            "quantile",
                            "step",
                            "visit",
                            "session",
                            "time",
                            "day",
                            "week",
                            "page")) {
                LocalDate day = calendar.today().withDayOfMonth((int)
                        Math.min(number.value(), calendar.today().lengthOfMonth()));
                return day(number.to(), day.isAfter(calendar.today()) ? day.minusMonths(1) : day);
            }
        }
        Point quarter = quarter(i);
        if (quarter != null) {
            return quarter;
        }
        DayOfWeek weekday = weekday(i);
        if (weekday != null && !plural(i)) {
            if (is(i + 1, "of") && is(i + 2, "last") && is(i + 3, "week")) {
                return day(
                        i + 4,
                        Calendar.floor(calendar.today(), "week").minusWeeks(1).plusDays(weekday.getValue() - 1));
            }
            return day(i + 1, recent(weekday));
        }
        if (is(i, "weekend") && is(i - 1, "the", "over")) {
            LocalDate sunday = calendar.last(DayOfWeek.SUNDAY);
            return new Point(i + 1, calendar.days(sunday.minusDays(1), sunday), "weekend");
        }
        if (year(i) > 0
                && is(
                        i - 1,
                        "in",
                        "of",
                        "during",
                        "for",
                        "since",
                        "before",
                        "after",
                        "throughout",
                        "and",
                        "to",
                        "versus",
                        "vs",
                        "year")) {
            LocalDate first = LocalDate.of(year(i), 1, 1);
            return new Point(i + 1, calendar.days(first, first.plusYears(1).minusDays(1)), "year");
        }
        return null;
    }

    private Point quarter(int i) {
        int number = 0;
        int to = i + 1;
        if (i < tokens.size() && tokens.get(i).lower().matches("q[1-4]")) {
            number = tokens.get(i).lower().charAt(1) - '0';
        } else if (is(i, "first", "second", "third", "fourth") && is(i + 1, "quarter")) {
            number = List.of("first", "second", "third", "fourth")
                            .indexOf(tokens.get(i).lower())
                    + 1;
            to = i + 2;
        }
        if (number == 0) {
            return null;
        }
        int at = is(to, "of") ? to + 1 : to;
        LocalDate first = LocalDate.of(calendar.today().getYear(), 3 * number - 2, 1);
        if (year(at) > 0) {
            first = first.withYear(year(at));
            to = at + 1;
        } else if (first.isAfter(calendar.today())) {
            first = first.minusYears(1);
        }
        return new Point(to, calendar.days(first, first.plusMonths(3).minusDays(1)), "quarter");
    }

    /** A bare day of the week: the most recent one, today not meant. */
    private LocalDate recent(DayOfWeek weekday) {
        return calendar.last(weekday);
    }

    private Point monthOf(int i, int start) {
        LocalDate first = calendar.month(month(i));
        int to = i + 1;
        int at = is(to, "of") ? to + 1 : to;
        if (year(at) > 0) {
            first = first.withYear(year(at));
            to = at + 1;
        } else if (start != i && is(start, "last") && first.equals(Calendar.floor(calendar.today(), "month"))) {
            first = first.minusYears(1);
        }
        return new Point(to, calendar.days(first, first.plusMonths(1).minusDays(1)), "month");
    }

    private LocalDate date(int year, int month, int day) {
        if (year == 0) {
            return calendar.date(month, day);
        }
        LocalDate first = LocalDate.of(year, month, 1);
        return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
    }

    private int year(int i) {
        if (i < 0
                || i >= tokens.size()
                || !tokens.get(i).isNumber()
                || !tokens.get(i).unit().isEmpty()) {
            return 0;
        }
        double number = tokens.get(i).number();
        return number >= 2000 && number <= 2100 && tokens.get(i).text().length() == 4 ? (int) number : 0;
    }

    private int month(int i) {
        if (i < 0 || i >= tokens.size() || !tokens.get(i).word()) {
            return 0;
        }
        if (i + 1 < tokens.size()
                && tokens.get(i + 1).word()
                && tokens.get(i + 1).glued()) {
            return 0; // "july-picks": a name
        }
        String word = tokens.get(i).lower().replaceAll("['’]s$", "");
        for (Month month : Month.values()) {
            String name = month.name().toLowerCase(Locale.ROOT);
            boolean whole = word.equals(name);
            boolean part = word.length() >= 3
                    && (word.equals(name.substring(0, 3)) || (word.equals("sept") && month == Month.SEPTEMBER));
            if (!whole && !part) {
                continue;
            }
            boolean clear = Character.isUpperCase(tokens.get(i).text().charAt(0))
                    || is(
                            i - 1, "in", "since", "during", "of", "from", "between", "to", "and", "before", "after",
                            "until", "last", "this", "for", "versus", "vs", "on")
                    || number(i + 1) != null;
            boolean common =
                    month == Month.MAY || (month == Month.MARCH && (!whole || is(i + 1, "to", "on", "through")));
            return !common || clear ? month.getValue() : 0;
        }
        return 0;
    }

    private DayOfWeek weekday(int i) {
        if (i < 0 || i >= tokens.size() || !tokens.get(i).word()) {
            return null;
        }
        String word = tokens.get(i).lower().replaceAll("['’]s$", "").replaceAll("s$", "");
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            boolean part = word.length() >= 3
                    && name.startsWith(word)
                    && Character.isUpperCase(tokens.get(i).text().charAt(0))
                    && word.length() <= 4;
            if (word.equals(name) || part) {
                return day;
            }
        }
        return null;
    }

    private boolean plural(int i) {
        return i < tokens.size()
                && tokens.get(i).lower().endsWith("s")
                && !tokens.get(i).lower().endsWith("'s");
    }

    private String unit(int i) {
        if (i < 0 || i >= tokens.size()) {
            return null;
        }
        String unit = Durations.unit(tokens.get(i));
        return unit == null
                        || unit.equals("millisecond")
                        || tokens.get(i).lower().endsWith("ly")
                ? null
                : unit;
    }

    private Numbers.Found number(int i) {
        return Numbers.at(tokens, i);
    }

    private int skip(int i) {
        return is(i, "the") ? i + 1 : i;
    }

    private boolean is(int i, String... words) {
        if (i < 0 || i >= tokens.size()) {
            return false;
        }
        String lower = tokens.get(i).lower().replaceAll("['’]s?$", "");
        for (String word : words) {
            if (lower.equals(word)) {
                return true;
            }
        }
        return false;
    }

    private Span span(int from, int to, Range range, String unit) {
        return new Span(from, to, range, label(from, to), unit, 0);
    }

    private String label(int from, int to) {
        StringBuilder label = new StringBuilder();
        for (int i = from; i < Math.min(to, tokens.size()); i++) {
            label.append(label.isEmpty() || tokens.get(i).glued() ? "" : " ")
                    .append(tokens.get(i).text());
        }
        return label.toString();
    }
}
