package dev.claymore.analyst;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words that say of something only that it is there: "sessions started", "values that showed up", "on one of the help pages". */
final class Existence {

    private static final String BEGUN = "(?i)(start|begin|beg[au]n|commenc|kick).*";
    private static final String ENDED = "(?i)(end|finish|stop|terminat).*";

    private Existence() {}

    /** The items without them. */
    static List<Item> read(List<Item> linked) {
        List<Item> items = new ArrayList<>(linked);
        partitive(items);
        free(items);
        for (int i = 0; i + 1 < items.size(); i++) { // "first visits by country": of people who were not there before
            if (items.get(i).is("first") && items.get(i + 1).says("subject", "session")) {
                items.set(i, items.get(i).as("new", ""));
            }
        }
        for (int i = 1; i < items.size(); i++) {
            if (shownUp(items, i) || ofField(items, i) || ofCohort(items, i)) {
                items.remove(i--);
            } else {
                begun(items, i);
            }
        }
        return items;
    }

    /** "one of the help pages", "any of the checkout pages": no alternatives, unless a list of them follows. */
    private static void partitive(List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).is("or")
                    || !items.get(i).text().toLowerCase(Locale.ROOT).matches("(any|one|either) of")) {
                continue;
            }
            int first = content(items, i + 1);
            int joint = first < 0 ? -1 : content(items, first + 1);
            int second = joint < 0 ? -1 : content(items, joint + 1);
            boolean listed = second > 0
                    && items.get(joint).is("comma", "or", "and")
                    && items.get(second).kind().equals(items.get(first).kind());
            if (!listed) {
                items.set(i, items.get(i).as("skip", ""));
            }
        }
    }

    /** "error-free sessions": those without. */
    private static void free(List<Item> items) {
        for (int i = 0; i + 1 < items.size(); i++) {
            Item free = items.get(i + 1);
            if (items.get(i).is("event", "custom")
                    && free.text().equalsIgnoreCase("free")
                    && (i == 0 || !items.get(i - 1).is("neg"))) {
                Item event = items.get(i);
                items.set(i, Item.of("neg", "", event.text(), event.from(), event.to(), 1));
                items.set(
                        i + 1,
                        new Item(
                                event.kind(),
                                event.arg(),
                                event.number(),
                                null,
                                null,
                                "free",
                                free.from(),
                                free.to(),
                                1));
            }
        }
    }

    /** "which clubs showed up in May": with nothing that they would be back from. */
    private static boolean shownUp(List<Item> items, int i) {
        return items.get(i).is("retention")
                && items.get(i).text().matches("(?i)(show|turn)(s|ed|ing)? up")
                && items.stream().noneMatch(item -> item.is("nth", "again", "custom", "next", "every", "funnel"))
                && items.stream().noneMatch(item -> item.says("number", "ms"));
    }

    /** "the size of each cohort": comes with who is back. */
    private static boolean ofCohort(List<Item> items, int i) {
        return items.get(i).says("metric", "value")
                && items.get(i).text().toLowerCase(Locale.ROOT).startsWith("size")
                && items.stream().anyMatch(item -> item.text().matches("(?i)cohorts?") || item.is("retention"));
    }

    /** "how many clubId values", "all plan values": the field says it. */
    private static boolean ofField(List<Item> items, int i) {
        int before = i - 1;
        return items.get(i).says("metric", "value")
                && items.get(i).text().equalsIgnoreCase("values")
                && items.get(before).is("field");
    }

    /** "sessions started in each hour": every session starts; "pages where visits most often end": their last pages. */
    private static void begun(List<Item> items, int i) {
        Item item = items.get(i);
        if (!item.is("unknown", "skip")
                || !(item.text().matches(BEGUN) || item.text().matches(ENDED))) {
            return;
        }
        int before = i - 1;
        while (before >= 0 && !items.get(before).is("subject", "field", "time", "comma", "stop")) {
            before--;
        }
        boolean next = before == i - 1
                || items.subList(before + 1, i).stream().allMatch(other -> other.is("top", "bottom", "skip", "first"));
        boolean last = i + 1 == items.size()
                || items.get(i + 1).is("time", "stop", "comma", "on", "top", "number", "with", "skip");
        if (before < 0 || !items.get(before).says("subject", "session") || !(next || last)) {
            return;
        }
        boolean begins = item.text().matches(BEGUN);
        for (int k = before - 1; k >= 0; k--) {
            if (items.get(k).says("field", "page")) {
                items.set(k, items.get(k).as("field", begins ? "entryPage" : "exitPage"));
                items.set(i, item.as("skip", ""));
                return;
            }
        }
        if (begins && next) {
            items.set(i, item.as("skip", ""));
        }
    }

    private static int content(List<Item> items, int from) {
        for (int i = from; i < items.size(); i++) {
            if (!items.get(i).is("skip")) {
                return i;
            }
        }
        return -1;
    }
}
