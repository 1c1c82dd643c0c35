package dev.claymore.analyst;

import dev.claymore.analyst.Token.Kind;
import dev.claymore.query.language.Condition;
import java.util.List;

/** Words that mean the same for every project, and when they do. */
final class Concepts {

    private final List<Token> tokens;
    private final Vocabulary vocabulary;
    private final EventMatcher events;

    Concepts(List<Token> tokens, Vocabulary vocabulary, EventMatcher events) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.events = events;
    }

    /** Phrases of the lexicon that begin at the token, where they hold. */
    void at(int i, List<Item> found) {
        for (Lexicon.Entry entry : Lexicon.at(tokens, i)) {
            int to = i + entry.words().size();
            if (holds(entry, i, to) && !(entry.kind().equals("signedin") && happened(i, to))) {
                double score = entry.words().size() * 1.0
                        + 0.15 * (entry.words().size() - 1)
                        - switch (entry.only()) {
                            case "" -> 0;
                            case "path" -> -0.05;
                            case "agent" -> -0.12; // "riders", also where a ride is something that ends
                            default -> 0.08;
                        }
                        + (entry.kind().equals("metric") && entry.arg().equals("cart") && compared(to) ? 0.5 : 0)
                        + (entry.kind().equals("signedin") && describes(to) ? 0.5 : 0)
                        - (entry.kind().equals("metric") && happens(entry, i) ? 0.5 : 0);
                found.add(
                        entry.kind().equals("homepage")
                                ? Item.value("page", Condition.eq("page", "/"), Token.text(tokens, i, to), i, to, score)
                                : Item.of(entry.kind(), entry.arg(), Token.text(tokens, i, to), i, to, score));
            }
        }
        for (Lexicon.Entry entry : Lexicon.refusalsAt(tokens, i)) {
            int to = i + entry.words().size();
            boolean recorded = entry.words().size() == 1
                    && entry.kind().matches("external_data|not_recorded")
                    && events.named(tokens.get(i).lemma()); // "expenses", where a project records them
            if (recorded || (entry.kind().equals("changes_data") && (told(i, to) || predicate(i, to)))) {
                continue;
            }
            found.add(Item.of(
                    "refuse",
                    entry.kind(),
                    Token.text(tokens, i, to),
                    i,
                    to,
                    entry.words().size() * (entry.words().size() > 1 ? 1.05 : 0.95)
                            + 0.3 * (entry.words().size() - 1)));
        }
    }

    /** "how many payments": something that people do, where a project records it, and no number of something. */
    private boolean happens(Lexicon.Entry entry, int i) {
        return entry.words().size() == 1
                && entry.arg().equals("value")
                && tokens.get(i).lower().endsWith("s")
                && events.named(tokens.get(i).lemma());
    }

    /** "which countries send the most applications": what they do, not what is to be done. */
    private boolean predicate(int i, int to) {
        return i > 1
                && to == i + 1
                && tokens.get(0).is("which", "what", "how", "who", "where", "do", "does", "did")
                && !tokens.get(i - 1).is("to", "please", "and", "you", "can", "could", "i", "me", "we");
    }

    /** "logged-in visits": what they are, before the word for them. */
    private boolean describes(int to) {
        return to < tokens.size()
                && Lexicon.at(tokens, to).stream()
                        .anyMatch(entry -> entry.kind().equals("subject"));
    }

    /** "how many people signed in yesterday": something that they did, where a project records it. */
    private boolean happened(int i, int to) {
        int event = i > 1 && tokens.get(i - 1).is("be") ? i - 2 : i - 1;
        boolean done = event >= 0
                && to == i + 2
                && events.named(tokens.get(event).lemma(), tokens.get(i).lemma()); // "expenses logged in May"
        if (done && !describes(to)) {
            return true;
        }
        if (i == 0 || describes(to) || events.at(i).stream().noneMatch(item -> item.to() == to)) {
            return false;
        }
        Token before = tokens.get(i - 1);
        return before.is("that", "who", "have", "had", "then")
                || Lexicon.at(tokens, i - 1).stream()
                        .anyMatch(entry ->
                                entry.kind().equals("subject") && entry.words().size() == 1);
    }

    /** "customers sent", "people that created an alert": told of what people did, where a project records it; no command. */
    private boolean told(int i, int to) {
        Token verb = tokens.get(i);
        boolean command = verb.lower().equals(verb.lemma()) || verb.lower().equals(verb.lemma() + "e");
        boolean nobody = i == 0 || tokens.get(i - 1).is("to", "please", "and", "you");
        return !(command && nobody)
                && (!command || i > 1)
                && events.at(i).stream().anyMatch(item -> item.to() >= Math.min(to, i + 1));
    }

    /** "cart above 50": a value, also where an event is called cart. */
    private boolean compared(int to) {
        return to < tokens.size()
                && tokens.get(to).is("over", "above", "under", "below", "worth", "exceed", "more", "greater", "larger");
    }

    boolean followsComparison(int i) {
        return i > 0
                && tokens.get(i - 1)
                        .is("than", "least", "most", "exactly", "over", "only", "with", "just", "within", "precisely");
    }

    /** Whether what the lexicon says of when a word means this is so here. */
    private boolean holds(Lexicon.Entry entry, int i, int to) {
        Token next = to < tokens.size() ? tokens.get(to) : null;
        String surface = tokens.get(to - 1).lower();
        if (entry.words().size() > 1
                && entry.words().getLast().equals("at")
                && next != null
                && next.is("least", "most")) {
            return false; // "finished at least two"
        }
        return switch (entry.only()) {
            case "" -> true;
            case "agent" -> // a tag that says what people are says more
                vocabulary.named(tokens.get(i).lemma()).stream()
                        .noneMatch(value -> value.field().startsWith("tags."));
            case "bare" -> i == 0 || !tokens.get(i - 1).is("the", "our", "this", "their", "your");
            case "noun" -> !surface.endsWith("ed") && !surface.endsWith("ing");
            case "cmp", "within" ->
                (next != null && Numbers.at(tokens, next.is("an", "a", "the") ? to + 1 : to) != null)
                        || (next != null
                                && next.is("an", "a")
                                && to + 1 < tokens.size()
                                && Durations.unit(tokens.get(to + 1)) != null);
            case "path" -> next != null && next.kind() == Kind.PATH;
            case "adj" ->
                next != null
                        && next.is(
                                "visitor",
                                "user",
                                "people",
                                "person",
                                "customer",
                                "session",
                                "visit",
                                "shopper",
                                "client",
                                "guest",
                                "reader",
                                "member",
                                "traffic",
                                "country",
                                "city",
                                "browser",
                                "account",
                                "page",
                                "value");
            case "imperative" ->
                i == 0
                        || tokens.get(i - 1).kind() == Kind.STOP
                        || tokens.get(i - 1).is("please", "to", "me", "can", "you");
            case "verb" ->
                !surface.endsWith("ing") || (i > 0 && tokens.get(i - 1).is("be", "are", "is", "were", "was"));
            case "quoted" -> next != null && next.kind() == Kind.QUOTED;
            case "number" -> next != null && next.isNumber();
            case "count" -> // "the average amount of an order": how much
                i == 0
                        || !tokens.get(i - 1)
                                .is(
                                        "average",
                                        "mean",
                                        "avg",
                                        "median",
                                        "total",
                                        "typical",
                                        "high",
                                        "highest",
                                        "largest",
                                        "lowest",
                                        "smallest",
                                        "biggest",
                                        "maximum",
                                        "minimum");
            case "ed" -> surface.endsWith("ed");
            case "not-ed" -> !surface.endsWith("ed") && !surface.matches("records?"); // "how many events did we record"
            case "one" -> !surface.endsWith("s");
            case "ing" -> surface.endsWith("ing");
            case "agg" -> surface.matches("min|max");
            case "plural" ->
                surface.endsWith("s") && (next == null || !next.is("the", "most", "our", "a", "user", "people"));
            case "singular" -> surface.equals("hour") || surface.equals("hours");
            case "super" ->
                next != null
                        && ((next.isNumber()
                                        && to + 1 < tokens.size()
                                        && tokens.get(to + 1).is("session", "visit"))
                                || (i > 0
                                        && tokens.get(i - 1).is("the")
                                        && (next.isNumber() || next.is("session", "visit"))));
            case "top", "bottom" -> true;
            case "group", "weekend" -> false;
            default -> true;
        };
    }
}
