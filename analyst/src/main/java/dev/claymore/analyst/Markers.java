package dev.claymore.analyst;

import dev.claymore.query.language.Interval;
import java.util.Locale;

/** The words around the conditions: by what it is grouped, in which order, how many, which measure. */
final class Markers {

    private final Composer c;
    private final Asked r = new Asked();
    private final Meaning meaning;

    Markers(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    /** Takes out what is no condition: groups, intervals, ranks, the measure. */
    Asked read() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.used[i]) {
                continue;
            }
            Item item = c.items.get(i);
            switch (item.kind()) {
                case "every" -> {
                    r.interval = item.arg().equals("auto")
                            ? (r.interval == Interval.NONE ? Interval.AUTO : r.interval)
                            : Composer.interval(item.arg());
                    c.chip("group", item.text(), i);
                    c.use(i);
                }
                case "groupby" -> group(i);
                case "top", "bottom" -> rank(i, item.is("bottom"));
                case "super" -> superlative(i, item.arg());
                case "first" -> {
                    if (c.at(i + 1, "number") && c.items.get(i + 1).arg().isEmpty() && c.at(i + 2, "subject")) {
                        superlative(i, "oldest");
                    } else {
                        if (c.at(i + 1, "number")
                                && c.items.get(i + 1).arg().isEmpty()) { // "browsers by visitors, first four"
                            r.limit = (int) c.items.get(i + 1).number();
                            c.use(i + 1);
                            c.chip("limit", item.text() + " " + r.limit, i);
                        }
                        c.use(i);
                    }
                }
                case "count" -> {
                    r.count = true;
                    c.use(i);
                }
                case "list", "compare" -> {
                    if (item.is("list")
                            && c.at(i + 1, "number")
                            && c.item(i + 1).arg().isEmpty()
                            && c.at(i + 2, "subject")) {
                        r.limit = (int) c.item(i + 1).number(); // "give me 20 sessions"
                        c.use(i + 1);
                        c.chip("limit", String.valueOf(r.limit), i + 1);
                    }
                    r.list = r.list || item.is("list");
                    c.use(i);
                }
                case "share", "rate" -> {
                    if (item.is("rate") && !(i > 0 && c.at(i - 1, "custom", "event", "value"))) {
                        c.use(i);
                        continue;
                    }
                    r.share = true;
                    r.shareAt = r.shareAt < 0 ? i : r.shareAt;
                    c.use(i);
                }
                case "agg" -> {
                    r.summed |= item.text().toLowerCase(Locale.ROOT).matches("sum.*|how much");
                    boolean another = r.agg != null && c.at(i - 1, "and") && c.at(i - 2, "agg"); // "total and average"
                    if (another && r.agg.equals("sum")) {
                        r.more.add(item);
                    } else if (r.agg == null || r.agg.equals("sum")) {
                        r.agg = item.arg();
                        r.percentile = item.number();
                    } else if (!item.arg().equals(r.agg) || item.number() != r.percentile) {
                        r.more.add(item);
                    }
                    if (item.arg().equals("avg")
                            && c.at(i + 1, "subject")
                            && c.item(i + 1).arg().equals("person")
                            && c.has("count")) {
                        r.perSubject = "person"; // "how many sessions does the average visitor have"
                        c.use(i + 1);
                    }
                    c.use(i);
                }
                case "inSession" -> {
                    if (item.text().toLowerCase(Locale.ROOT).startsWith("per")) {
                        r.perSubject = "session";
                    } else {
                        r.together = true;
                    }
                    c.use(i);
                }
                case "distinct", "only", "active", "within", "vs", "times", "of" -> {
                    if (!item.is("within", "of", "vs", "times")) {
                        c.use(i);
                    }
                }
                default -> {}
            }
        }
        new FieldMarkers(c, r).read();
        return r;
    }

    private void group(int i) {
        int k = i + 1;
        while (c.at(k, "of", "distinct", "active", "on", "groupby", "from", "list")
                || (c.at(k, "count") && c.at(k + 1, "custom", "event", "subject"))) {
            k++;
        }
        Item next = c.item(k);
        c.use(i);
        if (next == null) {
            return;
        }
        boolean by = c.items
                .get(i)
                .text()
                .toLowerCase(Locale.ROOT)
                .matches(
                        ".*\\bby|per|.*\\beach|.*\\bevery|.*across.*|.*breakdown.*|.*distribution.*|for all.*|.*to|.*on|.*function of|among.*|in terms of|.*separately.*");
        if (next.is("field") || next.says("subject", "userid")) {
            for (int u = i; u < k; u++) {
                c.use(u);
            }
            while (c.at(k, "field") || (c.at(k, "subject") && c.item(k).arg().equals("userid"))) {
                r.groups.add(c.item(k).is("field") ? c.item(k).arg() : "userId");
                c.chip("group", "by " + c.item(k).text(), k);
                c.use(k);
                int further = k + 1;
                while (c.at(further, "and", "comma", "groupby", "then", "vs") && !c.at(further, "every")) {
                    further++;
                }
                if (further > k + 1 && c.at(further, "field")) {
                    for (int u = k + 1; u < further; u++) {
                        c.use(u);
                    }
                    k = further;
                } else {
                    k = k + 1;
                    break;
                }
            }
            return;
        }
        if (next.says("value", "page")
                && next.text().toLowerCase(Locale.ROOT).matches(".*pages?")) { // "per product page"
            r.groups.add("page");
            return;
        }
        if (next.is("called")) {
            r.groups.add("customEvent");
            c.use(k);
            return;
        }
        if (next.is("unit") && !next.arg().matches("second|millisecond|fortnight")) {
            r.interval = Composer.interval(next.arg());
            c.use(k);
            c.chip("group", "by " + next.text(), k);
            return;
        }
        if (by && next.is("subject") && !ranksAhead(k)) {
            if (c.items
                    .get(i)
                    .text()
                    .toLowerCase(Locale.ROOT)
                    .matches("per|each|for each|for every|every|by each|in each")) {
                r.perSubject = next.arg();
                c.use(k);
            } else if (r.ranking || r.listedField || fieldBefore(i) || !r.groups.isEmpty()) {
                r.rankSubject = next.arg();
                c.use(k);
            }
            return;
        }
        if (by && next.is("custom", "event") && (r.ranking || fieldBefore(i))) {
            for (int u = i + 1; u < k; u++) {
                c.use(u);
            }
            r.rankFrame = new Frame(next.is("custom") ? "custom" : next.arg(), next.is("custom") ? next.arg() : "", k);
            c.use(k);
        } else if (next.is("custom", "event")
                && r.agg == null
                && !c.items.get(i).text().toLowerCase(Locale.ROOT).matches("(breakdown|distribution) of")
                && !c.has("agg", "metric")) { // "stalls per playback"
            meaning.unplaced.add(c.items.get(i).text() + " " + next.text());
        } else if (c.items.get(i).text().toLowerCase(Locale.ROOT).matches("(distribution|breakdown) of")
                && r.groups.isEmpty()
                && c.items.stream().noneMatch(item -> item.is("field", "every", "value"))
                && c.items.stream().filter(item -> item.is("groupby")).count() == 1) {
            meaning.unplaced.add(c.items.get(i).text());
        }
    }

    private boolean fieldBefore(int i) {
        for (int k = 0; k < i; k++) {
            if (c.at(k, "field") || c.at(k, "top", "bottom")) {
                return true;
            }
        }
        return false;
    }

    private boolean ranksAhead(int k) {
        return c.at(k + 1, "vs");
    }

    private void rank(int i, boolean bottom) {
        Item item = c.items.get(i);
        if (c.at(i + 1, "number") && c.items.get(i + 1).arg().isEmpty() && !c.at(i - 1, "cmp")) {
            r.limit = (int) c.items.get(i + 1).number();
            c.use(i + 1);
            c.chip("limit", item.text() + " " + r.limit, i);
        } else if (c.at(i - 1, "number")
                && !c.used[i - 1]
                && c.items.get(i - 1).arg().isEmpty()) {
            r.limit = (int) c.items.get(i - 1).number();
            c.use(i - 1);
            c.chip("limit", String.valueOf(r.limit), i - 1);
        } else {
            c.chip("order", item.text(), i);
        }
        r.ranking = true;
        r.lowest = bottom;
        c.use(i);
    }

    private void superlative(int i, String what) {
        Item item = c.items.get(i);
        boolean numberAfter = c.at(i + 1, "number") && c.items.get(i + 1).arg().isEmpty();
        boolean numberBefore = c.at(i - 1, "number") && c.items.get(i - 1).arg().isEmpty() && !c.used[i - 1];
        if (numberAfter || numberBefore) {
            int at = numberAfter ? i + 1 : i - 1;
            r.limit = (int) c.items.get(at).number();
            c.use(at);
        }
        c.use(i);
        c.chip("order", item.text(), i);
        switch (what) {
            case "long", "short" -> {
                r.orderField = "durationMs";
                r.orderUp = what.equals("short");
                r.ranking = true;
            }
            case "recent", "oldest" -> {
                r.orderField = "createdAt";
                r.orderUp = what.equals("oldest");
                r.newest = true;
            }
            case "expensive", "cheap" -> {
                r.orderField = "cartValue";
                r.orderUp = what.equals("cheap");
                r.ranking = true;
            }
            case "active" -> {
                r.orderField = "eventCount";
                r.ranking = true;
            }
            default -> {
                r.orderField = "slow";
                r.orderUp = what.equals("fast");
                r.ranking = true;
            }
        }
    }
}
