package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import dev.claymore.query.language.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A query with what the next words of a conversation change: "only mobile", "exclude Germany", "per week instead", "and the month before?",
 * "top 20", "as a percentage", "show me the sessions". It works on the query, whoever made it: the parser, a model, or a person who edited it.
 */
final class QueryChange {

    private static final Set<String> SILENT = Set.of("and", "but", "stop", "comma", "of", "only", "who", "then");

    private final List<Item> own;
    private final boolean[] read;
    private final Calendar calendar;
    private final List<String> assumptions = new ArrayList<>();
    private Query query;

    private QueryChange(Query before, List<Item> own, Calendar calendar, List<String> notes) {
        this.query = before;
        this.own = own;
        this.read = new boolean[own.size()];
        this.calendar = calendar;
        assumptions.addAll(notes);
    }

    /** Null when the words are no change of such a query. */
    static Understanding.Answered of(Query before, List<Item> own, Calendar calendar, List<String> notes) {
        QueryChange change = new QueryChange(before, own, calendar, notes);
        if (!change.apply()) {
            return null;
        }
        List<Chip> chips = change.placed(QueryWords.of(change.query));
        return new Understanding.Answered(
                change.query,
                QueryWords.title(chips),
                QueryWords.shape(change.query),
                chips,
                List.copyOf(change.assumptions),
                1);
    }

    private boolean apply() {
        for (int i = 0; i < own.size(); i++) {
            read[i] = own.get(i).is("stop", "list");
        }
        sessions();
        percentage();
        times();
        groups();
        rows();
        return query != null && conditions();
    }

    /** The sessions behind what was counted. */
    private void sessions() {
        int at = index("subject");
        if (at < 0
                || !own.get(at).arg().equals("session")
                || own.stream().anyMatch(item -> item.is("count", "share", "custom", "event", "metric"))) {
            return;
        }
        read[at] = true;
        Condition had = switch (query) {
            case MetricsQuery metrics -> QueryParts.had(metrics.measures().getFirst());
            case FunnelQuery funnel ->
                new Condition.Sequence(
                        Subject.SESSION,
                        funnel.steps().stream().map(FunnelQuery.Step::match).toList(),
                        null,
                        dev.claymore.query.language.During.QUERY);
            case PeopleQuery people when people.over() == Entity.SESSION -> Condition.ALWAYS;
            case SessionsQuery list -> Condition.ALWAYS;
            default -> null;
        };
        if (had == null) {
            query = null;
            return;
        }
        query = query instanceof SessionsQuery
                ? query
                : SessionsQuery.of(query.scope().where(had), 50);
    }

    /** "as a percentage": of all that the conditions chose from; an event's number as the share of sessions that have it. */
    private void percentage() {
        int at = index("share");
        if (at < 0) {
            return;
        }
        read[at] = true;
        boolean plain = query instanceof MetricsQuery q
                && q.measures().size() == 1
                && q.measures().getFirst() instanceof Measure.Aggregate of
                && of.field() == null
                && (q.breakdowns().isEmpty()
                        || !q.scope().where().equals(Condition.ALWAYS)
                        || of.over() == Entity.EVENT);
        if (!plain) {
            query = null;
            return;
        }
        MetricsQuery q = (MetricsQuery) query;
        Measure.Aggregate of = (Measure.Aggregate) q.measures().getFirst();
        Condition where = q.scope().where();
        Scope all = new Scope(q.scope().range(), q.scope().timezone(), Condition.ALWAYS);
        Measure share;
        if (!where.equals(Condition.ALWAYS)) {
            assumptions.add("of all, without the filters");
            share = new Measure.Ratio(
                    "share",
                    new Measure.Aggregate("part", of.function(), of.over(), null, 0, Condition.and(of.where(), where)),
                    new Measure.Aggregate("whole", of.function(), of.over(), null, 0, of.where()));
        } else if (of.where().equals(Condition.ALWAYS)) {
            query = null; // all of all
            return;
        } else if (of.function() == Function.PEOPLE) {
            assumptions.add("of all people with a session");
            share = new Measure.Ratio(
                    "share",
                    Measure.of("part", Function.PEOPLE, of.over(), null, of.where()),
                    Measure.of("whole", Function.PEOPLE, Entity.SESSION, null, Condition.ALWAYS));
        } else {
            assumptions.add("of all sessions");
            share = Measure.shareOfSessions(
                    "share", of.over() == Entity.EVENT ? Condition.sessionDid(of.where()) : of.where());
        }
        query = new MetricsQuery(
                all,
                List.of(share),
                q.breakdowns(),
                q.interval(),
                q.segments(),
                q.compareTo(),
                q.orderBy().isEmpty()
                        ? List.of()
                        : List.of(new Order("share", q.orderBy().getFirst().descending())),
                q.limit(),
                null);
    }

    private void times() {
        int at = index("time");
        if (at < 0 || query == null) {
            return;
        }
        read[at] = true;
        Scope scope = query.scope();
        Range range = own.get(at).span().range();
        if (range == null) {
            range = moved(scope.range(), own.get(at).span());
        }
        int compared = index("vs", "compare");
        if (compared >= 0 && query instanceof MetricsQuery metrics) {
            read[compared] = true;
            query = metrics.comparedTo(range);
            return;
        }
        if (query instanceof MetricsQuery metrics && metrics.compareTo() != null) {
            query = metrics.comparedTo(null);
        }
        query = QueryParts.scoped(query, new Scope(range, scope.timezone(), scope.where()));
    }

    private Range moved(Range before, Span relative) {
        if (before.from() == null || before.to() == null) {
            return before;
        }
        return relative.unit().equals("period")
                ? calendar.before(before)
                : relative.unit().equals(TimeParser.SAME_DAY)
                        ? calendar.shifted(before, "week", 1)
                        : calendar.earlier(before, relative.unit());
    }

    private void groups() {
        List<String> fields = new ArrayList<>();
        Interval interval = null;
        for (int i = 0; i < own.size() && query != null; i++) {
            Item item = own.get(i);
            if (item.is("every")) {
                interval = item.arg().equals("auto") ? Interval.AUTO : Composer.interval(item.arg());
                read[i] = true;
            } else if (item.is("field") && !(i > 0 && own.get(i - 1).is("neg", "with"))) {
                fields.add(item.arg());
                read[i] = true;
            } else if (item.is("groupby")) {
                read[i] = true;
            }
        }
        if (!fields.isEmpty() && query != null) {
            query = QueryParts.grouped(query, fields);
            if (query instanceof MetricsQuery metrics && interval == null && metrics.interval() != Interval.NONE) {
                query = metrics.every(Interval.NONE);
            }
        }
        if (interval != null && query != null) {
            query = QueryParts.every(query, interval);
        }
    }

    private void rows() {
        for (int i = 0; i < own.size() && query != null; i++) {
            boolean ranks =
                    own.get(i).is("top", "bottom", "first") || own.get(i).says("super", "recent");
            boolean bare = own.get(i).says("number", "")
                    && !(i > 0 && own.get(i - 1).is("cmp", "between", "and", "to"))
                    && (i + 1 == own.size() || own.get(i + 1).is("stop", "comma") || read[i + 1]);
            if (ranks && i + 1 < own.size() && own.get(i + 1).says("number", "")) {
                read[i] = true;
                read[i + 1] = true;
                query = QueryParts.limited(
                        query, (int) own.get(i + 1).number(), own.get(i).is("bottom"));
                i++;
            } else if (bare) {
                read[i] = true;
                query = QueryParts.limited(query, (int) own.get(i).number(), false);
            }
        }
    }

    /** Everything else says what must hold; what it says of a field takes the place of what was said of it before. */
    private boolean conditions() {
        Clauses clauses = new Clauses(own).read(0, own.size(), read.clone());
        if (!clauses.left.isEmpty() || clauses.elided) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) { // every word has to change something
            if (!read[i]
                    && own.get(i)
                            .is(
                                    "top",
                                    "bottom",
                                    "super",
                                    "count",
                                    "agg",
                                    "share",
                                    "metric",
                                    "subject",
                                    "retention",
                                    "funnel",
                                    "again",
                                    "vs",
                                    "next",
                                    "prev")) {
                return false;
            }
        }
        for (Attribute attribute : clauses.attributes) {
            holds(attribute.condition(), attribute.negated());
        }
        for (Frame frame : clauses.frames) {
            happened(frame);
        }
        return query != null && changed(clauses);
    }

    private boolean changed(Clauses clauses) {
        boolean any = !clauses.attributes.isEmpty() || !clauses.frames.isEmpty();
        for (int i = 0; i < own.size(); i++) {
            any |= read[i]
                    && !own.get(i).is("stop", "list")
                    && !SILENT.contains(own.get(i).kind());
        }
        return any;
    }

    private void holds(Condition condition, boolean negated) {
        if (query == null) {
            return;
        }
        if (!negated && condition instanceof Condition.Where where && replaces(where, Set.of(where.field()))) {
            return;
        }
        query = QueryParts.scoped(query, query.scope().where(negated ? Condition.not(condition) : condition));
    }

    private void happened(Frame frame) {
        if (query == null) {
            return;
        }
        boolean page = frame.implied
                && !frame.negated
                && frame.details.size() == 1
                && frame.details.getFirst() instanceof Condition.Where;
        if (page && replaces((Condition.Where) frame.details.getFirst(), Set.of("page", "viewedPage"))) {
            return;
        }
        boolean instead =
                frame.custom() && !frame.negated && own.stream().noneMatch(item -> item.is("only", "with", "who"));
        if (instead) { // "and signups?"
            boolean done = frame.details.isEmpty()
                    && replaces((Condition.Where) Condition.custom(frame.name), Set.of("customEvent"));
            query = done ? query : null;
            return;
        }
        Measure first =
                query instanceof MetricsQuery metrics ? metrics.measures().getFirst() : null;
        boolean events = first instanceof Measure.Aggregate of && of.over() == Entity.EVENT;
        Subject by = first instanceof Measure.Aggregate of && of.function() == Function.PEOPLE
                ? Subject.PERSON
                : Subject.SESSION;
        Condition did = page && events
                ? frame.details.getFirst()
                : new Condition.Did(
                        by, Entity.EVENT, frame.pattern(), frame.count, dev.claymore.query.language.During.QUERY);
        query = QueryParts.scoped(query, query.scope().where(frame.negated ? Condition.not(did) : did));
    }

    /** Whether the query said something of such a field; it says this now instead. */
    private boolean replaces(Condition.Where where, Set<String> fields) {
        boolean[] found = new boolean[1];
        boolean equal = equal(where.op());
        Query without = withoutDenial(where.field());
        Query other = QueryParts.mapped(without, old -> {
            if (!fields.contains(old.field()) || equal(old.op()) != equal || (!equal && old.op() != where.op())) {
                return old;
            }
            found[0] = true;
            return new Condition.Where(old.field(), where.op(), where.values());
        });
        if (found[0] && other != null) {
            query = other;
            return true;
        }
        return false;
    }

    /** "exclude Germany" is over when Germany is asked for. */
    private Query withoutDenial(String field) {
        Scope scope = query.scope();
        Condition[] kept = Condition.conjuncts(scope.where())
                .filter(condition -> !(condition instanceof Condition.Not(Condition.Where denied)
                        && denied.field().equals(field)))
                .toArray(Condition[]::new);
        return QueryParts.scoped(query, new Scope(scope.range(), scope.timezone(), Condition.and(kept)));
    }

    private static boolean equal(Operator op) {
        return op == Operator.EQ || op == Operator.IS || op == Operator.CONTAINS || op == Operator.STARTS_WITH;
    }

    private int index(String... kinds) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).is(kinds)) {
                return i;
            }
        }
        return -1;
    }

    /** The parts that these words changed stand in this question, so that they can be put in other words. */
    private List<Chip> placed(List<Chip> chips) {
        List<Chip> placed = new ArrayList<>(chips);
        for (Item item : own) {
            String kind = switch (item.kind()) {
                case "time" -> "time";
                case "field", "every" -> "group";
                case "number" -> "limit";
                case "value", "custom", "new", "returning", "signedin", "anonymous", "bounce" -> "filter";
                default -> null;
            };
            if (kind == null || item.from() < 0) {
                continue;
            }
            for (int i = placed.size() - 1; i >= 0; i--) {
                Chip chip = placed.get(i);
                if (chip.kind().equals(kind) && chip.from() < 0) {
                    placed.set(i, new Chip(kind, chip.text(), item.from(), item.to()));
                    break;
                }
            }
        }
        return List.copyOf(placed);
    }
}
