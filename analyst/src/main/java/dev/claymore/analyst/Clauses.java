package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads conditions from words in their order: what happened ({@link Frame}), and what holds for the session ({@link Attribute}). */
final class Clauses {

    /** @param at index of the item it comes from */
    record Attribute(String field, Condition condition, boolean negated, boolean or, int at, String text) {
        Condition whole() {
            return negated ? Condition.not(condition) : condition;
        }
    }

    private static final Set<String> EVENT_FIELDS = Set.of(
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

    private static String implied(String field) {
        return switch (field) {
            case "page", "title", "url" -> "pageview";
            case "errorType", "errorMessage", "errorFingerprint" -> "error";
            case "requestUrl", "requestMethod" -> "request";
            case "selector", "text" -> "click";
            default -> "any";
        };
    }

    final List<Frame> frames = new ArrayList<>();
    final List<Attribute> attributes = new ArrayList<>();
    /** What could not be placed. */
    final List<Item> left = new ArrayList<>();

    /** "without" with nothing after it. */
    boolean elided;

    private static final Pattern EXCLUDING = Pattern.compile(
            "leave out|leaving out|exclud\\w*|skip\\w*|ignor\\w*|filter\\w* out|omit\\w*|disregard\\w*|drop\\w*|remov\\w*|except.*|not counting|minus");

    private final List<Item> items;
    private boolean excluding;
    private boolean doubled;
    private Frame open;
    private boolean negated;
    private boolean or;
    private boolean joined;
    private boolean commaOnly;
    private boolean negatedBefore;
    private Operator comparison;
    private Integer count;
    private Operator countOp;
    private Double pendingNumber;
    private Item pendingNumberItem;
    private Condition pendingPage;
    private Item pendingPageItem;

    Clauses(List<Item> items) {
        this.items = items;
    }

    /** @param skipped items that others have used */
    Clauses read(int from, int to, boolean[] skipped) {
        for (int i = from; i < to; i++) {
            if (!skipped[i]) {
                i = step(i, to, skipped);
            }
        }
        elided |= (negated || doubled) && open == null;
        close();
        if (pendingNumber != null) {
            left.add(pendingNumberItem);
        }
        return this;
    }

    private int step(int i, int to, boolean[] skipped) {
        Item item = items.get(i);
        switch (item.kind()) {
            case "neg" -> {
                String word = item.text().toLowerCase(java.util.Locale.ROOT);
                boolean trails = word.matches(
                                "excluded|left out|ignored|omitted|removed|filtered out|dropped|skipped|left aside")
                        && i > 0
                        && !attributes.isEmpty()
                        && attributes.getLast().at() == i - 1
                        && (i + 1 >= to || items.get(i + 1).is("comma", "stop", "time", "and", "but"));
                if (trails) { // "tablets excluded"
                    Attribute last = attributes.removeLast();
                    attributes.add(
                            new Attribute(last.field(), last.condition(), true, last.or(), last.at(), last.text()));
                    return i;
                }
                if (open != null) {
                    boolean separate = word.startsWith("but") || word.startsWith("and");
                    close();
                    joined |= separate;
                    commaOnly = false;
                }
                boolean excludes = EXCLUDING
                        .matcher(item.text().toLowerCase(java.util.Locale.ROOT))
                        .matches();
                doubled = negated && excluding;
                negated = !doubled;
                excluding = excludes;
            }
            case "empty" -> {
                elided = elided || negated;
                negated = false;
            }
            case "and", "but", "comma", "stop", "then" -> {
                boolean separates =
                        !item.is("comma") || i + 1 >= to || !items.get(i + 1).is("value");
                if (separates) {
                    close();
                }
                joined = true;
                commaOnly = item.is("comma");
                if (item.is("but", "then", "stop")) {
                    negated = false;
                }
            }
            case "or" -> {
                close();
                or = true;
                joined = true;
                commaOnly = false;
                negated = negated || negatedBefore;
            }
            case "who" -> {
                if (open != null && !open.implied) {
                    // "errors that …": goes on describing
                } else {
                    close();
                }
            }
            case "cmp" -> comparison = Operator.ofWire(item.arg()).orElseThrow();
            case "between" -> {
                return between(i, to);
            }
            case "number" -> {
                return number(i, to, skipped);
            }
            case "mult" -> {
                count = 2;
                countOp = Operator.GTE;
                applyCountBack(i, to);
            }
            case "once", "twice" -> {
                count = item.is("once") ? 1 : 2;
                countOp = comparison != null ? comparison : Operator.GTE;
                comparison = null;
                applyCountBack(i, to);
            }
            case "event" -> event(item.arg(), "", i);
            case "custom" -> event("custom", item.arg(), i);
            case "value" -> value(item, i);
            case "new" -> {
                if (i + 1 < to && items.get(i + 1).is("event")) {
                    left.add(item); // "new errors": those that were not there before
                } else if (i + 1 >= to || !items.get(i + 1).is("custom")) { // "new subscriptions": they are all new
                    attribute("visitorType", Condition.eq("visitorType", "new"), item, i);
                }
            }
            case "returning" -> attribute("visitorType", Condition.eq("visitorType", "returning"), item, i);
            case "signedin" -> attribute("signedIn", Condition.eq("signedIn", "true"), item, i);
            case "anonymous" -> attribute("signedIn", Condition.eq("signedIn", "false"), item, i);
            case "bounce" -> attribute("bounce", Condition.eq("bounce", "true"), item, i);
            case "recorded" -> {
                if (items.stream().anyMatch(other -> other.is("subject"))) {
                    attribute("hasReplay", Condition.eq("hasReplay", "true"), item, i);
                } else {
                    left.add(item); // "how many interviews were recorded": not their sessions
                }
            }
            case "bot" -> attribute("bot", Condition.eq("bot", "true"), item, i);
            case "weekend" -> attribute("dayOfWeek", Condition.eq("dayOfWeek", "6", "7"), item, i);
            case "weekdays" -> attribute("dayOfWeek", Condition.eq("dayOfWeek", "1", "2", "3", "4", "5"), item, i);
            case "metric" -> {
                return metric(i, to);
            }
            case "field" -> {
                return field(i);
            }
            case "unit" -> {
                if (!item.arg().equals("day")) {
                    left.add(item);
                }
            }
            case "nothing" -> {
                if (open != null && open.custom() && searched(open)) {
                    open.details.add(Condition.eq("value", "0"));
                } else if (open != null && open.end == i && open.custom()) { // "bought nothing"
                    open.negated = !open.negated;
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
                    "again" -> left.add(item);
            default -> {}
        }
        return i;
    }

    // ------------------------------------------------------------- events

    private void event(String type, String name, int i) {
        if (type.equals("failed")
                && open != null
                && open.custom()
                && !joined
                && items.get(i).text().matches("(?i)fail\\w*")) {
            left.add(items.get(
                    i)); // "the export failed": an event that is recorded when it works says nothing of failures
            return;
        }
        if (open != null && !joined && merge(type, name)) {
            open.end = i + 1;
            takeCount(open);
            return;
        }
        Frame before = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        if (before != null
                && before.custom()
                && type.equals("custom")
                && before.name.equals(name)
                && !name.isEmpty()
                && before.negated == negated
                && (!joined || commaOnly)) {
            if (open == null) {
                open = frames.removeLast();
            }
            joined = false;
            return; // the same said twice: bookings (booking_completed)
        }
        boolean denied = negated;
        close();
        open = new Frame(type, name, i);
        open.negated = denied;
        open.or = or;
        takeCount(open);
        if (pendingPage != null) {
            open.details.add(pendingPage);
            pendingPage = null;
        }
        joined = false;
        or = false;
    }

    /** Whether both words name one event: "a search event", "error 500", "TypeError exceptions", "failed requests", "saw a page view". */
    private boolean merge(String type, String name) {
        if (type.equals("any")) {
            return true;
        }
        if (open.implied
                && (open.type.equals(type)
                        || open.type.equals("any")
                        || (open.type.equals("pageview") && !type.equals("pageview") && !open.negated)
                        || (open.type.equals("request") && type.equals("failed"))
                        || (open.type.equals("error") && type.equals("failed")))) {
            become(type, name);
            return true;
        }
        if (open.type.equals("any") && !open.custom()) {
            become(type, name);
            return true;
        }
        if (open.type.equals("request") && type.equals("failed")) { // "requests to … that failed"
            become(type, name);
            return true;
        }
        return (open.type.equals(type) && open.name.equals(name) && !open.custom())
                || (open.type.equals("failed") && type.equals("request"));
    }

    private void become(String type, String name) {
        Frame other = new Frame(type, name, open.at);
        other.details.addAll(open.details);
        other.negated = open.negated;
        other.or = open.or;
        other.count = open.count;
        open = other;
    }

    private void takeCount(Frame frame) {
        if (count != null) {
            frame.count = new Count(countOp == null ? Operator.EQ : countOp, count);
            count = null;
            countOp = null;
        } else if (pendingNumber != null) {
            frame.count = new Count(comparison == null ? Operator.EQ : comparison, Math.round(pendingNumber));
            pendingNumber = null;
            comparison = null;
        }
        if (frame.count.op() == Operator.EQ && frame.count.value() == 0) {
            frame.count = Count.AT_LEAST_ONCE;
            frame.negated = true;
        }
    }

    private void applyCountBack(int i, int to) {
        boolean ahead = i + 1 < to && items.get(i + 1).is("event", "custom");
        if (!ahead && (open != null || !frames.isEmpty())) {
            takeCount(open != null ? open : frames.getLast());
        }
    }

    private void close() {
        if (pendingPage != null) {
            Frame viewed = new Frame("pageview", "", pendingPageItem.from());
            viewed.implied = true;
            viewed.details.add(pendingPage);
            pendingPage = null;
        }
        if (open != null) {
            negatedBefore = open.negated;
            frames.add(open);
            open = null;
            negated = false;
        }
    }

    // ------------------------------------------------------------- values

    private void value(Item item, int i) {
        String field = item.arg();
        if (!EVENT_FIELDS.contains(field)) {
            attribute(field, item.condition(), item, i);
            return;
        }
        if (field.equals(Vocabulary.FAILURE_MESSAGE) && open != null && open.type.equals("error") && !joined) {
            become("any", ""); // "the error 'Daily limit exceeded'", which requests fail with
        }
        boolean after = open != null && !joined;
        boolean another = after && open.has(field) && open.end < i && apart(open.end, i);
        if (after && !another && fits(open, field)) {
            if (open.has(field)
                    && open.details.getLast() instanceof Condition.Where last
                    && last.field().equals(field)
                    && item.condition() instanceof Condition.Where) {
                open.details.set(open.details.size() - 1, either(last, item.condition()));
            } else {
                open.details.add(negated && !open.negated ? Condition.not(item.condition()) : item.condition());
            }
            open.end = i + 1;
            return;
        }
        Frame last = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        boolean alternative = joined
                && last != null
                && !last.details.isEmpty()
                && last.end == i - 1
                && last.details.getLast() instanceof Condition.Where w
                && w.field().equals(field)
                && (or || !last.implied);
        if (alternative) {
            last.details.set(
                    last.details.size() - 1, either((Condition.Where) last.details.getLast(), item.condition()));
            last.end = i + 1;
            or = false;
            joined = false;
            return;
        }
        boolean denied = negated;
        close();
        open = new Frame(implied(field), "", i);
        open.implied = true;
        open.negated = denied;
        open.or = or;
        open.details.add(item.condition());
        takeCount(open);
        joined = false;
        or = false;
    }

    /** "saw /a … and reached /b": what is said between makes it another one. */
    private boolean apart(int from, int to) {
        for (int k = from; k < to; k++) {
            if (items.get(k).is("count", "time", "who", "share", "subject")) {
                return true;
            }
        }
        return false;
    }

    private static Condition either(Condition.Where a, Condition b) {
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

    private void attribute(String field, Condition condition, Item item, int i) {
        Attribute last = attributes.isEmpty() ? null : attributes.getLast();
        boolean same = last != null
                && last.field().equals(field)
                && last.condition() instanceof Condition.Where
                && condition instanceof Condition.Where
                && (joined || last.at() == i - 1)
                && adjacent(last.at(), i)
                && comparable(condition);
        if (same && joined && last.at() > 0 && items.get(last.at() - 1).text().equalsIgnoreCase("both")) {
            left.add(items.get(last.at() - 1)); // "on both mobile and desktop": nobody is both in one session
        }
        if (same) {
            Condition.Where where = (Condition.Where) last.condition();
            attributes.set(
                    attributes.size() - 1,
                    new Attribute(
                            field,
                            either(where, condition),
                            last.negated(),
                            last.or(),
                            i,
                            last.text() + ", " + item.text()));
        } else {
            boolean own = negated && (open == null || !open.negated || joined);
            attributes.add(new Attribute(field, condition, own, or, i, item.text()));
            if (own && open == null) {
                negatedBefore = true;
                negated = false;
            } else if (!own) {
                negatedBefore = false;
            }
        }
        if (open == null) {
            joined = false;
            or = false;
        }
    }

    private static boolean comparable(Condition condition) {
        return condition instanceof Condition.Where where
                && !Set.of("gt", "gte", "lt", "lte").contains(where.op().wire());
    }

    private boolean adjacent(int a, int b) {
        for (int k = a + 1; k < b; k++) {
            if (!items.get(k).is("and", "or", "comma", "from", "on", "neg", "of", "vs", "with", "who")) {
                return false;
            }
        }
        return true;
    }

    // ------------------------------------------------------------- numbers

    private int number(int i, int to, boolean[] skipped) {
        Item item = items.get(i);
        int next = i + 1 < to && items.get(i + 1).is("post") ? i + 2 : i + 1;
        if (next == i + 2) {
            comparison = Operator.ofWire(items.get(i + 1).arg()).orElseThrow();
        } else if (item.arg().equals("plus")) {
            comparison = Operator.GTE;
        }
        if (next < to
                && items.get(next).is("of")
                && next + 1 < to
                && items.get(next + 1).is("event", "custom")) {
            next++;
        }
        Item after = next < to && !skipped[next] ? items.get(next) : null;
        if (after != null
                && comparison != null
                && open != null
                && says(open, after)
                && !after.text().endsWith("s")) {
            valueOf(open, item.number()); // "transfers under 100 were sent", "sent more than 1000 (transfer_sent)"
            return next;
        }
        if (item.arg().equals("percent") && (open == null || !open.custom())) {
            left.add(item); // a part of what is not said
            return next - 1;
        }
        if (item.arg().equals("ms") && i > 0 && items.get(i - 1).is("within") && comparison == null) {
            left.add(item); // a span of time that nothing is measured by
            return next - 1;
        }
        if (item.arg().equals("ms")) {
            duration(item, i);
            return next - 1;
        }
        if (after != null && after.is("times")) {
            count = (int) Math.round(item.number());
            countOp = comparison == null ? Operator.EQ : comparison;
            comparison = null;
            applyCountBack(next, to);
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
                && items.get(next + 1).says("metric", "cart")
                && !item.arg().isEmpty()) {
            compare(items.get(next + 1), item.number(), item, i);
            return next + 1;
        }
        if (after != null
                && after.says("subject", "session")
                && item.arg().matches("|plus")) { // people with five or more sessions
            Count often = new Count(comparison == null ? Operator.EQ : comparison, Math.round(item.number()));
            comparison = null;
            attribute(
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
                                && EVENT_FIELDS.contains(after.arg())
                                && !after.arg().equals("page")))
                && !item.arg().equals("money")) {
            count = (int) Math.round(item.number());
            countOp = comparison == null ? Operator.EQ : comparison;
            comparison = null;
            if (after.says("field", "page")) {
                event("pageview", "", next);
                return next;
            }
            return next - 1;
        }
        Frame frame = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        if (frame != null && frame.custom() && (comparison != null || item.arg().equals("money"))) {
            valueOf(frame, item.number());
            return next - 1;
        }
        if (frame != null && (frame.type.equals("request") || frame.type.equals("vital")) && comparison != null) {
            frame.details.add(Condition.compare(
                    frame.type.equals("vital") ? "value" : "requestDurationMs", comparison, plain(item.number())));
            comparison = null;
            return next - 1;
        }
        if (item.arg().equals("money")) {
            compare(Item.of("metric", "cart", item.text(), i, i, 1), item.number(), item, i);
            return next - 1;
        }
        pendingNumber = item.number();
        pendingNumberItem = item;
        return next - 1;
    }

    /** Whether the words name the event that is being described once more. */
    private static boolean says(Frame frame, Item item) {
        return frame.custom() && !frame.name.isEmpty() && item.says("custom", frame.name);
    }

    private boolean carriesValue() {
        return (open != null && open.custom())
                || (!frames.isEmpty() && frames.getLast().custom());
    }

    private void valueOf(Frame frame, double number) {
        frame.details.add(Condition.compare("value", comparison == null ? Operator.EQ : comparison, plain(number)));
        comparison = null;
    }

    private void duration(Item item, int i) {
        Operator op = comparison == null ? Operator.GT : comparison;
        comparison = null;
        Frame frame = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        if (frame != null && Set.of("request", "failed").contains(frame.type)) {
            frame.details.add(Condition.compare("requestDurationMs", op, plain(item.number())));
        } else if (frame != null && frame.type.equals("vital")) {
            frame.details.add(Condition.compare("value", op, plain(item.number())));
        } else {
            attribute("durationMs", Condition.compare("durationMs", op, plain(item.number())), item, i);
        }
    }

    private int between(int i, int to) {
        int first = i + 1;
        if (first + 2 < to
                && items.get(first).is("number")
                && items.get(first + 1).is("and", "to")
                && items.get(first + 2).is("number")) {
            double low = items.get(first).number();
            double high = items.get(first + 2).number();
            if (items.get(first + 2).arg().equals("ms")
                    && items.get(first).arg().isEmpty()) {
                low = low * unitOf(items.get(first + 2));
            }
            int next = first + 3;
            Item after = next < to ? items.get(next) : null;
            String field = after != null && after.is("metric") ? fieldOf(after.arg()) : null;
            Frame frame = open != null ? open : frames.isEmpty() ? null : frames.getLast();
            if (after != null && after.is("event", "custom") && (open == null || !says(open, after))) {
                event(after.is("custom") ? "custom" : after.arg(), after.is("custom") ? after.arg() : "", next);
                Frame own = open;
                own.count = new Count(Operator.GTE, Math.round(low));
                Frame most = new Frame(own.type, own.name, next);
                most.details.addAll(own.details);
                most.count = new Count(Operator.LTE, Math.round(high));
                close();
                frames.add(most);
                return next;
            }
            if (pendingMetric != null) {
                field = pendingMetric;
                pendingMetric = null;
            }
            boolean ofFrame = (field == null && frame != null && (frame.custom() || frame.type.equals("request")))
                    || "value".equals(field);
            boolean money = items.get(first).arg().equals("money")
                    || items.get(first + 2).arg().equals("money");
            if (field == null
                    && !ofFrame
                    && !money
                    && !items.get(first + 2).arg().equals("ms")) {
                left.add(items.get(first)); // "between 9 and 11": of what
                left.add(items.get(first + 2));
                return next - 1;
            }
            if (field == null) {
                field = items.get(first + 2).arg().equals("ms") ? "durationMs" : ofFrame ? "value" : "cartValue";
            }
            if (ofFrame && frame != null && frame.type.equals("request")) {
                field = "requestDurationMs";
            }
            Condition range = Condition.and(
                    Condition.compare(field, Operator.GTE, plain(low)),
                    Condition.compare(field, Operator.LTE, plain(high)));
            if (ofFrame && frame != null) {
                frame.details.add(range);
            } else {
                attribute(field, range, items.get(i), i);
            }
            return after != null && (after.is("metric") || (open != null && says(open, after))) ? next : next - 1;
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

    private String pendingMetric;

    /** "cart value over $100", "value 0", "duration of more than 5 minutes"; a metric without a number is not a condition. */
    private int metric(int i, int to) {
        Item item = items.get(i);
        Frame found = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        if (negated
                && item.says("metric", "value")
                && item.text().matches("(?i)results?")
                && found != null
                && found.custom()
                && searched(found)) { // "searches without results"
            found.details.add(Condition.eq("value", "0"));
            negated = false;
            return i;
        }
        int k = i + 1;
        Operator op = comparison;
        while (k < to
                && (items.get(k).is("cmp", "of", "who", "with", "neg", "on", "from")
                        && !items.get(k).says("on", ""))) {
            if (items.get(k).is("cmp")) {
                op = Operator.ofWire(items.get(k).arg()).orElseThrow();
            }
            k++;
        }
        if (k < to && items.get(k).is("between")) {
            pendingMetric = fieldOf(item.arg());
            return between(k, to);
        }
        if (k < to
                && items.get(k).is("number")
                && !(items.get(k).arg().equals("percent") && !item.arg().matches("value|cart"))) {
            Item number = items.get(k);
            int next = k;
            if (k + 1 < to && items.get(k + 1).is("post")) {
                op = Operator.ofWire(items.get(k + 1).arg()).orElseThrow();
                next = k + 1;
            } else if (number.arg().equals("plus")) {
                op = Operator.GTE;
            }
            comparison = op;
            compare(item, number.number(), number, i);
            return next;
        }
        if (pendingNumber != null) {
            compare(item, pendingNumber, pendingNumberItem, i);
            pendingNumber = null;
            return i;
        }
        if (item.arg().equals("cart") && item.text().matches("(?i)cart|basket")) {
            attribute("cartValue", Condition.compare("cartValue", Operator.GT, "0"), item, i);
            return i;
        }
        left.add(item);
        return i;
    }

    private void compare(Item metric, double number, Item item, int i) {
        Operator op = comparison == null ? Operator.EQ : comparison;
        comparison = null;
        String field = fieldOf(metric.arg());
        Frame frame = open != null ? open : frames.isEmpty() ? null : frames.getLast();
        if (metric.arg().startsWith("vital.")) {
            event("vital", metric.arg().substring(6), i);
            open.details.add(Condition.compare("value", op, plain(number)));
        } else if (field == null) {
            left.add(metric);
        } else if (field.equals("value") && (frame == null || !(frame.custom() || frame.type.equals("vital")))) {
            left.add(metric); // a value of nothing
        } else if (field.equals("value")) {
            frame.details.add(Condition.compare("value", op, plain(number)));
        } else if (metric.arg().equals("latency")) {
            if (frame == null || !Set.of("request", "failed").contains(frame.type)) {
                event("request", "", i);
                frame = open;
            }
            frame.details.add(Condition.compare("requestDurationMs", op, plain(number)));
        } else {
            attribute(field, Condition.compare(field, op, plain(number)), item, i);
        }
    }

    /** A search that found nothing has happened all the same: its value is how much it found. */
    private static boolean searched(Frame frame) {
        return Vocabulary.split(frame.name).stream().anyMatch(word -> Words.synonyms(word, "search"));
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

    /** "without a campaign", "with a release": a field that is empty or is not. */
    private int field(int i) {
        Item item = items.get(i);
        if (doubled || (negated && excluding)) { // "leave out sessions without a campaign", "excluding empty campaigns"
            attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), false, or, i, "with " + item.text()));
            negated = false;
            doubled = false;
        } else if (negated) {
            attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), true, or, i, "no " + item.text()));
            negated = false;
        } else if (i > 0 && items.get(i - 1).is("with")) {
            attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), false, or, i, "with " + item.text()));
        } else {
            left.add(item);
        }
        return i;
    }

    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
