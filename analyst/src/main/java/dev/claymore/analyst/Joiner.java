package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts together what neighbours say of one thing: a field and its value, an operator and its text, an error and its code. */
final class Joiner {

    private final List<Token> tokens;
    private final Vocabulary vocabulary;
    private final QuotedTexts texts;
    private final FieldValues fields;

    Joiner(List<Token> tokens, String question, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.texts = new QuotedTexts(tokens, question);
        this.fields = new FieldValues(tokens, question, vocabulary);
    }

    List<Item> join(List<Item> linked) {
        List<Item> items = amounts(texts.join(
                new Circumstances(tokens, vocabulary).join(found(asides(failures(kinds(Existence.read(linked))))))));
        items.removeIf(item -> item.is("skip"));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            boolean number = (i + 1 < items.size() && items.get(i + 1).is("number", "once", "twice", "between"))
                    || (i + 2 < items.size() && items.get(i + 2).is("number"));
            if (item.is("cmp") && item.text().toLowerCase(java.util.Locale.ROOT).endsWith("than") && !number) {
                items.set(i, item.as("vs", "")); // "book more than others"
            } else if (item.is("cmp")
                    && !number
                    && item.text()
                            .matches("(?i)(high|low|great|bigg|larg|small|long|short|fast|slow)er|better|worse")) {
                items.set(i, item.as("compare", "")); // "is it higher on iOS or Android"
            }
        }
        for (int i = 1; i < items.size(); i++) { // "the cart was worth over $100"
            if (items.get(i).says("metric", "value") && items.get(i - 1).says("metric", "cart")) {
                items.remove(i);
            }
        }
        boolean counted = items.stream().anyMatch(item -> item.is("count"))
                && items.stream().anyMatch(item -> item.says("subject", "person"))
                && items.stream().noneMatch(item -> item.is("agg", "top", "cmp"));
        for (int i = 1; counted && i < items.size(); i++) { // "how many customers sent money": what they sent
            if (items.get(i).says("metric", "value")
                    && items.get(i).text().equalsIgnoreCase("money")
                    && items.get(i - 1).is("custom")) {
                items.remove(i);
            }
        }
        boolean people = items.stream().anyMatch(item -> item.is("subject"));
        items.removeIf(item -> !people // "how many 503s did /api/x return": it answered
                && item.is("retention")
                && item.text().matches("(?i)returns?|returned|returning")
                && linked.stream().anyMatch(other -> other.says("value", "requestUrl")));
        items = codes(limits(listed(items)));
        items = fields.join(items);
        return ends(bounds(items));
    }

    /** "searches without a hit": without results. */
    private static List<Item> found(List<Item> linked) {
        List<Item> items = new ArrayList<>(linked);
        boolean searched = items.stream()
                .anyMatch(item -> item.is("custom")
                        && Vocabulary.split(item.arg()).stream().anyMatch(word -> Words.synonyms(word, "search")));
        for (int i = 1; searched && i < items.size(); i++) {
            int before = items.get(i - 1).is("skip", "with") && i > 1 ? i - 2 : i - 1;
            if (items.get(before).is("neg")
                    && items.get(i).is("skip", "unknown")
                    && items.get(i).text().matches("(?i)hits?|match|matches|results?|findings?")) {
                items.set(
                        i,
                        Item.of(
                                "metric",
                                "value",
                                "results",
                                items.get(i).from(),
                                items.get(i).to(),
                                1));
            }
        }
        return items;
    }

    /** "how many minutes of video", "average podcast minutes": what the events carry, in the words for it. */
    private List<Item> amounts(List<Item> items) {
        boolean valued = items.stream().anyMatch(item -> item.is("custom") && carries(item.arg()));
        boolean computed = items.stream().anyMatch(item -> item.is("agg", "top") || item.says("count", ""));
        List<Item> out = new ArrayList<>(items);
        for (int i = 0; valued && computed && i < out.size(); i++) {
            boolean alone = i == 0 || !out.get(i - 1).is("groupby", "every", "number", "on", "within", "list");
            if (out.get(i).is("unit")
                    && alone
                    && out.get(i).arg().matches("second|minute|hour")
                    && out.get(i).text().endsWith("s")) {
                out.set(i, out.get(i).as("metric", "value"));
            }
        }
        return out;
    }

    private boolean carries(String event) {
        return vocabulary.events().stream().anyMatch(other -> other.name().equals(event) && other.values());
    }

    /** "errors by type": the field that tells those apart. */
    private static List<Item> kinds(List<Item> linked) {
        List<Item> items = new ArrayList<>(linked);
        boolean failing = items.stream().anyMatch(item -> item.says("event", "error") || item.says("event", "failed"));
        for (int i = 0; failing && i < items.size(); i++) { // "the most frequent messages of failed requests"
            if (items.get(i).is("unknown", "skip") && items.get(i).text().matches("(?i)messages?")) {
                items.set(i, items.get(i).as("field", "errorMessage"));
            }
        }
        for (int i = 1; i < items.size(); i++) {
            Item item = items.get(i);
            if (!item.text().matches("(?i)(types?|kinds?|names?)")
                    || !item.is("skip", "unknown", "event")
                    || !items.get(i - 1).is("groupby")) {
                continue;
            }
            for (int k = i - 1; k >= 0; k--) {
                String field = items.get(k).is("event")
                        ? switch (items.get(k).arg()) {
                            case "error" -> "errorType";
                            case "custom" -> "customEvent";
                            case "any" -> "type";
                            default -> null;
                        }
                        : null;
                if (field != null) {
                    items.set(i, item.as("field", field));
                    break;
                }
            }
        }
        return items;
    }

    /** "failed logins": what is recorded when it works says nothing of failures. */
    private static List<Item> failures(List<Item> linked) {
        List<Item> items = new ArrayList<>(linked);
        for (int i = 0; i + 1 < items.size(); i++) {
            if (items.get(i).says("event", "failed")
                    && items.get(i).text().matches("(?i)fail(ed|ing)|unsuccessful")
                    && items.get(i + 1).is("custom")) {
                items.set(i, items.get(i).as("unknown", ""));
            }
        }
        return items;
    }

    /** "recent visits, say since Wednesday": a word between that says nothing. */
    private static List<Item> asides(List<Item> linked) {
        List<Item> items = new ArrayList<>(linked);
        for (int i = 1; i + 1 < items.size(); i++) {
            if (items.get(i).is("contains")
                    && items.get(i).text().equalsIgnoreCase("say")
                    && (items.get(i - 1).is("comma") || items.get(i + 1).is("time", "comma"))) {
                items.set(i, items.get(i).as("skip", ""));
            }
        }
        return items;
    }

    /** "every session of u1017" asks for them; "sessions by every …" groups. */
    private static List<Item> listed(List<Item> items) {
        List<Item> out = new ArrayList<>(items);
        for (int i = 0; i + 1 < out.size(); i++) {
            boolean begins = i == 0 || out.get(i - 1).is("list", "stop", "comma");
            if (begins
                    && out.get(i).is("groupby")
                    && out.get(i).text().matches("(?i)each|every|every single")
                    && out.get(i + 1).says("subject", "session")) {
                out.set(i, out.get(i).as("list", ""));
            }
        }
        return out;
    }

    /** "more than 3 but fewer than 8 page views": both numbers are of the page views. */
    private static List<Item> limits(List<Item> items) {
        List<Item> out = new ArrayList<>(items);
        for (int i = 0; i + 5 < out.size(); i++) {
            boolean two = out.get(i).is("cmp")
                    && out.get(i + 1).says("number", "")
                    && out.get(i + 2).is("and", "but")
                    && out.get(i + 3).is("cmp")
                    && out.get(i + 4).is("number");
            Item of = out.get(i + 5);
            if (two && of.is("event", "custom", "metric", "field")) {
                out.add(i + 2, of);
            }
        }
        for (int i = 0; i + 4 < out.size(); i++) {
            Item last = out.get(i + 4);
            if (out.get(i).is("cmp")
                    && out.get(i + 1).says("number", "")
                    && out.get(i + 2).is("and", "but")
                    && out.get(i + 3).is("cmp")
                    && last.says("number", "ms")) { // "longer than 2 but shorter than 5 minutes"
                double unit = last.number() / Math.max(1, Amounts.figure(last.text()));
                Item first = out.get(i + 1);
                out.set(i + 1, Item.number(first.number() * unit, "ms", first.text(), first.from(), first.to()));
            }
        }
        return out;
    }

    /** Numbers that are codes of errors: "error 500", "a 502", "500 errors", "status code 404", "5xx". */
    private List<Item> codes(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Item before = out.isEmpty() ? null : out.getLast();
            Item after = i + 1 < items.size() ? items.get(i + 1) : null;
            if (item.says("number", "xx")) {
                String low = String.valueOf(((int) item.number()) * 100);
                String high = String.valueOf(((int) item.number()) * 100 + 99);
                if (before != null && before.says("field", "errorCode")) {
                    out.removeLast();
                }
                Condition range = Condition.and(
                        Condition.compare("errorCode", Operator.GTE, low),
                        Condition.compare("errorCode", Operator.LTE, high));
                out.add(Item.value("errorCode", range, item.text(), item.from(), item.to(), 1));
                if (after != null && after.says("field", "errorCode")) {
                    i++;
                }
                continue;
            }
            boolean code = item.says("number", "")
                    && item.number() >= 400
                    && item.number() < 600
                    && item.number() == Math.rint(item.number());
            boolean named = item.says("number", "")
                    && before != null
                    && (before.says("field", "errorCode") || (before.says("event", "error") && item.number() >= 100));
            boolean compared = before != null
                    && (before.is("cmp", "between", "top", "first", "contains")
                            || (before.is("and", "to")
                                    && out.size() > 2
                                    && out.get(out.size() - 2).is("number")
                                    && out.get(out.size() - 3).is("between")));
            boolean counts = after != null
                    && ((after.is("subject", "custom", "metric", "times", "field", "unit")
                                    && !after.says("field", "errorCode"))
                            || (after.is("event")
                                    && !Set.of("error", "failed", "request", "any")
                                            .contains(after.arg())));
            if (((code && !counts) || named) && !compared) {
                if (before != null && before.says("field", "errorCode")) {
                    out.removeLast();
                }
                String value = String.valueOf((long) item.number());
                out.add(Item.value(
                        "errorCode", Condition.eq("errorCode", value), item.text(), item.from(), item.to(), 1));
                if (after != null && after.says("field", "errorCode")) {
                    i++;
                }
                continue;
            }
            out.add(item);
        }
        return out;
    }

    /** "entered on /sale", "landing page /pricing", "left from the cart": first and last pages. */
    private static List<Item> ends(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Item before = out.isEmpty() ? null : out.getLast();
            String field = before == null
                    ? null
                    : before.is("entered") || before.says("field", "entryPage")
                            ? "entryPage"
                            : before.is("exited") || before.says("field", "exitPage") ? "exitPage" : null;
            boolean grouped = before != null
                    && before.is("field")
                    && out.size() > 1
                    && out.get(out.size() - 2).is("groupby", "top", "list", "count", "distinct", "number");
            if (item.says("value", "page")
                    && field != null
                    && !grouped
                    && item.condition() instanceof Condition.Where where) {
                out.removeLast();
                out.add(Item.value(
                        field,
                        new Condition.Where(field, where.op(), where.values()),
                        before.text() + " " + item.text(),
                        before.from(),
                        item.to(),
                        1));
            } else if (!item.is("on")
                    || field == null
                    || i + 1 >= items.size()
                    || !items.get(i + 1).says("value", "page")
                    || grouped) {
                out.add(item);
            }
        }
        for (Item item : List.copyOf(out)) { // "what page do people enter on": with no page named, the field itself
            if (item.is("entered", "exited")) {
                out.replaceAll(other -> other.says("field", "page")
                        ? other.as("field", item.is("entered") ? "entryPage" : "exitPage")
                        : other);
            }
        }
        out.removeIf(item -> item.is("entered", "exited"));
        return out;
    }

    /** "under /blog": what begins with it. */
    private List<Item> bounds(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Item before = out.isEmpty() ? null : out.getLast();
            if (item.is("value")
                    && before != null
                    && before.is("startswith")
                    && (item.arg().equals("page") || item.arg().equals("requestUrl"))
                    && item.condition() instanceof Condition.Where where) {
                out.removeLast();
                String path = where.values().getFirst();
                out.add(Item.value(
                        item.arg(),
                        Condition.compare(item.arg(), Operator.STARTS_WITH, path.endsWith("/") ? path : path + "/"),
                        "under " + item.text(),
                        before.from(),
                        item.to(),
                        1));
                continue;
            }
            out.add(item);
        }
        return out;
    }
}
