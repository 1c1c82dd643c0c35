package dev.claymore.analyst;

import dev.claymore.analyst.Understanding.Unsupported;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no question gets: forecasts, changes, other people's data, what is not recorded. */
final class Refusals {

    private static final Map<String, String> REASONS = Map.of(
            "forecast", "The data says what was, not what will be.",
            "changes_data", "Questions only read: nothing is changed, deleted or sent.",
            "external_data", "That comes from outside of what is recorded here.",
            "not_recorded", "That is not recorded.",
            "other_project", "A question is answered from this project's data only.");

    private Refusals() {}

    static Unsupported forecast() {
        return new Unsupported("forecast", REASONS.get("forecast"), List.of(), "How many sessions last week?");
    }

    static Unsupported of(List<Item> items, Vocabulary vocabulary) {
        boolean back = items.stream().anyMatch(item -> item.is("retention"));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (!item.is("refuse")) {
                continue;
            }
            if (back && item.text().toLowerCase(java.util.Locale.ROOT).matches("next (day|week|month)|will return")) {
                continue;
            }
            String code = item.arg();
            boolean imperative = i == 0 || items.get(i - 1).is("stop", "and", "comma", "then", "to", "list", "but");
            String reason = REASONS.get(code)
                    + (Set.of("external_data", "not_recorded").contains(code) ? " (“" + item.text() + "”)" : "");
            if (code.equals("changes_data") && !imperative) {
                code = "not_recorded";
                reason = "Nothing that is recorded is called “" + item.text() + "”.";
            }
            return new Unsupported(
                    code,
                    reason,
                    List.of(item.text()),
                    vocabulary.fields().isEmpty() ? "" : "How many sessions last week?");
        }
        return null;
    }
}
