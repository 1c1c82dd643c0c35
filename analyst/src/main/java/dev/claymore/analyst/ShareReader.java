package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Shares: which part of the words names the whole, which part what is asked of it. "Of the sessions that …, what share …" says it by
 * order; "what share of the people who A did B" by grammar: what follows who, with, from describes the whole as long as a clause of its
 * own comes after.
 */
final class ShareReader {

    private final Composer c;
    private final Asked reader;
    private final Meaning meaning;

    ShareReader(Composer composer, Asked reader) {
        this.c = composer;
        this.reader = reader;
        this.meaning = composer.meaning;
    }

    Meaning read(int shareAt) {
        return read(shareAt, List.of());
    }

    Meaning read(int shareAt, List<Segment> segments) {
        if (c.item(shareAt).text().toLowerCase(java.util.Locale.ROOT).startsWith("ratio")
                && c.items.stream().anyMatch(item -> item.is("to"))) {
            return null; // "the ratio of phones to desktops" is no share
        }
        Meaning coded = c.subject.isEmpty() ? coded(c.clauses(0, c.items.size()), segments) : null;
        if (coded != null) {
            return coded;
        }
        int subject = c.subjectAt;
        Clauses whole;
        Clauses asked;
        boolean before = subject >= 0
                && subject < shareAt
                && (c.at(0, "of", "from", "on")
                        || c.at(subject - 1, "of", "from", "on", "all")
                        || conditionsBetween(subject, shareAt));
        int among = among(shareAt);
        if (among > 0) { // "the share of premium users among signed-in people"
            c.use(among);
            return answer(c.subject, c.clauses(among + 1, c.items.size()), c.clauses(0, among), segments);
        }
        boolean rateOf = c.at(shareAt, "rate");
        if (rateOf || (subject < 0 && c.at(shareAt - 1, "custom"))) {
            asked = c.clauses(0, c.items.size());
            whole = new Clauses(c.items);
            if (c.subject.isEmpty()) {
                meaning.assume("share of sessions");
            }
            return answer("session", whole, asked, segments);
        }
        if (before) {
            whole = c.clauses(0, shareAt);
            asked = c.clauses(shareAt, c.items.size());
            return answer(c.subject, whole, asked, segments);
        }
        int first = subject >= 0 ? subject : firstEvent(shareAt);
        if (first < 0) {
            first = shareAt;
        }
        List<ShareParts.Part> parts = new ShareParts(c).between(subject >= 0 ? subject + 1 : first + 1, c.items.size());
        int split = ShareParts.split(parts);
        Clauses lead = c.clauses(0, Math.max(0, subject >= 0 ? subject : shareAt));
        if (subject < 0 && first >= 0 && c.at(first, "custom", "event")) { // share of events
            Clauses every = c.clauses(0, c.items.size());
            if (every.left.isEmpty()
                    && every.frames.size() == 1
                    && every.frames.getFirst().custom()
                    && !every.frames.getFirst().details.isEmpty()) {
                return ofValues(every, segments); // "share of bills over 100"
            }
            Clauses all = c.clauses(0, first + 1);
            Clauses rest = c.clauses(first + 1, c.items.size());
            return ofEvents(all, rest, segments);
        }
        whole = new Clauses(c.items);
        asked = new Clauses(c.items);
        if (parts.isEmpty()) {
            asked.attributes.addAll(lead.attributes);
            asked.frames.addAll(lead.frames);
            asked.left.addAll(lead.left);
            return answer(c.subject, whole, asked, segments);
        }
        whole.attributes.addAll(lead.attributes);
        whole.frames.addAll(lead.frames);
        whole.left.addAll(lead.left);
        for (int k = 0; k < parts.size(); k++) {
            Clauses part = c.clauses(parts.get(k).from(), parts.get(k).to());
            Clauses to = k >= split ? asked : whole;
            to.attributes.addAll(part.attributes);
            to.frames.addAll(part.frames);
            to.left.addAll(part.left);
        }
        if (!asked.frames.isEmpty() && split == 0 && parts.stream().allMatch(ShareParts.Part::described)) {
            whole.attributes.addAll(asked.attributes); // "share of mobile sessions with a purchase in May"
            asked.attributes.clear();
        }
        return answer(c.subject, whole, asked, segments);
    }

    /** Where the words say of what it is a share, after that of which; -1: nowhere. */
    private int among(int shareAt) {
        for (int i = shareAt + 1; i + 1 < c.items.size(); i++) {
            if (c.item(i).text().matches("(?i)among|amongst|out of( all)?")
                    && c.items.subList(shareAt + 1, i).stream()
                            .anyMatch(item ->
                                    item.is("value", "custom", "event", "new", "returning", "signedin", "anonymous"))
                    && c.items.subList(i + 1, c.items.size()).stream().anyMatch(item -> item.is("subject"))) {
                return i;
            }
        }
        return -1;
    }

    private boolean conditionsBetween(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!c.used[i] && c.at(i, "custom", "event", "value", "who")) {
                return true;
            }
        }
        return false;
    }

    private int firstEvent(int from) {
        for (int i = from; i < c.items.size(); i++) {
            if (!c.used[i] && c.at(i, "custom", "event")) {
                return i;
            }
        }
        return -1;
    }

    private Meaning ofValues(Clauses every, List<Segment> segments) {
        Frame part = every.frames.getFirst();
        Frame whole = new Frame(part.type, part.name, part.at);
        c.tell("metric", "share of " + part.events(), part);
        return query(
                Condition.and(c.attributes(every).toArray(Condition[]::new)),
                new Measure.Ratio(
                        "share",
                        Measure.count("part", Entity.EVENT, part.pattern()),
                        Measure.count("whole", Entity.EVENT, whole.pattern())),
                segments);
    }

    private Meaning ofEvents(Clauses all, Clauses asked, List<Segment> segments) {
        Frame frame = all.frames.isEmpty() ? null : all.frames.getLast();
        c.left(all);
        c.left(asked);
        if (frame == null) {
            return null;
        }
        List<Condition> more = new ArrayList<>(c.attributes(asked));
        if (frame.type.equals("request")) { // "share of requests slower than a second": their time, not the session's
            more.replaceAll(condition ->
                    condition instanceof Condition.Where where && where.field().equals("durationMs")
                            ? new Condition.Where("requestDurationMs", where.op(), where.values())
                            : condition);
        }
        if (more.isEmpty() && asked.frames.isEmpty()) {
            return null; // of all of them, all
        }
        List<Condition> whole = new ArrayList<>(List.of(frame.pattern()));
        boolean failed = asked.frames.stream().anyMatch(other -> other.type.equals("failed"));
        if (failed) { // "requests to /api/search on mobile failed": what is said of them describes the whole
            whole.addAll(more);
            more.clear();
        }
        for (Frame other : asked.frames) {
            boolean describes = frame.type.equals("request") && other.implied && other.has("requestUrl");
            if (failed || describes) { // "requests to /api/pdf slower than 2 seconds": which requests
                whole.addAll(other.details);
            }
            if (describes) {
                continue;
            }
            more.addAll(other.implied ? other.details : List.of(other.pattern()));
        }
        Condition base = Condition.and(whole.toArray(Condition[]::new));
        Condition part = Condition.and(Condition.and(more.toArray(Condition[]::new)), base);
        c.tell("metric", "share of " + frame.events(), frame);
        asked.frames.forEach(other -> c.tell("filter", other.words(), other));
        Condition scope = Condition.and(c.attributes(all).toArray(Condition[]::new));
        return query(
                scope,
                new Measure.Ratio(
                        "share", Measure.count("part", Entity.EVENT, part), Measure.count("whole", Entity.EVENT, base)),
                segments);
    }

    private Meaning answer(String subject, Clauses whole, Clauses asked, List<Segment> segments) {
        c.left(whole);
        c.left(asked);
        boolean people = subject.equals("person") || subject.equals("userid");
        if (asked.frames.isEmpty() && asked.attributes.isEmpty()) {
            if (whole.frames.isEmpty() && whole.attributes.isEmpty()) {
                return null;
            }
            asked = whole;
            whole = new Clauses(c.items);
        }
        if (subject.isEmpty()
                && whole.frames.isEmpty()
                && asked.frames.size() == 1
                && asked.frames.getFirst().type.equals("failed")
                && !asked.frames.getFirst().negated) { // "how often do requests to /api/x fail, in percent"
            return failing(asked, segments);
        }
        c.chip("metric", "share of " + (people ? "people" : "sessions"), c.subjectAt);
        if (people
                && !whole.frames.isEmpty()
                && !asked.frames.isEmpty()
                && asked.frames.size() == 1
                && !asked.frames.getFirst().negated
                && whole.frames.size() == 1
                && !whole.frames.getFirst().negated
                && asked.attributes.isEmpty()
                && segments.isEmpty()) {
            return conversion(whole, asked);
        }
        if (people && !whole.frames.isEmpty()) {
            Condition base = c.all(whole, true, null);
            Condition part = Condition.and(base, c.all(asked, true, null));
            return query(
                    Condition.ALWAYS,
                    new Measure.Ratio(
                            "share",
                            Measure.of("part", Function.PEOPLE, Entity.SESSION, null, part),
                            Measure.of("whole", Function.PEOPLE, Entity.SESSION, null, base)),
                    segments);
        }
        Condition scope = c.all(whole, people, null);
        Condition part = c.all(asked, people, null);
        Measure measure = people
                ? new Measure.Ratio(
                        "share",
                        Measure.of("part", Function.PEOPLE, Entity.SESSION, null, part),
                        Measure.of("whole", Function.PEOPLE, Entity.SESSION, null, Condition.ALWAYS))
                : Measure.shareOfSessions("share", part);
        return query(scope, measure, segments);
    }

    /** "the 5xx rate of /api/bank": of requests, not of sessions; null: no requests are meant. */
    private Meaning coded(Clauses asked, List<Segment> segments) {
        boolean requests = asked.frames.stream().anyMatch(frame -> frame.has("requestUrl"));
        if (!requests || asked.frames.stream().anyMatch(frame -> frame.negated || frame.custom())) {
            return null;
        }
        Frame request = new Frame("request", "", asked.frames.getFirst().at);
        Frame part = new Frame("request", "", asked.frames.getFirst().at);
        for (Frame frame : asked.frames) {
            for (Condition detail : frame.details) {
                part.details.add(detail);
                if (Condition.conjuncts(detail)
                        .noneMatch(own -> own instanceof Condition.Where where
                                && where.field().equals("errorCode"))) {
                    request.details.add(detail);
                }
            }
        }
        if (request.details.size() == part.details.size()) {
            return null;
        }
        c.left(asked);
        c.chip("metric", "share of requests", request.at);
        asked.frames.forEach(frame -> c.tell("filter", frame.words(), frame));
        return query(
                Condition.and(c.attributes(asked).toArray(Condition[]::new)),
                new Measure.Ratio(
                        "rate",
                        Measure.count("part", Entity.EVENT, part.pattern()),
                        Measure.count("requests", Entity.EVENT, request.pattern())),
                segments);
    }

    private Meaning failing(Clauses asked, List<Segment> segments) {
        Frame failed = asked.frames.getFirst();
        Frame request = new Frame("request", "", failed.at);
        request.details.addAll(failed.details);
        c.tell("metric", "share of requests that failed", failed);
        if (!failed.details.isEmpty()) {
            c.chip("filter", request.words(), failed.at);
        }
        return query(
                Condition.and(c.attributes(asked).toArray(Condition[]::new)),
                new Measure.Ratio(
                        "failureRate",
                        Measure.count("failed", Entity.EVENT, failed.pattern()),
                        Measure.count("requests", Entity.EVENT, request.pattern())),
                segments);
    }

    private Meaning conversion(Clauses whole, Clauses asked) {
        Condition scope = Condition.and(c.attributes(whole).toArray(Condition[]::new));
        c.step(whole.frames.getFirst());
        c.step(asked.frames.getFirst());
        return meaning.as(
                new ConversionQuery(
                        c.scope(scope),
                        whole.frames.getFirst().pattern(),
                        asked.frames.getFirst().pattern(),
                        null,
                        c.times.size() > 1 ? c.times.get(1).range() : c.range(),
                        reader.groups.isEmpty() ? null : Breakdown.by(reader.groups.getFirst()),
                        reader.interval == Interval.AUTO ? Interval.DAY : reader.interval),
                Shape.NUMBER);
    }

    private Meaning query(Condition scope, Measure measure, List<Segment> segments) {
        boolean ranked = !reader.groups.isEmpty() && (reader.ranking || reader.limit != null);
        Interval every = reader.interval == Interval.AUTO ? Interval.DAY : reader.interval;
        return meaning.as(
                new MetricsQuery(
                        c.scope(scope),
                        List.of(measure),
                        reader.groups.stream().distinct().map(Breakdown::by).toList(),
                        every,
                        segments,
                        c.times.size() > 1 && c.has("vs") ? c.times.get(1).range() : null,
                        ranked ? List.of(new Order(measure.name(), !reader.lowest)) : List.of(),
                        reader.limit != null ? reader.limit : ranked ? 10 : MetricsQuery.NO_LIMIT,
                        null),
                !segments.isEmpty()
                        ? Shape.COMPARISON
                        : every != Interval.NONE
                                ? Shape.TREND
                                : ranked ? Shape.RANKING : reader.groups.isEmpty() ? Shape.NUMBER : Shape.BREAKDOWN);
    }
}
