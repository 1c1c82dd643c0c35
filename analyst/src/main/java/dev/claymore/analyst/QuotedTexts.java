package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;

/** Texts that are asked for by a part of them: "error message contains …", "pages under …", "events called …". */
final class QuotedTexts {

    private final List<Token> tokens;
    private final String question;

    QuotedTexts(List<Token> tokens, String question) {
        this.tokens = tokens;
        this.question = question;
    }

    /** "error message containing cart.items": the text is what stands there, whatever its words mean elsewhere. */
    List<Item> join(List<Item> linked) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < linked.size(); i++) {
            Item item = linked.get(i);
            boolean contains = item.is("contains") || item.is("startswith") || item.is("called");
            Item before = lastWord(items);
            String field = before == null ? null : textField(before);
            int text = next(linked, i);
            if (!contains
                    || field == null
                    || text < 0
                    || (linked.get(text).is("time", "number")
                            && !linked.get(text).text().contains("."))) {
                items.add(item);
                continue;
            }
            int end = text + 1;
            Token.Kind kind = tokens.get(linked.get(text).from()).kind();
            if (kind != Token.Kind.PATH && (!linked.get(text).is("quoted", "value") || kind != Token.Kind.QUOTED)) {
                while (end < linked.size()
                        && !linked.get(end)
                                .is(
                                        "time", "comma", "stop", "and", "but", "groupby", "who", "on", "from", "with",
                                        "or", "by", "every", "first", "cmp", "top")) {
                    end++;
                }
            }
            int from = tokens.get(linked.get(text).from()).from();
            int to = tokens.get(linked.get(end - 1).to() - 1).to();
            String raw = question.substring(from, to).strip().replaceAll("^[\"'“‘`]|[\"'”’`]$", "");
            if (kind == Token.Kind.PATH && item.is("startswith") && !raw.endsWith("/")) {
                raw += "/"; // "under /help": not /helpdesk
            }
            Operator op = item.is("startswith")
                    ? Operator.STARTS_WITH
                    : item.is("called") ? Literals.operator(field) : Operator.CONTAINS;
            if (before.is("field")
                    || (before.is("event") && field.equals("errorMessage"))
                    || before.says("value", "page")) {
                boolean listed = item.is("startswith")
                        && (before.text().toLowerCase(java.util.Locale.ROOT).endsWith("pages")
                                || grouped(items, before)); // "of each page under /guides"
                if (before.is("field") && !listed) { // "what pages exist under /help" asks for them
                    items.remove(before);
                }
                items.add(Item.value(
                        field,
                        Condition.compare(field, op, raw),
                        raw,
                        before.is("field") ? before.from() : item.from(),
                        linked.get(end - 1).to(),
                        1));
                i = end - 1;
            } else {
                items.add(item);
            }
        }
        for (int i = 0; i + 1 < items.size(); i++) { // "sessions that included an invite"
            if (items.get(i).is("contains")
                    && items.subList(i + 1, Math.min(items.size(), i + 3)).stream()
                            .anyMatch(next -> next.is("custom", "event"))) {
                items.set(i, items.get(i).as("with", ""));
            }
        }
        return items;
    }

    private static boolean grouped(List<Item> items, Item field) {
        int at = items.lastIndexOf(field) - 1;
        while (at >= 0 && items.get(at).is("skip")) {
            at--;
        }
        return at >= 0 && items.get(at).is("groupby");
    }

    private static String textField(Item item) {
        return item.is("field") && FieldValues.OPEN_FIELDS.contains(item.arg())
                ? item.arg()
                : item.says("event", "error") || item.says("event", "console") || item.says("event", "failed")
                        ? "errorMessage"
                        : null;
    }

    private static Item lastWord(List<Item> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (!items.get(i).is("skip", "who")) {
                return items.get(i);
            }
        }
        return null;
    }

    private static int next(List<Item> items, int i) {
        for (int k = i + 1; k < items.size(); k++) {
            if (!items.get(k).is("skip", "with", "comma")) {
                return k;
            }
        }
        return -1;
    }
}
