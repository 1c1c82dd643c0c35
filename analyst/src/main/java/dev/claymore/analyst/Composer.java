package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
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
        times();
        subject();
        Meaning found = new SequenceReader(this).read();
        if (found == null) {
            found = new ComparisonReader(this).read();
        }
        found = found == null ? new MeasureReader(this).read() : found;
        int compared = index(0, "vs");
        if (compared >= 0) { // something is compared with something, and nobody has read with what
            found.unplaced.add(item(compared).text());
        }
        return found;
    }

    // ------------------------------------------------------------- what all kinds share

    private void times() {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).is("time")) {
                times.add(items.get(i).span());
                used[i] = true;
            }
        }
        weekdays();
        List<Span> absolute =
                times.stream().filter(span -> span.range() != null).toList();
        if (!absolute.isEmpty()) {
            range = absolute.getFirst().range();
            if (range.from() == null && range.to() == null) {
                meaning.assume("all data, without a limit of time");
            }
        }
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i).range() == null) {
                Span span = times.get(i);
                Range base = range;
                if (base == null) {
                    base = span.unit().equals("period")
                            ? calendar.last(7, "day")
                            : calendar.unit(span.unit().equals(TimeParser.SAME_DAY) ? "day" : span.unit(), 0);
                    if (absolute.isEmpty() && times.size() == 1) {
                        base = span.unit().matches("period|" + TimeParser.SAME_DAY)
                                ? base
                                : calendar.unit(span.unit(), 0);
                    }
                }
                times.set(i, new Span(span.from(), span.to(), earlier(base, span), span.label(), span.unit(), 0));
            }
        }
        if (range == null && !times.isEmpty()) {
            range = times.getFirst().range();
        }
        union();
    }

    /** "Saturday sessions in July": every Saturday of it; "yesterday, in the last 24 hours": the shorter one. */
    private void weekdays() {
        if (times.size() != 2
                || has("vs", "compare", "and", "or", "between", "to", "share", "again", "retention", "then", "comma")) {
            return;
        }
        for (int k = 0; k < 2; k++) {
            Span day = times.get(k);
            Span month = times.get(1 - k);
            if (day.range() == null || month.range() == null) {
                return;
            }
            String name = day.label().toUpperCase(Locale.ROOT).replaceAll("^ON ", "");
            for (DayOfWeek weekday : DayOfWeek.values()) {
                if (weekday.name().equals(name) && !month.unit().equals("day")) {
                    for (int i = 0; i < items.size(); i++) {
                        if (items.get(i).is("time") && items.get(i).span().equals(day)) {
                            String number = String.valueOf(weekday.getValue());
                            items.set(
                                    i,
                                    Item.value(
                                            "dayOfWeek",
                                            Condition.eq("dayOfWeek", number),
                                            day.label(),
                                            items.get(i).from(),
                                            items.get(i).to(),
                                            1));
                            used[i] = false;
                        }
                    }
                    times.remove(k);
                    return;
                }
            }
        }
    }

    /** "in January and February" is one time, unless they are compared; "this week and last week" are two. */
    private void union() {
        if (times.size() != 2
                || has("vs", "compare", "share", "again", "retention")
                || times.stream()
                        .anyMatch(t -> t.range().from() == null || t.range().to() == null)) {
            return;
        }
        if (times.stream()
                .anyMatch(t ->
                        t.label().toLowerCase(Locale.ROOT).matches(".*\\b(this|last|previous|today|yesterday)\\b.*"))) {
            return;
        }
        boolean joined = false;
        for (int i = 1; i + 1 < items.size(); i++) {
            joined |= at(i, "and") && at(i - 1, "time") && at(i + 1, "time");
        }
        Range first = times.get(0).range();
        Range second = times.get(1).range();
        if (joined && (first.to().equals(second.from()) || second.to().equals(first.from()))) {
            range = first.to().equals(second.from())
                    ? new Range(first.from(), second.to())
                    : new Range(second.from(), first.to());
            times.set(
                    0,
                    new Span(
                            times.get(0).from(),
                            times.get(1).to(),
                            range,
                            times.get(0).label() + " and " + times.get(1).label(),
                            "",
                            0));
            times.remove(1);
        }
    }

    /** The unit before the range: "last week … the week before". */
    private Range earlier(Range base, Span span) {
        if (base.from() == null) {
            return base;
        }
        if (span.unit().equals("period")) {
            return calendar.before(base);
        }
        if (span.unit().equals(TimeParser.SAME_DAY)) {
            LocalDate day = base.from().atZone(calendar.zone()).toLocalDate().minusWeeks(1);
            return calendar.days(day, day);
        }
        return calendar.earlier(base, span.unit());
    }

    private void subject() {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).is("subject")) {
                boolean possessive = items.get(i).arg().equals("person")
                        && at(i + 1, "subject")
                        && items.get(i + 1).text().matches("(?i)sessions?|visits|recordings?|replays?");
                subjectAt = possessive ? i + 1 : i; // "returning visitors' sessions"
                subject = items.get(subjectAt).arg();
                if (possessive) {
                    used[i] = true;
                }
                break;
            }
        }
        namedById();
        if (subject.isEmpty()) {
            subjectAt = people();
            subject = subjectAt < 0 ? "" : "person";
        }
        int agent = agent();
        if (agent >= 0 && (subjectAt < 0 || agent < subjectAt)) {
            subject = "person";
            subjectAt = agent;
        }
        if (subject.isEmpty() && items.size() > 1 && (asksWho(0) || (at(0, "list") && asksWho(1)))) {
            subject = "person";
            subjectAt = 0;
        }
        boolean shown = items.size() > 1 // "…, cart value over 100: show their sessions"
                && at(items.size() - 1, "subject")
                && at(items.size() - 2, "list");
        if (subject.equals("person")
                && !has("count", "share", "rate", "agg", "groupby", "every", "top", "retention", "vs")
                && (shown || !has("metric"))) {
            for (int i = items.size() - 1; i > subjectAt; i--) { // "travellers who … - sessions please"
                if (!at(i - 1, "number", "post", "cmp", "mult")
                        && at(i, "subject")
                        && items.get(i).arg().equals("session")
                        && (i >= items.size() - 2 || at(i - 1, "list"))) {
                    subject = "session";
                    subjectAt = i;
                    break;
                }
            }
        }
    }

    /** "which customers (userId) …", "users who … - userIds please": people are asked for, and their ids are what is to be shown. */
    private void namedById() {
        if (!subject.equals("person") || has("count", "share", "rate", "agg", "every", "retention", "vs")) {
            return;
        }
        for (int i = subjectAt + 1; i < items.size(); i++) {
            if (!items.get(i).says("subject", "userid") || at(i + 1, "value", "code", "quoted")) {
                continue;
            }
            subject = "userid";
            used[i] = true;
            for (int k = i - 1; k > subjectAt && at(k, "groupby", "list", "with", "from", "comma", "on", "stop"); k--) {
                used[k] |= at(k, "groupby", "list", "with");
            }
            return;
        }
    }

    private boolean asksWho(int i) {
        return at(i, "who") && items.get(i).text().toLowerCase(Locale.ROOT).startsWith("who");
    }

    /** "Germans", "Brits": people, by where they are; "owners", by what a tag says. */
    private int people() {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).is("value") // "how many owners": people, by a tag that says what they are
                    && items.get(i).arg().startsWith("tags.")
                    && at(i - 1, "count")
                    && items.get(i).text().endsWith("s")
                    && items.get(i).condition() instanceof Condition.Where where
                    && !where.values().getFirst().endsWith("s")) {
                return i;
            }
            if (items.get(i).says("value", "country")
                    && Places.people(items.get(i).text())) {
                return i;
            }
        }
        return -1;
    }

    /** Who did something, as one word: buyers, subscribers, profile creators. */
    private int agent() {
        for (int i = 0; i < items.size(); i++) {
            String text = items.get(i).text().toLowerCase(Locale.ROOT);
            String last = text.substring(text.lastIndexOf(' ') + 1);
            if (!items.get(i).is("custom") || text.contains("_") || !last.matches(".*\\w{2,}(er|or)s?")) {
                continue;
            }
            String lemma = Words.lemma(last);
            List<String> words = Vocabulary.split(items.get(i).arg());
            boolean otherForm = !lemma.equals(last.replaceAll("s$", ""));
            boolean grown = words.stream().anyMatch(word -> Words.related(word, lemma));
            if (otherForm || (grown && !words.contains(lemma))) {
                return i;
            }
        }
        return -1;
    }

    /** The range of the question, the convention's when it has none. */
    Range range() {
        if (range == null) {
            range = calendar.last(7, "day");
            meaning.assume("no time given: the last 7 days");
            meaning.chips.add(new Chip("time", "last 7 days", -1, -1));
        }
        return range;
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
        for (Clauses.Attribute attribute : clauses.attributes) {
            chip("filter", (attribute.negated() ? "not " : "") + attribute.text(), attribute.at());
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
            chip("filter", (frame.negated ? "no " : "") + frame.label(), frame.at);
            Condition did = did(frame, people, span);
            if (frame.or && !conditions.isEmpty()) {
                conditions.set(conditions.size() - 1, Condition.any(conditions.getLast(), did));
            } else {
                conditions.add(did);
            }
        }
        return conditions;
    }

    private static Condition did(Frame frame, boolean people, Range span) {
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
