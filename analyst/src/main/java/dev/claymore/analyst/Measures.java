package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be computed: the metric, the events, the people, the sessions that the words ask for. */
final class Measures {

    private final Composer c;
    private final Asked r;
    private final Meaning meaning;
    private final MetricMeasures metrics;

    Measures(Composer composer, Asked asked) {
        this.c = composer;
        this.r = asked;
        this.meaning = composer.meaning;
        this.metrics = new MetricMeasures(composer, asked);
    }

    /** Takes the frames that are counted out of the list; those that stay are conditions. */
    List<Measure> of(Clauses clauses, List<Frame> frames, boolean events) {
        if (r.distinctField != null) {
            return List.of(distinct(frames));
        }
        if (r.perSubject != null) {
            Measure per = metrics.perSubject(frames, events);
            if (per != null) {
                return List.of(per);
            }
        }
        if (r.metric == null
                && r.orderField == null
                && r.agg != null
                && r.agg.matches("percentile|median")
                && ofRequests(frames)) {
            meaning.assume("of response times"); // "p90 of /api/pdf"
            return List.of(metrics.aggregate("requestDurationMs", metrics.taken(frames, "request")));
        }
        if (r.metric != null) {
            List<Measure> named = new ArrayList<>();
            for (Item further : r.more) { // "p50 and p95"
                String first = r.agg;
                double level = r.percentile;
                r.agg = further.arg();
                r.percentile = further.number();
                Measure measure = metrics.of(new ArrayList<>(frames));
                r.agg = first;
                r.percentile = level;
                if (measure != null) {
                    named.add(measure);
                }
            }
            Measure main = metrics.of(frames);
            if (main != null) {
                named.addFirst(main);
            }
            return named;
        }
        if (r.orderField != null && r.orderField.equals("slow")) {
            Condition asked = metrics.taken(frames, "request");
            if (r.groups.isEmpty() && (!frames.isEmpty() || (!asks("request") && !asks("requestUrl")))) {
                meaning.unplaced.add("slow"); // what is slow is not said
                return List.of();
            }
            if (!asked.equals(Condition.eq("type", "request")) && r.groups.isEmpty()) { // "how fast is /api/slots"
                r.ranking = false;
                boolean told = r.agg != null && r.agg.matches("percentile|median|avg");
                return List.of(
                        told
                                ? metrics.aggregate("requestDurationMs", asked)
                                : metrics.percentileOf("requestDurationMs", asked, 0.95));
            }
            frames.removeIf(frame -> frame.type.equals("request") || frame.implied);
            if (r.groups.isEmpty()) { // "slowest requests": of which endpoint
                r.groups.add("requestUrl");
                meaning.assume("by the 95th percentile of each endpoint");
            }
            boolean page = r.groups.contains("page");
            r.lowest = r.orderUp;
            return List.of(
                    page
                            ? metrics.percentileOf(
                                    "value",
                                    Condition.and(Condition.eq("type", "vital"), Condition.eq("name", "LCP")),
                                    0.75)
                            : metrics.percentileOf(
                                    "requestDurationMs",
                                    Condition.eq("type", "request"),
                                    "percentile".equals(r.agg)
                                            ? r.percentile / 100
                                            : "median".equals(r.agg) ? 0.5 : 0.95));
        }
        if ("durationMs".equals(r.orderField) && !r.groups.isEmpty()) { // "which device has the longest sessions"
            c.chip("metric", "session duration", -1);
            return List.of(metrics.aggregate("durationMs", null));
        }
        if (r.rankFrame != null) {
            for (Frame frame : List.copyOf(frames)) { // "help pages by page views": where they are counted
                if (frame.implied && frame.type.equals("pageview") && !frame.negated) {
                    r.rankFrame.details.addAll(frame.details);
                    frames.remove(frame);
                }
            }
            c.tell("metric", "number of " + r.rankFrame.events(), r.rankFrame);
            return List.of(Measure.count("events", Entity.EVENT, r.rankFrame.pattern()));
        }
        if (r.rankSubject != null) {
            return List.of(r.rankSubject.equals("session") ? sessionsMeasure() : peopleMeasure(frames, r.groups));
        }
        if (events
                && r.agg != null
                && (!r.agg.matches("sum") || ((r.summed || money(frames.getFirst())) && values(frames)))
                && !r.count
                && frames.getFirst().custom()) {
            return List.of(metrics.aggregate("value", frames.removeFirst().pattern()));
        }
        if (events
                && r.count
                && "avg".equals(r.agg)
                && r.interval == Interval.NONE) { // "average number of clicks": of sessions
            Measure amount =
                    Measure.count("amount", Entity.EVENT, frames.removeFirst().pattern());
            meaning.assume("average over all sessions");
            return List.of(new Measure.Ratio("average", amount, Measure.count("of", Entity.SESSION, Condition.ALWAYS)));
        }
        if (events) {
            return eventMeasures(frames);
        }
        if (c.subject.equals("session")) {
            return List.of(sessionsMeasure(frames));
        }
        boolean ends = r.groups.stream().anyMatch(group -> group.matches("entryPage|exitPage")) && !r.count;
        if (!ends && (c.subject.equals("person") || c.subject.equals("userid"))) {
            return List.of(peopleMeasure(frames, r.groups));
        }
        if (ends) {
            return List.of(sessionsMeasure());
        }
        if (!r.groups.isEmpty()) {
            return List.of(byDefault(r.groups.getFirst(), frames));
        }
        if (r.count && c.subject.isEmpty() && clauses.attributes.isEmpty() && frames.isEmpty()) {
            return List.of();
        }
        boolean bounced = clauses.attributes.stream().anyMatch(a -> a.field().matches("bounce|visitorType|signedIn"));
        if (bounced && frames.isEmpty()) {
            boolean sessions =
                    clauses.attributes.stream().anyMatch(a -> a.field().equals("bounce"));
            return List.of(sessions ? sessionsMeasure() : peopleMeasure(frames, r.groups));
        }
        if (clauses.attributes.isEmpty() && frames.isEmpty()) {
            return List.of();
        }
        if (r.interval != Interval.NONE || r.count) {
            meaning.assume("counts sessions");
            return List.of(sessionsMeasure());
        }
        meaning.confidence -= 0.5;
        return List.of(sessionsMeasure());
    }

    private boolean ofRequests(List<Frame> frames) {
        return frames.stream().anyMatch(frame -> frame.type.equals("request") && !frame.negated)
                || r.groups.contains("requestUrl");
    }

    /** "fees collected, in total": what was paid, not how often. */
    private boolean money(Frame frame) {
        return frame.at >= 0
                && c.item(frame.at)
                        .text()
                        .toLowerCase(Locale.ROOT)
                        .matches(
                                ".*\\b(fees?|payments?|donations?|amounts?|incomes?|earnings|prices?|takings|money|charges|expenses?|costs?)\\b.*");
    }

    private boolean values(List<Frame> frames) {
        return !frames.isEmpty()
                && c.vocabulary.events().stream()
                        .anyMatch(event -> event.name().equals(frames.getFirst().name) && event.values());
    }

    private boolean asks(String word) {
        return c.items.stream().anyMatch(item -> item.arg().equals(word));
    }

    private List<Measure> eventMeasures(List<Frame> frames) {
        List<Measure> measures = new ArrayList<>();
        if (frames.getFirst().implied
                && frames.getFirst().type.equals("pageview")
                && r.groups.stream().anyMatch(group -> group.matches("error.*|request.*|selector|text|customEvent"))) {
            Frame where = frames.removeFirst(); // "which error codes occurred on /pay": where they did
            Measure counted = byDefault(r.groups.getFirst(), List.of());
            return List.of(
                    counted instanceof Measure.Aggregate a
                            ? new Measure.Aggregate(
                                    a.name(),
                                    a.function(),
                                    a.over(),
                                    a.field(),
                                    a.percentile(),
                                    Condition.and(a.where(), Condition.and(where.details.toArray(Condition[]::new))))
                            : counted);
        }
        Frame first = frames.removeFirst();
        List<Condition> alternatives = new ArrayList<>(List.of(first.pattern()));
        measures.add(Measure.count(name(first), Entity.EVENT, first.pattern()));
        List<Frame> counted = new ArrayList<>(List.of(first));
        while (!frames.isEmpty()
                && c.subject.isEmpty()
                && !frames.getFirst().negated
                && (!frames.getFirst().implied || codes(first, frames.getFirst()))) {
            Frame next = frames.removeFirst();
            if (codes(first, next)) { // "409s and 500s on /book": of either code, on that page
                if (!first.has("page")) {
                    next.details.stream()
                            .filter(detail -> detail instanceof Condition.Where where
                                    && where.field().equals("page"))
                            .forEach(first.details::add);
                    alternatives.set(0, first.pattern());
                }
                next.or = true;
            }
            counted.add(next);
            if (next.or) {
                alternatives.add(next.pattern());
                measures.set(
                        0,
                        Measure.count("events", Entity.EVENT, Condition.any(alternatives.toArray(Condition[]::new))));
            } else {
                measures.add(Measure.count(name(next), Entity.EVENT, next.pattern()));
            }
        }
        counted.forEach(frame -> c.tell("metric", "number of " + frame.events(), frame));
        return measures;
    }

    private static boolean codes(Frame first, Frame next) {
        return first.has("errorCode")
                && next.has("errorCode")
                && first.type.equals(next.type)
                && first.type.equals("any");
    }

    private static String name(Frame frame) {
        String name = frame.custom()
                ? frame.name
                : switch (frame.type) {
                    case "any" -> "events";
                    case "failed" -> "failedRequests";
                    case "rage", "dead" -> frame.type + "Clicks";
                    default -> frame.type + "s";
                };
        name = name.isEmpty() ? "events" : name;
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }

    Measure sessionsMeasure() {
        return sessionsMeasure(List.of());
    }

    private Measure sessionsMeasure(List<Frame> frames) {
        boolean ofEvents = r.groups.stream().anyMatch(Asked.RANKED_FROM_EVENTS::contains);
        if (ofEvents) {
            Condition where = ofGroup();
            for (Frame frame : new ArrayList<>(frames)) {
                if (!frame.negated) {
                    where = frame.pattern();
                    frames.remove(frame);
                    break;
                }
            }
            return Measure.of("sessions", Function.SESSIONS, Entity.EVENT, null, where);
        }
        c.chip("metric", "sessions", c.subjectAt);
        return Measure.count("sessions", Entity.SESSION, Condition.ALWAYS);
    }

    /** The events that a field of events is about: "users by error type" are those with errors. */
    private Condition ofGroup() {
        for (String group : r.groups) {
            switch (group) {
                case "errorMessage", "errorType", "errorFingerprint" -> {
                    return Condition.eq("type", "error");
                }
                case "requestUrl", "requestMethod" -> {
                    return Condition.eq("type", "request");
                }
                case "selector", "text" -> {
                    return Condition.eq("type", "click");
                }
                case "customEvent" -> {
                    return Condition.eq("type", "custom");
                }
                default -> {}
            }
        }
        return pageGroup() ? Condition.eq("type", "pageview") : Condition.ALWAYS;
    }

    private boolean pageGroup() {
        return r.groups.contains("page") || r.groups.contains("title") || r.groups.contains("url");
    }

    /** People with the first thing done counted from its events, so that it may be done in a session that began before the range. */
    private Measure peopleMeasure(List<Frame> frames, List<String> by) {
        if (r.together && frames.size() > 1) { // "signed up and bought in the same session"
            return people(Entity.SESSION, Condition.ALWAYS);
        }
        Frame done = frames.stream()
                .filter(frame -> !frame.negated && frame.count.equals(Count.AT_LEAST_ONCE) && !frame.or)
                .findFirst()
                .orElse(null);
        boolean alternatives = frames.stream().anyMatch(frame -> frame.or);
        if (done != null && !alternatives) {
            frames.remove(done);
            c.chip("metric", "people", c.subjectAt);
            return Measure.of("people", Function.PEOPLE, Entity.EVENT, null, done.pattern());
        }
        boolean ofEvents = by.stream().anyMatch(Asked.RANKED_FROM_EVENTS::contains);
        return ofEvents ? people(Entity.EVENT, ofGroup()) : people(Entity.SESSION, Condition.ALWAYS);
    }

    private Measure people(Entity over, Condition where) {
        Measure people = Measure.of("people", Function.PEOPLE, over, null, where);
        c.chip("metric", QueryWords.measure(people), c.subjectAt);
        return people;
    }

    private Measure byDefault(String field, List<Frame> frames) {
        Frame frame = frames.stream().filter(f -> !f.negated).findFirst().orElse(null);
        if (frame != null) {
            frames.remove(frame);
            return Measure.count(name(frame), Entity.EVENT, frame.pattern());
        }
        meaning.assume("ranked by what the field is about");
        return switch (field) {
            case "page", "title", "url" -> Measure.count("pageviews", Entity.EVENT, Condition.eq("type", "pageview"));
            case "errorMessage", "errorType", "errorFingerprint" ->
                Measure.count("errors", Entity.EVENT, Condition.eq("type", "error"));
            case "errorCode" -> Measure.count("failedRequests", Entity.EVENT, new Frame("failed", "", -1).pattern());
            case "requestUrl", "requestMethod" ->
                Measure.count("requests", Entity.EVENT, Condition.eq("type", "request"));
            case "selector", "text" -> Measure.count("clicks", Entity.EVENT, Condition.eq("type", "click"));
            case "customEvent" -> Measure.count("events", Entity.EVENT, Condition.eq("type", "custom"));
            case "type" -> Measure.count("events", Entity.EVENT, Condition.ALWAYS);
            default -> sessionsMeasure();
        };
    }

    private Measure distinct(List<Frame> frames) {
        if (r.distinctField.equals("userId")) {
            Frame done = frames.stream().filter(f -> !f.negated).findFirst().orElse(null);
            if (done != null) {
                frames.remove(done);
                return Measure.of("users", Function.USERS, Entity.EVENT, null, done.pattern());
            }
            return Measure.of("users", Function.USERS, Entity.SESSION, null, Condition.ALWAYS);
        }
        c.chip("metric", "different " + ConditionWords.field(r.distinctField), -1);
        boolean ofEvents = Asked.RANKED_FROM_EVENTS.contains(r.distinctField);
        Condition where = Condition.ALWAYS;
        if (ofEvents) {
            Frame frame = frames.stream().filter(f -> !f.negated).findFirst().orElse(null);
            if (frame != null) {
                frames.remove(frame);
                where = frame.pattern();
            } else if (pageField(r.distinctField)) {
                where = Condition.eq("type", "pageview");
            }
        }
        return Measure.of(
                "distinct", Function.UNIQUES, ofEvents ? Entity.EVENT : Entity.SESSION, r.distinctField, where);
    }

    private static boolean pageField(String field) {
        return field.matches("page|title|url");
    }
}
