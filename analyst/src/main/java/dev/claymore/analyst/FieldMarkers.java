package dev.claymore.analyst;

import dev.claymore.query.language.Interval;
import java.util.Locale;

/** The metric that is asked for, and fields that are neither a group nor part of a condition. */
final class FieldMarkers {

    private final Composer c;
    private final Asked r;
    private final Meaning meaning;

    FieldMarkers(Composer composer, Asked asked) {
        this.c = composer;
        this.r = asked;
        this.meaning = composer.meaning;
    }

    /** The metric that is asked for, and fields that are neither a group nor part of a condition. */
    void read() {
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if (c.used[i] || amountOfPages(i)) {
                continue;
            }
            String asked = r.ranking
                            && asksWhich(i)
                            && (c.subject.isEmpty() || !item.text().endsWith("s"))
                    ? kindOf(item)
                    : ranked(i) || named(i) ? kindOf(item) : null;
            if (asked != null && r.groups.isEmpty()) { // "which error hits the most people"
                r.groups.add(asked);
                r.listedField = true;
            }
            if (r.count
                    && item.says("value", "page")
                    && c.at(i - 1, "distinct")
                    && item.text().toLowerCase(Locale.ROOT).endsWith("pages")) { // "how many different help pages"
                r.distinctField = "page";
            } else if (item.says("value", "page")
                    && item.text().toLowerCase(Locale.ROOT).matches(".*pages?")
                    && (c.at(i - 1, "list", "top", "bottom", "distinct") || (c.at(i - 1, "number") && c.used[i - 1]))) {
                r.groups.add("page");
                r.listedField = true;
            }
            if (item.is("field") && item.arg().equals(r.distinctField)) {
                c.use(i); // "families (familyId)": said twice
            } else if (item.is("metric") && !compared(i)) {
                if (r.metric == null || r.metric.equals("value") || r.metric.equals("revenue")) {
                    if (r.metric == null || !item.arg().equals("value")) {
                        r.metric = item.arg();
                        r.metricAt = i;
                    }
                }
                c.use(i);
            } else if (item.is("field")
                    && c.at(i - 1, "number")
                    && !c.used[i - 1]
                    && c.item(i - 1).arg().isEmpty()
                    && !c.at(i - 2, "cmp", "between", "with")
                    && !c.at(i - 2, "and", "to")) { // "4 pages with the worst INP", "…, 5 cities"
                r.limit = (int) c.item(i - 1).number();
                r.ranking = true;
                c.use(i - 1);
                if (!r.groups.contains(item.arg())) {
                    r.groups.add(item.arg());
                }
                r.listedField = true;
                c.chip("limit", String.valueOf(r.limit), i - 1);
                c.use(i);
            } else if (item.is("field") && r.groups.contains(item.arg()) && !c.at(i - 1, "neg", "with")) {
                c.use(i);
            } else if (item.is("field")
                    && !c.at(i - 1, "list", "top", "number", "distinct")
                    && !item.text().endsWith("s")
                    && valued(item.arg(), i)) {
                c.use(i);
            } else if (item.is("field") && item.arg().matches("hourOfDay|dayOfWeek") && c.at(i - 1, "count")) {
                meaning.unplaced.add(item.text()); // "how many hours"
                c.use(i);
            } else if (item.is("field") && !negatedField(i)) {
                boolean counted = r.count
                        && (c.at(i - 1, "count", "distinct")
                                || (c.at(i - 1, "active") && c.at(i - 2, "count", "distinct")));
                counted |= r.count && i == 0 && item.text().endsWith("s") && lastly();
                if (counted && r.groups.isEmpty() && r.distinctField == null) {
                    r.distinctField = item.arg();
                } else if (!(item.arg().equals("page") && r.metric != null && r.metric.startsWith("pages"))) {
                    r.groups.add(item.arg());
                    r.listedField = true;
                }
                c.chip("group", item.text(), i);
                c.use(i);
            } else if (item.is("unit")
                    && (r.list || c.at(i - 1, "on", "list", "top", "bottom", "super"))
                    && r.interval == Interval.NONE
                    && item.arg().matches("hour|day|week|month")) {
                r.interval = Composer.interval(item.arg());
                r.listedField = true;
                c.use(i);
            }
        }
        if (c.subject.equals("userid") && r.count) {
            r.distinctField = "userId";
        }
        if (r.groups.stream().anyMatch(group -> group.matches("entryPage|exitPage"))) {
            r.groups.remove("page"); // "top 5 pages by exits"
        }
        for (int i = 1; i < c.items.size(); i++) {
            boolean different = c.at(i - 1, "distinct")
                    || (c.at(i - 1, "count") && c.item(i - 1).text().matches("(?i).*\\b(unique|distinct|different)"));
            if (r.count && different && kindOf(c.item(i)) != null && r.distinctField == null && r.groups.isEmpty()) {
                r.distinctField = kindOf(c.item(i)); // "how many different errors"
                meaning.assume("different ones by " + r.distinctField);
            }
        }
        boolean people = c.subject.equals("person") || c.subject.equals("userid");
        if (r.ranking
                && people
                && r.metric != null
                && r.groups.isEmpty()
                && r.interval == Interval.NONE
                && r.perSubject == null
                && rankedPeople()) {
            r.groups.add("userId"); // "the top 5 users by gift card value"
            r.listedField = true;
        }
        int before = c.subjectAt - 1;
        if (r.ranking
                && r.limit == null
                && c.at(before, "number")
                && !c.used[before]
                && c.item(before).arg().isEmpty()
                && !c.at(before - 1, "cmp")) {
            r.limit = (int) c.item(before).number(); // "10 users with the most sessions"
            c.use(before);
            c.chip("limit", String.valueOf(r.limit), before);
        }
        if (r.count && r.distinctField == null && r.groups.isEmpty() && c.subject.isEmpty()) {
            for (int i = 1; i < c.items.size(); i++) { // "how many different errors"
                if (c.at(i, "event") && c.items.get(i - 1).is("distinct") && kindOf(c.item(i)) != null) {
                    r.distinctField = kindOf(c.item(i));
                }
            }
        }
    }

    /** "companies active last month, how many": the question comes last. */
    private boolean lastly() {
        for (int i = c.items.size() - 1; i > 0; i--) {
            if (!c.at(i, "stop", "time", "comma")) {
                return c.at(i, "count");
            }
        }
        return false;
    }

    /** "viewed at least 8 pages": how many page views, not which pages. */
    private boolean amountOfPages(int i) {
        return c.items.get(i).says("field", "page") && c.at(i - 1, "number") && c.at(i - 2, "cmp");
    }

    /** The superlative stands before the people: they are ranked. */
    private boolean asksWhich(int i) {
        return c.at(i - 1, "list")
                || (i == 0 && c.questionText != null && c.questionText.matches("(?is)^(what|which)\\b.*"));
    }

    private boolean rankedPeople() {
        int at = c.subjectAt - 1;
        while (c.at(at, "number", "distinct", "active", "signedin")) {
            at--;
        }
        return c.at(at, "top", "bottom", "super") || c.at(0, "who") || (c.at(at, "list") && r.count);
    }

    /** "which events do we have", "list the custom events": their names. */
    private boolean named(int i) {
        Item item = c.item(i);
        return !r.ranking
                && !r.count
                && c.subject.isEmpty()
                && c.at(i - 1, "list")
                && (item.says("event", "any") || item.says("event", "custom"))
                && item.text().endsWith("s");
    }

    /** "most popular custom events", "the 3 most common errors": kinds of them, not their number. */
    private boolean ranked(int i) {
        int before = c.at(i - 1, "number") ? i - 2 : i - 1;
        return r.ranking
                && r.groups.isEmpty()
                && c.subject.isEmpty()
                && c.at(before, "top", "bottom")
                && !c.item(before)
                        .text()
                        .toLowerCase(Locale.ROOT)
                        .matches("(the )?(most|least)|(highest|lowest|largest|biggest) number of")
                && c.item(i).text().endsWith("s")
                && c.items.stream().noneMatch(item -> item.is("field", "unit", "groupby"));
    }

    /** The field that tells events of a kind apart. */
    private static String kindOf(Item item) {
        if (!item.is("event")) {
            return null;
        }
        return switch (item.arg()) {
            case "error" -> "errorMessage";
            case "request", "failed" -> "requestUrl";
            case "custom", "any" -> "customEvent";
            default -> null;
        };
    }

    /** "the account with accountId acc-1": the value says it all. */
    private boolean valued(String field, int i) {
        for (int k = i + 1; k < Math.min(c.items.size(), i + 4); k++) {
            if (c.at(k, "value") && c.item(k).arg().equals(field)) {
                return true;
            }
        }
        return false;
    }

    private boolean negatedField(int i) {
        return c.at(i - 1, "neg")
                || (c.at(i - 1, "with") && !c.at(i + 1, "top", "bottom") && !r.list)
                || (c.at(i - 2, "neg") && c.at(i - 1, "with", "of"));
    }

    private boolean compared(int i) {
        int k = i + 1;
        while (c.at(k, "cmp", "of", "who", "with", "neg", "from", "on") && k < i + 4) {
            if (c.at(k, "cmp") && c.at(k + 1, "number")) {
                return true;
            }
            k++;
        }
        if (c.at(k, "number")
                && (c.item(k).arg().isEmpty() || c.item(k).arg().matches("money|plus|ms|percent"))
                && !c.used[k]
                && k - i <= 3
                && !c.at(k + 1, "subject", "top", "super")) {
            return true;
        }
        if (c.at(k, "between") && c.at(k + 1, "number")) {
            return true;
        }
        boolean before = (c.at(i - 1, "number") && !c.used[i - 1])
                || (c.at(i - 1, "post") && c.at(i - 2, "number"))
                || (c.at(i - 1, "with", "on", "of")
                        && c.at(i - 2, "number")
                        && c.item(i - 2).arg().equals("money"));
        boolean cart = c.item(i).arg().equals("cart")
                && c.item(i).text().matches("(?i)cart|basket")
                && c.at(i - 1, "with", "who", "neg", "to", "on");
        return before || cart;
    }
}
