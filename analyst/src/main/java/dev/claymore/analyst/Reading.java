package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A question as it was read one way.
 *
 * @param items placed by characters, those that nobody could place included
 * @param ties events that words name equally well
 * @param missing items that left no trace in the query
 * @param doubtful items whose words may rather stand for something else
 */
record Reading(
        String text,
        List<Item> items,
        Meaning meaning,
        Map<Item, List<String>> ties,
        List<Item> missing,
        List<Item> doubtful) {

    static Reading of(String text, List<Item> items, Composer composer, Map<Item, List<String>> ties) {
        Meaning meaning = composer.compose();
        List<Item> missing = meaning.query == null ? List.of() : Coverage.missing(meaning.query, composer.items);
        List<Item> doubtful = meaning.query == null ? List.of() : Doubts.of(composer.items, meaning.query);
        return new Reading(text, items, meaning, ties, missing, doubtful);
    }

    /** Nothing is left over, and it is a question. */
    boolean complete() {
        return meaning.query != null
                && meaning.confidence >= 1
                && meaning.unplaced.isEmpty()
                && missing.isEmpty()
                && doubtful.isEmpty()
                && items.stream().noneMatch(item -> item.is("unknown", "refuse"));
    }

    /** What another reading might do better with. */
    List<Item> suspects() {
        List<Item> suspects = new ArrayList<>(missing);
        suspects.addAll(doubtful);
        items.stream().filter(item -> meaning.unplaced.contains(item.text())).forEach(suspects::add);
        return suspects.stream()
                .filter(item -> item.from() >= 0 && !item.is("unknown", "refuse", "time", "number", "inSession"))
                .distinct()
                .toList();
    }

    /** Words that found no place, as they were written. */
    List<String> leftOver() {
        List<String> words = new ArrayList<>(meaning.unplaced);
        Stream.concat(missing.stream(), doubtful.stream())
                .map(Item::text)
                .filter(word -> !words.contains(word))
                .forEach(words::add);
        return words;
    }
}
