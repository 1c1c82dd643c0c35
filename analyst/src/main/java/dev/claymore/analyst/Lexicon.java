package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of questions that hold for every project. */
final class Lexicon {

    /** @param only when it holds: noun, adj, cmp, …; empty: always */
    record Entry(String kind, String arg, List<String> words, String only) {}

    private static final Map<String, List<Entry>> BY_FIRST = new HashMap<>();
    private static final Map<String, List<Entry>> REFUSALS = new HashMap<>();
    private static final Set<String> SKIP = new HashSet<>();
    /** "the application", where "applied" is something that people did. */
    private static final Set<String> SKIP_AS_WRITTEN = new HashSet<>();

    private static final Set<String> KNOWN = new HashSet<>();

    static {
        for (String line : Words.read("lexicon.txt")) {
            int colon = line.indexOf(": ");
            String[] head = line.substring(0, colon).split(" ", 2);
            for (String phrase : line.substring(colon + 2).split(",")) {
                add(BY_FIRST, head[0], head.length > 1 ? head[1] : "", phrase.strip());
            }
        }
        for (String line : Words.read("refusals.txt")) {
            int colon = line.indexOf(": ");
            for (String phrase : line.substring(colon + 2).split(",")) {
                add(REFUSALS, line.substring(0, colon), "", phrase.strip());
            }
        }
        for (String line : Words.read("skip.txt")) {
            for (String word : line.split("\\s+")) {
                boolean asWritten = word.startsWith("=");
                (asWritten ? SKIP_AS_WRITTEN : SKIP).add(asWritten ? word.substring(1) : Words.lemma(word));
                KNOWN.add(Words.lemma(asWritten ? word.substring(1) : word));
            }
        }
        KNOWN.addAll(Words.known());
    }

    private Lexicon() {}

    private static void add(Map<String, List<Entry>> index, String kind, String arg, String phrase) {
        if (phrase.isEmpty()) {
            return;
        }
        String[] tagged = phrase.split("=");
        List<String> words = new ArrayList<>();
        for (String part : tagged[0].split("[\\s-]+")) {
            for (Token token : Lexer.read(part)) {
                words.add(token.lemma());
                KNOWN.add(token.lemma());
            }
        }
        if (!words.isEmpty()) {
            index.computeIfAbsent(words.getFirst(), key -> new ArrayList<>())
                    .add(new Entry(kind, arg, words, tagged.length > 1 ? tagged[1] : ""));
        }
    }

    /** Phrases that begin at the token. */
    static List<Entry> at(List<Token> tokens, int i) {
        return matching(BY_FIRST, tokens, i);
    }

    static List<Entry> refusalsAt(List<Token> tokens, int i) {
        return matching(REFUSALS, tokens, i);
    }

    private static List<Entry> matching(Map<String, List<Entry>> index, List<Token> tokens, int i) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : index.getOrDefault(tokens.get(i).lemma(), List.of())) {
            if (i + entry.words().size() <= tokens.size()) {
                boolean all = true;
                for (int k = 1; k < entry.words().size() && all; k++) {
                    all = tokens.get(i + k).lemma().equals(entry.words().get(k));
                }
                if (all) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    static boolean skips(Token token) {
        return SKIP.contains(token.lemma()) || SKIP_AS_WRITTEN.contains(token.lower());
    }

    /** Whether a ground form is of a word that carries no condition of its own. */
    static boolean common(String lemma) {
        return SKIP.contains(lemma);
    }

    static boolean knows(String lemma) {
        return KNOWN.contains(lemma);
    }

    static Set<String> words() {
        return KNOWN;
    }

    static boolean refuses(String lemma) {
        return REFUSALS.containsKey(lemma)
                || REFUSALS.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(e -> e.words().contains(lemma));
    }
}
