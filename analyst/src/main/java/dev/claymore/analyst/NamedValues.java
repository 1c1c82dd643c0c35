package dev.claymore.analyst;

import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Values of the project that words name: countries, cities, tags, browsers, campaigns, messages of errors; and tags by their keys. */
final class NamedValues {

    private final List<Token> tokens;
    private final Vocabulary vocabulary;

    /** Asked for as countries, and stored as regions. */
    private static final Set<String> PARTS_OF_COUNTRIES = Set.of("england", "scotland", "wales", "northern ireland");

    private static final String[] EVERYBODY = {
        "visitor", "user", "person", "people", "human", "individual", "everybody", "everyone", "folk"
    };

    NamedValues(List<Token> tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
    }

    /** Custom tags as fields, by their key or the key without "id". */
    void fields(int i, List<Item> found) {
        if (i == 0 && tokens.get(0).lower().equals("rank")) {
            return; // "rank the releases": no tag of that name
        }
        StringBuilder joined = new StringBuilder();
        for (int to = i + 1;
                to <= Math.min(tokens.size(), i + 4) && tokens.get(to - 1).word();
                to++) {
            joined.append(tokens.get(to - 1).lemma());
            for (String key : vocabulary.tagKeys()) {
                List<String> parts = Vocabulary.split(key);
                boolean exact = Vocabulary.keys(key, parts).contains(joined.toString());
                boolean partly = parts.size() > 1
                        && parts.getLast().matches("id|name|type")
                        && String.join("", parts.subList(0, parts.size() - 1)).contentEquals(joined);
                if (exact || partly) {
                    final int end = to < tokens.size() && tokens.get(to).is("tag", "variant", "group", "tier", "level")
                            ? to + 1
                            : to;
                    boolean builtIn = end == to
                            && Lexicon.at(tokens, i).stream()
                                    .anyMatch(entry -> entry.kind().equals("field")
                                            && entry.words().size() == end - i);
                    found.add(Item.of(
                            "field",
                            "tags." + key,
                            Token.text(tokens, i, end),
                            i,
                            end,
                            (end - i) * 1.05 - (exact ? 0 : 0.35) - (builtIn ? 0.3 : 0)));
                }
            }
        }
    }

    void values(int i, List<Item> found) {
        StringBuilder joined = new StringBuilder();
        for (int to = i + 1; to <= Math.min(tokens.size(), i + vocabulary.longestKey() + 1); to++) {
            Token token = tokens.get(to - 1);
            if (!token.word()
                    && !(token.isNumber() && to - 1 > i)
                    && !(token.isNumber()
                            && to < tokens.size()
                            && tokens.get(to).glued())) {
                break;
            }
            joined.append(token.isNumber() ? token.text() : token.lemma());
            int until = to;
            String city = Places.city(joined.toString());
            if (city != null) {
                vocabulary.values("city").stream()
                        .filter(value -> value.value().equalsIgnoreCase(city))
                        .forEach(value -> found.add(Item.value(
                                "city", Condition.compare("city", Operator.IS, value.value()), city, i, until, 1.3)));
            }
            for (Value value : vocabulary.named(joined.toString())) {
                Item item = valued(value, i, to);
                if (item != null) {
                    found.add(item);
                }
            }
        }
        kin(i, found);
        messages(i, found);
        told(i, found);
        partial(i, found);
    }

    /** "the camera permission error": words of an error's message, beside the word for errors. */
    private void messages(int i, List<Item> found) {
        for (int to = i + 1;
                to <= Math.min(tokens.size() - 1, i + 4) && tokens.get(to - 1).word();
                to++) {
            boolean errors = tokens.get(to).is("error", "exception", "crash", "message");
            if (!errors
                    || Lexicon.skips(tokens.get(i))
                    || (to - i == 1 && !Lexicon.at(tokens, i).isEmpty())) {
                continue;
            }
            String words = Token.text(tokens, i, to).toLowerCase(Locale.ROOT);
            String field = List.of("errorMessage", Vocabulary.FAILURE_MESSAGE).stream()
                    .filter(messages -> words.length() >= 5
                            && vocabulary.values(messages).stream()
                                    .anyMatch(value -> value.value()
                                            .toLowerCase(Locale.ROOT)
                                            .contains(words)))
                    .findFirst()
                    .orElse(null);
            if (field != null) {
                found.add(Item.value(
                        field,
                        Condition.compare("errorMessage", Operator.CONTAINS, words),
                        Token.text(tokens, i, to),
                        i,
                        to,
                        (to - i) * 0.7));
            }
        }
    }

    /** "where the password was wrong": all words of a message, in another order and with small ones between. */
    private void told(int i, List<Item> found) {
        if (!tokens.get(i).word() || Lexicon.skips(tokens.get(i))) {
            return;
        }
        for (String field : List.of("errorMessage", Vocabulary.FAILURE_MESSAGE)) {
            for (Value value : vocabulary.values(field)) {
                List<String> open = new ArrayList<>(Vocabulary.split(value.value()).stream()
                        .filter(word -> !Lexicon.common(word))
                        .toList());
                int words = open.size();
                int to = i;
                while (words >= 2 && words <= 5 && !open.isEmpty() && to < Math.min(tokens.size(), i + words + 3)) {
                    String word = tokens.get(to).lemma();
                    if (!open.remove(word) && !Lexicon.skips(tokens.get(to))) {
                        break;
                    }
                    to++;
                }
                if (open.isEmpty() && words >= 2) {
                    found.add(Item.value(
                            field,
                            Condition.compare("errorMessage", Operator.CONTAINS, value.value()),
                            Token.text(tokens, i, to),
                            i,
                            to,
                            words * 1.2 + (to - i - words) * 0.6));
                }
            }
        }
    }

    /** "privately" for the value private of a tag: a word that means nothing else. */
    private void kin(int i, List<Item> found) {
        Token token = tokens.get(i);
        if (!token.word()
                || token.lemma().length() < 5
                || !vocabulary.named(token.lemma()).isEmpty()
                || Lexicon.skips(token)
                || !Lexicon.at(tokens, i).isEmpty()) {
            return;
        }
        for (String key : vocabulary.tagKeys()) {
            for (Value value : vocabulary.values("tags." + key)) {
                if (Words.related(Words.lemma(value.value()), token.lemma())) {
                    found.add(Item.value(
                            value.field(),
                            Condition.compare(value.field(), Literals.operator(value.field()), value.value()),
                            token.text(),
                            i,
                            i + 1,
                            0.7));
                }
            }
        }
    }

    private Item valued(Value value, int i, int to) {
        int length = to - i;
        double score = length * 1.0 + 0.25 * (length - 1) + 0.1 - 0.002 * Literals.rank(value.field());
        boolean common = length == 1
                && (Lexicon.skips(tokens.get(i)) || !Lexicon.at(tokens, i).isEmpty());
        switch (value.field()) {
            case "customEvent", "page", "requestUrl", "errorCode", "title" -> {
                return null;
            }
            case "text" -> {
                if (!near(i, "click", "press", "tap", "button")) {
                    return null;
                }
                score -= length * 0.1;
            }
            case "vital" -> {
                return null;
            }
            case "errorMessage", Vocabulary.FAILURE_MESSAGE -> {
                if (length < 2) {
                    return null;
                }
            }
            case "country" -> {
                if (!tokens.get(i).text().equals(tokens.get(i).text().toUpperCase(Locale.ROOT))
                        || value.value().matches("IT|IN|IS|BE|NO|SO|MY|ME|AT|TO|DO|BY|AM")) {
                    return null;
                }
            }
            default -> {
                boolean plural = tokens.get(i).lower().endsWith("s")
                        && !value.value().toLowerCase(Locale.ROOT).endsWith("s");
                boolean mail = value.value().equalsIgnoreCase("email")
                        && !near(
                                i,
                                "from",
                                "via",
                                "through",
                                "campaign",
                                "medium",
                                "traffic",
                                "channel",
                                "source",
                                "session",
                                "visit");
                boolean thing = i > 0 // "opened our newsletter": that is no visit
                        && tokens.subList(Math.max(0, i - 3), i).stream()
                                .anyMatch(token -> token.is("open", "read", "receive", "unsubscribe", "get", "click"));
                if (value.field().startsWith("utm")
                        && length == 1
                        && (plural
                                || mail
                                || (thing
                                        && value.value()
                                                .matches(
                                                        "(?i)newsletter|e-?mail|mailing")))) { // "emails of users": not
                    // where they came from
                    return null;
                }
                boolean role = value.field().startsWith("tags.") // "guests" where a tag says who is a guest
                        && !tokens.get(i).is(EVERYBODY) // a visitor is anybody, also where one is called "Visitor"
                        && Lexicon.at(tokens, i).stream()
                                .allMatch(entry -> entry.arg().equals("person"));
                if (common && !role && !near(i, value.field())) {
                    score -= 0.35;
                }
            }
        }
        if (value.field().startsWith("tags.") && beside(i, to, value.field())) {
            score += 0.4;
        }
        return Item.value(
                value.field(),
                Condition.compare(column(value.field()), Literals.operator(column(value.field())), value.value()),
                Token.text(tokens, i, to),
                i,
                to,
                score);
    }

    static String column(String field) {
        return field.equals(Vocabulary.FAILURE_MESSAGE) ? "errorMessage" : field;
    }

    /** Whether the tag's own name stands beside its value. */
    private boolean beside(int from, int to, String field) {
        String key = String.join("", Vocabulary.split(field.substring(5)));
        return (from > 0 && tokens.get(from - 1).lemma().equals(key))
                || (to < tokens.size() && tokens.get(to).lemma().equals(key))
                || (from > 1 && tokens.get(from - 2).lemma().equals(key));
    }

    private boolean near(int i, String... lemmas) {
        for (int k = Math.max(0, i - 4); k < Math.min(tokens.size(), i + 5); k++) {
            if (tokens.get(k).is(lemmas)) {
                return true;
            }
        }
        return false;
    }

    /** "Samsung" for Samsung Internet: a browser, a system or a city by its first word. */
    private void partial(int i, List<Item> found) {
        Token token = tokens.get(i);
        if (!token.word()
                || token.lemma().length() < 4
                || !Lexicon.at(tokens, i).isEmpty()
                || Lexicon.skips(token)) {
            return;
        }
        for (String field : List.of("browser", "os")) {
            for (Value value : vocabulary.values(field)) {
                List<String> parts = Vocabulary.split(value.value());
                if (parts.size() > 1 && parts.getFirst().equals(token.lemma())) {
                    found.add(Item.value(
                            field,
                            Condition.compare(field, Literals.operator(field), value.value()),
                            token.text(),
                            i,
                            i + 1,
                            0.8));
                }
            }
        }
        String os = token.is("mac", "macbook", "macs")
                ? "macOS"
                : token.is("iphone", "ipad") ? "iOS" : token.is("chromebook") ? "ChromeOS" : null;
        if (os != null) {
            found.add(Item.value("os", Condition.compare("os", Operator.IS, os), token.text(), i, i + 1, 0.9));
        }
        String device = token.is("phone", "smartphone", "cellphone", "mobile", "handset", "cell", "handheld")
                ? "mobile"
                : token.is("computer", "laptop", "pc", "desktop") ? "desktop" : token.is("tablet") ? "tablet" : null;
        if (device != null) {
            int to = i + 1 < tokens.size() && tokens.get(i + 1).is("phone", "device", "computer", "user=no")
                    ? i + 2
                    : i + 1;
            found.add(Item.value(
                    "device",
                    Condition.compare("device", Operator.IS, device),
                    Token.text(tokens, i, to),
                    i,
                    to,
                    (to - i) * 1.2));
        }
    }

    void countries(int i, List<Item> found) {
        StringBuilder joined = new StringBuilder();
        for (int to = i + 1;
                to <= Math.min(tokens.size(), i + 5)
                        && (tokens.get(to - 1).word()
                                || tokens.get(to - 1).lower().equals("."));
                to++) {
            joined.append(tokens.get(to - 1).lemma());
            String code = Places.country(joined.toString());
            String words = Token.text(tokens, i, to);
            boolean region = PARTS_OF_COUNTRIES.contains(words.toLowerCase(Locale.ROOT))
                    && vocabulary.values("region").stream()
                            .anyMatch(value -> value.value().equalsIgnoreCase(words));
            boolean pronoun =
                    joined.toString().equals("us") && !tokens.get(i).text().equals("US");
            if (code != null && !pronoun && !region) {
                found.add(Item.value(
                        "country",
                        Condition.eq("country", code),
                        Token.text(tokens, i, to),
                        i,
                        to,
                        (to - i) * 1.1 + 0.2 * (to - i - 1)));
            }
        }
    }
}
