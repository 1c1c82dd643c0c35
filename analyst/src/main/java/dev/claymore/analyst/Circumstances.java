package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;

/** What is said of where and when something went wrong, and is no condition of its own. */
final class Circumstances {

    private final List<Token> tokens;
    private final Vocabulary vocabulary;

    Circumstances(List<Token> tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
    }

    /**
     * "a 409 while applying", "uploads that got a 413": where something went wrong. An event that is recorded when it works did not happen
     * there; the page says where, when it is called so.
     */
    List<Item> join(List<Item> linked) {
        boolean wrong = linked.stream()
                .anyMatch(item -> (item.is("event") && item.arg().matches("error|failed"))
                        || (item.is("value") && item.arg().startsWith("error"))
                        || (item.says("number", "") && item.number() >= 400 && item.number() < 600));
        List<Item> items = new ArrayList<>(linked);
        for (int i = 0; wrong && i < items.size(); i++) {
            Item item = items.get(i);
            if (!item.is("custom", "unknown") || item.from() == 0) {
                continue;
            }
            boolean meanwhile = tokens.get(item.from() - 1).is("while", "when", "during")
                    && !item.text().contains("_")
                    && tokens.subList(item.from(), item.to()).stream()
                            .anyMatch(token -> token.lower().endsWith("ing"));
            int next = next(items, i);
            boolean met = next > 0
                    && items.get(next).says("number", "")
                    && items.get(next).number() >= 400
                    && tokens.subList(item.to(), items.get(next).from()).stream()
                            .anyMatch(token -> token.is("get", "hit", "return", "meet", "run", "end", "fail"));
            if (!meanwhile && !met) {
                continue;
            }
            if (meanwhile) {
                passing(items, i);
            }
            String page = linked.stream().anyMatch(other -> other.says("value", "page"))
                    ? null
                    : tokens.subList(item.from(), item.to()).stream()
                            .map(Token::lemma)
                            .filter(word -> word.length() > 3
                                    && !vocabulary.pagesWith(word).isEmpty())
                            .findFirst()
                            .orElse(null);
            items.set(
                    i,
                    page == null || met || item.is("unknown")
                            ? item.as("aside", "")
                            : Item.value(
                                    "page",
                                    Condition.compare("page", Operator.CONTAINS, page),
                                    item.text(),
                                    item.from(),
                                    item.to(),
                                    1));
        }
        return items;
    }

    /** What belongs to "while paying for a ticket", up to where the sentence goes on. */
    private static void passing(List<Item> items, int i) {
        for (int k = i + 1; k < items.size() && items.get(k).is("skip", "custom", "unknown", "on", "with"); k++) {
            if (items.get(k).is("custom", "unknown")) {
                items.set(k, items.get(k).as("aside", ""));
            }
        }
    }

    private static int next(List<Item> items, int i) {
        for (int k = i + 1; k < items.size(); k++) {
            if (!items.get(k).is("skip", "who", "with")) {
                return k;
            }
        }
        return -1;
    }
}
