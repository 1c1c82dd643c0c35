package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says of every word what it stands for: a concept of the lexicon, a value or an event of the project, a number, a time. Where readings
 * overlap, those win that together account best for the whole question.
 */
final class Linker {

    /** Scores of readings that differ by less are no reason to prefer one. */
    private static final double SAME_SCORE = 0.002;

    private final List<Token> tokens;
    private final List<Span> times;
    private final EventMatcher events;
    private final Concepts concepts;
    private final Literals literals;
    private final NamedValues values;
    private final NamedPages pages;

    /** Readings of words that have been tried and led nowhere. */
    private final Set<Barred> barred;

    Linker(List<Token> tokens, Vocabulary vocabulary, List<Span> times) {
        this(tokens, vocabulary, times, Set.of());
    }

    Linker(List<Token> tokens, Vocabulary vocabulary, List<Span> times, Set<Barred> barred) {
        this.barred = barred;
        this.tokens = tokens;
        this.times = times;
        this.events = new EventMatcher(tokens, vocabulary, barred);
        this.concepts = new Concepts(tokens, vocabulary, events);
        this.literals = new Literals(tokens, vocabulary);
        this.values = new NamedValues(tokens, vocabulary);
        this.pages = new NamedPages(tokens, vocabulary, events);
    }

    /** The reading of the whole, without gaps. */
    List<Item> items() {
        int n = tokens.size();
        List<List<Item>> byEnd = new ArrayList<>();
        for (int i = 0; i <= n; i++) {
            byEnd.add(new ArrayList<>());
        }
        for (int i = 0; i < n; i++) {
            for (Item item : candidates(i)) {
                if (barred.isEmpty() || !barred.contains(Barred.of(item.placed(tokens)))) {
                    byEnd.get(item.to()).add(item);
                }
            }
            if (!barred.isEmpty()) { // a way through, whatever is barred
                byEnd.get(i + 1).add(Item.of("unknown", "", tokens.get(i).text(), i, i + 1, -5));
            }
        }
        double[] best = new double[n + 1];
        Item[] last = new Item[n + 1];
        for (int end = 1; end <= n; end++) {
            best[end] = Double.NEGATIVE_INFINITY;
            for (Item item : byEnd.get(end)) {
                double score = best[item.from()] + item.score();
                if (score > best[end] + 1e-9) {
                    best[end] = score;
                    last[end] = item;
                }
            }
        }
        List<Item> items = new ArrayList<>();
        for (int at = n; at > 0; at = last[at].from()) {
            items.addFirst(last[at]);
        }
        return items;
    }

    /** Other events that the words of the item name as well as the one that was taken. */
    List<String> ties(Item item) {
        if (!item.is("custom")) {
            return List.of();
        }
        return events.at(item.from()).stream()
                .filter(other -> other.to() == item.to() && Math.abs(other.score() - item.score()) < SAME_SCORE)
                .map(Item::arg)
                .filter(name -> !name.equals(item.arg()))
                .toList();
    }

    /** Whether the question says elsewhere what of the event's name the item's words do not: "started … video calls". */
    boolean says(String event, Item item) {
        List<String> words = new ArrayList<>(Vocabulary.split(event));
        for (int i = item.from(); i < item.to(); i++) {
            words.remove(tokens.get(i).lemma());
        }
        return tokens.stream().filter(Token::word).anyMatch(token -> words.contains(token.lemma()));
    }

    private List<Item> candidates(int i) {
        List<Item> found = new ArrayList<>();
        for (Span span : times) {
            if (span.from() == i) {
                found.add(Item.time(span));
            }
        }
        Token token = tokens.get(i);
        switch (token.kind()) {
            case COMMA -> found.add(Item.of("comma", "", token.text(), i, i + 1, 0.1));
            case STOP -> found.add(Item.of("stop", "", token.text(), i, i + 1, 0.1));
            case PATH -> found.add(literals.path(token, i));
            case PAIR -> found.add(literals.pair(token, i));
            case QUOTED -> literals.quoted(token, i, found);
            case CODE -> found.add(literals.code(token, i));
            case DATE -> found.add(Item.of("unknown", "", token.text(), i, i + 1, -1));
            case NUMBER -> number(i, found);
            case WORD -> word(i, found);
        }
        return found;
    }

    private void number(int i, List<Item> found) {
        Numbers.Found number = Numbers.at(tokens, i);
        if (number == null) {
            return;
        }
        String unit = number.to() < tokens.size() && number.unit().matches("|plus")
                ? Durations.unit(tokens.get(number.to()))
                : null;
        if (unit != null) {
            found.add(Item.number(
                    (double) Durations.millis(number.value(), unit),
                    "ms",
                    Token.text(tokens, i, number.to() + 1),
                    i,
                    number.to() + 1));
        }
        if (number.unit().matches("|st|percent")
                && number.to() < tokens.size()
                && tokens.get(number.to()).is("percentile", "quantile", "centile")) {
            found.add(new Item(
                    "agg",
                    "percentile",
                    number.value(),
                    null,
                    null,
                    Token.text(tokens, i, number.to() + 1),
                    i,
                    number.to() + 1,
                    2.5));
        }
        if (number.unit().equals("p")) {
            found.add(new Item(
                    "agg", "percentile", number.value(), null, null, Token.text(tokens, i, i + 1), i, i + 1, 1.5));
            return;
        }
        found.add(Item.number(number.value(), number.unit(), Token.text(tokens, i, number.to()), i, number.to()));
        codes(i, found);
    }

    /** Codes of the project that begin with a figure, or have one in them: acc-28221, 2fa. */
    private void codes(int i, List<Item> found) {
        if (tokens.get(i).text().contains(".")) {
            Item stored = literals.code(tokens.get(i), i);
            if (stored.is("value")) {
                found.add(Item.value(stored.arg(), stored.condition(), stored.text(), i, i + 1, 1.8));
            }
        }
        values.values(i, found);
    }

    private void word(int i, List<Item> found) {
        Token token = tokens.get(i);
        Numbers.Found number = Numbers.at(tokens, i);
        if (number != null && !(token.is("one") && !concepts.followsComparison(i))) {
            String unit = number.to() < tokens.size() ? Durations.unit(tokens.get(number.to())) : null;
            if (unit != null) {
                found.add(Item.number(
                        (double) Durations.millis(number.value(), unit),
                        "ms",
                        Token.text(tokens, i, number.to() + 1),
                        i,
                        number.to() + 1));
            }
            found.add(Item.number(number.value(), number.unit(), Token.text(tokens, i, number.to()), i, number.to()));
        }
        if (token.is("an", "a")
                && i + 1 < tokens.size()
                && (i > 0 && tokens.get(i - 1).is("within", "than", "over", "under", "half"))
                && Durations.unit(tokens.get(i + 1)) != null) {
            String unit = Durations.unit(tokens.get(i + 1));
            found.add(Item.number((double) Durations.millis(1, unit), "ms", Token.text(tokens, i, i + 2), i, i + 2));
        }
        if (Durations.unit(token) != null) {
            String unit = Durations.unit(token);
            Numbers.Found nth = Numbers.at(tokens, i + 1);
            if (nth != null && nth.unit().isEmpty()) {
                found.add(new Item(
                        "nth", unit, nth.value(), null, null, Token.text(tokens, i, nth.to()), i, nth.to(), 2.2));
            }
            found.add(Item.of("unit", unit, token.text(), i, i + 1, 0.6));
        }
        concepts.at(i, found);
        if (token.text().matches("GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS")) {
            found.add(Item.value(
                    "requestMethod", Condition.eq("requestMethod", token.text()), token.text(), i, i + 1, 1.4));
        }
        literals.weekday(i, found);
        literals.identifier(i, found);
        found.addAll(events.at(i));
        values.fields(i, found);
        values.values(i, found);
        values.countries(i, found);
        pages.at(i, found);
        if (Lexicon.skips(token) || lasting(i)) {
            found.add(Item.of("skip", "", token.text(), i, i + 1, 0.5));
        }
        found.add(Item.of("unknown", "", token.text(), i, i + 1, -1));
    }

    /** "how long do sessions from Spain last". */
    private boolean lasting(int i) {
        boolean asksHowLong =
                tokens.subList(0, i).stream().anyMatch(token -> token.lower().equals("long"));
        return tokens.get(i).lower().matches("lasted|lasting|lasts")
                || (asksHowLong && tokens.get(i).lower().equals("last"));
    }
}
