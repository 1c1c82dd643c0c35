package dev.claymore.analyst.model;

import dev.claymore.analyst.model.ModelPrompt.Example;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Examples that share the most words with a question. */
final class Similar {

    private static final int MOST = 5;

    private Similar() {}

    private record Scored(Example example, double score) {}

    static List<Example> to(String question, List<Example> examples) {
        Set<String> words = words(question);
        return examples.stream()
                .map(example -> new Scored(example, likeness(words, words(example.question()))))
                .filter(scored -> scored.score() > 0)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(MOST)
                .map(Scored::example)
                .toList();
    }

    /** Jaccard's index. */
    private static double likeness(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        Set<String> any = new HashSet<>(a);
        any.addAll(b);
        return any.isEmpty() ? 0 : (double) both.size() / any.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+")));
    }
}
