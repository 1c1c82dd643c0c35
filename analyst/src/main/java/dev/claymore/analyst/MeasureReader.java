package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Segment;
import dev.claymore.query.language.SessionsQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers, trends, breakdowns, rankings, shares and lists. */
final class MeasureReader {

    private final Composer c;
    private final Asked r;
    private final Meaning meaning;

    MeasureReader(Composer composer, Asked asked) {
        this.c = composer;
        this.r = asked;
        this.meaning = composer.meaning;
    }

    Meaning read() {
        if (r.share) {
            Meaning shared = new ShareReader(c, r).read(r.shareAt);
            if (shared != null) {
                return shared;
            }
            meaning.unplaced.add(c.item(r.shareAt).text());
            return meaning;
        }
        return numbers(List.of(), null);
    }

    // ------------------------------------------------------------- numbers and lists

    /**
     * A number, a trend, a breakdown or a list.
     *
     * @param segments counted apart
     * @param compareTo another period
     */
    Meaning numbers(List<Segment> segments, Range compareTo) {
        Clauses clauses = c.clauses(0, c.items.size());
        c.left(clauses);
        List<Frame> frames = new ArrayList<>(clauses.frames);
        boolean events = head(frames);
        if (r.newest && c.range == null && c.subject.equals("session")) {
            c.range = Range.ALL;
            meaning.assume("the most recent of all data");
        }
        if (wantsSessions(frames, clauses, segments, compareTo)) {
            return sessions(clauses);
        }
        if (wantsPeople()) {
            return people(clauses, frames);
        }
        if (r.interval != Interval.NONE && r.list && c.subject.matches("person|userid") && !r.count && everyOneOf()) {
            meaning.unplaced.add("every"); // "which customers logged in every day": a habit, not a trend
        }
        if (c.questionText != null
                && c.questionText.matches("(?is)^when (do|did|are|is|was|were|does)\\b.*")
                && r.interval == Interval.NONE
                && r.groups.isEmpty()) {
            meaning.unplaced.add("when");
        }
        extreme(frames);
        List<Frame> said = List.copyOf(frames);
        List<Measure> measures = new Measures(c, r).of(clauses, frames, events);
        if (measures.isEmpty()) {
            return meaning.as(null, null);
        }
        c.tell(measures, said, frames);
        if (r.agg != null
                && r.agg.matches("percentile|median")
                && measures.stream().noneMatch(m -> m instanceof Measure.Aggregate a && a.field() != null)) {
            meaning.unplaced.add(r.agg); // of what is not said
        }
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        where.addAll(c.frames(frames, peopleConditions(measures) && !r.together, null));
        boolean named = r.list
                && r.listedField
                && !r.ranking
                && r.metric == null
                && r.groups.size() == 1
                && r.rankSubject == null
                && r.rankFrame == null
                && !r.groups.getFirst().startsWith("tags.")
                && c.item(0).is("list")
                && c.subject.isEmpty()
                && measures.getFirst().name().equals("sessions");
        if ((clauses.elided || named) && !r.groups.isEmpty()) {
            where.add(Condition.compare(r.groups.getFirst(), dev.claymore.query.language.Operator.EXISTS));
            c.chip("filter", "with a " + ConditionWords.field(r.groups.getFirst()), -1);
        }
        if (r.ranking
                && r.groups.isEmpty()
                && r.interval == Interval.NONE
                && r.metric == null
                && r.agg == null
                && segments.isEmpty()
                && compareTo == null) {
            meaning.unplaced.add("most"); // nothing to rank
        }
        if (clauses.elided && r.groups.isEmpty() && segments.isEmpty()) {
            meaning.unplaced.add("not");
        }
        List<Order> orders = orders(measures);
        Interval every = r.interval == Interval.AUTO ? Interval.DAY : r.interval;
        boolean byTime = every != Interval.NONE && r.listedField && r.groups.isEmpty();
        boolean topOf = !r.groups.isEmpty() && every == Interval.NONE && (r.ranking || r.limit != null);
        int rows = r.limit != null ? r.limit : topOf ? 10 : byTime && r.ranking ? 10 : MetricsQuery.NO_LIMIT;
        MetricsQuery query = new MetricsQuery(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                measures,
                r.groups.stream().distinct().map(Breakdown::by).toList(),
                every,
                segments,
                compareTo,
                topOf || (byTime && r.ranking) ? orders : List.of(),
                rows,
                null);
        Shape shape = compareTo != null || !segments.isEmpty()
                ? Shape.COMPARISON
                : byTime && r.ranking
                        ? Shape.RANKING
                        : every != Interval.NONE
                                ? Shape.TREND
                                : topOf ? Shape.RANKING : r.groups.isEmpty() ? Shape.NUMBER : Shape.BREAKDOWN;
        return meaning.as(query, shape);
    }

    /** "the largest loan anyone requested", "the fastest solve ever": of the values of one event. */
    private void extreme(List<Frame> frames) {
        if (!r.ranking
                || !r.groups.isEmpty()
                || r.interval != Interval.NONE
                || r.metric != null
                || r.agg != null
                || r.limit != null
                || frames.isEmpty()
                || !frames.getFirst().custom()
                || r.count) {
            return;
        }
        Frame first = frames.getFirst();
        boolean valued =
                c.vocabulary.events().stream().anyMatch(event -> event.name().equals(first.name) && event.values());
        for (int i = 0; valued && i < first.at; i++) {
            String size = c.item(i).text().toLowerCase(Locale.ROOT);
            if (c.at(i, "super", "top", "bottom")
                    && size.matches(
                            "(the )?(larg|bigg|high|long|small|low|short|fast|slow|quick|cheap|great|steep|heavi)est|(the )?(most|least) expensive")) {
                r.agg = size.matches(".*(small|low|short|fast|quick|cheap|least).*") ? "min" : "max";
                r.metric = "value";
                r.metricAt = i;
                r.ranking = false;
                r.orderField = null;
                return;
            }
        }
    }

    private static boolean peopleConditions(List<Measure> measures) {
        return measures.getFirst() instanceof Measure.Aggregate aggregate
                && (aggregate.function() == Function.PEOPLE || aggregate.function() == Function.USERS);
    }

    /** Whether events are counted, not the sessions or people that had them: their word comes first, or "how many times" does. */
    private boolean head(List<Frame> frames) {
        if (frames.isEmpty()) {
            return false;
        }
        boolean often = c.items.stream()
                .anyMatch(item ->
                        item.is("count") && item.text().toLowerCase(Locale.ROOT).matches(".*(often|times?|frequen).*"));
        Frame first = frames.getFirst();
        if (first.negated || first.at == c.subjectAt) {
            return false;
        }
        boolean more = c.questionText != null
                && c.questionText.matches("(?is)^\\s*(do|does|did)\\b.*\\b(more|fewer)\\b.*\\bthan\\b.*");
        if (more && first.custom() && !r.groups.isEmpty()) { // "did compact users send more invoices than classic ones"
            return true;
        }
        if (!r.groups.isEmpty() && first.custom() && theMost(first)) {
            return true; // "countries whose people watch the most videos"
        }
        if (!r.groups.isEmpty() && c.subject.equals("person") && c.at(c.subjectAt - 1, "top", "bottom")) {
            return false; // "which page was viewed by the most people"
        }
        if (c.subjectAt > 0 && c.at(c.subjectAt - 1, "count") && !often) { // "kids profiles: number of sessions"
            return false;
        }
        if (often || c.subject.isEmpty() || (!r.groups.isEmpty() && mostly())) {
            return true;
        }
        if (first.at < c.subjectAt) {
            boolean compound = c.subjectAt == first.at + 1 && !c.subject.equals("who") && !c.at(c.subjectAt - 1, "who");
            return !compound && !first.person;
        }
        boolean noun = c.item(first.at).text().toLowerCase(Locale.ROOT).endsWith("s")
                && first.at == c.subjectAt + 1
                && !first.implied
                && !c.subject.equals("session")
                && !c.item(c.subjectAt).text().toLowerCase(Locale.ROOT).endsWith("s");
        return noun || (r.rankSubject != null && first.at < c.subjectAt);
    }

    /** "save the most recipes": the event's own words stand behind it, or around it. */
    private boolean theMost(Frame event) {
        for (int i = 0; i + 1 < c.items.size(); i++) {
            if (c.at(i, "top", "bottom")
                    && c.item(i).text().matches("(?i)(the )?(most|fewest|least)")
                    && c.item(i + 1).says("custom", event.name)) {
                return true;
            }
        }
        return c.item(event.at).text().matches("(?is).*\\b(most|fewest|least)\\b.*");
    }

    /** "where do users hit errors most": how often, not how many of them. */
    private boolean mostly() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "top", "bottom")
                    && c.item(i).text().matches("(?i)(the )?(most|least)( often| frequently)?")
                    && (i + 1 == c.items.size() || c.at(i + 1, "time", "stop", "comma", "on", "from", "with"))) {
                return true;
            }
        }
        return false;
    }

    private boolean wantsSessions(List<Frame> frames, Clauses clauses, List<Segment> segments, Range compareTo) {
        boolean free = r.groups.isEmpty()
                && r.interval == Interval.NONE
                && !r.count
                && r.agg == null
                && r.metric == null
                && r.distinctField == null
                && segments.isEmpty()
                && compareTo == null
                && r.perSubject == null;
        if (!c.subject.equals("session") || !free) {
            return c.subject.equals("session")
                    && r.groups.isEmpty()
                    && r.interval == Interval.NONE
                    && !r.count
                    && r.agg == null
                    && (r.metric != null && (r.ranking || r.orderField != null));
        }
        boolean conditioned = !frames.isEmpty() || !clauses.attributes.isEmpty();
        return r.list || r.newest || r.ranking || r.limit != null || conditioned;
    }

    private Meaning sessions(Clauses clauses) {
        if (r.metric != null && r.orderField == null) {
            r.orderField = Amounts.fieldOf(r.metric);
            r.orderUp = r.lowest;
        }
        List<Frame> frames = clauses.frames;
        boolean byCount = r.rankFrame != null && r.orderField == null; // "top 5 sessions by number of errors"
        if (byCount) {
            r.ranking = true;
            frames = new ArrayList<>(frames);
            frames.add(r.rankFrame);
        }
        if (r.ranking && r.orderField == null && !frames.isEmpty()) {
            Frame last = frames.getLast();
            r.orderField = switch (last.type) {
                case "error" -> "errorCount";
                case "pageview" -> "pageviewCount";
                case "click" -> "clickCount";
                case "rage" -> "rageClickCount";
                case "dead" -> "deadClickCount";
                case "failed" -> "failedRequestCount";
                case "any" -> "eventCount";
                default -> null;
            };
            if (r.orderField != null) {
                r.orderUp = r.lowest;
                c.chip("order", "by " + ConditionWords.field(r.orderField), last.at);
                frames = new ArrayList<>(frames.subList(0, frames.size() - 1));
            } else if (byCount) {
                meaning.unplaced.add(c.item(r.rankFrame.at).text()); // sessions are not kept with the number of these
            }
        }
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        where.addAll(c.frames(frames, false, null));
        SessionsQuery query = SessionsQuery.of(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                r.limit != null
                        ? Math.clamp(r.limit, 1, SessionsQuery.MAX_LIMIT)
                        : sorted()
                                ? 50
                                : r.newest && !plural()
                                        ? 1
                                        : r.ranking && r.orderField != null && !r.newest ? (plural() ? 10 : 1) : 50);
        if (r.orderField != null) {
            query = query.order(new Order(r.orderField.equals("slow") ? "durationMs" : r.orderField, !r.orderUp));
        }
        return meaning.as(query, Shape.SESSIONS);
    }

    private boolean plural() {
        return c.subjectAt < 0 || c.item(c.subjectAt).text().endsWith("s");
    }

    private boolean wantsPeople() {
        boolean person = c.subject.equals("person") || c.subject.equals("userid");
        boolean free = r.groups.isEmpty()
                && r.interval == Interval.NONE
                && !r.count
                && r.metric == null
                && r.distinctField == null
                && r.perSubject == null;
        if (!person || !free || r.agg != null) {
            return false;
        }
        boolean asked = (c.at(0, "who") && c.subjectAt == 0)
                || (c.item(c.subjectAt - 1) != null
                        && c.items.get(0).is("list")
                        && (c.at(c.subjectAt - 1, "list", "distinct", "signedin", "top", "active", "number", "super")
                                || c.subjectAt <= 4));
        return c.subject.equals("userid")
                || asked
                || (r.ranking && (c.at(c.subjectAt - 1, "top", "number", "super", "list") || c.subjectAt == 0));
    }

    private boolean everyOneOf() {
        return c.items.stream()
                .anyMatch(item ->
                        item.is("every") && item.text().toLowerCase(Locale.ROOT).startsWith("every"));
    }

    private boolean sorted() {
        return c.questionText != null && c.questionText.matches("(?is).*\\b(sort|sorted|order|ordered) (by|from)\\b.*");
    }

    private Meaning people(Clauses clauses, List<Frame> frames) {
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        boolean signedIn = c.subject.equals("userid");
        Frame counted =
                frames.stream().filter(frame -> !frame.negated).findFirst().orElse(null);
        for (int i = 0; counted != null && i < c.items.size(); i++) {
            boolean size = c.at(i, "top", "bottom", "super")
                    && c.item(i)
                            .text()
                            .matches(
                                    "(?i)(the )?(high|larg|bigg|small|low|great)est( single)?|(the )?(most|least) expensive");
            boolean ofEvent =
                    i < counted.at || (c.item(i + 1) != null && c.item(i + 1).says("custom", counted.name));
            if (size && ofEvent) { // "who placed the biggest order": whose was it, not who placed the most
                meaning.unplaced.add(c.item(i).text());
            }
        }
        Count often = Count.AT_LEAST_ONCE;
        Entity over = Entity.SESSION;
        if (counted == null && r.rankFrame != null) {
            over = Entity.EVENT;
            where.add(r.rankFrame.pattern());
            c.tell("filter", r.rankFrame.words(), r.rankFrame);
        }
        if (counted != null) {
            over = Entity.EVENT;
            where.add(counted.pattern());
            often = counted.count;
            c.tell("filter", counted.words(), counted);
            frames.remove(counted);
        }
        where.addAll(c.frames(frames, true, null));
        PeopleQuery query = new PeopleQuery(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                over,
                often,
                signedIn,
                List.of(),
                r.ranking ? List.of(new Order("count", !r.lowest)) : List.of(),
                r.limit != null ? r.limit : r.ranking ? 10 : PeopleQuery.DEFAULT_LIMIT,
                null);
        return meaning.as(query, Shape.PEOPLE);
    }

    private List<Order> orders(List<Measure> measures) {
        boolean shortest = r.orderUp && r.orderField != null && !r.orderField.equals("createdAt");
        return List.of(new Order(measures.getFirst().name(), !r.lowest && !shortest));
    }
}
