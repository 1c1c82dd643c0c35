package dev.claymore.analyst;

import dev.claymore.query.language.Range;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
    private final TimeWords w;
    private final CalendarDates dates;
    private final TimePoints points;

    TimeParser(List<Token> tokens, Calendar calendar) {
        this.tokens = tokens;
        this.calendar = calendar;
        this.w = new TimeWords(tokens);
        this.dates = new CalendarDates(tokens, calendar);
        this.points = new TimePoints(tokens, calendar);
    }

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
                    && !(w.is(from - 1, "in", "on", "over")
                            && w.is(
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
        Point first = points.at(i);
        if (first == null) {
            return null;
        }
        int join = first.to();
        if (w.is(join, "to", "until", "till", "through", "thru", "–", "—")
                && !first.unit().equals("relative")
                && !(w.is(join, "to") && compares())) {
            Point second = points.at(w.skip(join + 1));
            if (second != null && explicit(i, first) && explicit(w.skip(join + 1), second)) {
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
        return !w.is(i, "last", "this", "previous", "past", "today") && point != null;
    }

    private Span ever(int i) {
        if ((w.is(i, "ever") && !w.is(i + 1, "since")) || w.is(i, "historically", "overall")) {
            return span(i, i + 1, Range.ALL, "");
        }
        if (w.is(i, "anytime") || (w.is(i, "any") && w.is(i + 1, "time"))) {
            return span(i, w.is(i, "any") ? i + 2 : i + 1, Range.ALL, "");
        }
        if (w.is(i, "all")) {
            int next = w.is(i + 1, "the", "of") ? i + 2 : i + 1;
            if (w.is(next, "time", "data", "history", "times", "days")) {
                int from = i;
                return span(from, next + 1, Range.ALL, "");
            }
        }
        if (w.is(i, "entire", "whole", "full", "complete")
                && w.is(i + 1, "history", "period", "dataset", "data", "time")) {
            return span(i, i + 2, Range.ALL, "");
        }
        if (w.is(i, "since")
                && (w.is(i + 1, "launch", "inception")
                        || (w.is(i + 2, "launch", "start", "beginning") && !w.is(i + 3, "of")))) {
            return span(i, w.is(i + 1, "launch", "inception") ? i + 2 : i + 3, Range.ALL, "");
        }
        if (w.is(i, "regardless")
                && w.is(i + 1, "of")
                && (w.is(i + 2, "time", "date") || w.is(i + 3, "time", "date"))) {
            return span(i, w.is(i + 2, "time", "date") ? i + 3 : i + 4, Range.ALL, "");
        }
        if (w.is(i, "to") && w.is(i + 1, "date")) {
            return span(i, i + 2, Range.ALL, "");
        }
        return null;
    }

    /** "the week before", "the month before that", "the previous period": what it is depends on the other time. */
    private Span relative(int i) {
        String unit = w.unit(i);
        if ((unit != null || w.is(i, "period"))
                && !w.plural(i)
                && w.is(i + 1, "before", "prior", "earlier", "preceding")) {
            if (w.is(i + 2, "last") || w.is(i + 2, "yesterday")) {
                String own = w.is(i + 2, "yesterday") ? "day" : unit;
                int to = i + 3;
                return own == null ? null : span(i, to, calendar.unit(own, 2), own);
            }
            int to = w.is(i + 2, "that", "it") ? i + 3 : i + 2;
            if (points.at(w.skip(i + 2)) != null && !w.is(i + 2, "that", "it")) {
                return null;
            }
            return new Span(i, to, null, w.label(i, to), unit == null ? "period" : unit, 1);
        }
        if (w.is(i, "previous", "prior", "preceding", "earlier")
                && (w.unit(i + 1) != null || w.is(i + 1, "period", "one"))) {
            String own = w.unit(i + 1);
            if (w.number(i + 1) == null && !w.plural(i + 1)) {
                return new Span(i, i + 2, null, w.label(i, i + 2), own == null ? "period" : own, 1);
            }
        }
        if (w.is(i, "same") && w.is(i + 1, "day", "weekday")) { // "yesterday against the same day last week"
            int to = w.is(i + 2, "last", "previous", "prior") && w.is(i + 3, "week")
                    ? i + 4
                    : w.is(i + 2, "the", "a", "one")
                                    && w.is(i + 3, "week")
                                    && w.is(i + 4, "before", "earlier", "ago", "prior")
                            ? i + 5
                            : -1;
            if (to > 0) {
                return new Span(i, to, null, w.label(i, to), SAME_DAY, 1);
            }
        }
        if (w.is(i, "weekend") && w.is(i + 1, "before", "prior", "earlier", "preceding")) {
            int to = w.is(i + 2, "that", "it", "last") ? i + 3 : i + 2;
            if (w.is(i + 2, "last")) {
                LocalDate sunday = calendar.last(DayOfWeek.SUNDAY).minusWeeks(1);
                return span(i, to, calendar.days(sunday.minusDays(1), sunday), "weekend");
            }
            return new Span(i, to, null, w.label(i, to), "week", 1);
        }
        if (w.is(i, "year") && w.is(i + 1, "over") && w.is(i + 2, "year")) {
            return new Span(i, i + 3, null, w.label(i, i + 3), "year", 1);
        }
        return null;
    }

    private Span bounded(int i) {
        if (w.is(i, "since", "after", "starting", "beginning", "from")) {
            int at = w.skip(i + 1);
            if (w.is(at, "on", "in") && !w.is(i, "from", "after")) {
                at = w.skip(at + 1);
            }
            int start = startOf(at);
            Point point = points.at(start);
            if (w.is(i, "from") && dates.daysOf(start) != null) {
                return span(i, point.to(), point.range(), "");
            }
            if (point == null && start != at && w.unit(start) != null) { // since the start of the year
                point = new Point(start + 1, calendar.unit(w.unit(start), 0), w.unit(start));
            }
            if (point == null || point.range().from() == null) {
                return null;
            }
            if (w.is(i, "from", "starting", "beginning")) {
                int join = point.to();
                if (w.is(join, "to") && compares()) {
                    return null;
                }
                if (w.is(join, "to", "until", "till", "through", "thru", "–", "—", "up")) {
                    int end = w.skip(w.is(join, "up") ? join + 2 : join + 1);
                    if (w.is(end, "now", "today", "date")) {
                        return span(i, end + 1, new Range(point.range().from(), calendar.now()), "");
                    }
                    Point second = points.at(end);
                    if (second != null) {
                        return span(
                                i,
                                second.to(),
                                new Range(point.range().from(), second.range().to()),
                                "");
                    }
                }
                if (w.is(join, "on", "onward", "onwards", "forward")) {
                    return span(i, join + 1, new Range(point.range().from(), calendar.now()), "");
                }
                if (w.is(i, "from")) {
                    return null;
                }
            }
            if (w.is(i, "after") && start == at) {
                return point.range().to().isBefore(calendar.now())
                        ? span(i, point.to(), new Range(point.range().to(), calendar.now()), "")
                        : null;
            }
            int to = w.is(point.to(), "on", "onward", "onwards") ? point.to() + 1 : point.to();
            return span(i, to, new Range(point.range().from(), calendar.now()), "");
        }
        if (w.is(i, "before", "until", "till", "up", "through", "by")) {
            int at = w.skip(w.is(i, "up") ? i + 2 : i + 1);
            int start = startOf(at);
            Point point = points.at(start);
            if (point == null || (w.is(i, "up") && !w.is(i + 1, "to", "until", "till")) || relativeOnly(start)) {
                return null;
            }
            if (w.is(i, "through", "by") && !dated(start)) {
                return null;
            }
            return span(
                    i,
                    point.to(),
                    new Range(
                            null,
                            w.is(i, "before")
                                    ? point.range().from()
                                    : point.range().to()),
                    "");
        }
        if (w.is(i, "between")) {
            Point days = dates.daysOf(w.skip(i + 1));
            if (days != null) {
                return span(i, days.to(), days.range(), "");
            }
            Point first = points.at(w.skip(i + 1));
            if (first == null) {
                return null;
            }
            if (w.is(first.to(), "and", "to", "–") && !compares()) {
                int at = w.skip(first.to() + 1);
                if (w.is(at, "now", "today")) {
                    return span(i, at + 1, new Range(first.range().from(), calendar.now()), "");
                }
                Point second = points.at(at);
                if (second == null
                        && w.number(at) != null
                        && w.number(at).unit().matches("|st")) {
                    LocalDate day = calendar.today()
                            .with(first.range().from().atZone(calendar.zone()).toLocalDate());
                    int last = (int) w.number(at).value();
                    if (last >= 1 && last <= 31) {
                        return span(i, w.number(at).to(), calendar.days(day, CalendarDates.dayOf(day, last)), "");
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
        return w.is(i, "start", "beginning", "first") && w.is(i + 1, "of", "day")
                ? w.skip(w.is(i + 2, "of") ? i + 3 : i + 2)
                : i;
    }

    private boolean relativeOnly(int i) {
        return w.is(i, "that");
    }

    private boolean dated(int i) {
        return i < tokens.size() && (tokens.get(i).kind() == Token.Kind.DATE || dates.month(i) > 0);
    }

    private Span span(int from, int to, Range range, String unit) {
        return new Span(from, to, range, w.label(from, to), unit, 0);
    }
}
