package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A field and the value beside it: "premium plan", "release 4.0.0", "user id u17". */
final class FieldValues {

    static final Set<String> OPEN_FIELDS = Set.of(
            "userId",
            "errorMessage",
            "errorType",
            "release",
            "requestUrl",
            "page",
            "title",
            "selector",
            "text",
            "utmCampaign",
            "utmSource",
            "utmMedium",
            "sessionId",
            "anonymousId",
            "referrer",
            "url",
            "locale",
            "browserVersion",
            "requestMethod");

    private final List<Token> tokens;
    private final String question;
    private final Vocabulary vocabulary;

    FieldValues(List<Token> tokens, String question, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.question = question;
        this.vocabulary = vocabulary;
    }

    /** "premium plan", "plan premium", "release 4.0.0", "user id u17". */
    List<Item> join(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Item before = out.isEmpty() ? null : out.getLast();
            Item after = i + 1 < items.size() ? items.get(i + 1) : null;
            boolean field = item.is("field") || item.says("subject", "userid");
            String name = item.says("subject", "userid") ? "userId" : item.arg();
            boolean grouped = before != null
                    && (before.is("groupby", "top", "count", "distinct", "bottom")
                            || (before.is("number")
                                    && out.size() > 1
                                    && out.get(out.size() - 2).is("top", "bottom")));
            if (field
                    && !grouped
                    && before != null
                    && before.is("value")
                    && same(before.arg(), name)
                    && (after == null || !after.is("value") || !same(after.arg(), name))) {
                out.set(out.size() - 1, before.spanning(before.from(), item.to()));
                continue;
            }
            if (field && after != null && after.is("called") && i + 2 < items.size()) {
                items = new ArrayList<>(items);
                items.remove(i + 1);
                after = items.get(i + 1);
            }
            if (field
                    && after != null
                    && after.is("neg")
                    && i + 2 < items.size()
                    && items.get(i + 2).is("value")
                    && !grouped
                    && same(items.get(i + 2).arg(), name)) {
                continue;
            }
            boolean by = grouped && before.text().equalsIgnoreCase("by") && !name.equals("page");
            if (by
                    && field
                    && after != null
                    && after.is("value")
                    && after.arg().equals(name)
                    && after.from() == item.to()) {
                out.set(out.size() - 1, before.as("on", "")); // "errors by release 4.0.0": of that one
                grouped = false;
            }
            if (field && after != null && after.is("value") && same(after.arg(), name) && !grouped) {
                out.add(after.spanning(item.from(), after.to()));
                i++;
                continue;
            }
            boolean raw = after != null
                    && (after.is("code", "quoted", "unknown") || (after.says("number", "") && !name.equals("page")))
                    && after.from() - item.to() <= 1;
            boolean codeLike =
                    raw && (after.is("code", "quoted") || after.text().matches(".*\\d.*"));
            if (field && raw && codeLike && (OPEN_FIELDS.contains(name) || name.startsWith("tags.")) && !grouped) {
                int end = i + 1;
                while (end + 1 < items.size()
                        && tokens.get(items.get(end + 1).from()).glued()
                        && items.get(end + 1).from() == items.get(end).to()) {
                    end++;
                }
                String text = question.substring(
                                tokens.get(after.from()).from(),
                                tokens.get(items.get(end).to() - 1).to())
                        .replaceAll("^[\"'“`]|[\"'”`]$", "");
                out.add(Item.value(
                        name,
                        Condition.compare(name, release(name, text), stored(name, text)),
                        text,
                        item.from(),
                        items.get(end).to(),
                        1));
                i = end;
                continue;
            }
            out.add(item);
        }
        return out;
    }

    private String stored(String field, String value) {
        return vocabulary.values(field).stream()
                .map(Vocabulary.Value::value)
                .filter(other -> other.equalsIgnoreCase(value))
                .findFirst()
                .orElse(value);
    }

    /** "release 3.9" when there is none of that name stands for 3.9.0 and 3.9.1. */
    private Operator release(String field, String value) {
        boolean begins = field.equals("release")
                && vocabulary.values(field).stream().noneMatch(v -> v.value().equalsIgnoreCase(value))
                && vocabulary.values(field).stream().anyMatch(v -> v.value().startsWith(value + "."));
        return begins ? Operator.STARTS_WITH : Literals.operator(field);
    }

    private static boolean same(String a, String b) {
        return a.equals(b)
                || Set.of(a, b).equals(Set.of("page", "requestUrl"))
                || Set.of(a, b).equals(Set.of("text", "selector"))
                || (a.equals("city") && b.equals("region"));
    }
}
