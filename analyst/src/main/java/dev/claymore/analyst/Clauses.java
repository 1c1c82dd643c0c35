package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.List;
import java.util.regex.Pattern;

/** Reads conditions from words in their order: what happened ({@link Frame}), and what holds for the session ({@link Attribute}). */
final class Clauses {

    /** "without" with nothing after it. */
    boolean elided;

    private static final Pattern EXCLUDING = Pattern.compile(
            "leave out|leaving out|exclud\\w*|skip\\w*|ignor\\w*|filter\\w* out|omit\\w*|disregard\\w*|drop\\w*|remov\\w*|except.*|not counting|minus");

    final List<Frame> frames;
    final List<Attribute> attributes;
    /** What could not be placed. */
    final List<Item> left;

    private final ClauseState s;
    private final AttributeBuilder holds;
    private final FrameBuilder happened;
    private final Amounts amounts;

    Clauses(List<Item> items) {
        this.s = new ClauseState(items);
        this.frames = s.frames;
        this.attributes = s.attributes;
        this.left = s.left;
        this.holds = new AttributeBuilder(s);
        this.happened = new FrameBuilder(s, holds);
        this.amounts = new Amounts(s, happened, holds);
    }

    /** @param skipped items that others have used */
    Clauses read(int from, int to, boolean[] skipped) {
        for (int i = from; i < to; i++) {
            if (!skipped[i]) {
                i = step(i, to, skipped);
            }
        }
        elided |= (s.negated || s.doubled) && s.open == null;
        happened.close();
        if (s.pendingNumber != null) {
            s.left.add(s.pendingNumberItem);
        }
        return this;
    }

    private boolean items(int i, String event) {
        return s.items.get(i).says("event", event);
    }

    private int step(int i, int to, boolean[] skipped) {
        Item item = s.items.get(i);
        switch (item.kind()) {
            case "neg" -> {
                String word = item.text().toLowerCase(java.util.Locale.ROOT);
                boolean trails = word.matches(
                                "excluded|left out|ignored|omitted|removed|filtered out|dropped|skipped|left aside")
                        && i > 0
                        && !s.attributes.isEmpty()
                        && s.attributes.getLast().at() == i - 1
                        && (i + 1 >= to || s.items.get(i + 1).is("comma", "stop", "time", "and", "but"));
                if (trails) { // "tablets excluded"
                    Attribute last = s.attributes.removeLast();
                    s.attributes.add(
                            new Attribute(last.field(), last.condition(), true, last.or(), last.at(), last.text()));
                    return i;
                }
                boolean nothing = s.open != null // "created no project"
                        && s.open.custom()
                        && s.open.end == i
                        && i + 1 < to
                        && s.items.get(i + 1).says("custom", s.open.name);
                if (nothing) {
                    s.open.negated = !s.open.negated;
                    s.open.end = i + 2;
                    return i + 1;
                }
                if (s.open != null) {
                    boolean separate = word.startsWith("but") || word.startsWith("and");
                    happened.close();
                    s.joined |= separate;
                    s.commaOnly = false;
                }
                boolean excludes = EXCLUDING
                        .matcher(item.text().toLowerCase(java.util.Locale.ROOT))
                        .matches();
                s.doubled = s.negated && s.excluding;
                s.negated = !s.doubled;
                s.excluding = excludes;
            }
            case "empty" -> {
                if (item.text().equalsIgnoreCase("none") && s.open != null && s.open.custom() && s.open.end == i) {
                    s.open.negated = !s.open.negated; // "but sent none"
                    s.open.end = i + 1;
                    return i;
                }
                elided = elided || s.negated;
                s.negated = false;
            }
            case "and", "but", "comma", "stop", "then" -> {
                boolean separates =
                        !item.is("comma") || i + 1 >= to || !s.items.get(i + 1).is("value");
                if (separates) {
                    happened.close();
                }
                s.joined = true;
                s.commaOnly = item.is("comma");
                boolean denied = item.is("then") && i > 0 && s.items.get(i - 1).is("neg"); // "without ending up buying"
                if (item.is("but", "then", "stop") && !denied) {
                    s.negated = false;
                }
            }
            case "or" -> {
                happened.close();
                s.or = true;
                s.joined = true;
                s.commaOnly = false;
                s.negated = s.negated || s.negatedBefore;
            }
            case "who" -> {
                boolean wrong = i + 1 < to && items(i + 1, "failed"); // "uploads that failed": there
                if (s.open != null && (!s.open.implied || wrong)) {
                    // "errors that …": goes on describing
                } else {
                    happened.close();
                }
            }
            case "cmp" -> s.comparison = Operator.ofWire(item.arg()).orElseThrow();
            case "between" -> {
                return amounts.between(i, to);
            }
            case "number" -> {
                return amounts.number(i, to, skipped);
            }
            case "mult" -> {
                s.count = 2;
                s.countOp = Operator.GTE;
                happened.applyCountBack(i, to);
            }
            case "once", "twice" -> {
                s.count = item.is("once") ? 1 : 2;
                s.countOp = s.comparison != null ? s.comparison : Operator.GTE;
                s.comparison = null;
                happened.applyCountBack(i, to);
            }
            case "event" -> {
                Frame searched = s.latest();
                if (s.negated
                        && searched != null
                        && searched.custom()
                        && Amounts.searched(searched)
                        && item.text().matches("(?i)hits|matches")) { // "searches that had no hits"
                    searched.details.add(Condition.eq("value", "0"));
                    s.negated = false;
                } else {
                    happened.event(item.arg(), "", i);
                }
            }
            case "custom" -> happened.event("custom", item.arg(), i);
            case "value" -> happened.value(item, i);
            case "new" -> {
                if (i + 1 < to && s.items.get(i + 1).is("event")) {
                    s.left.add(item); // "new errors": those that were not there before
                } else if (i + 1 >= to || !s.items.get(i + 1).is("custom")) { // "new subscriptions": they are all new
                    holds.add("visitorType", Condition.eq("visitorType", "new"), item, i);
                }
            }
            case "returning" -> holds.add("visitorType", Condition.eq("visitorType", "returning"), item, i);
            case "signedin" -> holds.add("signedIn", Condition.eq("signedIn", "true"), item, i);
            case "anonymous" -> holds.add("signedIn", Condition.eq("signedIn", "false"), item, i);
            case "bounce" -> holds.add("bounce", Condition.eq("bounce", "true"), item, i);
            case "recorded" -> {
                if (s.items.stream().anyMatch(other -> other.is("subject"))) {
                    holds.add("hasReplay", Condition.eq("hasReplay", "true"), item, i);
                } else {
                    s.left.add(item); // "how many interviews were recorded": not their sessions
                }
            }
            case "bot" -> holds.add("bot", Condition.eq("bot", "true"), item, i);
            case "weekend" -> holds.add("dayOfWeek", Condition.eq("dayOfWeek", "6", "7"), item, i);
            case "weekdays" -> holds.add("dayOfWeek", Condition.eq("dayOfWeek", "1", "2", "3", "4", "5"), item, i);
            case "metric" -> {
                return amounts.metric(i, to);
            }
            case "field" -> {
                return holds.field(i);
            }
            case "unit" -> {
                if (!item.arg().equals("day")) {
                    s.left.add(item);
                }
            }
            case "nothing" -> {
                if (s.open != null && s.open.custom() && Amounts.searched(s.open)) {
                    s.open.details.add(Condition.eq("value", "0"));
                } else if (s.open != null && s.open.end == i && s.open.custom()) { // "bought nothing"
                    s.open.negated = !s.open.negated;
                }
            }
            case "entered", "exited" -> {}
            case "quoted",
                    "code",
                    "unknown",
                    "refuse",
                    "funnel",
                    "retention",
                    "next",
                    "prev",
                    "share",
                    "rate",
                    "nth",
                    "contains",
                    "startswith",
                    "again" -> s.left.add(item);
            default -> {}
        }
        return i;
    }

    // ------------------------------------------------------------- numbers

}
