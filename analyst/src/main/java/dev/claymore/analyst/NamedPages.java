package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Pages that words name by a part of their paths. */
final class NamedPages {

    /** Words that only lead to another, though a path has them. */
    private static final Set<String> SMALL = Set.of(
            "for", "to", "in", "on", "at", "by", "with", "from", "per", "and", "or", "all", "any", "our", "your", "my",
            "their", "these", "those", "which", "what", "that", "this", "its", "as", "into", "via", "over", "under",
            "between", "is", "are", "was", "were", "be", "do", "did", "have", "had", "of", "no", "not", "one", "each",
            "every", "some");

    private final List<Token> tokens;
    private final Vocabulary vocabulary;
    private final EventMatcher events;

    NamedPages(List<Token> tokens, Vocabulary vocabulary, EventMatcher events) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.events = events;
    }

    /** Words of page paths: "checkout", "product pages", "the size guide". */
    void at(int i, List<Item> found) {
        if (tokens.get(i).is("homepage")
                || (i + 1 < tokens.size()
                        && tokens.get(i).is("home", "front")
                        && tokens.get(i + 1).is("page"))) {
            int to = tokens.get(i).is("homepage") ? i + 1 : i + 2;
            found.add(Item.value("page", Condition.eq("page", "/"), Token.text(tokens, i, to), i, to, (to - i) * 1.6));
            return;
        }
        if (i + 2 < tokens.size() && tokens.get(i).is("while", "when", "during")) { // "while checking out"
            String doing = tokens.get(i + 1).lemma() + tokens.get(i + 2).lower();
            if (EventMatcher.compound(doing) && !vocabulary.pagesWith(doing).isEmpty()) {
                found.add(Item.value(
                        "page",
                        Condition.compare("page", Operator.CONTAINS, doing),
                        Token.text(tokens, i, i + 3),
                        i,
                        i + 3,
                        3.4));
            }
        }
        pairs(i, found);
        for (int to = i + 1;
                to <= Math.min(tokens.size(), i + 4) && tokens.get(to - 1).word();
                to++) {
            String value = pathPart(i, to);
            if (value == null) {
                continue;
            }
            boolean named = to < tokens.size()
                    && tokens.get(to).is("page", "section", "area", "screen", "flow", "step", "process");
            boolean inflected = to - i == 1 && tokens.get(i).lower().endsWith("ed") && !value.endsWith("ed");
            boolean verb = to - i == 1
                    && i > 1
                    && tokens.get(i - 1).is("to")
                    && tokens.get(i - 2)
                            .is("try", "attempt", "want", "fail", "start", "begin", "able", "manage", "likely", "need");
            boolean indefinite = i > 0 && tokens.get(i - 1).is("a", "an");
            if (!named
                    && (inflected || verb || (to - i == 1 && !segment(i)))) { // "watched", "tried to book", "at night"
                continue;
            }
            boolean article = tokens.get(i).is("the", "a", "of")
                    || (to - i == 1
                            && SMALL.contains(tokens.get(i).lower())); // "for pages under /homes": not /for-sale
            boolean placed = (i > 0
                            && tokens.get(i - 1)
                                    .is(
                                            "on", "during", "in", "at", "visit", "view", "see", "reach", "open",
                                            "browse", "enter", "through", "under", "read", "within", "land", "load",
                                            "after", "from", "to", "into"))
                    || (i > 1
                            && !(indefinite && !events.at(i).isEmpty())
                            && tokens.get(i - 1).is("the", "a", "our", "their", "any")
                            && tokens.get(i - 2)
                                    .is(
                                            "on", "during", "in", "at", "visit", "view", "see", "reach", "open",
                                            "browse", "enter", "through", "read", "within", "from", "load", "after",
                                            "to", "into"));
            placed |= i > 2 // "views of the timetable"
                    && tokens.get(i - 1).is("the", "our")
                    && tokens.get(i - 2).is("of", "for")
                    && tokens.get(i - 3).is("view", "pageview", "visit", "hit", "visitor", "load", "impression");
            int end = named ? to + 1 : to;
            boolean skip = (Lexicon.skips(tokens.get(i)) && !named) || article;
            boolean object = i > 0
                    && tokens.get(i - 1).is("a", "an", "the", "some")
                    && !named
                    && !placed
                    && !(to < tokens.size()
                            && tokens.get(to)
                                    .is(
                                            "error",
                                            "view",
                                            "click",
                                            "visit",
                                            "pageview",
                                            "visitor",
                                            "session",
                                            "request"));
            if (skip || object) { // "booked a trip": what, not where
                continue;
            }
            double score = named ? (end - i) * 1.2 : (to - i) * (placed ? 0.98 : 0.45) + 0.2 * (to - i - 1);
            found.add(Item.value(
                    "page",
                    Condition.compare("page", Operator.CONTAINS, value),
                    Token.text(tokens, i, end),
                    i,
                    end,
                    score));
        }
    }

    /** "started a quiz" for /quiz/start: two words that only one page has, with an article between. */
    private void pairs(int i, List<Item> found) {
        int other = i + 1 < tokens.size() && tokens.get(i + 1).is("a", "an", "the", "their") ? i + 2 : i + 1;
        if (other >= tokens.size()
                || !tokens.get(other).word()
                || tokens.get(i).lemma().equals(tokens.get(other).lemma())
                || Lexicon.skips(tokens.get(i))
                || Lexicon.skips(tokens.get(other))) {
            return;
        }
        Set<String> pages = new HashSet<>(vocabulary.pagesWith(tokens.get(i).lemma()));
        pages.retainAll(vocabulary.pagesWith(tokens.get(other).lemma()));
        boolean happened = events.at(i).stream().anyMatch(item -> item.to() > other);
        if (pages.size() == 1 && !happened) {
            int to = other + 1 < tokens.size() && tokens.get(other + 1).is("page", "screen", "step")
                    ? other + 2
                    : other + 1;
            String page = pages.iterator().next();
            found.add(Item.value(
                    "page", Condition.eq("page", page), Token.text(tokens, i, to), i, to, 1.75 + (to - other - 1)));
        }
    }

    /** Whether the word is a whole part of a path between slashes, not only a word of one: "night" of /title/night-harbor. */
    private boolean segment(int i) {
        String typed = Words.plain(tokens.get(i).text()).replaceAll("'s?$", "");
        return vocabulary.pagesWith(tokens.get(i).lemma()).stream()
                .flatMap(page ->
                        java.util.Arrays.stream(page.toLowerCase(Locale.ROOT).split("/")))
                .anyMatch(part -> part.equals(typed)
                        || part.equals(singular(typed))
                        || singular(part).equals(typed));
    }

    /** The part of page paths that the words name, or null. */
    private String pathPart(int from, int to) {
        Set<String> pages = null;
        for (int k = from; k < to; k++) {
            Set<String> own = vocabulary.pagesWith(tokens.get(k).lemma());
            if (pages == null) {
                pages = new HashSet<>(own);
            } else {
                pages.retainAll(own);
            }
            if (pages.isEmpty()) {
                return null;
            }
        }
        String typed = Token.text(tokens, from, to).toLowerCase(Locale.ROOT);
        String lemma = tokens.get(from).lemma();
        for (String form : List.of(
                typed,
                typed.replace(' ', '-'),
                typed.replace(' ', '_'),
                typed.replace(" ", ""),
                singular(typed),
                typed.replace(' ', '/'),
                lemma)) {
            if (to - from == 1 || !form.equals(lemma)) {
                String plain = Words.plain(form);
                if (pages.stream()
                        .anyMatch(page -> page.toLowerCase(Locale.ROOT).contains(plain))) {
                    return plain;
                }
            }
        }
        return null;
    }

    private static String singular(String word) {
        return word.endsWith("ies")
                ? word.substring(0, word.length() - 3) + "y"
                : word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
