package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Subject;
import java.util.List;

/** Two times: what was done in the one, and again, or just another visit, in the other. */
final class ReturnReader {

    private final Composer c;
    private final Meaning meaning;

    ReturnReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    /** "What percentage of May's buyers bought again in June?": the first thing in one time, the other, or just a visit, in the next. */
    Meaning read() {
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
        new Markers(c).read();
        c.left(clauses);
        c.range = c.times.get(0).range();
        Condition scope = Condition.and(c.attributes(clauses).toArray(Condition[]::new));
        if (two) {
            Frame first = frames.getFirst();
            Frame then = frames.getLast();
            c.chip("step", first.words() + ", " + c.times.get(0).label(), first.at);
            c.chip("step", then.words() + ", " + c.times.get(1).label(), then.at);
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
                (frames.isEmpty() ? "active" : frames.getFirst().words()) + ", "
                        + c.times.get(0).label(),
                -1);
        c.chip("step", "back " + c.times.get(1).label(), -1);
        Measure part = Measure.of("returned", Function.PEOPLE, over, null, Condition.and(start, returned));
        Measure measure = share
                ? new Measure.Ratio("retentionRate", part, Measure.of("people", Function.PEOPLE, over, null, start))
                : part;
        return meaning.as(MetricsQuery.of(c.scope(scope), measure), Shape.NUMBER);
    }
}
