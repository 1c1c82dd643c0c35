package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import java.util.Set;

/** Numbers and what they are of: how often, of which value, how long, between which bounds. */
final class Amounts {

    private final ClauseState s;
    private final FrameBuilder happened;
    private final AttributeBuilder holds;

    Amounts(ClauseState state, FrameBuilder happened, AttributeBuilder holds) {
        this.s = state;
        this.happened = happened;
        this.holds = holds;
    }

    int number(int i, int to, boolean[] skipped) {
        Item item = s.items.get(i);
        int next = i + 1 < to && s.items.get(i + 1).is("post") ? i + 2 : i + 1;
        if (next == i + 2) {
            s.comparison = Operator.ofWire(s.items.get(i + 1).arg()).orElseThrow();
        } else if (item.arg().equals("plus")) {
            s.comparison = Operator.GTE;
        }
        if (next < to
                && s.items.get(next).is("of")
                && next + 1 < to
                && s.items.get(next + 1).is("event", "custom")) {
            next++;
        }
        Item after = next < to && !skipped[next] ? s.items.get(next) : null;
        if (after != null
                && s.comparison != null
                && s.open != null
                && says(s.open, after)
                && item.number() != 1 // "sent at least one invoice"
                && !after.text().endsWith("s")) {
            valueOf(s.open, item.number()); // "transfers under 100 were sent", "sent more than 1000 (transfer_sent)"
            return next;
        }
        if (item.arg().equals("percent") && (s.open == null || !s.open.custom())) {
            s.left.add(item); // a part of what is not said
            return next - 1;
        }
        if (item.arg().equals("ms") && i > 0 && s.items.get(i - 1).is("within") && s.comparison == null) {
            s.left.add(item); // a span of time that nothing is measured by
            return next - 1;
        }
        boolean days = item.arg().equals("ms")
                && item.number() >= 86_400_000
                && item.text().matches("(?is).*\\b(days?|weeks?|months?)");
        if (days) { // "active on at least 3 days": no session lasts so long
            s.left.add(item);
            s.comparison = null;
            return next - 1;
        }
        if (item.arg().equals("ms")) {
            duration(item, i);
            return next - 1;
        }
        if (after != null && after.is("times")) {
            s.count = (int) Math.round(item.number());
            s.countOp = s.comparison == null ? Operator.EQ : s.comparison;
            s.comparison = null;
            happened.applyCountBack(next, to);
            return next;
        }
        if ((after != null && after.is("metric") && !after.arg().equals("value"))
                || (after != null && after.says("metric", "value") && carriesValue())) {
            compare(after, item.number(), item, i);
            return next;
        }
        if (after != null
                && after.is("with", "on", "from", "of", "to")
                && next + 1 < to
                && s.items.get(next + 1).says("metric", "cart")
                && !item.arg().isEmpty()) {
            compare(s.items.get(next + 1), item.number(), item, i);
            return next + 1;
        }
        if (after != null
                && after.says("subject", "session")
                && s.items.stream()
                        .anyMatch(other -> other.is("subject") && other.arg().matches("person|userid"))
                && item.arg().matches("|plus")) { // people with five or more sessions
            Count often = new Count(s.comparison == null ? Operator.EQ : s.comparison, Math.round(item.number()));
            s.comparison = null;
            holds.add(
                    "sessions",
                    new Condition.Did(
                            dev.claymore.query.language.Subject.PERSON,
                            dev.claymore.query.language.Entity.SESSION,
                            Condition.ALWAYS,
                            often,
                            dev.claymore.query.language.During.QUERY),
                    item,
                    i);
            return next;
        }
        if (after != null
                && (after.is("event")
                        || after.is("custom")
                        || after.says("field", "page")
                        || (after.is("value")
                                && FrameBuilder.EVENT_FIELDS.contains(after.arg())
                                && !after.arg().equals("page")))
                && !item.arg().equals("money")) {
            s.count = (int) Math.round(item.number());
            s.countOp = s.comparison == null ? Operator.EQ : s.comparison;
            s.comparison = null;
            if (after.says("field", "page")) {
                happened.event("pageview", "", next);
                return next;
            }
            return next - 1;
        }
        Frame frame = s.latest();
        if (frame != null
                && frame.custom()
                && (s.comparison != null || item.arg().equals("money"))) {
            valueOf(frame, item.number());
            return next - 1;
        }
        if (frame != null && (frame.type.equals("request") || frame.type.equals("vital")) && s.comparison != null) {
            frame.details.add(Condition.compare(
                    frame.type.equals("vital") ? "value" : "requestDurationMs", s.comparison, plain(item.number())));
            s.comparison = null;
            return next - 1;
        }
        if (item.arg().equals("money")) {
            compare(Item.of("metric", "cart", item.text(), i, i, 1), item.number(), item, i);
            return next - 1;
        }
        s.pendingNumber = item.number();
        s.pendingNumberItem = item;
        return next - 1;
    }

    private boolean carriesValue() {
        return (s.open != null && s.open.custom())
                || (!s.frames.isEmpty() && s.frames.getLast().custom());
    }

    private void valueOf(Frame frame, double number) {
        frame.details.add(Condition.compare("value", s.comparison == null ? Operator.EQ : s.comparison, plain(number)));
        s.comparison = null;
    }

    private void duration(Item item, int i) {
        Operator op = s.comparison == null ? Operator.GT : s.comparison;
        s.comparison = null;
        Frame frame = s.latest();
        if (frame != null && Set.of("request", "failed").contains(frame.type)) {
            frame.details.add(Condition.compare("requestDurationMs", op, plain(item.number())));
        } else if (frame != null && frame.type.equals("vital")) {
            frame.details.add(Condition.compare("value", op, plain(item.number())));
        } else {
            holds.add("durationMs", Condition.compare("durationMs", op, plain(item.number())), item, i);
        }
    }

    int between(int i, int to) {
        int first = i + 1;
        if (first + 2 < to
                && s.items.get(first).is("number")
                && s.items.get(first + 1).is("and", "to")
                && s.items.get(first + 2).is("number")) {
            double low = s.items.get(first).number();
            double high = s.items.get(first + 2).number();
            if (s.items.get(first + 2).arg().equals("ms")
                    && s.items.get(first).arg().isEmpty()) {
                low = low * unitOf(s.items.get(first + 2));
            }
            int next = first + 3;
            Item after = next < to ? s.items.get(next) : null;
            String field = after != null && after.is("metric") ? fieldOf(after.arg()) : null;
            Frame frame = s.latest();
            if (after != null && after.is("event", "custom") && (s.open == null || !says(s.open, after))) {
                happened.event(
                        after.is("custom") ? "custom" : after.arg(), after.is("custom") ? after.arg() : "", next);
                Frame own = s.open;
                own.count = new Count(Operator.GTE, Math.round(low));
                Frame most = new Frame(own.type, own.name, next);
                most.details.addAll(own.details);
                most.count = new Count(Operator.LTE, Math.round(high));
                happened.close();
                s.frames.add(most);
                return next;
            }
            if (s.pendingMetric != null) {
                field = s.pendingMetric;
                s.pendingMetric = null;
            }
            boolean ofFrame = (field == null && frame != null && (frame.custom() || frame.type.equals("request")))
                    || "value".equals(field);
            boolean money = s.items.get(first).arg().equals("money")
                    || s.items.get(first + 2).arg().equals("money");
            if (field == null
                    && !ofFrame
                    && !money
                    && !s.items.get(first + 2).arg().equals("ms")) {
                s.left.add(s.items.get(first)); // "between 9 and 11": of what
                s.left.add(s.items.get(first + 2));
                return next - 1;
            }
            if (field == null) {
                field = s.items.get(first + 2).arg().equals("ms") ? "durationMs" : ofFrame ? "value" : "cartValue";
            }
            if (ofFrame && frame != null && frame.type.equals("request")) {
                field = "requestDurationMs";
            }
            Condition range = Condition.and(
                    Condition.compare(field, Operator.GTE, plain(low)),
                    Condition.compare(field, Operator.LTE, plain(high)));
            if (ofFrame && frame != null) {
                frame.details.add(range);
            } else if (field.equals("value")) {
                s.left.add(s.items.get(first)); // of nothing that has one
            } else {
                holds.add(field, range, s.items.get(i), i);
            }
            return after != null && (after.is("metric") || (s.open != null && says(s.open, after))) ? next : next - 1;
        }
        return i;
    }

    /** The figure that a span of time begins with: 5 of "5 minutes", 1 of "an hour". */
    static double figure(String text) {
        java.util.regex.Matcher figure =
                java.util.regex.Pattern.compile("\\d+(\\.\\d+)?").matcher(text);
        return figure.find() ? Double.parseDouble(figure.group()) : 1;
    }

    private static double unitOf(Item item) {
        String[] words = item.text().split("\\s+");
        String unit = words.length > 1 ? Durations.unit(Token.word(words[words.length - 1], false, 0, 0)) : null;
        return unit == null ? 1 : Durations.millis(1, unit);
    }

    /** "cart value over $100", "value 0", "duration of more than 5 minutes"; a metric without a number is not a condition. */
    int metric(int i, int to) {
        Item item = s.items.get(i);
        Frame found = s.latest();
        if (s.negated
                && item.says("metric", "value")
                && item.text().matches("(?i)results?")
                && found != null
                && found.custom()
                && searched(found)) { // "searches without results"
            found.details.add(Condition.eq("value", "0"));
            s.negated = false;
            return i;
        }
        int k = i + 1;
        Operator op = s.comparison;
        while (k < to
                && (s.items.get(k).is("cmp", "of", "who", "with", "neg", "on", "from")
                        && !s.items.get(k).says("on", ""))) {
            if (s.items.get(k).is("cmp")) {
                op = Operator.ofWire(s.items.get(k).arg()).orElseThrow();
            }
            k++;
        }
        if (k < to && s.items.get(k).is("between")) {
            s.pendingMetric = fieldOf(item.arg());
            return between(k, to);
        }
        if (k < to
                && s.items.get(k).is("number")
                && !(s.items.get(k).arg().equals("percent") && !item.arg().matches("value|cart"))) {
            Item number = s.items.get(k);
            int next = k;
            if (k + 1 < to && s.items.get(k + 1).is("post")) {
                op = Operator.ofWire(s.items.get(k + 1).arg()).orElseThrow();
                next = k + 1;
            } else if (number.arg().equals("plus")) {
                op = Operator.GTE;
            }
            s.comparison = op;
            compare(item, number.number(), number, i);
            return next;
        }
        if (s.pendingNumber != null) {
            compare(item, s.pendingNumber, s.pendingNumberItem, i);
            s.pendingNumber = null;
            return i;
        }
        if (item.arg().equals("cart") && item.text().matches("(?i)cart|basket")) {
            holds.add("cartValue", Condition.compare("cartValue", Operator.GT, "0"), item, i);
            return i;
        }
        s.left.add(item);
        return i;
    }

    private void compare(Item metric, double number, Item item, int i) {
        Operator op = s.comparison == null ? Operator.EQ : s.comparison;
        s.comparison = null;
        String field = fieldOf(metric.arg());
        Frame frame = s.latest();
        if (metric.arg().startsWith("vital.")) {
            happened.event("vital", metric.arg().substring(6), i);
            s.open.details.add(Condition.compare("value", op, plain(number)));
        } else if (field == null) {
            s.left.add(metric);
        } else if (field.equals("value") && (frame == null || !(frame.custom() || frame.type.equals("vital")))) {
            s.left.add(metric); // a value of nothing
        } else if (field.equals("value")) {
            frame.details.add(Condition.compare("value", op, plain(number)));
        } else if (metric.arg().equals("latency")) {
            if (frame == null || !Set.of("request", "failed").contains(frame.type)) {
                happened.event("request", "", i);
                frame = s.open;
            }
            frame.details.add(Condition.compare("requestDurationMs", op, plain(number)));
        } else {
            holds.add(field, Condition.compare(field, op, plain(number)), item, i);
        }
    }

    static String fieldOf(String metric) {
        return switch (metric) {
            case "cart" -> "cartValue";
            case "duration", "latency" -> "durationMs";
            case "value" -> "value";
            case "pagesPerSession" -> "pageviewCount";
            default -> null;
        };
    }

    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    /** Whether the words name the event that is being described once more. */
    private static boolean says(Frame frame, Item item) {
        return frame.custom() && !frame.name.isEmpty() && item.says("custom", frame.name);
    }

    /** A search that found nothing has happened all the same: its value is how much it found. */
    static boolean searched(Frame frame) {
        return Vocabulary.split(frame.name).stream().anyMatch(word -> Words.synonyms(word, "search"));
    }
}
