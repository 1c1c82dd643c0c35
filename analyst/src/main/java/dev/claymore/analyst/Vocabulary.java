package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of one project: its event names, pages, tags, releases and so on, as found in its data. Immutable. */
public final class Vocabulary {

    /** What failed requests say, as a field of its own: no errors of the page, but told of in the same column. */
    static final String FAILURE_MESSAGE = "failureMessage";

    /** @param count sessions or events that have it */
    public record Value(String field, String value, long count) {}

    /** @param values whether its events carry numbers */
    record Event(String name, long count, boolean values, List<String> words) {}

    private final Map<String, List<Value>> byField = new LinkedHashMap<>();
    private final Map<String, List<Value>> byKey = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> roots = new HashSet<>();
    private final Map<String, Set<String>> pagesByWord = new HashMap<>();
    private final Set<String> compounds = new HashSet<>();
    private final List<String> tagKeys;
    private final int longestKey;

    Vocabulary(Collection<Value> values, Map<String, Boolean> eventsWithValues, List<String> tagKeys) {
        this.tagKeys = List.copyOf(tagKeys);
        int longest = 1;
        for (Value value : values) {
            byField.computeIfAbsent(value.field(), key -> new ArrayList<>()).add(value);
            List<String> parts = split(value.value());
            if (value.field().equals("customEvent")) {
                events.add(new Event(
                        value.value(), value.count(), eventsWithValues.getOrDefault(value.value(), false), parts));
            }
            if (value.field().equals("page")) {
                for (String part : new HashSet<>(parts)) {
                    pagesByWord
                            .computeIfAbsent(part, key -> new LinkedHashSet<>())
                            .add(value.value());
                }
            }
            longest = Math.max(longest, Math.min(parts.size(), 8));
            Set<String> names = keys(value.value(), parts);
            if (value.field().equals("referrer") && parts.size() > 1) { // reddit.com is called reddit
                names.add(parts.get(parts.size() - 2));
                words.add(parts.get(parts.size() - 2));
            }
            for (String key : names) {
                byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
            }
            if (!value.field().matches("errorMessage|" + FAILURE_MESSAGE) || parts.size() < 6) {
                words.addAll(parts);
            }
        }
        for (String key : tagKeys) {
            words.addAll(split(key));
            words.addAll(keys(key, split(key)));
        }
        events.stream()
                .flatMap(event -> event.words().stream())
                .filter(word -> word.length() >= 6)
                .forEach(compounds::add);
        words.forEach(word -> roots.add(Words.root(word)));
        this.longestKey = longest;
    }

    static Set<String> keys(String value, List<String> parts) {
        String raw = Words.plain(value).replaceAll("[^\\p{L}\\d]", "");
        Set<String> keys = new LinkedHashSet<>(List.of(String.join("", parts), raw, Words.lemma(raw)));
        keys.removeIf(key -> key.chars().allMatch(Character::isDigit));
        return keys;
    }

    /** Ground forms of the words that an identifier or a name consists of. */
    static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").split("[^\\p{L}\\d]+")) {
            if (!part.isEmpty()) {
                parts.add(Words.lemma(part));
            }
        }
        return parts;
    }

    /** The most frequent values of a field of the model or of a {@code tags.<key>}, most frequent first. */
    public List<Value> values(String field) {
        return List.copyOf(byField.getOrDefault(field, List.of()));
    }

    public List<String> eventNames() {
        return events.stream().map(Event::name).toList();
    }

    public List<String> tagKeys() {
        return tagKeys;
    }

    /** Fields of which values are known. */
    public Set<String> fields() {
        return Set.copyOf(byField.keySet());
    }

    List<Event> events() {
        return events;
    }

    List<Value> named(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    Set<String> pagesWith(String word) {
        return pagesByWord.getOrDefault(word, Set.of());
    }

    Set<String> words() {
        return words;
    }

    /** Whether a word of the project and this one, a ground form, grew from one word. */
    boolean related(String lemma) {
        String root = Words.root(lemma);
        return roots.stream().anyMatch(other -> Words.sameRoot(root, other));
    }

    /** Words of events that people may write as two. */
    Set<String> compounds() {
        return compounds;
    }

    int longestKey() {
        return longestKey;
    }
}
