package dev.claymore.analyst;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** English words: ground forms, words that mean the same, distance between spellings. */
final class Words {

    private static final Map<String, String> IRREGULAR = new HashMap<>();
    private static final Map<String, Set<Integer>> GROUPS = new HashMap<>();
    private static final Set<String> AS_THEY_ARE = new HashSet<>();

    static {
        read("unchanged.txt").forEach(line -> AS_THEY_ARE.addAll(List.of(line.split("\\s+"))));
        read("irregular.txt").forEach(line -> {
            String[] forms = line.split("\\s+");
            for (int i = 0; i < forms.length; i++) {
                IRREGULAR.put(forms[i], forms[0]);
            }
        });
        List<String> groups = read("synonyms.txt");
        for (int i = 0; i < groups.size(); i++) {
            for (String word : groups.get(i).split("\\s+")) {
                GROUPS.computeIfAbsent(lemma(word), key -> new HashSet<>()).add(i);
            }
        }
    }

    /** Verbs and their nouns, too short or too different for a common root. */
    private static final Map<String, String> SHORT = Map.of(
            "pay", "payment", "sell", "sale", "give", "gift", "choose", "choice", "lose", "loss", "rent", "rental",
            "fly", "flight");

    private Words() {}

    /** Lines of a resource beside this class, without comments and empty ones. */
    static List<String> read(String resource) {
        List<String> lines = new ArrayList<>();
        try (InputStream in = Words.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** One ground form for all forms of a word: what matters is that the forms agree, not that it is in a dictionary. */
    static String lemma(String text) {
        String word = plain(text);
        if (word.endsWith("'s")) {
            word = word.substring(0, word.length() - 2);
        } else if (word.endsWith("'")) {
            word = word.substring(0, word.length() - 1);
        }
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() < 4 || AS_THEY_ARE.contains(word) || !word.chars().allMatch(Character::isLetter)) {
            return word;
        }
        if (word.endsWith("ies") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.endsWith("ied") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.endsWith("sses")
                || word.endsWith("shes")
                || word.endsWith("ches")
                || word.endsWith("xes")
                || word.endsWith("zzes")) {
            return undouble(word.substring(0, word.length() - 2));
        }
        if (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is")) {
            return stem(word.substring(0, word.length() - 1));
        }
        return stem(word);
    }

    /** In lower case, without accents. */
    static String plain(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        return decomposed.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    /** Cuts -ed and -ing, and the silent e that comes and goes with them. */
    private static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (AS_THEY_ARE.contains(word)) {
            return word;
        }
        if (word.endsWith("ing") && word.length() > 5 && vowel(word, word.length() - 3)) {
            return silent(undouble(word.substring(0, word.length() - 3)));
        }
        if (word.endsWith("eed") && word.length() > 4) {
            return word.substring(0, word.length() - 1);
        }
        if (word.endsWith("ed") && word.length() > 4 && vowel(word, word.length() - 2)) {
            return silent(undouble(word.substring(0, word.length() - 2)));
        }
        return silent(word);
    }

    private static boolean vowel(String word, int end) {
        return word.substring(0, end).chars().anyMatch(c -> "aeiouy".indexOf(c) >= 0);
    }

    private static String undouble(String word) {
        int n = word.length();
        if (n > 3 && word.charAt(n - 1) == word.charAt(n - 2) && "bdgmnprtz".indexOf(word.charAt(n - 1)) >= 0) {
            return word.substring(0, n - 1);
        }
        return word;
    }

    private static String silent(String word) {
        int n = word.length();
        return n > 3 && word.endsWith("e") && !word.endsWith("ee") && vowel(word, n - 1)
                ? word.substring(0, n - 1)
                : word;
    }

    /** Whether both words, ground forms, say the same of what people do. */
    static boolean synonyms(String a, String b) {
        Set<Integer> groups = GROUPS.get(a);
        Set<Integer> others = GROUPS.get(b);
        return groups != null && others != null && groups.stream().anyMatch(others::contains);
    }

    /** Ends that make another kind of word of a word: insurance, insured, insurer. The long ones first. */
    private static final List<String> ENDINGS = List.of(
            "ization", "isation", "ation", "ition", "ment", "ance", "anc", "ence", "enc", "ness", "able", "abl", "ible",
            "ibl", "ship", "tion", "ant", "ent", "ion", "ive", "iv", "ity", "ful", "ist", "ure", "ing", "er", "or",
            "al", "ly", "ed", "y", "e");

    /** Of a verb that ends in -ate, when enough is left: simulat(ed), simulation. */
    private static final String LONG_ENDING = "at";

    /** Whether both ground forms grew from one word: cancellation and cancel, creator and create, privately and private. */
    static boolean related(String a, String b) {
        if (a.equals(b)
                || SHORT.getOrDefault(a, "").equals(b)
                || SHORT.getOrDefault(b, "").equals(a)) {
            return true;
        }
        String one = root(a);
        String other = root(b);
        return sameRoot(one, other);
    }

    /** Of long roots the last sounds may differ: registr(ant), regist(er). */
    static boolean sameRoot(String one, String other) {
        boolean long6 = one.length() >= 6 && other.length() >= 6 && Math.abs(one.length() - other.length()) == 1;
        return (one.length() >= 4 && one.equals(other)) || (long6 && (one.startsWith(other) || other.startsWith(one)));
    }

    static String root(String lemma) {
        for (String ending : ENDINGS) {
            if (lemma.endsWith(ending) && lemma.length() - ending.length() >= 4) {
                return silent(undouble(lemma.substring(0, lemma.length() - ending.length())));
            }
        }
        return lemma.endsWith(LONG_ENDING) && lemma.length() >= LONG_ENDING.length() + 5
                ? lemma.substring(0, lemma.length() - LONG_ENDING.length())
                : lemma;
    }

    /** Whether the word names who does something: creators, bookers. */
    static boolean agent(String word) {
        return word.matches(".*\\p{L}{3,}(er|or)s?");
    }

    /** Forms of words that spelling may be off from. */
    static Set<String> surfaces() {
        return IRREGULAR.keySet();
    }

    static Set<String> known() {
        Set<String> known = new HashSet<>(GROUPS.keySet());
        known.addAll(IRREGULAR.values());
        return known;
    }

    /** Edits (a letter more, less, other, or two swapped) from one to the other, or more than the limit. */
    static int distance(String a, String b, int limit) {
        int n = a.length();
        int m = b.length();
        if (Math.abs(n - m) > limit) {
            return limit + 1;
        }
        int[][] d = new int[n + 1][m + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[n][m];
    }
}
