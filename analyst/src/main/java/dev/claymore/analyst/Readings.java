package dev.claymore.analyst;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a reading that uses all words. The first one is the likeliest word by word; where it leaves words over, those are read as the
 * next best thing, and sentences that only lead to the question are left out. The first complete reading wins, and the fewest changes.
 */
final class Readings {

    /** Bounds the search: a reading takes about a millisecond. */
    private static final int MOST = 24;

    private static final int MOST_BARRED = 2;

    private static final Pattern SENTENCE = Pattern.compile("(?<=[?!.;:])\\s+|\\s+[-–—]\\s+");

    private final String text;
    private final BiFunction<String, Set<Barred>, Reading> reader;

    /** @param reader reads a text; what is barred stands where it does in that text */
    Readings(String text, BiFunction<String, Set<Barred>, Reading> reader) {
        this.text = text;
        this.reader = reader;
    }

    Reading best(Reading first) {
        if (first.complete() || first.text().isEmpty()) {
            return first;
        }
        Reading other = reread(first);
        return other != null ? other : sentence(first);
    }

    private Reading reread(Reading first) {
        record Attempt(Set<Barred> barred, Reading reading) {}
        Deque<Attempt> open = new ArrayDeque<>(List.of(new Attempt(Set.of(), first)));
        Set<Set<Barred>> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MOST) {
            Attempt attempt = open.poll();
            for (Item suspect : attempt.reading().suspects()) {
                Set<Barred> barred = new HashSet<>(attempt.barred());
                barred.add(Barred.of(suspect));
                if (!seen.add(barred)) {
                    continue;
                }
                Reading reading = reader.apply(text, barred);
                if (reading.complete() && barred.stream().allMatch(words -> read(words, reading))) {
                    return reading;
                }
                if (barred.size() < MOST_BARRED) {
                    open.add(new Attempt(barred, reading));
                }
            }
        }
        return null;
    }

    /** Whether words that lost their reading got another, and are not just passed over. */
    private static boolean read(Barred words, Reading reading) {
        return reading.items().stream().anyMatch(item -> item.from() < words.to() && item.to() > words.from());
    }

    /** One sentence of several that says all that the others do. */
    private Reading sentence(Reading first) {
        List<String> sentences = sentences();
        if (sentences.size() < 2
                || sentences.size() > 4
                || first.items().stream().anyMatch(item -> item.is("refuse"))) {
            return first;
        }
        for (String sentence : sentences) {
            Reading reading = reader.apply(sentence, Set.of());
            if (!reading.complete()) {
                continue;
            }
            List<Item> others = first.items().stream()
                    .filter(item -> item.is("custom", "value", "time", "number", "metric", "field", "neg", "share"))
                    .toList();
            if (Coverage.missing(reading.meaning().query, others).isEmpty()) {
                reading.meaning().assume("asked by “" + sentence.strip() + "”");
                return reading;
            }
        }
        return first;
    }

    /** Each where it stands, with blanks for the others: so that its words keep their places. */
    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Matcher end = SENTENCE.matcher(text);
        int from = 0;
        while (end.find()) {
            sentences.add(alone(from, end.start()));
            from = end.end();
        }
        sentences.add(alone(from, text.length()));
        return sentences;
    }

    private String alone(int from, int to) {
        return " ".repeat(from) + text.substring(from, to) + " ".repeat(text.length() - to);
    }
}
