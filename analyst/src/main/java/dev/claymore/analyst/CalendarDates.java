package dev.claymore.analyst;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** Days, months and quarters by their dates and names: "4 May", "the 3rd and 9th of June", "Q1 2026", "Monday". */
final class CalendarDates {

    private final List<Token> tokens;
    private final TimeWords w;
    private final Calendar calendar;

    CalendarDates(List<Token> tokens, Calendar calendar) {
        this.tokens = tokens;
        this.w = new TimeWords(tokens);
        this.calendar = calendar;
    }

    /** Dates that are read with the month first and could be meant with the day first. */
    static List<String> doubts(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.kind() == Token.Kind.DATE
                        && token.text().contains("/")
                        && token.date().getDayOfMonth() <= 12
                        && token.date().getDayOfMonth() != token.date().getMonthValue())
                .map(token -> {
                    LocalDate date = token.date();
                    LocalDate other = LocalDate.of(date.getYear(), date.getDayOfMonth(), date.getMonthValue());
                    return "“%s” is %s, the month first; %s is written %s"
                            .formatted(token.text(), name(date), name(other), other);
                })
                .distinct()
                .toList();
    }

    private static String name(LocalDate date) {
        return name(date.getMonth()) + " " + date.getDayOfMonth();
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    /** That day of the first one's month. */
    static LocalDate dayOf(LocalDate month, long day) {
        if (day > month.lengthOfMonth()) {
            String name = name(month.getMonth()) + " " + day;
            throw new NoSuchTime(
                    name,
                    "There is no %s in %d: the month has %d days."
                            .formatted(name, month.getYear(), month.lengthOfMonth()));
        }
        return month.withDayOfMonth((int) day);
    }

    /** "3 to 9 June", "3rd and 9th of June": days of one month, which is said once. */
    Point daysOf(int i) {
        Numbers.Found first = w.number(i);
        if (first == null
                || !first.unit().matches("|st")
                || (!w.is(first.to(), "to", "and", "until", "till", "through", "–", "—", "-")
                        && !(first.to() < tokens.size()
                                && tokens.get(first.to()).glued()))) {
            return null;
        }
        int at = w.is(first.to(), "to", "and", "until", "till", "through", "–", "—", "-")
                ? w.skip(first.to() + 1)
                : first.to();
        Numbers.Found last = w.number(at);
        int month = last == null ? -1 : w.is(last.to(), "of") ? last.to() + 1 : last.to();
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
        return new Point(year > 0 ? month + 2 : month + 1, calendar.days(start, dayOf(start, (long) last.value())), "");
    }

    Point day(int to, LocalDate date) {
        return new Point(to, calendar.days(date, date), "day");
    }

    /** Days that have a name and always the same date. */
    Point feast(int i) {
        boolean eve = w.is(i + 1, "eve");
        if (w.is(i, "christmas", "xmas")) {
            return day(eve || w.is(i + 1, "day") ? i + 2 : i + 1, calendar.date(12, eve ? 24 : 25));
        }
        if (w.is(i, "new") && w.is(i + 1, "year") && w.is(i + 2, "eve", "day")) {
            return day(i + 3, w.is(i + 2, "eve") ? calendar.date(12, 31) : calendar.date(1, 1));
        }
        if (w.is(i, "valentine") && (w.is(i + 1, "day") || i > 0)) {
            return day(w.is(i + 1, "day") ? i + 2 : i + 1, calendar.date(2, 14));
        }
        return w.is(i, "halloween") ? day(i + 1, calendar.date(10, 31)) : null;
    }

    /** May 4, 4 May 2026, the 4th of May, June, Q1 2026, Monday, 2025. */
    Point dateOf(int i) {
        int year = 0;
        int month = month(i);
        if (month > 0) {
            Numbers.Found day = w.number(i + 1);
            if (w.is(i + 1, "the")
                    && w.number(i + 2) != null
                    && w.number(i + 2).unit().equals("st")) {
                day = w.number(i + 2);
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
                        && (tokens.get(to).glued() || w.is(to - 1, "–"))) {
                    LocalDate last =
                            dayOf(first, Math.max(1, (long) tokens.get(to).number()));
                    return new Point(to + 1, calendar.days(first, last), "");
                }
                if (w.is(to, "–", "to", "through", "until")
                        && w.number(to + 1) != null
                        && month(w.number(to + 1).to()) == 0
                        && w.number(to + 1).unit().matches("|st")
                        && w.number(to + 1).value() <= 31
                        && w.number(to + 1).value() > first.getDayOfMonth()) {
                    return new Point(
                            w.number(to + 1).to(),
                            calendar.days(
                                    first, dayOf(first, (long) w.number(to + 1).value())),
                            "");
                }
                return day(to, first);
            }
            return monthOf(i, i);
        }
        Numbers.Found number = w.number(i);
        if (number != null && number.unit().matches("|st") && number.value() >= 1 && number.value() <= 31) {
            int at = w.is(number.to(), "of") ? number.to() + 1 : number.to();
            if (month(at) > 0) {
                int to = at + 1;
                if (year(to) > 0) {
                    year = year(to);
                    to++;
                }
                return day(to, date(year, month(at), (int) number.value()));
            }
            if (number.unit().equals("st")
                    && (w.is(i - 1, "the") || w.is(i - 1, "on"))
                    && i > 0
                    && !tokens.get(i).lower().contains("th percentile")
                    && !w.is(
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
                return day(number.to(), calendar.day((int) number.value()));
            }
        }
        Point quarter = quarter(i);
        if (quarter != null) {
            return quarter;
        }
        DayOfWeek weekday = weekday(i);
        if (weekday != null && !w.plural(i)) {
            if (w.is(i + 1, "of") && w.is(i + 2, "last") && w.is(i + 3, "week")) {
                return day(
                        i + 4,
                        Calendar.floor(calendar.today(), "week").minusWeeks(1).plusDays(weekday.getValue() - 1));
            }
            return day(i + 1, recent(weekday));
        }
        if (w.is(i, "weekend") && w.is(i - 1, "the", "over")) {
            LocalDate sunday = calendar.last(DayOfWeek.SUNDAY);
            return new Point(i + 1, calendar.days(sunday.minusDays(1), sunday), "weekend");
        }
        if (year(i) > 0
                && w.is(
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

    Point quarter(int i) {
        int number = 0;
        int to = i + 1;
        if (i < tokens.size() && tokens.get(i).lower().matches("q[1-4]")) {
            number = tokens.get(i).lower().charAt(1) - '0';
        } else if (w.is(i, "first", "second", "third", "fourth") && w.is(i + 1, "quarter")) {
            number = List.of("first", "second", "third", "fourth")
                            .indexOf(tokens.get(i).lower())
                    + 1;
            to = i + 2;
        }
        if (number == 0) {
            return null;
        }
        int at = w.is(to, "of") ? to + 1 : to;
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
    LocalDate recent(DayOfWeek weekday) {
        return calendar.last(weekday);
    }

    Point monthOf(int i, int start) {
        LocalDate first = calendar.month(month(i));
        int to = i + 1;
        int at = w.is(to, "of") ? to + 1 : to;
        if (year(at) > 0) {
            first = first.withYear(year(at));
            to = at + 1;
        } else if (start != i && w.is(start, "last") && first.equals(Calendar.floor(calendar.today(), "month"))) {
            first = first.minusYears(1);
        }
        return new Point(to, calendar.days(first, first.plusMonths(1).minusDays(1)), "month");
    }

    LocalDate date(int year, int month, int day) {
        return year == 0 ? calendar.date(month, day) : dayOf(LocalDate.of(year, month, 1), day);
    }

    int year(int i) {
        if (i < 0
                || i >= tokens.size()
                || !tokens.get(i).isNumber()
                || !tokens.get(i).unit().isEmpty()) {
            return 0;
        }
        double number = tokens.get(i).number();
        return number >= 2000 && number <= 2100 && tokens.get(i).text().length() == 4 ? (int) number : 0;
    }

    int month(int i) {
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
                    || w.is(
                            i - 1, "in", "since", "during", "of", "from", "between", "to", "and", "before", "after",
                            "until", "last", "this", "for", "versus", "vs", "on")
                    || w.number(i + 1) != null;
            boolean common =
                    month == Month.MAY || (month == Month.MARCH && (!whole || w.is(i + 1, "to", "on", "through")));
            return !common || clear ? month.getValue() : 0;
        }
        return 0;
    }

    DayOfWeek weekday(int i) {
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
}
