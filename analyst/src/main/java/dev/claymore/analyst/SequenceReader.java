package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Questions about one thing after another: funnels, coming back, conversion within a time, the page before and after. */
final class SequenceReader {

    private final Composer c;
    private final Meaning meaning;

    SequenceReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    /** Null when the question is of another kind. */
    Meaning read() {
        Meaning found = path();
        if (found == null) {
            found = again();
        }
        if (found == null) {
            found = retention();
        }
        if (found == null) {
            found = funnel();
        }
        if (found == null) {
            found = conversion();
        }
        return found == null ? ordered() : found;
    }

    // ------------------------------------------------------------- pages before and after

    private Meaning path() {
        int mark = c.index(0, "next", "prev");
        int page = -1;
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "value") && c.item(i).arg().equals("page") && (page < 0 || page < mark)) {
                page = i;
            }
        }
        if (page >= 0 && mark >= 0 && way() >= 2) {
            return null;
        }
        if (mark < 0 || page < 0 || c.has("funnel", "retention") || (c.has("within") && c.index(0, "custom") >= 0)) {
            return null;
        }
        boolean pages =
                c.items.stream().anyMatch(item -> item.says("field", "page") || item.is("list") || item.is("top"))
                        || c.item(mark)
                                .text()
                                .toLowerCase(Locale.ROOT)
                                .matches(".*(page|go|come|came|lead|led|where|navigat|move|land|proceed|reach).*");
        if (!pages || (c.has("custom") && c.index(0, "custom") > page)) {
            return null;
        }
        boolean before = c.at(mark, "prev");
        Integer most = null;
        for (int i = 1; i < c.items.size(); i++) {
            if (c.item(i).says("field", "page")
                    && c.item(i - 1).says("number", "")) { // "which 3 pages come right before"
                most = (int) c.item(i - 1).number();
                c.use(i - 1);
                c.chip("limit", String.valueOf(most), i - 1);
            }
        }
        c.use(mark);
        c.use(page);
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "next", "prev", "then", "field", "event")
                    && !(c.at(i, "field") && !c.item(i).arg().equals("page"))
                    && !(c.at(i, "event") && !c.item(i).arg().equals("pageview"))) {
                c.use(i);
            }
        }
        MeasureReader reader = new MeasureReader(c);
        reader.markers();
        Clauses clauses = c.clauses(0, c.items.size());
        c.left(clauses);
        Frame anchor = new Frame("pageview", "", page);
        anchor.details.add(c.item(page).condition());
        c.chip("step", (before ? "before " : "after ") + c.item(page).text(), page);
        Condition where = c.all(clauses, false, null);
        return meaning.as(
                new PathsQuery(
                        c.scope(where),
                        before ? PathsQuery.Direction.BEFORE : PathsQuery.Direction.AFTER,
                        anchor.pattern(),
                        1,
                        false,
                        most != null ? most : reader.limit != null ? reader.limit : 10),
                Shape.PATHS);
    }

    /** How many things a "from … to …" goes through. */
    private int way() {
        int from = -1;
        int steps = 0;
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if ((item.is("from")
                            && (c.at(i + 1, "custom", "event")
                                    || (c.at(i + 1, "value")
                                            && c.item(i + 1).arg().equals("page"))))
                    || (item.is("next") && item.text().toLowerCase(Locale.ROOT).contains("from"))) {
                from = from < 0 ? i : from;
            } else if (from >= 0
                    && (item.is("custom") || item.says("value", "page"))
                    && (steps == 0 || c.at(i - 1, "to", "then", "and", "on"))) {
                steps++;
            }
        }
        return from < 0 || c.items.stream().noneMatch(item -> item.is("to", "then")) ? 0 : steps;
    }

    // ------------------------------------------------------------- coming back

    private Meaning retention() {
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
            if (c.at(i, "every")) {
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
        if (text.matches(".*\\b(signup|weekly|by week|cohort) cohorts?\\b.*|.*\\bper (\\w+ )?week\\b.*")
                && text.contains("week")
                && cohorts == Interval.NONE
                && text.matches(".*\\b(weekly cohort|by week|per (\\w+ )?week|each week|week cohort).*")) {
            cohorts = Interval.WEEK;
        }
        MeasureReader reader = new MeasureReader(c);
        reader.markers();
        if (reader.interval != Interval.NONE && cohorts == Interval.NONE) {
            cohorts = reader.interval;
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
        List<Integer> asked = new ArrayList<>(List.of(Math.max(0, period)));
        asked.addAll(further);
        List<Integer> periods = !further.isEmpty()
                ? List.copyOf(asked)
                : period >= 0 && (unit != null) && !(period == 1 && !marksPeriod(text))
                        ? List.of(period)
                        : List.of(0, 1, 2, 3, 4);
        if (start != null) {
            c.chip("step", start.label(), start.at);
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

    /** "What percentage of May's buyers bought again in June?": the first thing in one time, the other, or just a visit, in the next. */
    private Meaning again() {
        boolean[] before = c.used.clone();
        if (c.times.size() < 2
                || c.subject.equals("session")
                || c.times.stream().anyMatch(t -> t.range() == null)
                || c.has("vs", "compare")
                || (!c.has("share", "rate", "count", "list", "again") && !c.subject.equals("person"))) {
            return null;
        }
        boolean again = c.has("again");
        boolean back = c.has("active", "retention");
        boolean share =
                c.has("share", "rate") || c.items.stream().anyMatch(item -> item.says("metric", "retentionRate"));
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "again", "share", "rate", "count", "list", "active", "retention")
                    || (c.at(i, "metric") && c.item(i).arg().equals("retentionRate"))) {
                c.use(i);
            }
        }
        Clauses clauses = new Clauses(c.items).read(0, c.items.size(), c.used.clone());
        List<Frame> frames =
                clauses.frames.stream().filter(frame -> !frame.negated).toList();
        boolean two = frames.size() == 2 || (frames.size() == 1 && again && !back);
        if (frames.size() > 2 || (!two && !back && !again)) {
            System.arraycopy(before, 0, c.used, 0, before.length);
            return null;
        }
        new MeasureReader(c).markers();
        c.left(clauses);
        c.range = c.times.get(0).range();
        Condition scope = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        if (two) {
            Frame first = frames.getFirst();
            Frame then = frames.getLast();
            c.chip("step", first.label() + ", " + c.times.get(0).label(), first.at);
            c.chip("step", then.label() + ", " + c.times.get(1).label(), then.at);
            return meaning.as(
                    ConversionQuery.during(
                            c.scope(scope),
                            first.pattern(),
                            then.pattern(),
                            c.times.get(1).range()),
                    Shape.NUMBER);
        }
        Condition returned = new Condition.Did(
                Subject.PERSON,
                Entity.SESSION,
                Condition.ALWAYS,
                dev.claymore.query.language.Count.AT_LEAST_ONCE,
                new During.Span(c.times.get(1).range()));
        Entity over = frames.isEmpty() ? Entity.SESSION : Entity.EVENT;
        Condition start =
                frames.isEmpty() ? Condition.ALWAYS : frames.getFirst().pattern();
        c.chip(
                "step",
                (frames.isEmpty() ? "active" : frames.getFirst().label()) + ", "
                        + c.times.get(0).label(),
                -1);
        c.chip("step", "back " + c.times.get(1).label(), -1);
        Measure part = Measure.of("returned", Function.PEOPLE, over, null, Condition.and(start, returned));
        Measure measure = share
                ? new Measure.Ratio("retentionRate", part, Measure.of("people", Function.PEOPLE, over, null, start))
                : part;
        return meaning.as(MetricsQuery.of(c.scope(scope), measure), Shape.NUMBER);
    }

    // ------------------------------------------------------------- funnels

    private Meaning funnel() {
        boolean named = c.has("funnel");
        boolean rate = c.items.stream().anyMatch(item -> item.says("metric", "conversion"));
        boolean way = (way() >= 2 && !c.has("share", "rate", "next", "prev"))
                || (way() >= 2 && c.items.stream().noneMatch(item -> item.is("share", "rate", "field")));
        boolean chain =
                c.subject.isEmpty() && (c.has("then") || within()) && !c.has("share", "agg", "every", "list", "count");
        boolean[] before = c.used.clone();
        if (!named && !rate && !way && !chain) {
            return null;
        }
        boolean bySession = c.has("inSession") || c.subject.equals("session");
        Duration window = c.window();
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "funnel", "inSession", "list", "next", "first", "compare", "count", "share", "rate", "agg")
                    || (c.at(i, "metric") && c.item(i).arg().equals("conversion"))
                    || (c.at(i, "number") && c.at(i + 1, "funnel"))) { // "a 3-step funnel"
                c.use(i);
            }
        }
        int funnelAt = indexOfKind("funnel");
        List<Frame> frames = steps();
        if (frames.size() > 2 && funnelAt > 0 && frames.getFirst().at == funnelAt - 1) {
            frames.removeFirst(); // "signup funnel: …" names the funnel
        }
        if (frames.size() > 2 && rate && label(frames.getFirst()).equals(label(frames.getLast()))) {
            Frame repeated = frames.removeLast(); // "…, trials of June"
            c.use(repeated.at);
        }
        if (frames.size() < 2) {
            System.arraycopy(before, 0, c.used, 0, before.length);
            return null;
        }
        MeasureReader reader = new MeasureReader(c);
        List<Frame> chosen = frames;
        for (Frame frame : chosen) {
            for (int i = frame.at; i < frame.end; i++) {
                c.use(i);
            }
        }
        reader.markers();
        Clauses rest = c.clauses(0, c.items.size());
        c.left(rest);
        Condition where = Condition.and(c.attributes(rest).toArray(Condition[]::new));
        List<FunnelQuery.Step> steps = chosen.stream()
                .map(frame -> {
                    c.chip("step", label(frame), frame.at);
                    return new FunnelQuery.Step(label(frame), frame.pattern());
                })
                .toList();
        Subject by = bySession ? Subject.SESSION : Subject.PERSON;
        if (window == null && !bySession) {
            meaning.assume("window: 14 days");
        }
        Breakdown breakdown = reader.groups.isEmpty() ? null : Breakdown.by(reader.groups.getFirst());
        if (rate && !named) {
            return rate(where, by, chosen, window, breakdown);
        }
        FunnelQuery query = new FunnelQuery(
                c.scope(where),
                by,
                steps,
                FunnelQuery.StepOrder.ORDERED,
                window,
                List.of(),
                breakdown,
                reader.interval == Interval.AUTO ? Interval.NONE : reader.interval,
                false);
        return meaning.as(query, Shape.FUNNEL);
    }

    /** The conversion rate alone: those that did all of it in order / those that did the first. */
    private Meaning rate(Condition where, Subject by, List<Frame> steps, Duration window, Breakdown breakdown) {
        boolean people = by == Subject.PERSON;
        Duration within = window != null || !people ? window : FunnelQuery.DEFAULT_WINDOW;
        Condition first = steps.getFirst().pattern();
        Condition all =
                new Condition.Sequence(by, steps.stream().map(Frame::pattern).toList(), within, During.QUERY);
        Function function = people ? Function.PEOPLE : Function.SESSIONS;
        Measure measure = new Measure.Ratio(
                "conversionRate",
                Measure.of("converted", function, Entity.EVENT, null, Condition.and(first, all)),
                Measure.of("started", function, Entity.EVENT, null, first));
        MetricsQuery query = MetricsQuery.of(c.scope(where), measure);
        return meaning.as(
                breakdown == null ? query : query.by(breakdown.field()),
                breakdown == null ? Shape.NUMBER : Shape.BREAKDOWN);
    }

    /** "within one session: A, B, C": no word says funnel, but the way is one session's. */
    private boolean within() {
        boolean one = c.items.stream()
                .anyMatch(item -> item.is("inSession")
                        && !item.text().toLowerCase(Locale.ROOT).startsWith("per"));
        return one
                && c.items.stream()
                                .filter(item -> item.is("custom") || item.says("value", "page"))
                                .count()
                        >= 2;
    }

    private int indexOfKind(String kind) {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, kind)) {
                return i;
            }
        }
        return -1;
    }

    private static String label(Frame frame) {
        if (frame.implied && !frame.details.isEmpty() && frame.details.getFirst() instanceof Condition.Where where) {
            return String.join(", ", where.values());
        }
        return frame.label();
    }

    /** Events in their order; "to", "then" and commas stand between steps. */
    private List<Frame> steps() {
        List<Item> steps = new ArrayList<>();
        for (Item item : c.items) {
            steps.add(
                    item.is("to", "from", "after", "within")
                                    || (item.is("on") && item.text().matches("(?i)through|via"))
                            ? item.as("comma", "")
                            : item.is("on") && item.text().equalsIgnoreCase("→") ? item.as("comma", "") : item);
        }
        boolean[] skipped = c.used.clone();
        Clauses clauses = new Clauses(separated(steps)).read(0, steps.size(), skipped);
        return new ArrayList<>(
                clauses.frames.stream().filter(frame -> !frame.negated).toList());
    }

    /** A page after a comma is a step of its own, even between other pages. */
    private static List<Item> separated(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            out.add(item.is("comma") || item.is("and") ? item.as("then", "") : item);
        }
        return out;
    }

    // ------------------------------------------------------------- one thing after the other

    /** "What share of the people who signed up in May made a purchase within 7 days of signing up?" */
    private Meaning conversion() {
        boolean people = !c.subject.equals("session");
        int share = c.index(0, "share", "count", "rate");
        if (!people || share < 0) {
            return null;
        }
        boolean[] before = c.used.clone();
        Duration window = c.window();
        if (window == null) {
            return null;
        }
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "share", "count", "rate", "list")) {
                c.use(i);
            }
        }
        Clauses clauses = new Clauses(c.items).read(0, c.items.size(), c.used.clone());
        List<Frame> frames = new ArrayList<>(
                clauses.frames.stream().filter(frame -> !frame.negated).toList());
        if (frames.size() > 2
                && frames.getLast().label().equals(frames.getFirst().label())) {
            frames.removeLast(); // "within 7 days of signing up" says it again
        } else if (frames.size() == 3
                && frames.get(2).label().equals(frames.get(1).label())) {
            frames.removeLast();
        }
        if (frames.size() != 2) {
            System.arraycopy(before, 0, c.used, 0, before.length);
            return null;
        }
        boolean inOrder = c.has("then")
                || (c.index(0, "share", "count") < 0 && c.items.stream().anyMatch(item -> item.is("then")));
        c.left(clauses);
        Frame first = frames.get(0);
        Frame then = frames.get(1);
        MeasureReader reader = new MeasureReader(c);
        for (Frame frame : clauses.frames) {
            for (int i = frame.at; i < frame.end; i++) {
                c.use(i);
            }
        }
        reader.markers();
        c.chip("step", label(first), first.at);
        c.chip("step", label(then), then.at);
        Condition where = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        boolean counted = c.items.stream().anyMatch(item -> item.is("count"));
        if (counted && inOrder) {
            return sequence(where, List.of(first, then), window, true);
        }
        return meaning.as(
                new ConversionQuery(
                        c.scope(where),
                        first.pattern(),
                        then.pattern(),
                        window,
                        null,
                        reader.groups.isEmpty() ? null : Breakdown.by(reader.groups.getFirst()),
                        reader.interval == Interval.AUTO ? Interval.NONE : reader.interval),
                Shape.NUMBER);
    }

    /** "sessions that viewed /sale and then bought": in this order. */
    private Meaning ordered() {
        int then = c.index(0, "then");
        boolean list = c.subject.equals("session");
        if (then < 0 || c.has("share", "rate", "groupby", "every", "agg", "metric")) {
            return null;
        }
        boolean counted = c.has("count");
        boolean[] before = c.used.clone();
        Duration window = c.window();
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "count", "list", "inSession", "next")) {
                c.use(i);
            }
        }
        Clauses clauses = new Clauses(c.items).read(0, c.items.size(), c.used.clone());
        List<Frame> frames =
                clauses.frames.stream().filter(frame -> !frame.negated).toList();
        if (frames.size() < 2 || c.subject.isEmpty() || frames.size() != clauses.frames.size()) {
            System.arraycopy(before, 0, c.used, 0, before.length);
            return null;
        }
        c.left(clauses);
        frames.forEach(frame -> c.chip("step", label(frame), frame.at));
        Condition where = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        if (list && !counted) {
            Condition in = new Condition.Sequence(
                    Subject.SESSION, frames.stream().map(Frame::pattern).toList(), window, During.QUERY);
            return meaning.as(SessionsQuery.of(c.scope(Condition.and(where, in)), 50), Shape.SESSIONS);
        }
        return sequence(where, frames, window, !list);
    }

    private Meaning sequence(Condition where, List<Frame> frames, Duration window, boolean people) {
        Condition in = new Condition.Sequence(
                people ? Subject.PERSON : Subject.SESSION,
                frames.stream().map(Frame::pattern).toList(),
                window,
                During.QUERY);
        Measure measure = people
                ? Measure.of("people", Function.PEOPLE, Entity.SESSION, null, Condition.ALWAYS)
                : Measure.count("sessions", Entity.SESSION, Condition.ALWAYS);
        return meaning.as(MetricsQuery.of(c.scope(Condition.and(where, in)), measure), Shape.NUMBER);
    }
}
