package dev.claymore.analyst;

import dev.claymore.analyst.Token.Kind;
import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says of every word what it stands for: a concept of the lexicon, a value or an event of the project, a number, a time. Where readings
 * overlap, those win that together account best for the whole question.
 */
final class Linker {

    private static final List<String> PRIORITY = List.of(
            "country",
            "city",
            "device",
            "browser",
            "os",
            "utmCampaign",
            "utmSource",
            "utmMedium",
            "release",
            "environment",
            "errorType");

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

    /** Scores of readings that differ by less are no reason to prefer one. */
    private static final double SAME_SCORE = 0.002;

    private final List<Token> tokens;
    private final Vocabulary vocabulary;
    private final List<Span> times;
    private final EventMatcher events;

    Linker(List<Token> tokens, Vocabulary vocabulary, List<Span> times) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.times = times;
        this.events = new EventMatcher(tokens, vocabulary);
    }

    /** Words that are none, but nearly one that is known, as that one. */
    static List<Token> spelled(List<Token> tokens, Vocabulary vocabulary, List<String> notes) {
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

    /** The reading of the whole, without gaps. */
    List<Item> items() {
        int n = tokens.size();
        List<List<Item>> byEnd = new ArrayList<>();
        for (int i = 0; i <= n; i++) {
            byEnd.add(new ArrayList<>());
        }
        for (int i = 0; i < n; i++) {
            for (Item item : candidates(i)) {
                byEnd.get(item.to()).add(item);
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
            case PATH -> found.add(path(token, i));
            case PAIR -> found.add(pair(token, i));
            case QUOTED -> quoted(token, i, found);
            case CODE -> found.add(code(token, i));
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
                    text(i, number.to() + 1),
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
                    text(i, number.to() + 1),
                    i,
                    number.to() + 1,
                    2.5));
        }
        if (number.unit().equals("p")) {
            found.add(new Item("agg", "percentile", number.value(), null, null, text(i, i + 1), i, i + 1, 1.5));
            return;
        }
        found.add(Item.number(number.value(), number.unit(), text(i, number.to()), i, number.to()));
        codes(i, found);
    }

    /** Codes of the project that begin with a figure, or have one in them: acc-28221, 2fa. */
    private void codes(int i, List<Item> found) {
        if (tokens.get(i).text().contains(".")) {
            Item stored = code(tokens.get(i), i);
            if (stored.is("value")) {
                found.add(Item.value(stored.arg(), stored.condition(), stored.text(), i, i + 1, 1.8));
            }
        }
        values(i, found);
    }

    /** "logged-in visits": what they are, before the word for them. */
    private boolean describes(int to) {
        return to < tokens.size()
                && Lexicon.at(tokens, to).stream()
                        .anyMatch(entry -> entry.kind().equals("subject"));
    }

    /** "how many people signed in yesterday": something that they did, where a project records it. */
    private boolean happened(int i, int to) {
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

    private void word(int i, List<Item> found) {
        Token token = tokens.get(i);
        Numbers.Found number = Numbers.at(tokens, i);
        if (number != null && !(token.is("one") && !followsComparison(i))) {
            String unit = number.to() < tokens.size() ? Durations.unit(tokens.get(number.to())) : null;
            if (unit != null) {
                found.add(Item.number(
                        (double) Durations.millis(number.value(), unit),
                        "ms",
                        text(i, number.to() + 1),
                        i,
                        number.to() + 1));
            }
            found.add(Item.number(number.value(), number.unit(), text(i, number.to()), i, number.to()));
        }
        if (token.is("an", "a")
                && i + 1 < tokens.size()
                && (i > 0 && tokens.get(i - 1).is("within", "than", "over", "under", "half"))
                && Durations.unit(tokens.get(i + 1)) != null) {
            String unit = Durations.unit(tokens.get(i + 1));
            found.add(Item.number((double) Durations.millis(1, unit), "ms", text(i, i + 2), i, i + 2));
        }
        if (Durations.unit(token) != null) {
            String unit = Durations.unit(token);
            Numbers.Found nth = Numbers.at(tokens, i + 1);
            if (nth != null && nth.unit().isEmpty()) {
                found.add(new Item("nth", unit, nth.value(), null, null, text(i, nth.to()), i, nth.to(), 2.2));
            }
            found.add(Item.of("unit", unit, token.text(), i, i + 1, 0.6));
        }
        for (Lexicon.Entry entry : Lexicon.at(tokens, i)) {
            int to = i + entry.words().size();
            if (holds(entry, i, to) && !(entry.kind().equals("signedin") && happened(i, to))) {
                double score = entry.words().size() * 1.0
                        + 0.15 * (entry.words().size() - 1)
                        - (entry.only().isEmpty() ? 0 : entry.only().equals("path") ? -0.05 : 0.08)
                        + (entry.kind().equals("metric") && entry.arg().equals("cart") && compared(to) ? 0.5 : 0)
                        + (entry.kind().equals("signedin") && describes(to) ? 0.5 : 0);
                found.add(
                        entry.kind().equals("homepage")
                                ? Item.value("page", Condition.eq("page", "/"), text(i, to), i, to, score)
                                : Item.of(entry.kind(), entry.arg(), text(i, to), i, to, score));
            }
        }
        for (Lexicon.Entry entry : Lexicon.refusalsAt(tokens, i)) {
            int to = i + entry.words().size();
            if (entry.kind().equals("changes_data") && told(i, to)) {
                continue;
            }
            found.add(Item.of(
                    "refuse",
                    entry.kind(),
                    text(i, to),
                    i,
                    to,
                    entry.words().size() * (entry.words().size() > 1 ? 1.05 : 0.95)
                            + 0.3 * (entry.words().size() - 1)));
        }
        if (token.text().matches("GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS")) {
            found.add(Item.value(
                    "requestMethod", Condition.eq("requestMethod", token.text()), token.text(), i, i + 1, 1.4));
        }
        weekday(i, found);
        identifier(i, found);
        found.addAll(events.at(i));
        fields(i, found);
        values(i, found);
        countries(i, found);
        pages(i, found);
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

    /** "cart above 50": a value, also where an event is called cart. */
    private boolean compared(int to) {
        return to < tokens.size()
                && tokens.get(to).is("over", "above", "under", "below", "worth", "exceed", "more", "greater", "larger");
    }

    private boolean followsComparison(int i) {
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
            case "ed" -> surface.endsWith("ed");
            case "not-ed" -> !surface.endsWith("ed");
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

    private Item path(Token token, int i) {
        String path = token.text();
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        boolean prefix = path.endsWith("*");
        path = prefix ? path.substring(0, path.length() - 1) : path;
        String field = "page";
        String exact = path;
        if (vocabulary.values("page").stream().noneMatch(v -> v.value().equalsIgnoreCase(exact))
                && (vocabulary.values("requestUrl").stream()
                                .anyMatch(v -> v.value().equalsIgnoreCase(exact))
                        || path.startsWith("/api"))) {
            field = "requestUrl";
        }
        Condition condition =
                Condition.compare(field, prefix ? Operator.STARTS_WITH : Operator.EQ, stored(field, path));
        return Item.value(field, condition, token.text(), i, i + 1, 1.5);
    }

    /** The value as it is stored, when it is, in any case. */
    private String stored(String field, String value) {
        return vocabulary.values(field).stream()
                .map(Value::value)
                .filter(other -> other.equalsIgnoreCase(value))
                .findFirst()
                .orElse(value);
    }

    private Item pair(Token token, int i) {
        int at = token.text().indexOf('=') > 0
                ? token.text().indexOf('=')
                : token.text().indexOf(':');
        String key = token.text().substring(0, at);
        String value = token.text().substring(at + 1).replaceAll("^[\"']|[\"']$", "");
        String field = field(key);
        if (field == null) {
            return Item.of("unknown", "", key, i, i + 1, -1);
        }
        return Item.value(
                field, Condition.compare(field, operator(field), stored(field, value)), token.text(), i, i + 1, 1.5);
    }

    /** A field of the model or a tag by its name as written in data. */
    String field(String key) {
        for (String tag : vocabulary.tagKeys()) {
            if (tag.equalsIgnoreCase(key)) {
                return "tags." + tag;
            }
        }
        List<Token> words =
                Lexer.read(key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace('_', ' '));
        if (!words.isEmpty()) {
            for (Lexicon.Entry entry : Lexicon.at(words, 0)) {
                if (entry.kind().equals("field") && entry.words().size() == words.size()) {
                    return entry.arg();
                }
                if (entry.kind().equals("subject") && entry.arg().equals("userid")) {
                    return "userId";
                }
            }
        }
        return null;
    }

    static Operator operator(String field) {
        return switch (field) {
            case "city",
                    "region",
                    "browser",
                    "os",
                    "device",
                    "utmSource",
                    "utmMedium",
                    "utmCampaign",
                    "environment",
                    "text" -> Operator.IS;
            case "referrer", "errorMessage", "title", "url" -> Operator.CONTAINS;
            default -> Operator.EQ;
        };
    }

    private void quoted(Token token, int i, List<Item> found) {
        Item best = null;
        for (Value value : vocabulary.named(String.join("", Vocabulary.split(token.text())))) {
            if (value.field().equals("customEvent")) {
                found.add(Item.of("custom", value.value(), token.text(), i, i + 1, 2));
                return;
            }
            if (best == null || rank(value.field()) < rank(best.arg())) {
                best = Item.value(
                        value.field(),
                        Condition.compare(column(value.field()), operator(column(value.field())), value.value()),
                        token.text(),
                        i,
                        i + 1,
                        2);
            }
        }
        found.add(best != null ? best : Item.of("quoted", "", token.text(), i, i + 1, 0.5));
    }

    private Item code(Token token, int i) {
        for (String field : vocabulary.fields().stream()
                .sorted(Comparator.comparingInt(Linker::rank))
                .toList()) {
            for (Value value : vocabulary.values(field)) {
                if (value.value().equalsIgnoreCase(token.text())
                        || ("v" + value.value()).equalsIgnoreCase(token.text())) {
                    return Item.value(
                            field,
                            Condition.compare(field, operator(field), value.value()),
                            token.text(),
                            i,
                            i + 1,
                            1.5);
                }
            }
        }
        return Item.of("code", "", token.text(), i, i + 1, 0.2);
    }

    /** "on Mondays": every one of them. */
    private void weekday(int i, List<Item> found) {
        String word = tokens.get(i).lower();
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.equals(day.name().toLowerCase(Locale.ROOT) + "s")) {
                found.add(Item.value(
                        "dayOfWeek",
                        Condition.eq("dayOfWeek", String.valueOf(day.getValue())),
                        tokens.get(i).text(),
                        i,
                        i + 1,
                        1.5));
            }
        }
    }

    /** What looks like the ids of people or the values of a tag: u1017, acc-28221. */
    private void identifier(int i, List<Item> found) {
        int end = i + 1;
        StringBuilder shape = new StringBuilder(tokens.get(i).lower());
        while (end < tokens.size() && tokens.get(end).glued()) {
            shape.append(tokens.get(end).lower());
            end++;
        }
        String own = shape(shape.toString());
        if (!own.contains("9") || own.length() < 2) {
            return;
        }
        for (String field : vocabulary.fields().stream()
                .filter(f -> f.equals("userId") || f.equals("anonymousId") || f.startsWith("tags."))
                .sorted(Comparator.reverseOrder())
                .toList()) {
            for (Value value : vocabulary.values(field)) {
                if (shape(value.value()).equals(own)) {
                    String raw = written(value.value(), i, end);
                    found.add(Item.value(field, Condition.eq(field, raw), raw, i, end, (end - i) * 1.6));
                    return;
                }
            }
        }
    }

    /** Letters as they are, every run of figures as one 9, no signs between. */
    private static String shape(String value) {
        return Words.plain(value).replaceAll("[^\\p{L}\\d]", "").replaceAll("\\d+", "9");
    }

    /** The words with the signs that the like of them is written with. */
    private String written(String like, int from, int to) {
        String sign = like.replaceAll("[\\p{L}\\d]", "");
        StringBuilder raw = new StringBuilder();
        for (int i = from; i < to; i++) {
            raw.append(i > from && !sign.isEmpty() ? sign.substring(0, 1) : "")
                    .append(tokens.get(i).text());
        }
        return raw.toString();
    }

    /** Custom tags as fields, by their key or the key without "id". */
    private void fields(int i, List<Item> found) {
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
                            text(i, end),
                            i,
                            end,
                            (end - i) * 1.05 - (exact ? 0 : 0.35) - (builtIn ? 0.3 : 0)));
                }
            }
        }
    }

    private void values(int i, List<Item> found) {
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
            String words = text(i, to).toLowerCase(Locale.ROOT);
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
                        text(i, to),
                        i,
                        to,
                        (to - i) * 0.7));
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
                            Condition.compare(value.field(), operator(value.field()), value.value()),
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
        double score = length * 1.0 + 0.25 * (length - 1) + 0.1 - 0.002 * rank(value.field());
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
                if (value.field().startsWith("utm")
                        && length == 1
                        && (plural || mail)) { // "emails of users": not where they came from
                    return null;
                }
                boolean role = value.field().startsWith("tags.") // "guests" where a tag says who is a guest
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
                Condition.compare(column(value.field()), operator(column(value.field())), value.value()),
                text(i, to),
                i,
                to,
                score);
    }

    private static String column(String field) {
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
                            Condition.compare(field, operator(field), value.value()),
                            token.text(),
                            i,
                            i + 1,
                            0.8));
                }
            }
        }
        String os = token.is("mac", "macbook", "macs") ? "macOS" : token.is("iphone", "ipad") ? "iOS" : null;
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
                    "device", Condition.compare("device", Operator.IS, device), text(i, to), i, to, (to - i) * 1.2));
        }
    }

    private void countries(int i, List<Item> found) {
        StringBuilder joined = new StringBuilder();
        for (int to = i + 1;
                to <= Math.min(tokens.size(), i + 5)
                        && (tokens.get(to - 1).word()
                                || tokens.get(to - 1).lower().equals("."));
                to++) {
            joined.append(tokens.get(to - 1).lemma());
            String code = Places.country(joined.toString());
            boolean pronoun =
                    joined.toString().equals("us") && !tokens.get(i).text().equals("US");
            if (code != null && !pronoun) {
                found.add(Item.value(
                        "country",
                        Condition.eq("country", code),
                        text(i, to),
                        i,
                        to,
                        (to - i) * 1.1 + 0.2 * (to - i - 1)));
            }
        }
    }

    /** Words of page paths: "checkout", "product pages", "the size guide". */
    private void pages(int i, List<Item> found) {
        if (tokens.get(i).is("homepage")
                || (i + 1 < tokens.size()
                        && tokens.get(i).is("home", "front")
                        && tokens.get(i + 1).is("page"))) {
            int to = tokens.get(i).is("homepage") ? i + 1 : i + 2;
            found.add(Item.value("page", Condition.eq("page", "/"), text(i, to), i, to, (to - i) * 1.6));
            return;
        }
        if (i + 2 < tokens.size() && tokens.get(i).is("while", "when", "during")) { // "while checking out"
            String doing = tokens.get(i + 1).lemma() + tokens.get(i + 2).lower();
            if (EventMatcher.compound(doing) && !vocabulary.pagesWith(doing).isEmpty()) {
                found.add(Item.value(
                        "page", Condition.compare("page", Operator.CONTAINS, doing), text(i, i + 3), i, i + 3, 3.4));
            }
        }
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
            boolean article = tokens.get(i).is("the", "a", "of");
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
                    "page", Condition.compare("page", Operator.CONTAINS, value), text(i, end), i, end, score));
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
        String typed = text(from, to).toLowerCase(Locale.ROOT);
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

    private static int rank(String field) {
        int at = PRIORITY.indexOf(field);
        return at >= 0 ? at : field.startsWith("tags.") ? 20 : 30;
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(text.isEmpty() || tokens.get(i).glued() ? text.isEmpty() ? "" : "-" : " ")
                    .append(tokens.get(i).text());
        }
        return text.toString();
    }
}
