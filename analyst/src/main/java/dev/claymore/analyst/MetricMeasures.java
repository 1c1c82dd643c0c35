package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Metrics that have a name: durations, carts, values of events, vitals, rates. */
final class MetricMeasures {

    private final Composer c;
    private final Asked r;
    private final Meaning meaning;

    MetricMeasures(Composer composer, Asked asked) {
        this.c = composer;
        this.r = asked;
        this.meaning = composer.meaning;
    }

    Measure percentileOf(String field, Condition where, double level) {
        return Measure.percentile("p" + Math.round(level * 100), level, Entity.EVENT, field, where);
    }

    Measure aggregate(String field, Condition where) {
        Entity over = where == null ? Entity.SESSION : Entity.EVENT;
        Condition condition = where == null ? Condition.ALWAYS : where;
        return switch (r.agg == null ? "avg" : r.agg) {
            case "median" -> Measure.percentile("median", 0.5, over, field, condition);
            case "percentile" ->
                Measure.percentile(
                        "p" + Amounts.plain(r.percentile).replace('.', '_'),
                        r.percentile / 100,
                        over,
                        field,
                        condition);
            case "sum" -> Measure.of("total", Function.SUM, over, field, condition);
            case "max" -> Measure.of("highest", Function.MAX, over, field, condition);
            case "min" -> Measure.of("lowest", Function.MIN, over, field, condition);
            default -> Measure.of("average", Function.AVG, over, field, condition);
        };
    }

    Measure of(List<Frame> frames) {
        boolean single = r.ranking && r.groups.isEmpty() && r.interval == Interval.NONE && r.limit == null;
        if (r.agg == null && single && r.metric.matches("duration|cart|latency|value|revenue|vital.*")) {
            r.agg = r.lowest || r.orderUp
                    ? "min"
                    : "max"; // "the biggest gift card value", "the longest session duration"
        }
        c.chip(
                "metric",
                (r.agg == null
                                ? ""
                                : r.agg.equals("percentile") ? "p" + Amounts.plain(r.percentile) + " " : r.agg + " ")
                        + c.item(r.metricAt).text(),
                r.metricAt);
        return switch (r.metric) {
            case "duration" -> {
                boolean requests = frames.stream().anyMatch(frame -> frame.type.matches("request|failed"))
                        || r.groups.stream().anyMatch(group -> group.matches("requestUrl|requestMethod"))
                        || c.items.stream().anyMatch(item -> item.says("value", "requestMethod"));
                yield requests
                        ? aggregate("requestDurationMs", taken(frames, "request"))
                        : aggregate("durationMs", null);
            }
            case "cart" -> {
                boolean average = r.agg == null || r.agg.matches("avg|median|percentile|min");
                if (r.agg == null) {
                    meaning.assume("cart value: the average, of sessions that had a cart");
                }
                Measure measure = aggregate("cartValue", null);
                if (measure instanceof Measure.Aggregate a && average) {
                    c.chip("filter", "with a cart", -1);
                    yield new Measure.Aggregate(
                            a.name(),
                            a.function(),
                            Entity.SESSION,
                            "cartValue",
                            a.percentile(),
                            Condition.compare("cartValue", Operator.GT, "0"));
                }
                yield measure;
            }
            case "latency" -> aggregate("requestDurationMs", taken(frames, "request"));
            case "value", "revenue" -> value(frames);
            case "bounceRate" -> Measure.shareOfSessions("bounceRate", Condition.eq("bounce", "true"));
            case "errorRate" -> {
                frames.stream().filter(MetricMeasures::plainError).forEach(frame -> frame.told = true);
                frames.removeIf(MetricMeasures::plainError);
                yield Measure.shareOfSessions("errorRate", Condition.sessionDid(Condition.eq("type", "error")));
            }
            case "failRate" -> {
                Condition request = taken(frames, "request");
                yield new Measure.Ratio(
                        "failureRate",
                        Measure.count(
                                "failed",
                                Entity.EVENT,
                                Condition.and(request, Condition.compare("errorCode", Operator.GTE, "400"))),
                        Measure.count("requests", Entity.EVENT, request));
            }
            case "pagesPerSession" ->
                r.agg != null && !r.agg.equals("avg")
                        ? aggregate("pageviewCount", null)
                        : Measure.of(
                                "pagesPerSession", Function.AVG, Entity.SESSION, "pageviewCount", Condition.ALWAYS);
            case "conversion" -> conversion(frames);
            default -> r.metric.startsWith("vital.") ? vital(frames) : null;
        };
    }

    private static boolean plainError(Frame frame) {
        return frame.type.equals("error") && frame.details.isEmpty();
    }

    /** What is measured: requests, with what the words say of them. */
    Condition taken(List<Frame> frames, String type) {
        Condition where = Condition.eq("type", type);
        for (Frame frame : new ArrayList<>(frames)) {
            if (frame.negated) {
                continue;
            }
            if (frame.type.equals(type) || (frame.type.equals("failed") && type.equals("request"))) {
                where = Condition.and(where, frame.pattern());
                frames.remove(frame);
            } else if (frame.implied && frame.type.equals("pageview") && c.subject.isEmpty()) {
                where = Condition.and(where, Condition.and(frame.details.toArray(Condition[]::new)));
                frames.remove(frame);
            }
        }
        return where;
    }

    private Measure vital(List<Frame> frames) {
        String name = r.metric.substring(6);
        Condition where = Condition.and(Condition.eq("type", "vital"), Condition.eq("name", name));
        for (Frame frame : new ArrayList<>(frames)) {
            if (!frame.negated && ((frame.implied && frame.type.equals("pageview")) || frame.type.equals("vital"))) {
                where = Condition.and(where, Condition.and(frame.details.toArray(Condition[]::new)));
                frames.remove(frame);
            }
        }
        if (r.agg == null) {
            r.agg = "percentile";
            r.percentile = 75;
            meaning.assume(name + ": the 75th percentile");
        }
        return aggregate("value", where);
    }

    private Measure value(List<Frame> frames) {
        Frame frame = frames.stream()
                .filter(f -> f.custom() && !f.negated)
                .findFirst()
                .orElse(null);
        if (frame == null) {
            Vocabulary.Event paid = purchase();
            if (paid == null
                    || (!r.metric.equals("revenue")
                            && c.vocabulary.events().stream()
                                            .filter(Vocabulary.Event::values)
                                            .count()
                                    != 1
                            && !c.item(r.metricAt)
                                    .text()
                                    .toLowerCase(Locale.ROOT)
                                    .matches(".*(sales|spen[dt]|spending|revenue|money).*"))) {
                meaning.unplaced.add(c.item(r.metricAt).text());
                return null;
            }
            meaning.assume("revenue is the value of " + paid.name() + " events");
            frame = new Frame("custom", paid.name(), -1);
            c.tell("filter", frame.words(), frame);
        } else {
            frames.remove(frame);
        }
        if (r.agg == null) {
            boolean average =
                    c.item(r.metricAt).text().toLowerCase(Locale.ROOT).matches(".*(rating|score|star|grade|mark).*");
            r.agg = average ? "avg" : "sum";
            meaning.assume((average ? "average" : "sum") + " of the value");
        }
        return aggregate("value", frame.pattern());
    }

    /** The event that is most like a purchase: one that carries values, else one without. */
    private Vocabulary.Event purchase() {
        for (boolean values : new boolean[] {true, false}) {
            for (String verb : List.of("purchase", "payment", "booking", "subscription", "signup")) {
                for (Vocabulary.Event event : c.vocabulary.events()) {
                    boolean alike =
                            event.words().stream().anyMatch(word -> word.equals(verb) || Words.synonyms(word, verb));
                    boolean undone = event.words().stream()
                            .anyMatch(word -> Words.synonyms(word, "cancel")
                                    || Words.synonyms(word, "start")
                                    || word.matches("fail|refund|abandon"));
                    if (alike
                            && !undone
                            && (!values || event.values())
                            && (values || !r.metric.matches("value|revenue"))) {
                        return event;
                    }
                }
            }
        }
        return null;
    }

    private Measure conversion(List<Frame> frames) {
        Frame goal = frames.isEmpty() ? null : frames.removeLast();
        if (goal == null) {
            Vocabulary.Event paid = purchase();
            if (paid == null) {
                meaning.unplaced.add(c.item(r.metricAt).text());
                return null;
            }
            meaning.assume("conversion: sessions with a " + paid.name() + " event / sessions");
            goal = new Frame("custom", paid.name(), -1);
            c.tell("filter", goal.words(), goal);
        }
        return Measure.shareOfSessions("conversionRate", Condition.sessionDid(goal.pattern()));
    }

    /** So many for each session or person. */
    Measure perSubject(List<Frame> frames, boolean events) {
        Measure below = r.perSubject.equals("session")
                ? Measure.count("of", Entity.SESSION, Condition.ALWAYS)
                : Measure.of("of", Function.PEOPLE, Entity.SESSION, null, Condition.ALWAYS);
        if (r.metric != null
                && r.metric.matches("revenue|value")
                && r.perSubject.equals("person")
                && (r.agg == null || r.agg.equals("sum"))) {
            r.agg = "sum"; // "revenue per customer"
            Measure total = of(frames);
            return total == null ? null : new Measure.Ratio("perOne", total, below);
        }
        if (r.metric != null) {
            return null;
        }
        Measure above;
        if (!frames.isEmpty()
                && !frames.getFirst().negated
                && (events || frames.getFirst().at < c.subjectAt || r.perSubject.equals(c.subject))) {
            Frame counted = frames.removeFirst();
            above = Measure.count("amount", Entity.EVENT, counted.pattern());
            c.tell("metric", counted.events() + " per " + r.perSubject, counted);
        } else if (!c.subject.equals(r.perSubject) && c.subject.equals("session")) {
            above = Measure.count("amount", Entity.SESSION, Condition.ALWAYS);
            c.chip("metric", "sessions per " + r.perSubject, -1);
        } else {
            return null;
        }
        return new Measure.Ratio("perOne", above, below);
    }
}
