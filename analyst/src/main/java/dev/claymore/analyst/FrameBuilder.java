package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happened, bit by bit: each word begins an event, or says more of the one that is being described. */
final class FrameBuilder {

    static final Set<String> EVENT_FIELDS = Set.of(
            "page",
            "errorType",
            "errorMessage",
            Vocabulary.FAILURE_MESSAGE,
            "requestUrl",
            "selector",
            "text",
            "errorCode",
            "title",
            "url",
            "requestMethod",
            "errorFingerprint");

    private final ClauseState s;
    private final AttributeBuilder holds;

    FrameBuilder(ClauseState state, AttributeBuilder holds) {
        this.s = state;
        this.holds = holds;
    }

    void event(String type, String name, int i) {
        if (type.equals("failed")
                && s.open != null
                && s.open.custom()
                && !s.joined
                && s.items.get(i).text().matches("(?i)fail\\w*")) {
            s.left.add(s.items.get(
                    i)); // "the export failed": an event that is recorded when it works says nothing of failures
            return;
        }
        if (s.open != null && !s.joined && merge(type, name)) {
            s.open.end = i + 1;
            takeCount(s.open);
            return;
        }
        Frame before = s.latest();
        if (before != null
                && before.custom()
                && type.equals("custom")
                && before.name.equals(name)
                && !name.isEmpty()
                && before.negated == s.negated
                && (!s.joined || s.commaOnly)) {
            if (s.open == null) {
                s.open = s.frames.removeLast();
            }
            takeCount(s.open); // "booked three or more appointments"
            s.joined = false;
            return; // the same said twice: bookings (booking_completed)
        }
        boolean denied = s.negated;
        close();
        s.open = new Frame(type, name, i);
        s.open.negated = denied;
        s.open.or = s.or;
        takeCount(s.open);
        if (s.pendingPage != null) {
            s.open.details.add(s.pendingPage);
            s.pendingPage = null;
        }
        s.joined = false;
        s.or = false;
    }

    /** Whether both words name one event: "a search event", "error 500", "TypeError exceptions", "failed requests", "saw a page view". */
    private boolean merge(String type, String name) {
        if (type.equals("any")) {
            return true;
        }
        if (s.open.implied
                && (s.open.type.equals(type)
                        || s.open.type.equals("any")
                        || (s.open.type.equals("pageview") && !type.equals("pageview") && !s.open.negated)
                        || (s.open.type.equals("request") && type.equals("failed"))
                        || (s.open.type.equals("error") && type.equals("failed")))) {
            become(type, name);
            return true;
        }
        if (s.open.type.equals("any") && !s.open.custom()) {
            become(type, name);
            return true;
        }
        if (s.open.type.equals("request") && type.equals("failed")) { // "requests to … that failed"
            become(type, name);
            return true;
        }
        return (s.open.type.equals(type) && s.open.name.equals(name) && !s.open.custom())
                || (s.open.type.equals("failed") && type.equals("request"));
    }

    private void become(String type, String name) {
        Frame other = new Frame(type, name, s.open.at);
        other.details.addAll(s.open.details);
        other.negated = s.open.negated;
        other.or = s.open.or;
        other.count = s.open.count;
        s.open = other;
    }

    void takeCount(Frame frame) {
        if (s.count != null) {
            frame.count = new Count(s.countOp == null ? Operator.EQ : s.countOp, s.count);
            s.count = null;
            s.countOp = null;
        } else if (s.pendingNumber != null) {
            frame.count = new Count(s.comparison == null ? Operator.EQ : s.comparison, Math.round(s.pendingNumber));
            s.pendingNumber = null;
            s.comparison = null;
        }
        if (frame.count.op() == Operator.EQ && frame.count.value() == 0) {
            frame.count = Count.AT_LEAST_ONCE;
            frame.negated = true;
        }
    }

    void applyCountBack(int i, int to) {
        boolean ahead = i + 1 < to && s.items.get(i + 1).is("event", "custom");
        if (!ahead && (s.open != null || !s.frames.isEmpty())) {
            takeCount(s.open != null ? s.open : s.frames.getLast());
        }
    }

    void close() {
        if (s.pendingPage != null) {
            Frame viewed = new Frame("pageview", "", s.pendingPageItem.from());
            viewed.implied = true;
            viewed.details.add(s.pendingPage);
            s.pendingPage = null;
        }
        if (s.open != null) {
            s.negatedBefore = s.open.negated;
            s.frames.add(s.open);
            s.open = null;
            s.negated = false;
        }
    }

    void value(Item item, int i) {
        String field = item.arg();
        if (!EVENT_FIELDS.contains(field)) {
            holds.add(field, item.condition(), item, i);
            return;
        }
        if (field.equals(Vocabulary.FAILURE_MESSAGE) && s.open != null && s.open.type.equals("error") && !s.joined) {
            become("any", ""); // "the error 'Daily limit exceeded'", which requests fail with
        }
        if (field.equals("errorCode") && s.open != null && !s.joined && s.open.type.equals("pageview")) {
            if (s.open.implied) {
                become("any", ""); // "on the checkout pages with a 402": it happened there, and is no view
            } else {
                close();
            }
        }
        boolean after = s.open != null && !s.joined;
        boolean another = after && s.open.has(field) && s.open.end < i && apart(s.open.end, i);
        if (after && !another && fits(s.open, field)) {
            if (s.open.has(field)
                    && s.open.details.getLast() instanceof Condition.Where last
                    && last.field().equals(field)
                    && item.condition() instanceof Condition.Where) {
                s.open.details.set(s.open.details.size() - 1, either(last, item.condition()));
            } else {
                s.open.details.add(s.negated && !s.open.negated ? Condition.not(item.condition()) : item.condition());
            }
            s.open.end = i + 1;
            return;
        }
        Frame last = s.latest();
        boolean alternative = s.joined
                && last != null
                && !last.details.isEmpty()
                && last.end == i - 1
                && last.details.getLast() instanceof Condition.Where w
                && w.field().equals(field)
                && (s.or || !last.implied);
        if (alternative) {
            last.details.set(
                    last.details.size() - 1, either((Condition.Where) last.details.getLast(), item.condition()));
            last.end = i + 1;
            s.or = false;
            s.joined = false;
            return;
        }
        boolean denied = s.negated;
        close();
        s.open = new Frame(implied(field), "", i);
        s.open.implied = true;
        s.open.negated = denied;
        s.open.or = s.or;
        s.open.details.add(item.condition());
        takeCount(s.open);
        s.joined = false;
        s.or = false;
    }

    /** "saw /a … and reached /b": what is said between makes it another one. */
    private boolean apart(int from, int to) {
        for (int k = from; k < to; k++) {
            if (s.items.get(k).is("count", "time", "who", "share", "subject")) {
                return true;
            }
        }
        return false;
    }

    static Condition either(Condition.Where a, Condition b) {
        if (b instanceof Condition.Where other && other.op() == a.op()) {
            List<String> values = new ArrayList<>(a.values());
            values.addAll(other.values());
            return new Condition.Where(a.field(), a.op(), values);
        }
        return Condition.any(a, b);
    }

    private static boolean fits(Frame frame, String field) {
        return switch (field) {
            case "page", "title", "url", "errorCode" -> !(field.equals("errorCode") && frame.custom());
            case "errorType", "errorMessage", "errorFingerprint", Vocabulary.FAILURE_MESSAGE ->
                Set.of("error", "any", "failed", "request").contains(frame.type)
                        || (frame.implied && frame.type.equals("pageview"));
            case "requestUrl", "requestMethod" ->
                Set.of("request", "failed", "any", "error").contains(frame.type);
            case "selector", "text" ->
                Set.of("click", "rage", "dead", "any", "input").contains(frame.type);
            default -> false;
        };
    }

    private static String implied(String field) {
        return switch (field) {
            case "page", "title", "url" -> "pageview";
            case "errorType", "errorMessage", "errorFingerprint" -> "error";
            case "requestUrl", "requestMethod" -> "request";
            case "selector", "text" -> "click";
            default -> "any";
        };
    }
}
