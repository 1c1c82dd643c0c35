package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts the items of a question together. What kind of question it is, its own words tell: a funnel, a return, a way, a comparison, else a
 * number or a list. Every item has to find its place; what does not is told.
 */
final class Composer {

    final List<Item> items;
    final boolean[] used;
    final Vocabulary vocabulary;
    final Calendar calendar;
    final Meaning meaning = new Meaning();
    final List<Span> times = new ArrayList<>();
    Range range;
    String subject = "";
    int subjectAt = -1;
    String questionText;

    Composer(List<Item> items, Vocabulary vocabulary, Calendar calendar) {
        this.items = new ArrayList<>(items);
        this.used = new boolean[items.size()];
        this.vocabulary = vocabulary;
        this.calendar = calendar;
    }

    Meaning compose() {
        new TimeReader(this).read();
        new SubjectReader(this).read();
        Meaning found = new SequenceReader(this).read();
        if (found == null) {
            found = new ComparisonReader(this).read();
        }
        found = found == null ? new MeasureReader(this, new Markers(this).read()).read() : found;
        int compared = index(0, "vs");
        if (compared >= 0) { // something is compared with something, and nobody has read with what
            found.unplaced.add(item(compared).text());
        }
        return found;
    }

    // ------------------------------------------------------------- what all kinds share

    /** The range of the question, the convention's when it has none. */
    Range range() {
        if (range == null) {
            range = calendar.last(7, "day");
            meaning.assume("no time given: the last 7 days");
            meaning.chips.add(new Chip("time", dated("last 7 days", range), -1, -1));
        }
        return range;
    }

    /** Words for a time with the dates that they were taken for. */
    String dated(String words, Range time) {
        String dates = QueryWords.dates(time, calendar);
        return dates.isEmpty() ? words : words + " (" + dates + ")";
    }

    Scope scope(Condition where) {
        return new Scope(range(), calendar.zone(), where);
    }

    boolean has(String... kinds) {
        return index(0, kinds) >= 0;
    }

    int index(int from, String... kinds) {
        for (int i = from; i < items.size(); i++) {
            if (!used[i] && items.get(i).is(kinds)) {
                return i;
            }
        }
        return -1;
    }

    Item item(int i) {
        return i >= 0 && i < items.size() ? items.get(i) : null;
    }

    boolean at(int i, String... kinds) {
        return i >= 0 && i < items.size() && items.get(i).is(kinds);
    }

    void use(int i) {
        used[i] = true;
    }

    Clauses clauses(int from, int to) {
        return new Clauses(items).read(from, to, used);
    }

    /** Conditions of sessions or people from what was read: attributes hold for the session, frames must have happened. */
    Condition all(Clauses clauses, boolean people, Range span) {
        List<Condition> conditions = new ArrayList<>();
        conditions.addAll(attributes(clauses));
        conditions.addAll(frames(clauses.frames, people, span));
        return Condition.and(conditions.toArray(Condition[]::new));
    }

    List<Condition> attributes(Clauses clauses) {
        List<Condition> conditions = new ArrayList<>();
        for (Attribute attribute : clauses.attributes) {
            chip("filter", attribute.words(), attribute.at());
            if (!attribute.negated()
                    && attribute.condition() instanceof Condition.Where where
                    && where.op().wire().matches("eq|is")) {
                int same = -1;
                for (int k = 0; k < conditions.size(); k++) {
                    if (conditions.get(k) instanceof Condition.Where other
                            && other.field().equals(where.field())
                            && other.op() == where.op()) {
                        same = k;
                    }
                }
                if (same >= 0) { // nobody is in two places at once: two values of one field are alternatives
                    List<String> values = new ArrayList<>(((Condition.Where) conditions.get(same)).values());
                    values.addAll(where.values());
                    conditions.set(
                            same,
                            new Condition.Where(
                                    where.field(),
                                    where.op(),
                                    values.stream().distinct().toList()));
                    continue;
                }
            }
            if (attribute.or() && !conditions.isEmpty()) {
                conditions.set(conditions.size() - 1, Condition.any(conditions.getLast(), attribute.whole()));
            } else {
                conditions.add(attribute.whole());
            }
        }
        return conditions;
    }

    List<Condition> frames(List<Frame> frames, boolean people, Range span) {
        List<Condition> conditions = new ArrayList<>();
        for (Frame frame : frames) {
            tell("filter", (frame.negated ? "no " : "") + frame.words(), frame);
            Condition did = did(frame, people, span);
            if (frame.or && !conditions.isEmpty()) {
                conditions.set(conditions.size() - 1, Condition.any(conditions.getLast(), did));
            } else {
                conditions.add(did);
            }
        }
        return conditions;
    }

    static Condition did(Frame frame, boolean people, Range span) {
        Condition did = new Condition.Did(
                people ? dev.claymore.query.language.Subject.PERSON : dev.claymore.query.language.Subject.SESSION,
                dev.claymore.query.language.Entity.EVENT,
                frame.pattern(),
                frame.count,
                span == null
                        ? dev.claymore.query.language.During.QUERY
                        : new dev.claymore.query.language.During.Span(span));
        return frame.negated ? Condition.not(did) : did;
    }

    void left(Clauses clauses) {
        for (Item item : clauses.left) {
            meaning.unplaced.add(item.text());
        }
    }

    void chip(String kind, String text, int item) {
        Item source = item(item);
        meaning.chips.add(new Chip(kind, text, source == null ? -1 : source.from(), source == null ? -1 : source.to()));
    }

    /** A chip that says what happened. */
    void tell(String kind, String text, Frame frame) {
        chip(kind, text, frame.at);
        frame.told = true;
    }

    /** A page without more said of it by its name alone. */
    void step(Frame frame) {
        boolean page = frame.implied && frame.details.size() == 1 && frame.count.equals(Count.AT_LEAST_ONCE);
        tell("step", page ? ConditionWords.of(frame.details.getFirst()) : frame.words(), frame);
    }

    /**
     * What is counted, and what was said of the events that it is counted from: nothing of it stands in the query alone.
     *
     * @param conditions those of them that are told where they are read
     */
    void tell(List<Measure> measures, List<Frame> said, List<Frame> conditions) {
        if (meaning.chips.stream().noneMatch(chip -> chip.kind().equals("metric"))) {
            measures.forEach(measure -> chip("metric", QueryWords.measure(measure), -1));
        }
        said.stream()
                .filter(frame -> !frame.told && !conditions.contains(frame))
                .filter(frame -> !frame.type.equals("request") || !frame.details.isEmpty())
                .forEach(frame -> tell("filter", frame.words(), frame));
    }

    static Interval interval(String unit) {
        return Interval.valueOf(unit.toUpperCase(Locale.ROOT));
    }

    /** The length in "within 7 days", taken out of the items; null: none. */
    Duration window() {
        for (int i = 0; i < items.size(); i++) {
            if (used[i] || !items.get(i).is("within", "cmp", "on", "then", "and", "comma", "number", "post", "agg")) {
                continue;
            }
            int number = i;
            while (at(number, "within", "cmp", "on", "and", "comma", "agg") && number < i + 3) {
                number++;
            }
            boolean marked = (number > i
                            && (at(number - 1, "within")
                                    || (at(number - 1, "agg")
                                            && items.get(number - 1).arg().equals("max"))
                                    || (at(number - 1, "on", "cmp")
                                            && Set.of("within", "in")
                                                    .contains(items.get(number - 1)
                                                            .text()
                                                            .toLowerCase(Locale.ROOT)))
                                    || (at(number - 1, "cmp")
                                            && items.get(number - 1).arg().startsWith("lt"))))
                    || (at(number + 1, "within")
                            && items.get(number + 1)
                                    .text()
                                    .toLowerCase(Locale.ROOT)
                                    .contains("window"));
            if (marked
                    && at(number, "number")
                    && !used[number]
                    && items.get(number).arg().equals("ms")) {
                for (int k = Math.max(i, number - 2); k <= number; k++) {
                    used[k] = true;
                }
                if (at(number + 1, "within")) {
                    used[number + 1] = true;
                }
                chip("window", "within " + items.get(number).text(), number);
                return Duration.ofMillis((long) items.get(number).number());
            }
        }
        return null;
    }
}
