package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Words that are none, but nearly one that is known. */
final class Speller {

    private static final Set<String> TIME_WORDS = new HashSet<>(List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
            "tomorrow",
            "ago",
            "fortnight",
            "quarter",
            "weekend",
            "percentile",
            "quantile",
            "hundred",
            "thousand",
            "million",
            "dozen",
            "dollar",
            "euro",
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "year",
            "zero",
            "three",
            "four",
            "five",
            "seven",
            "eight",
            "nine",
            "eleven",
            "twelve",
            "fifteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
            "trailing"));

    private Speller() {}

    /** Words that are none, but nearly one that is known, as that one. */
    static List<Token> read(List<Token> tokens, Vocabulary vocabulary, List<String> notes) {
        List<Token> corrected = new ArrayList<>();
        for (Token token : tokens) {
            String lemma = token.lemma();
            if (!token.word()
                    || lemma.length() < 5
                    || Lexicon.knows(lemma)
                    || TIME_WORDS.contains(lemma)
                    || Lexicon.refuses(lemma)
                    || vocabulary.words().contains(lemma)
                    || vocabulary.words().contains(token.lower())
                    || vocabulary.related(lemma)
                    || Places.country(lemma) != null
                    || !vocabulary.named(lemma).isEmpty()) {
                corrected.add(token);
                continue;
            }
            int glue = glue(token);
            if (glue > 0) { // lastweek
                corrected.add(
                        Token.word(token.text().substring(0, glue), token.glued(), token.from(), token.from() + glue));
                corrected.add(Token.word(token.text().substring(glue), false, token.from() + glue, token.to()));
                continue;
            }
            String nearest = nearest(lemma, token.lower(), vocabulary);
            if (nearest == null) {
                corrected.add(token);
            } else {
                notes.add("“" + token.text() + "” read as “" + nearest + "”");
                corrected.add(token.corrected(nearest));
            }
        }
        return corrected;
    }

    /** Where two known words were written as one; 0: nowhere. */
    private static int glue(Token token) {
        String word = token.lower();
        if (!token.text().equals(word)) {
            return 0;
        }
        for (int at = 3; at <= word.length() - 3; at++) {
            String left = Words.lemma(word.substring(0, at));
            String right = Words.lemma(word.substring(at));
            if ((Lexicon.knows(left) || TIME_WORDS.contains(left))
                    && (Lexicon.knows(right) || TIME_WORDS.contains(right))
                    && (word.startsWith("how")
                            || word.startsWith("last")
                            || word.startsWith("this")
                            || word.startsWith("per")
                            || word.startsWith("top"))) {
                return at;
            }
        }
        return 0;
    }

    private static String nearest(String lemma, String surface, Vocabulary vocabulary) {
        String close = nearest(surface, List.of(Words.surfaces()), 1);
        if (close != null) {
            return close;
        }
        return nearest(
                lemma,
                List.of(vocabulary.words(), Lexicon.words(), TIME_WORDS, Places.keys()),
                lemma.length() >= 8 ? 2 : 1);
    }

    private static String nearest(String lemma, List<Set<String>> dictionaries, int limit) {
        String best = null;
        int least = limit + 1;
        for (Set<String> words : dictionaries) {
            for (String word : words) {
                if (word.length() >= 5 && word.charAt(0) == lemma.charAt(0)) {
                    int distance = Words.distance(lemma, word, Math.min(limit, least - 1));
                    if (distance < least) {
                        least = distance;
                        best = word;
                    }
                }
            }
        }
        return best;
    }
}
