package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A question that goes on from the one before: "only mobile", "and the month before?", "by country", "show me the sessions". */
final class FollowUp {

    private static final Set<String> OWN =
            Set.of("metric", "custom", "event", "share", "rate", "funnel", "retention", "agg");

    private static final Set<String> FILLERS = Set.of("stop", "comma", "and", "of", "on", "with", "but", "to", "then");

    /** Words that nothing can be changed by: who says them asks anew. */
    private static final Set<String> NEW = Set.of(
            "unknown",
            "refuse",
            "metric",
            "agg",
            "count",
            "rate",
            "funnel",
            "retention",
            "again",
            "next",
            "prev",
            "quoted",
            "code",
            "inSession",
            "nth");

    private static final Pattern LEADS = Pattern.compile(
            "^(and|but|or|now|then|what about|how about|same( (again|thing))?( for| with| on)?)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private FollowUp() {}

    /** Whether the words only change what the question before asked for. */
    static boolean goesOn(List<Item> own, String text) {
        List<Item> content =
                own.stream().filter(item -> !FILLERS.contains(item.kind())).toList();
        if (content.isEmpty() || content.stream().anyMatch(item -> NEW.contains(item.kind()))) {
            return false;
        }
        if (content.stream().anyMatch(item -> item.is("share"))) { // "as a percentage"
            return content.stream().allMatch(item -> item.is("share", "list", "time"));
        }
        if (content.stream().anyMatch(item -> item.is("subject"))) { // "show me the sessions"
            return content.stream()
                    .allMatch(item -> item.says("subject", "session") || item.is("list", "who", "time", "only"));
        }
        boolean narrows = own.stream()
                .filter(item -> !item.is("list", "and", "but", "comma"))
                .findFirst()
                .filter(item -> item.is("only", "with", "neg", "who"))
                .isPresent();
        if (content.stream().anyMatch(item -> item.is("custom", "event"))) { // "only with a purchase", "and signups?"
            return narrows
                    || (LEADS.matcher(text).matches()
                            && content.stream().allMatch(item -> item.is("custom", "value", "time")));
        }
        return content.stream().noneMatch(item -> item.is("top", "bottom"))
                || content.stream().noneMatch(item -> item.is("field")); // "top pages" is a question
    }

    /** The question before with what the new one changes; the new one as it is when it stands alone. */
    static List<Item> merged(List<Item> before, List<Item> own, Calendar calendar) {
        List<Item> content = own.stream()
                .filter(item -> !item.is("stop", "comma", "and", "of", "on", "with", "but", "to"))
                .toList();
        boolean sessions = content.stream().anyMatch(item -> item.says("subject", "session"))
                && content.stream().allMatch(item -> item.is("subject", "list", "who", "time"));
        boolean complete = content.stream().anyMatch(item -> OWN.contains(item.kind()))
                || (content.stream().anyMatch(item -> item.is("subject")) && !sessions)
                || content.stream().anyMatch(item -> item.is("unknown", "refuse"));
        if (content.isEmpty() || complete) {
            return own;
        }
        List<Item> merged = new ArrayList<>(before);
        if (sessions) {
            merged.removeIf(item -> item.is(
                    "count", "agg", "metric", "groupby", "field", "every", "share", "rate", "top", "bottom", "list"));
            int subject = index(merged, "subject");
            Item list = Item.of("list", "", "show", -1, -1, 1);
            Item session = Item.of("subject", "session", "sessions", -1, -1, 1);
            if (subject >= 0) {
                merged.set(subject, session);
                merged.add(0, list);
            } else {
                merged.addAll(0, List.of(list, session, Item.of("with", "", "with", -1, -1, 1)));
            }
            own = own.stream().filter(item -> item.is("time")).toList();
        }
        for (int i = 0; i < own.size(); i++) {
            Item item = own.get(i);
            switch (item.kind()) {
                case "time" -> time(merged, item, calendar);
                case "value" -> {
                    boolean negated = i > 0 && own.get(i - 1).is("neg");
                    merged.removeIf(other -> other.is("value") && other.arg().equals(item.arg()));
                    stop(merged);
                    merged.add(Item.of(negated ? "neg" : "on", "", "", -1, -1, 1));
                    merged.add(item);
                }
                case "groupby", "field", "every" -> {
                    if (i == 0 || !own.get(i - 1).is("groupby")) {
                        for (int k = 0; k < merged.size(); k++) {
                            if (merged.get(k).is("groupby")
                                    && k + 1 < merged.size()
                                    && merged.get(k + 1).is("field")) {
                                merged.subList(k, k + 2).clear();
                                k--;
                            }
                        }
                        merged.removeIf(other -> other.is("every"));
                    }
                    if (item.is("field")
                            && (merged.isEmpty() || !merged.getLast().is("groupby"))) {
                        merged.add(Item.of("groupby", "", "by", -1, -1, 1));
                    }
                    merged.add(item);
                }
                case "new",
                        "returning",
                        "signedin",
                        "anonymous",
                        "top",
                        "bottom",
                        "number",
                        "super",
                        "bounce",
                        "recorded",
                        "weekend",
                        "weekdays" -> merged.add(item);
                default -> {}
            }
        }
        return merged;
    }

    private static void stop(List<Item> items) {
        while (!items.isEmpty() && items.getLast().is("stop")) {
            items.removeLast();
        }
    }

    /** The new time takes the old one's place; "the month before" counts from the old one. */
    private static void time(List<Item> merged, Item item, Calendar calendar) {
        int at = index(merged, "time");
        Item old = at < 0 ? null : merged.get(at);
        merged.removeIf(other -> other.is("time"));
        merged.add(
                at < 0 ? merged.size() : at,
                item.span().range() == null && old != null
                        ? Item.time(moved(old.span(), item.span(), calendar))
                        : item);
    }

    private static Span moved(Span old, Span relative, Calendar calendar) {
        boolean bounded = old.range().from() != null && old.range().to() != null;
        return new Span(
                -1,
                -1,
                !bounded
                        ? old.range()
                        : relative.unit().equals("period")
                                ? calendar.before(old.range())
                                : relative.unit().equals(TimeParser.SAME_DAY)
                                        ? calendar.shifted(old.range(), "week", 1)
                                        : calendar.earlier(old.range(), relative.unit()),
                relative.label(),
                relative.unit(),
                0);
    }

    private static int index(List<Item> items, String kind) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).is(kind)) {
                return i;
            }
        }
        return -1;
    }
}
