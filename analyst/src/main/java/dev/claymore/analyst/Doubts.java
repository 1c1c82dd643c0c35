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
            if (item.is("field") && facts.has("dimensions") && unasked(item, before, i + 1 == items.size())) {
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
        return doubtful;
    }

    /** A field in the middle of a sentence that nothing asks to group by: "used the platform", "ran into the paywall". */
    private static boolean unasked(Item field, Item before, boolean last) {
        return before != null
                && !field.text().endsWith("s")
                && !field.arg().matches("hourOfDay|dayOfWeek")
                && (before.is("subject", "custom", "event", "with", "to", "who")
                        || before.text().matches("(?i)us(e|es|ed|ing)"))
                && !last;
    }
}
