package dev.claymore.analyst;

import dev.claymore.query.language.Query;
import java.util.ArrayList;
import java.util.List;

/** Words that were read as something that the words around them do not ask for: another reading is looked for before they are believed. */
final class Doubts {

    private Doubts() {}

    static List<Item> of(List<Item> items, Query query) {
        QueryFacts facts = new QueryFacts(query);
        List<Item> doubtful = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Item before = i == 0 ? null : items.get(i - 1);
            Item after = i + 1 < items.size() ? items.get(i + 1) : null;
            if (item.is("field")
                    && facts.has("dimensions")
                    && (unasked(item, before, after) || attributive(before, after))) {
                doubtful.add(item);
            }
            if (item.is("custom")
                    && before != null
                    && before.is("custom")
                    && !before.arg().equals(item.arg())) {
                doubtful.add(before);
                doubtful.add(item);
            }
        }
        boolean listed = items.stream().anyMatch(item -> item.is("and", "comma", "or", "vs", "agg", "but"));
        if (facts.measures > 1 && !listed) { // two numbers, and nothing asks for two
            items.stream().filter(item -> item.is("event", "custom")).skip(1).forEach(doubtful::add);
        }
        boolean said = items.stream()
                .anyMatch(item -> item.is("vs", "compare", "and", "or", "comma", "between", "share", "to"));
        if (facts.has("compareTo") && (!said || items.stream().anyMatch(item -> item.is("again")))) {
            items.stream().filter(item -> item.is("time")).forEach(doubtful::add);
        }
        return doubtful;
    }

    /** A field in the middle of a sentence that nothing asks to group by: "used the platform", "ran into the paywall". */
    private static boolean unasked(Item field, Item before, Item after) {
        return before != null
                && !field.text().endsWith("s")
                && !before.text().matches("(?i).*\\b(which|what)")
                && !field.arg().matches("hourOfDay|dayOfWeek|entryPage|exitPage|page")
                && (before.is("subject", "custom", "event", "with", "to", "who")
                        || before.text().matches("(?i)us(e|es|ed|ing)"))
                && (after != null || field.arg().startsWith("tags."));
    }

    /** "paywall sessions": sessions of some kind, not sessions by something. */
    private static boolean attributive(Item before, Item after) {
        return after != null
                && after.is("subject")
                && before != null
                && !before.text().matches("(?i).*\\b(which|what)")
                && before.is("share", "count", "of", "with", "on", "from");
    }
}
