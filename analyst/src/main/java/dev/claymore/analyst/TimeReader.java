package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The times of a question: which one is its range, what those that are relative to another mean, which are one. */
final class TimeReader {

    private final Composer c;

    TimeReader(Composer composer) {
        this.c = composer;
    }

    void read() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.items.get(i).is("time")) {
                c.times.add(c.items.get(i).span());
                c.used[i] = true;
            }
        }
        weekdays();
        List<Span> absolute =
                c.times.stream().filter(span -> span.range() != null).toList();
        if (!absolute.isEmpty()) {
            c.range = absolute.getFirst().range();
            if (c.range.from() == null && c.range.to() == null) {
                c.meaning.assume("all data, without a limit of time");
            }
        }
        for (int i = 0; i < c.times.size(); i++) {
            if (c.times.get(i).range() == null) {
                Span span = c.times.get(i);
                Range base = c.range;
                if (base == null) {
                    base = span.unit().equals("period")
                            ? c.calendar.last(7, "day")
                            : c.calendar.unit(span.unit().equals(TimeParser.SAME_DAY) ? "day" : span.unit(), 0);
                    if (absolute.isEmpty() && c.times.size() == 1) {
                        base = span.unit().matches("period|" + TimeParser.SAME_DAY)
                                ? base
                                : c.calendar.unit(span.unit(), 0);
                    }
                }
                c.times.set(i, new Span(span.from(), span.to(), earlier(base, span), span.label(), span.unit(), 0));
            }
        }
        if (c.range == null && !c.times.isEmpty()) {
            c.range = c.times.getFirst().range();
        }
        tell();
        union();
    }

    /** What the words for a time were taken for: "last 7 days" are other hours here than where a range rolls with the clock. */
    private void tell() {
        List<Item> named = c.items.stream().filter(item -> item.is("time")).toList();
        for (int i = 0; i < named.size(); i++) {
            Item item = named.get(i);
            c.meaning.times.add(
                    new Chip("time", c.dated(item.text(), c.times.get(i).range()), item.from(), item.to()));
        }
    }

    /** "Saturday sessions in July": every Saturday of it; "yesterday, in the last 24 hours": the shorter one. */
    private void weekdays() {
        if (c.times.size() != 2
                || c.has(
                        "vs",
                        "compare",
                        "and",
                        "or",
                        "between",
                        "to",
                        "share",
                        "again",
                        "retention",
                        "then",
                        "comma")) {
            return;
        }
        for (int k = 0; k < 2; k++) {
            Span day = c.times.get(k);
            Span month = c.times.get(1 - k);
            if (day.range() == null || month.range() == null) {
                return;
            }
            String name = day.label().toUpperCase(Locale.ROOT).replaceAll("^ON ", "");
            for (DayOfWeek weekday : DayOfWeek.values()) {
                if (weekday.name().equals(name) && !month.unit().equals("day")) {
                    for (int i = 0; i < c.items.size(); i++) {
                        if (c.items.get(i).is("time") && c.items.get(i).span().equals(day)) {
                            String number = String.valueOf(weekday.getValue());
                            c.items.set(
                                    i,
                                    Item.value(
                                            "dayOfWeek",
                                            Condition.eq("dayOfWeek", number),
                                            day.label(),
                                            c.items.get(i).from(),
                                            c.items.get(i).to(),
                                            1));
                            c.used[i] = false;
                        }
                    }
                    c.times.remove(k);
                    return;
                }
            }
        }
    }

    /** "in January and February" is one time, unless they are compared; "this week and last week" are two. */
    private void union() {
        if (c.times.size() != 2
                || c.has("vs", "compare", "share", "again", "retention")
                || c.times.stream()
                        .anyMatch(t -> t.range().from() == null || t.range().to() == null)) {
            return;
        }
        boolean days = c.times.stream().allMatch(t -> t.label().matches("(?i)(in |on |from )?(today|yesterday)"))
                && !c.has("count", "agg", "metric", "every", "groupby");
        if (!days
                && c.times.stream()
                        .anyMatch(t -> t.label()
                                .toLowerCase(Locale.ROOT)
                                .matches(".*\\b(this|last|previous|today|yesterday)\\b.*"))) {
            return;
        }
        boolean joined = false;
        for (int i = 1; i + 1 < c.items.size(); i++) {
            joined |= c.at(i, "and") && c.at(i - 1, "time") && c.at(i + 1, "time");
        }
        Range first = c.times.get(0).range();
        Range second = c.times.get(1).range();
        if (joined && (first.to().equals(second.from()) || second.to().equals(first.from()))) {
            c.range = first.to().equals(second.from())
                    ? new Range(first.from(), second.to())
                    : new Range(second.from(), first.to());
            c.times.set(
                    0,
                    new Span(
                            c.times.get(0).from(),
                            c.times.get(1).to(),
                            c.range,
                            c.times.get(0).label() + " and " + c.times.get(1).label(),
                            "",
                            0));
            c.times.remove(1);
        }
    }

    /** The unit before the range: "last week … the week before". */
    private Range earlier(Range base, Span span) {
        if (base.from() == null) {
            return base;
        }
        if (span.unit().equals("period")) {
            return c.calendar.before(base);
        }
        if (span.unit().equals(TimeParser.SAME_DAY)) {
            LocalDate day = base.from().atZone(c.calendar.zone()).toLocalDate().minusWeeks(1);
            return c.calendar.days(day, day);
        }
        return c.calendar.earlier(base, span.unit());
    }
}
