package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.RetentionQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Coming back: on which day, in which week, of those who did something first. */
final class RetentionReader {

    private final Composer c;
    private final Meaning meaning;

    RetentionReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    Meaning read() {
        boolean marked = c.has("retention") || (c.has("active") && c.has("nth"));
        boolean rate = c.items.stream().anyMatch(item -> item.says("metric", "retentionRate"));
        boolean named = rate
                || c.items.stream()
                        .anyMatch(item -> item.is("retention")
                                && item.text().toLowerCase(Locale.ROOT).matches("retention|retained|retain"));
        if ((!marked && !rate)
                || (!named && c.subject.equals("session"))
                || (!named && c.subject.isEmpty() && !c.has("custom"))) {
            return null;
        }
        boolean things = !named && !rate && c.subject.isEmpty() && c.at(0, "count") && c.at(1, "custom");
        if (comesBack(named)
                || (things && !c.has("nth") && !marksPeriod(questionText()))) { // "how many searches returned …"
            return null;
        }
        String unit = null;
        int period = -1;
        List<Integer> further = new ArrayList<>();
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if (item.is("nth") && (unit == null)) {
                unit = item.arg();
                period = (int) item.number();
                c.use(i);
                int last = period;
                int k = i + 1;
                while (c.at(k, "comma", "and", "to")) { // "day 1, 3 and 7", "weeks 0 to 3"
                    boolean through = c.at(k, "to");
                    int number = k + 1;
                    while (c.at(number, "and", "comma")) {
                        number++;
                    }
                    if (!c.at(number, "number", "nth") || !c.item(number).arg().matches("|" + unit)) {
                        break;
                    }
                    int next = (int) c.item(number).number();
                    for (int p = through ? last + 1 : next; p <= Math.min(next, last + 60); p++) {
                        further.add(p);
                    }
                    last = next;
                    for (int u = k; u <= number; u++) {
                        c.use(u);
                    }
                    k = number + 1;
                }
            } else if (item.says("number", "ms") && unit == null && !c.used[i] && c.at(i - 1, "within")) {
                return null; // "within 7 days" is no day to come back on
            } else if (item.says("number", "ms") && unit == null && !c.used[i]) {
                long days = Math.round(item.number() / 86_400_000d);
                boolean week = item.text().toLowerCase(Locale.ROOT).contains("week");
                unit = week ? "week" : "day";
                period = (int) (week ? Math.max(1, days / 7) : Math.max(1, days));
                c.use(i);
            } else if (item.is("metric") || item.is("retention")) {
                c.use(i);
            }
        }
        String text = questionText();
        if (unit == null) {
            unit = text.matches(
                            ".*\\b(day after|next day|following day|day later|the day afterwards|next-day|one day|1-day|a day later)\\b.*")
                    ? "day"
                    : text.matches(
                                    ".*\\b(week after|next week|following week|week later|second week|one week|weekly)\\b.*")
                            ? "week"
                            : text.matches(".*\\b(month after|next month|following month|month later|monthly)\\b.*")
                                    ? "month"
                                    : null;
            period = 1;
        }
        Interval cohorts = Interval.NONE;
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "every") && later(text, c.item(i).text())) { // "back a day later": when, not how often
                c.use(i);
            } else if (c.at(i, "every")) {
                cohorts = Composer.interval(
                        c.item(i).arg().equals("auto") ? "week" : c.item(i).arg());
                c.use(i);
            } else if (c.at(i, "groupby")
                    || (c.at(i, "unit")
                            && (c.at(i - 1, "groupby") || c.at(i - 1, "custom") || c.at(i - 2, "groupby")))) {
                if (c.at(i, "unit") && c.item(i).arg().matches("day|week|month")) {
                    cohorts = Composer.interval(c.item(i).arg());
                }
                c.use(i);
            } else if (c.at(
                            i, "next", "prev", "unit", "first", "again", "list", "count", "share", "rate", "agg",
                            "active", "within", "then", "on", "refuse")
                    && !(c.at(i, "refuse")
                            && !c.item(i)
                                    .text()
                                    .toLowerCase(Locale.ROOT)
                                    .matches("next (day|week|month)|will return"))) {
                c.use(i);
            }
        }
        if (text.matches(".*\\b(signup|weekly|by week|cohort) cohorts?\\b.*|.*\\b(per|by) (\\w+ )?week\\b.*")
                && text.contains("week")
                && cohorts == Interval.NONE
                && text.matches(".*\\b(weekly cohort|(per|by) (\\w+ )?week|each week|week cohort).*")) {
            cohorts = Interval.WEEK;
        }
        Asked asked = new Markers(c).read();
        if (asked.interval != Interval.NONE && cohorts == Interval.NONE) {
            cohorts = asked.interval;
        }
        Clauses clauses = c.clauses(0, c.items.size());
        c.left(clauses);
        Frame start = clauses.frames.stream()
                .filter(frame -> !frame.negated)
                .findFirst()
                .orElse(null);
        boolean newcomers =
                clauses.attributes.removeIf(attribute -> attribute.field().equals("visitorType"));
        Condition where = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        if (unit == null) {
            unit = "week";
            meaning.assume("weeks after the first one");
        }
        List<Integer> wanted = new ArrayList<>(List.of(Math.max(0, period)));
        wanted.addAll(further);
        List<Integer> periods = !further.isEmpty()
                ? List.copyOf(wanted)
                : period >= 0 && (unit != null) && !(period == 1 && !marksPeriod(text))
                        ? List.of(period)
                        : List.of(0, 1, 2, 3, 4);
        if (start != null) {
            c.step(start);
        }
        c.chip("step", "back " + unit + " " + (period < 0 ? "by " + unit : period), -1);
        return meaning.as(
                new RetentionQuery(
                        c.scope(where),
                        start == null ? null : start.pattern(),
                        null,
                        start == null && newcomers
                                ? RetentionQuery.Kind.FIRST_TIME
                                : RetentionQuery.Kind.FIRST_IN_RANGE,
                        Composer.interval(unit),
                        periods,
                        cohorts == Interval.AUTO ? Interval.WEEK : cohorts),
                Shape.RETENTION);
    }

    /** "how many visitors came back this week": those who are not new; with no day to come back on and nothing that they came back from. */
    private boolean comesBack(boolean named) {
        boolean plain = !named
                && c.subject.equals("person")
                && c.items.stream().anyMatch(item -> item.is("count"))
                && c.times.size() == 1
                && c.items.stream()
                        .noneMatch(item ->
                                item.is("nth", "custom", "event", "number", "share", "every", "groupby", "next"))
                && !marksPeriod(questionText());
        if (!plain) {
            return false;
        }
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "retention")) {
                c.items.set(i, c.item(i).as("returning", ""));
            } else if ((c.at(i, "returning") && c.items.subList(0, i).stream().anyMatch(item -> item.is("returning")))
                    || (c.at(i, "new") && c.at(i - 1, "neg"))) { // said twice
                c.use(i);
                if (c.at(i, "new")) {
                    c.use(i - 1);
                }
            }
        }
        return true;
    }

    private static boolean later(String text, String every) {
        return every.matches("(?i)an? (day|week|month)")
                && text.contains(every.toLowerCase(Locale.ROOT) + " ")
                && text.matches(".*\\b" + every.toLowerCase(Locale.ROOT) + " (later|after|afterwards)\\b.*");
    }

    private boolean marksPeriod(String text) {
        return c.items.stream().anyMatch(item -> item.is("nth") || item.says("number", "ms"))
                || text.matches(
                        ".*\\b(day|week|month) (after|later)\\b.*|.*\\b(next|following)[ -](day|week|month)\\b.*|.*\\b(one|1|a)[ -](day|week|month)( later)?\\b.*|.*\\bsecond week\\b.*");
    }

    private String questionText() {
        StringBuilder text = new StringBuilder();
        c.items.forEach(
                item -> text.append(item.text().toLowerCase(Locale.ROOT)).append(' '));
        return c.questionText == null ? text.toString() : c.questionText.toLowerCase(Locale.ROOT);
    }
}
