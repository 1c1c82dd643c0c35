package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One thing after the other, within a time or just in this order. */
final class ConversionReader {

    private final Composer c;
    private final Meaning meaning;

    ConversionReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    /** "What share of the people who signed up in May made a purchase within 7 days of signing up?" */
    Meaning conversion() {
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
        for (Frame frame : clauses.frames) {
            for (int i = frame.at; i < frame.end; i++) {
                c.use(i);
            }
        }
        Asked asked = new Markers(c).read();
        c.step(first);
        c.step(then);
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
                        asked.groups.isEmpty() ? null : Breakdown.by(asked.groups.getFirst()),
                        asked.interval == Interval.AUTO ? Interval.NONE : asked.interval),
                Shape.NUMBER);
    }

    /** "sessions that viewed /sale and then bought": in this order. */
    Meaning ordered() {
        int after = after();
        int then = after >= 0 ? after : c.index(0, "then");
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
        if (after >= 0) {
            frames = frames.reversed();
            clauses.left.removeIf(item -> item.text().equalsIgnoreCase("after"));
        }
        c.left(clauses);
        frames.forEach(c::step);
        Condition where = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        if (list && !counted) {
            Condition in = new Condition.Sequence(
                    Subject.SESSION, frames.stream().map(Frame::pattern).toList(), window, During.QUERY);
            return meaning.as(SessionsQuery.of(c.scope(Condition.and(where, in)), 50), Shape.SESSIONS);
        }
        return sequence(where, frames, window, !list);
    }

    /** "bought after a search": the second thing that is said came first. */
    private int after() {
        for (int i = 1; i + 1 < c.items.size(); i++) {
            if (c.item(i).text().equalsIgnoreCase("after")
                    && c.at(i - 1, "custom")
                    && (c.at(i + 1, "custom") || c.item(i + 1).says("value", "page"))) {
                return i;
            }
        }
        return -1;
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
