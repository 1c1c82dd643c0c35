package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Funnels: how many get how far on a way of several steps, and the rate of those who reach its end. */
final class FunnelReader {

    private final Composer c;
    private final Meaning meaning;

    FunnelReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    Meaning read() {
        boolean named = c.has("funnel");
        boolean rate = c.items.stream().anyMatch(item -> item.says("metric", "conversion"));
        boolean way = (PathReader.way(c) >= 2 && !c.has("share", "rate", "next", "prev"))
                || (PathReader.way(c) >= 2 && c.items.stream().noneMatch(item -> item.is("share", "rate", "field")));
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
        List<Frame> chosen = frames;
        for (Frame frame : chosen) {
            for (int i = frame.at; i < frame.end; i++) {
                c.use(i);
            }
        }
        Asked asked = new Markers(c).read();
        Clauses rest = c.clauses(0, c.items.size());
        c.left(rest);
        Condition where = Condition.and(c.attributes(rest).toArray(Condition[]::new));
        List<FunnelQuery.Step> steps = chosen.stream()
                .map(frame -> {
                    c.step(frame);
                    return new FunnelQuery.Step(label(frame), frame.pattern());
                })
                .toList();
        Subject by = bySession ? Subject.SESSION : Subject.PERSON;
        if (window == null && !bySession) {
            meaning.assume("window: 14 days");
        }
        Breakdown breakdown = asked.groups.isEmpty() ? null : Breakdown.by(asked.groups.getFirst());
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
                asked.interval == Interval.AUTO ? Interval.NONE : asked.interval,
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

    static String label(Frame frame) {
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
}
