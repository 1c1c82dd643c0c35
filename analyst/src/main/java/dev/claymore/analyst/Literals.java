package dev.claymore.analyst;

import dev.claymore.analyst.Vocabulary.Value;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.time.DayOfWeek;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What stands in a question as it stands in the data: paths, pairs, quoted texts, codes, ids. */
final class Literals {

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

    private final List<Token> tokens;
    private final Vocabulary vocabulary;

    Literals(List<Token> tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
    }

    Item path(Token token, int i) {
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

    Item pair(Token token, int i) {
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

    void quoted(Token token, int i, List<Item> found) {
        Item best = null;
        for (Value value : vocabulary.named(String.join("", Vocabulary.split(token.text())))) {
            if (value.field().equals("customEvent")) {
                found.add(Item.of("custom", value.value(), token.text(), i, i + 1, 2));
                return;
            }
            if (best == null || rank(value.field()) < rank(best.arg())) {
                best = Item.value(
                        value.field(),
                        Condition.compare(
                                NamedValues.column(value.field()),
                                operator(NamedValues.column(value.field())),
                                value.value()),
                        token.text(),
                        i,
                        i + 1,
                        2);
            }
        }
        found.add(best != null ? best : Item.of("quoted", "", token.text(), i, i + 1, 0.5));
    }

    Item code(Token token, int i) {
        for (String field : vocabulary.fields().stream()
                .sorted(Comparator.comparingInt(Literals::rank))
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
    void weekday(int i, List<Item> found) {
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
    void identifier(int i, List<Item> found) {
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

    static int rank(String field) {
        int at = PRIORITY.indexOf(field);
        return at >= 0 ? at : field.startsWith("tags.") ? 20 : 30;
    }
}
