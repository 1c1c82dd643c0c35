package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** "A versus B": two periods, two values of one field, with and without something, new and returning. */
final class ComparisonReader {

    private static final Map<String, List<String>> OPPOSITES = Map.of(
            "new",
            List.of("visitorType"),
            "returning",
            List.of("visitorType"),
            "signedin",
            List.of("signedIn"),
            "anonymous",
            List.of("signedIn"));

    private final Composer c;

    ComparisonReader(Composer composer) {
        this.c = composer;
    }

    /** Null when nothing is compared. */
    Meaning read() {
        boolean compares = c.has("vs", "compare", "between") || c.times.size() == 2 || asksEither();
        if (!compares) {
            return null;
        }
        if (c.times.size() == 1 && c.has("compare") && !c.has("vs") && grows()) {
            c.times.add(before(c.times.getFirst()));
            if (periods()) {
                return c.meaning;
            }
            c.times.removeLast();
        }
        if (c.times.size() == 2 && periods()) {
            return c.meaning;
        }
        if (!c.has("vs", "compare") && !asksEither() && !(c.has("between") && c.index(0, "number") < 0)) {
            return null;
        }
        return values() || opposites() || without() ? c.meaning : null;
    }

    /** "do phone or desktop sessions last longer": which of the two. */
    private boolean asksEither() {
        return c.has("or")
                && c.has("metric", "share", "rate")
                && c.questionText != null
                && c.questionText.matches("(?is)^\\s*(do|does|did|are|is|was|were)\\b.*");
    }

    /** "did transfers increase last week": against the time before. */
    private boolean grows() {
        Span time = c.times.getFirst();
        return time.range() != null
                && time.range().from() != null
                && time.unit().matches("day|week|month|quarter|year")
                && c.items.stream()
                        .anyMatch(item -> item.is("compare")
                                && item.text()
                                        .matches("(?i)(increas|decreas|gr[eo]w|drop|decline|ris|rose|fell|fall).*"))
                && c.items.stream().noneMatch(item -> item.is("value", "groupby", "list"));
    }

    private Span before(Span time) {
        return new Span(
                time.to(),
                time.to(),
                c.calendar.shifted(time.range(), time.unit(), 1),
                "the " + time.unit() + " before",
                time.unit(),
                0);
    }

    private boolean periods() {
        Range first = c.times.get(0).range();
        Range second = c.times.get(1).range();
        if (first == null || second == null || first.equals(second) || c.has("again")) {
            return false;
        }
        c.range = first;
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "vs", "compare") || c.at(i, "between")) {
                c.use(i);
            } else if (c.at(i, "and", "or", "with", "to", "comma", "on", "then")
                    && c.at(i - 1, "time")
                    && c.at(i + 1, "time")) {
                c.use(i);
            }
        }
        Asked asked = new Markers(c).read();
        c.chip("compare", c.times.get(0).label() + " against " + c.times.get(1).label(), -1);
        c.calendar.unequal(first, second).ifPresent(c.meaning::assume);
        int share = shareIndex();
        if (share >= 0) {
            Meaning meaning = new ShareReader(c, asked).read(share);
            if (meaning != null && meaning.query instanceof MetricsQuery q) {
                meaning.as(q.comparedTo(second), Shape.COMPARISON);
                return true;
            }
            return false;
        }
        Meaning meaning = new MeasureReader(c, asked).numbers(List.of(), second);
        return meaning.query != null || !meaning.unplaced.isEmpty();
    }

    private int shareIndex() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "share") || (c.at(i, "rate") && c.at(i - 1, "custom", "event"))) {
                return i;
            }
        }
        return -1;
    }

    /** Two values or more of one field: a breakdown by it of these. */
    private boolean values() {
        for (int i = 0; i < c.items.size(); i++) {
            if (!c.at(i, "value") || !(c.items.get(i).condition() instanceof Condition.Where where) || !plain(where)) {
                continue;
            }
            String field = c.items.get(i).arg();
            List<String> values = new ArrayList<>(where.values());
            List<Integer> at = new ArrayList<>(List.of(i));
            boolean compared = false;
            int last = i;
            for (int k = i + 1; k < c.items.size(); k++) {
                Item item = c.items.get(k);
                if (item.is(
                                "vs", "and", "or", "comma", "to", "between", "on", "from", "with", "subject", "of",
                                "field", "then", "every", "who", "compare")
                        || (item.is("custom", "event", "metric", "count", "top", "share") && c.has("vs", "compare"))) {
                    compared |= item.is("vs");
                } else if (item.is("value")
                        && item.arg().equals(field)
                        && item.condition() instanceof Condition.Where other
                        && plain(other)) {
                    values.addAll(other.values());
                    at.add(k);
                    last = k;
                } else {
                    break;
                }
            }
            if (values.size() < 2 || (!compared && !asksEither() && !c.has("compare", "vs", "between"))) {
                continue;
            }
            for (int k = i; k <= last; k++) {
                if (at.contains(k)
                        || c.at(k, "vs", "and", "or", "comma", "between", "on", "from", "with", "field")
                        || (c.at(k, "subject") && k != c.subjectAt)) {
                    c.use(k);
                }
            }
            marks();
            String said = at.stream().map(k -> c.item(k).text()).collect(Collectors.joining(" against "));
            return finish(field, said, new Condition.Where(field, where.op(), values));
        }
        return false;
    }

    private static boolean plain(Condition.Where where) {
        return where.op() == Operator.EQ || where.op() == Operator.IS;
    }

    private boolean opposites() {
        List<Integer> found = new ArrayList<>();
        String field = null;
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if (OPPOSITES.containsKey(item.kind())) {
                String own = OPPOSITES.get(item.kind()).getFirst();
                if (field == null || field.equals(own)) {
                    field = own;
                    found.add(i);
                }
            }
        }
        if (found.size() < 2) {
            return false;
        }
        found.forEach(c::use);
        marks();
        String said = found.stream().map(k -> c.item(k).text()).collect(Collectors.joining(" against "));
        return finish(field, said, Condition.ALWAYS);
    }

    /** "sessions with an error versus sessions without". */
    private boolean without() {
        int vs = c.index(0, "vs", "and", "compare");
        int neg = c.index(0, "neg");
        int separator = c.index(0, "vs") >= 0 ? c.index(0, "vs") : vs;
        if (neg < 0 || separator < 0) {
            return false;
        }
        int sep = separator;
        if (c.at(sep, "compare")) {
            sep = c.index(0, "and", "to");
        }
        if (sep < 0) {
            return false;
        }
        Clauses left = c.clauses(0, sep);
        Clauses right = c.clauses(sep + 1, c.items.size());
        boolean negatedRight = neg > sep;
        Clauses positive = negatedRight ? left : right;
        if (positive.frames.isEmpty() && positive.attributes.isEmpty()) {
            return false;
        }
        int with = lastCondition(negatedRight ? 0 : sep + 1, negatedRight ? sep : c.items.size(), positive);
        boolean people = c.subject.equals("person");
        Condition done;
        String label;
        if (!positive.frames.isEmpty()) {
            Frame frame = positive.frames.getLast();
            frame.negated = false;
            done = Composer.did(frame, people, null);
            label = frame.label();
            c.tell("compare", "with against without " + frame.words(), frame);
        } else {
            Attribute attribute = positive.attributes.getLast();
            done = attribute.condition();
            label = attribute.text();
            c.chip("compare", "with against without " + label, attribute.at());
        }
        for (int i = with; i < c.items.size(); i++) {
            if (!c.at(i, "groupby", "every", "field", "agg", "metric", "share", "count") && i != c.subjectAt) {
                c.use(i);
            }
        }
        marks();
        Asked asked = new Markers(c).read();
        List<Segment> segments =
                List.of(new Segment("with " + label, done), new Segment("without " + label, Condition.not(done)));
        int share = shareIndex();
        Meaning meaning = share >= 0
                ? new ShareReader(c, asked).read(share, segments)
                : new MeasureReader(c, asked).numbers(segments, null);
        return meaning != null && meaning.query != null;
    }

    private int lastCondition(int from, int to, Clauses clauses) {
        int at = from;
        for (Frame frame : clauses.frames) {
            at = Math.max(at, frame.at);
        }
        if (clauses.frames.isEmpty()) {
            for (Attribute attribute : clauses.attributes) {
                at = Math.max(at, attribute.at());
            }
        }
        while (at > from && c.at(at - 1, "with", "who", "mult", "number", "cmp", "of")) {
            at--;
        }
        return Math.min(at, to);
    }

    private void marks() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "vs", "compare", "between")) {
                c.use(i);
            }
        }
    }

    private boolean finish(String field, String said, Condition condition) {
        Asked asked = new Markers(c).read();
        asked.groups.remove(field);
        asked.groups.addFirst(field);
        asked.ranking = false;
        c.chip("compare", said, -1);
        int share = shareIndex();
        Meaning meaning = share >= 0
                ? new ShareReader(c, asked).read(share)
                : new MeasureReader(c, asked).numbers(List.of(), null);
        if (meaning == null || meaning.query == null) {
            return meaning != null && !meaning.unplaced.isEmpty();
        }
        Query query = meaning.query;
        if (query instanceof MetricsQuery q && !condition.equals(Condition.ALWAYS)) {
            query = new MetricsQuery(
                    q.scope().where(condition),
                    q.measures(),
                    q.breakdowns(),
                    q.interval(),
                    q.segments(),
                    q.compareTo(),
                    List.of(),
                    MetricsQuery.NO_LIMIT,
                    null);
        }
        meaning.as(query, Shape.COMPARISON);
        return true;
    }
}
