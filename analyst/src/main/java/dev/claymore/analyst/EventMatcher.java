package dev.claymore.analyst;

import dev.claymore.analyst.Vocabulary.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the project's custom events in what people say: in any grammatical form, in any order of their words, with other words for the
 * same thing, with small words between ("added something to the basket").
 */
final class EventMatcher {

    private static final int LONGEST = 8;

    private final List<Token> tokens;
    private final List<Event> events;
    private final Set<String> tagKeys;
    private final Predicate<String> pageWords;

    /** Words of events that are long enough to be two: floorplan, fanclub. */
    private final Set<String> compounds;

    /** Keys of tags are words of their own, never another word for an event's. */
    EventMatcher(List<Token> tokens, Vocabulary vocabulary) {
        this(tokens, vocabulary, Set.of());
    }

    /** @param barred what words do not stand for: the key of a tag that is barred is a word like any other */
    EventMatcher(List<Token> tokens, Vocabulary vocabulary, Set<Barred> barred) {
        this.tokens = tokens;
        this.events = vocabulary.events();
        this.compounds = vocabulary.compounds();
        this.pageWords = word -> !vocabulary.pagesWith(word).isEmpty();
        this.tagKeys = vocabulary.tagKeys().stream()
                .filter(key -> barred.stream().noneMatch(other -> other.arg().equals("tags." + key)))
                .map(Words::lemma)
                .collect(java.util.stream.Collectors.toSet());
    }

    /** "created a savings goal": a word of the site's pages between those of the event, which says what it is about. */
    private boolean topic(Unit unit, int i) {
        return !unit.known()
                && tokens.get(i - 1).is("a", "an", "the", "their", "his", "her", "my", "new")
                && pageWords.test(unit.lemma());
    }

    private record Unit(String lemma, int to, boolean known) {}

    /** Whether the ground form is a word of an event's name. */
    boolean named(String lemma) {
        return named(lemma, lemma);
    }

    /** Whether an event's name has both. */
    boolean named(String one, String other) {
        return events.stream()
                .anyMatch(event -> event.words().contains(one) && event.words().contains(other));
    }

    /** Custom events that begin at the token. */
    List<Item> at(int start) {
        List<Item> found = new ArrayList<>();
        double best = 0;
        for (Event event : events) {
            Item item = match(event, start);
            if (item != null) {
                found.add(item);
                best = Math.max(best, item.score());
            }
        }
        return found;
    }

    private Item match(Event event, int start) {
        List<String> wanted = units(event.words());
        double total = wanted.stream().mapToDouble(word -> weight(word, wanted)).sum();
        List<String> open = new ArrayList<>(wanted);
        double matched = 0;
        double sure = 0;
        int gaps = 0;
        int end = start;
        int words = 0;
        for (int i = start; i < Math.min(tokens.size(), start + LONGEST) && !open.isEmpty(); ) {
            Unit unit = unit(i);
            if (unit == null) {
                break;
            }
            String hit = hit(unit, open, sure > 0);
            if (hit == null && i == start) {
                hit = ahead(unit, open);
            }
            if (hit != null) {
                open.remove(hit);
                double weight = weight(hit, wanted);
                matched += weight * (hit.equals(unit.lemma()) ? 1 : 0.9);
                boolean certain = hit.equals(unit.lemma())
                        || Words.related(hit, unit.lemma())
                        || (EventWords.COMPOUNDS.contains(hit) && EventWords.COMPOUNDS.contains(unit.lemma()));
                sure += certain ? weight : 0;
                words += unit.to() - i;
                end = unit.to();
            } else if (i == start || !(EventWords.BETWEEN.contains(unit.lemma()) || topic(unit, i)) || ++gaps > 4) {
                break;
            }
            i = unit.to();
        }
        double coverage = matched / total;
        if (end == start || coverage < 0.45) {
            return anaphora(event, start);
        }
        boolean vague = coverage < 0.85
                && (sure == 0
                        || (words == 1
                                && unit(start) != null
                                && unit(start).known()
                                && (EventWords.STATUS_OR_COMMON.test(unit(start).lemma())
                                        || meetsError(start)))); // "hit an error", beside paywall_hit
        if (vague) {
            return anaphora(event, start);
        }
        int inner = end - start - words;
        boolean noun = words == 1 && sure >= 1 && tokens.get(start).lower().endsWith("ings");
        double strength = coverage >= 0.85 ? 1.15 : coverage >= 0.7 ? 1.05 : noun ? 0.95 : 0.62;
        double score = words * strength + inner * 0.55 + (words > 1 ? 0.2 : 0) + Math.min(0.05, coverage / 50);
        score -= open.stream().anyMatch(EventWords.UNDONE::contains) ? 0.01 : 0;
        if (open.isEmpty()
                && tokens.get(start)
                        .lower()
                        .replace("_", "")
                        .equals(event.name().replaceAll("[_\\-. ]", ""))) {
            score += 0.1;
        }
        Item said = Item.of("custom", event.name(), text(start, end), start, end, score);
        Item before = words == 1 ? anaphora(event, start) : null;
        return before != null && before.score() > score ? before : said;
    }

    private boolean meetsError(int start) {
        return EventWords.MEETING.contains(unit(start).lemma())
                && tokens.subList(start + 1, Math.min(tokens.size(), start + 4)).stream()
                        .anyMatch(token -> token.is("error", "exception", "crash", "failure", "bug")
                                || token.text().endsWith("Error")
                                || (token.isNumber() && token.number() >= 400 && token.number() < 600));
    }

    /** "started a booking but did not complete it": the rest of the event's words stand before. */
    private Item anaphora(Event event, int start) {
        List<String> wanted = units(event.words());
        String verb = tokens.get(start).lemma();
        String said = wanted.stream()
                .filter(word -> word.equals(verb) || Words.synonyms(word, verb))
                .min(java.util.Comparator.comparing(word -> !word.equals(verb)))
                .orElse(null);
        boolean refers = start + 1 < tokens.size()
                && tokens.get(start + 1).is("it", "one", "them", "that", "those", "any", "so");
        boolean denied = start > 0
                && tokens.get(start - 1).is("never", "not", "didn't", "without", "then", "don't", "actually", "and");
        if (said == null || wanted.size() < 2 || start == 0 || (!refers && !denied)) {
            return null;
        }
        for (String word : wanted) {
            if (!word.equals(said)
                    && tokens.subList(0, start).stream()
                            .noneMatch(token -> token.lemma().equals(word))) {
                return null;
            }
        }
        int end = refers ? start + 2 : start + 1;
        return Item.of(
                "custom",
                event.name(),
                text(start, end),
                start,
                end,
                (end - start) * 1.02 + (said.equals(verb) ? 0.05 : 0));
    }

    /** The word of the event that the unit is; another word for the same counts when the words are no commands, or others agree. */
    private String hit(Unit unit, List<String> open, boolean sure) {
        if (open.contains(unit.lemma())) {
            return unit.lemma();
        }
        if ((unit.known() && !sure) || tagKeys.contains(unit.lemma())) {
            return null;
        }
        return open.stream()
                .filter(word ->
                        Words.synonyms(word, unit.lemma()) || (!unit.known() && Words.related(word, unit.lemma())))
                .findFirst()
                .orElse(null);
    }

    /** "used a coupon": the first word may be a common one, when a sure one follows. */
    private String ahead(Unit unit, List<String> open) {
        if (tagKeys.contains(unit.lemma())) {
            return null;
        }
        String hit = open.stream()
                .filter(word -> Words.synonyms(word, unit.lemma()))
                .findFirst()
                .orElse(null);
        if (hit == null) {
            return null;
        }
        int at = unit.to();
        for (int k = 0; k < 4; k++) {
            Unit next = unit(at);
            if (next == null) {
                return null;
            }
            if (open.contains(next.lemma()) && !next.lemma().equals(hit)) {
                return hit;
            }
            if (!EventWords.BETWEEN.contains(next.lemma())) {
                return null;
            }
            at = next.to();
        }
        return null;
    }

    private Unit unit(int i) {
        if (i >= tokens.size()
                || (!tokens.get(i).word()
                        && !(tokens.get(i).isNumber() && tokens.get(i).glued()))) {
            return null;
        }
        if (i + 1 < tokens.size() && tokens.get(i + 1).word()) {
            String joined =
                    Words.lemma(tokens.get(i).lemma() + tokens.get(i + 1).lower());
            if (EventWords.COMPOUNDS.contains(joined) || compounds.contains(joined)) {
                return new Unit(joined, i + 2, false);
            }
        }
        Token token = tokens.get(i);
        return new Unit(
                token.lemma(),
                i + 1,
                Lexicon.skips(token) || !Lexicon.at(tokens, i).isEmpty());
    }

    static boolean compound(String word) {
        return EventWords.COMPOUNDS.contains(word);
    }

    private static List<String> units(List<String> words) {
        List<String> units = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (i + 1 < words.size() && EventWords.COMPOUNDS.contains(words.get(i) + words.get(i + 1))) {
                units.add(words.get(i) + words.get(++i));
            } else {
                units.add(words.get(i));
            }
        }
        return units;
    }

    private static double weight(String word, List<String> all) {
        boolean content = all.stream().anyMatch(other -> !EventWords.STATUS.contains(other));
        return EventWords.STATUS.contains(word) && content ? 0.3 : 1;
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(text.isEmpty() ? "" : " ").append(tokens.get(i).text());
        }
        return text.toString();
    }
}
