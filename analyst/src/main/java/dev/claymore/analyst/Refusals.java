package dev.claymore.analyst;

import dev.claymore.analyst.Understanding.Unsupported;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no question gets: forecasts, changes, other people's data, what is not recorded. */
final class Refusals {

    private static final Map<String, String> REASONS = Map.of(
            "forecast", "The data says what was, not what will be.",
            "changes_data", "Questions only read: nothing is changed, deleted or sent.",
            "external_data", "That comes from outside of what is recorded here.",
            "not_recorded", "That is not recorded.",
            "other_project", "A question is answered from this project's data only.");

    private static final Pattern COMMAND = Pattern.compile(
            "^(please |pls |can you |could you |just )*(?<verb>[a-z]{3,}) (all|every|each|the|this|that|these|those|my|our|their|any|an?)\\b(?!.* by )(?!.*\\?)",
            Pattern.CASE_INSENSITIVE);

    private Refusals() {}

    /** "cancel every viewing of …": told to do what the project records as done by people. */
    static Unsupported command(List<Item> items, String text, Vocabulary vocabulary) {
        Matcher told = COMMAND.matcher(text);
        if (!told.find() || items.stream().anyMatch(item -> item.is("count", "share", "metric", "every", "vs"))) {
            return null;
        }
        String verb = told.group("verb").toLowerCase(Locale.ROOT);
        Token token = Token.word(verb, false, 0, verb.length());
        boolean asks = Lexicon.skips(token)
                || Lexicon.at(List.of(token), 0).stream()
                        .anyMatch(entry -> !entry.kind().equals("event"));
        boolean done = vocabulary.events().stream()
                .anyMatch(event -> event.words().size() > 1 && event.words().contains(token.lemma()));
        return asks || !done ? null : refused("changes_data", REASONS.get("changes_data"), verb, vocabulary);
    }

    private static Unsupported refused(String code, String reason, String words, Vocabulary vocabulary) {
        return new Unsupported(
                code, reason, List.of(words), vocabulary.fields().isEmpty() ? "" : "How many sessions last week?");
    }

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
            if (item.text().matches("(?i)why|reasons?")) {
                return Departures.instead("Reasons are not recorded.", List.of(item.text()), vocabulary);
            }
            String code = item.arg();
            boolean imperative = i == 0 || items.get(i - 1).is("stop", "and", "comma", "then", "to", "list", "but");
            String reason = REASONS.get(code)
                    + (Set.of("external_data", "not_recorded").contains(code) ? " (“" + item.text() + "”)" : "");
            if (code.equals("changes_data") && !imperative) {
                code = "not_recorded";
                reason = "Nothing that is recorded is called “" + item.text() + "”.";
            }
            return refused(code, reason, item.text(), vocabulary);
        }
        return null;
    }
}
