package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Segment;
import dev.claymore.query.language.SessionsQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Numbers, trends, breakdowns, rankings, shares and lists. */
final class MeasureReader {

    static final Set<String> RANKED_FROM_EVENTS = Set.of(
            "page",
            "errorMessage",
            "errorType",
            "errorCode",
            "requestUrl",
            "selector",
            "text",
            "customEvent",
            "title",
            "url",
            "type",
            "errorFingerprint",
            "requestMethod");

    private final Composer c;
    private final Meaning meaning;

    final List<String> groups = new ArrayList<>();
    Interval interval = Interval.NONE;
    boolean ranking;
    boolean lowest;
    Integer limit;
    String orderField;
    boolean orderUp;
    boolean count;
    private boolean list;
    private boolean share;
    String agg;
    double percentile;
    /** "the sum of gift_bought": of its values, where "the total" may be how many. */
    boolean summed;

    /** Further aggregates of the same metric: "p50 and p95". */
    final List<Item> more = new ArrayList<>();

    String metric;
    int metricAt = -1;
    String perSubject;
    String distinctField;
    private boolean listedField;
    Frame rankFrame;
    String rankSubject;
    private boolean newest;
    private int shareAt = -1;

    MeasureReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    Meaning read() {
        markers();
        if (share) {
            Meaning shared = new ShareReader(c, this).read(shareAt);
            if (shared != null) {
                return shared;
            }
            meaning.unplaced.add(c.item(shareAt).text());
            return meaning;
        }
        return numbers(List.of(), null);
    }

    // ------------------------------------------------------------- the words around the conditions

    /** Takes out what is no condition: groups, intervals, ranks, the measure. */
    void markers() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.used[i]) {
                continue;
            }
            Item item = c.items.get(i);
            switch (item.kind()) {
                case "every" -> {
                    interval = item.arg().equals("auto")
                            ? (interval == Interval.NONE ? Interval.AUTO : interval)
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
                            limit = (int) c.items.get(i + 1).number();
                            c.use(i + 1);
                            c.chip("limit", item.text() + " " + limit, i);
                        }
                        c.use(i);
                    }
                }
                case "count" -> {
                    count = true;
                    c.use(i);
                }
                case "list", "compare" -> {
                    list = list || item.is("list");
                    c.use(i);
                }
                case "share", "rate" -> {
                    if (item.is("rate") && !(i > 0 && c.at(i - 1, "custom", "event", "value"))) {
                        c.use(i);
                        continue;
                    }
                    share = true;
                    shareAt = shareAt < 0 ? i : shareAt;
                    c.use(i);
                }
                case "agg" -> {
                    summed |= item.text().toLowerCase(Locale.ROOT).matches("sum.*|how much");
                    boolean another = agg != null && c.at(i - 1, "and") && c.at(i - 2, "agg"); // "total and average"
                    if (another && agg.equals("sum")) {
                        more.add(item);
                    } else if (agg == null || agg.equals("sum")) {
                        agg = item.arg();
                        percentile = item.number();
                    } else if (!item.arg().equals(agg) || item.number() != percentile) {
                        more.add(item);
                    }
                    if (item.arg().equals("avg")
                            && c.at(i + 1, "subject")
                            && c.item(i + 1).arg().equals("person")
                            && c.has("count")) {
                        perSubject = "person"; // "how many sessions does the average visitor have"
                        c.use(i + 1);
                    }
                    c.use(i);
                }
                case "inSession" -> {
                    if (item.text().toLowerCase(Locale.ROOT).startsWith("per")) {
                        perSubject = "session";
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
        metricAndFields();
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
                groups.add(c.item(k).is("field") ? c.item(k).arg() : "userId");
                c.chip("group", "by " + c.item(k).text(), k);
                c.use(k);
                int more = k + 1;
                while (c.at(more, "and", "comma", "groupby", "then", "vs") && !c.at(more, "every")) {
                    more++;
                }
                if (more > k + 1 && c.at(more, "field")) {
                    for (int u = k + 1; u < more; u++) {
                        c.use(u);
                    }
                    k = more;
                } else {
                    k = k + 1;
                    break;
                }
            }
            return;
        }
        if (next.says("value", "page")
                && next.text().toLowerCase(Locale.ROOT).matches(".*pages?")) { // "per product page"
            groups.add("page");
            return;
        }
        if (next.is("called")) {
            groups.add("customEvent");
            c.use(k);
            return;
        }
        if (next.is("unit") && !next.arg().matches("second|millisecond|fortnight")) {
            interval = Composer.interval(next.arg());
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
                perSubject = next.arg();
                c.use(k);
            } else if (ranking || listedField || fieldBefore(i) || !groups.isEmpty()) {
                rankSubject = next.arg();
                c.use(k);
            }
            return;
        }
        if (by && next.is("custom", "event") && (ranking || fieldBefore(i))) {
            for (int u = i + 1; u < k; u++) {
                c.use(u);
            }
            rankFrame = new Frame(next.is("custom") ? "custom" : next.arg(), next.is("custom") ? next.arg() : "", k);
            c.use(k);
        } else if (next.is("custom", "event")
                && agg == null
                && !c.items.get(i).text().toLowerCase(Locale.ROOT).matches("(breakdown|distribution) of")
                && !c.has("agg", "metric")) { // "stalls per playback"
            meaning.unplaced.add(c.items.get(i).text() + " " + next.text());
        } else if (c.items.get(i).text().toLowerCase(Locale.ROOT).matches("(distribution|breakdown) of")
                && groups.isEmpty()
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
            limit = (int) c.items.get(i + 1).number();
            c.use(i + 1);
            c.chip("limit", item.text() + " " + limit, i);
        } else if (c.at(i - 1, "number")
                && !c.used[i - 1]
                && c.items.get(i - 1).arg().isEmpty()) {
            limit = (int) c.items.get(i - 1).number();
            c.use(i - 1);
            c.chip("limit", String.valueOf(limit), i - 1);
        } else {
            c.chip("order", item.text(), i);
        }
        ranking = true;
        lowest = bottom;
        c.use(i);
    }

    private void superlative(int i, String what) {
        Item item = c.items.get(i);
        boolean numberAfter = c.at(i + 1, "number") && c.items.get(i + 1).arg().isEmpty();
        boolean numberBefore = c.at(i - 1, "number") && c.items.get(i - 1).arg().isEmpty() && !c.used[i - 1];
        if (numberAfter || numberBefore) {
            int at = numberAfter ? i + 1 : i - 1;
            limit = (int) c.items.get(at).number();
            c.use(at);
        }
        c.use(i);
        c.chip("order", item.text(), i);
        switch (what) {
            case "long", "short" -> {
                orderField = "durationMs";
                orderUp = what.equals("short");
                ranking = true;
            }
            case "recent", "oldest" -> {
                orderField = "createdAt";
                orderUp = what.equals("oldest");
                newest = true;
            }
            case "expensive", "cheap" -> {
                orderField = "cartValue";
                orderUp = what.equals("cheap");
                ranking = true;
            }
            case "active" -> {
                orderField = "eventCount";
                ranking = true;
            }
            default -> {
                orderField = "slow";
                orderUp = what.equals("fast");
                ranking = true;
            }
        }
    }

    /** The metric that is asked for, and fields that are neither a group nor part of a condition. */
    private void metricAndFields() {
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if (c.used[i] || amountOfPages(i)) {
                continue;
            }
            String asked = ranking
                            && asksWhich(i)
                            && (c.subject.isEmpty() || !item.text().endsWith("s"))
                    ? kindOf(item)
                    : ranked(i) || named(i) ? kindOf(item) : null;
            if (asked != null && groups.isEmpty()) { // "which error hits the most people"
                groups.add(asked);
                listedField = true;
            }
            if (count
                    && item.says("value", "page")
                    && c.at(i - 1, "distinct")
                    && item.text().toLowerCase(Locale.ROOT).endsWith("pages")) { // "how many different help pages"
                distinctField = "page";
            } else if (item.says("value", "page")
                    && item.text().toLowerCase(Locale.ROOT).matches(".*pages?")
                    && (c.at(i - 1, "list", "top", "bottom", "distinct") || (c.at(i - 1, "number") && c.used[i - 1]))) {
                groups.add("page");
                listedField = true;
            }
            if (item.is("field") && item.arg().equals(distinctField)) {
                c.use(i); // "families (familyId)": said twice
            } else if (item.is("metric") && !compared(i)) {
                if (metric == null || metric.equals("value") || metric.equals("revenue")) {
                    if (metric == null || !item.arg().equals("value")) {
                        metric = item.arg();
                        metricAt = i;
                    }
                }
                c.use(i);
            } else if (item.is("field")
                    && c.at(i - 1, "number")
                    && !c.used[i - 1]
                    && c.item(i - 1).arg().isEmpty()
                    && !c.at(i - 2, "cmp", "between", "with")
                    && !c.at(i - 2, "and", "to")) { // "4 pages with the worst INP", "…, 5 cities"
                limit = (int) c.item(i - 1).number();
                ranking = true;
                c.use(i - 1);
                if (!groups.contains(item.arg())) {
                    groups.add(item.arg());
                }
                listedField = true;
                c.chip("limit", String.valueOf(limit), i - 1);
                c.use(i);
            } else if (item.is("field") && groups.contains(item.arg()) && !c.at(i - 1, "neg", "with")) {
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
                boolean counted = count
                        && (c.at(i - 1, "count", "distinct")
                                || (c.at(i - 1, "active") && c.at(i - 2, "count", "distinct")));
                if (counted && groups.isEmpty() && distinctField == null) {
                    distinctField = item.arg();
                } else if (!(item.arg().equals("page") && metric != null && metric.startsWith("pages"))) {
                    groups.add(item.arg());
                    listedField = true;
                }
                c.chip("group", item.text(), i);
                c.use(i);
            } else if (item.is("unit")
                    && (list || c.at(i - 1, "on", "list", "top", "bottom", "super"))
                    && interval == Interval.NONE
                    && item.arg().matches("hour|day|week|month")) {
                interval = Composer.interval(item.arg());
                listedField = true;
                c.use(i);
            }
        }
        if (c.subject.equals("userid") && count) {
            distinctField = "userId";
        }
        if (groups.stream().anyMatch(group -> group.matches("entryPage|exitPage"))) {
            groups.remove("page"); // "top 5 pages by exits"
        }
        for (int i = 1; i < c.items.size(); i++) {
            boolean different = c.at(i - 1, "distinct")
                    || (c.at(i - 1, "count") && c.item(i - 1).text().matches("(?i).*\\b(unique|distinct|different)"));
            if (count && different && kindOf(c.item(i)) != null && distinctField == null && groups.isEmpty()) {
                distinctField = kindOf(c.item(i)); // "how many different errors"
                meaning.assume("different ones by " + distinctField);
            }
        }
        boolean people = c.subject.equals("person") || c.subject.equals("userid");
        if (ranking
                && people
                && metric != null
                && groups.isEmpty()
                && interval == Interval.NONE
                && perSubject == null
                && rankedPeople()) {
            groups.add("userId"); // "the top 5 users by gift card value"
            listedField = true;
        }
        int before = c.subjectAt - 1;
        if (ranking
                && limit == null
                && c.at(before, "number")
                && !c.used[before]
                && c.item(before).arg().isEmpty()
                && !c.at(before - 1, "cmp")) {
            limit = (int) c.item(before).number(); // "10 users with the most sessions"
            c.use(before);
            c.chip("limit", String.valueOf(limit), before);
        }
        if (count && distinctField == null && groups.isEmpty() && c.subject.isEmpty()) {
            for (int i = 1; i < c.items.size(); i++) { // "how many different errors"
                if (c.at(i, "event") && c.items.get(i - 1).is("distinct") && kindOf(c.item(i)) != null) {
                    distinctField = kindOf(c.item(i));
                }
            }
        }
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
        return c.at(at, "top", "bottom", "super") || c.at(0, "who") || (c.at(at, "list") && count);
    }

    /** "which events do we have", "list the custom events": their names. */
    private boolean named(int i) {
        Item item = c.item(i);
        return !ranking
                && !count
                && c.subject.isEmpty()
                && c.at(i - 1, "list")
                && (item.says("event", "any") || item.says("event", "custom"))
                && item.text().endsWith("s");
    }

    /** "most popular custom events", "the 3 most common errors": kinds of them, not their number. */
    private boolean ranked(int i) {
        int before = c.at(i - 1, "number") ? i - 2 : i - 1;
        return ranking
                && groups.isEmpty()
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
                || (c.at(i - 1, "with") && !c.at(i + 1, "top", "bottom") && !list)
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

    // ------------------------------------------------------------- numbers and lists

    /**
     * A number, a trend, a breakdown or a list.
     *
     * @param segments counted apart
     * @param compareTo another period
     */
    Meaning numbers(List<Segment> segments, Range compareTo) {
        Clauses clauses = c.clauses(0, c.items.size());
        c.left(clauses);
        List<Frame> frames = new ArrayList<>(clauses.frames);
        boolean events = head(frames);
        if (newest && c.range == null && c.subject.equals("session")) {
            c.range = Range.ALL;
            meaning.assume("the most recent of all data");
        }
        if (wantsSessions(frames, clauses, segments, compareTo)) {
            return sessions(clauses);
        }
        if (wantsPeople()) {
            return people(clauses, frames);
        }
        if (interval != Interval.NONE && list && c.subject.matches("person|userid") && !count && everyOneOf()) {
            meaning.unplaced.add("every"); // "which customers logged in every day": a habit, not a trend
        }
        if (c.questionText != null
                && c.questionText.matches("(?is)^when (do|did|are|is|was|were|does)\\b.*")
                && interval == Interval.NONE
                && groups.isEmpty()) {
            meaning.unplaced.add("when");
        }
        List<Measure> measures = new Measures(c, this).of(clauses, frames, events);
        if (measures.isEmpty()) {
            return meaning.as(null, null);
        }
        if (agg != null
                && agg.matches("percentile|median")
                && measures.stream().noneMatch(m -> m instanceof Measure.Aggregate a && a.field() != null)) {
            meaning.unplaced.add(agg); // of what is not said
        }
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        where.addAll(c.frames(frames, peopleConditions(measures), null));
        boolean named = list
                && listedField
                && !ranking
                && metric == null
                && groups.size() == 1
                && rankSubject == null
                && rankFrame == null
                && !groups.getFirst().startsWith("tags.")
                && c.item(0).is("list")
                && c.subject.isEmpty()
                && measures.getFirst().name().equals("sessions");
        if ((clauses.elided || named) && !groups.isEmpty()) {
            where.add(Condition.compare(groups.getFirst(), dev.claymore.query.language.Operator.EXISTS));
            c.chip("filter", "with a " + groups.getFirst(), -1);
        }
        if (ranking
                && groups.isEmpty()
                && interval == Interval.NONE
                && metric == null
                && agg == null
                && segments.isEmpty()
                && compareTo == null) {
            meaning.unplaced.add("most"); // nothing to rank
        }
        if (clauses.elided && groups.isEmpty() && segments.isEmpty()) {
            meaning.unplaced.add("not");
        }
        List<Order> orders = orders(measures);
        Interval every = interval == Interval.AUTO ? Interval.DAY : interval;
        boolean byTime = every != Interval.NONE && listedField && groups.isEmpty();
        boolean topOf = !groups.isEmpty() && every == Interval.NONE && (ranking || limit != null);
        int rows = limit != null ? limit : topOf ? 10 : byTime && ranking ? 10 : MetricsQuery.DEFAULT_LIMIT;
        MetricsQuery query = new MetricsQuery(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                measures,
                groups.stream().distinct().map(Breakdown::by).toList(),
                every,
                segments,
                compareTo,
                topOf || (byTime && ranking) ? orders : List.of(),
                rows,
                null);
        Shape shape = compareTo != null || !segments.isEmpty()
                ? Shape.COMPARISON
                : byTime && ranking
                        ? Shape.RANKING
                        : every != Interval.NONE
                                ? Shape.TREND
                                : topOf ? Shape.RANKING : groups.isEmpty() ? Shape.NUMBER : Shape.BREAKDOWN;
        return meaning.as(query, shape);
    }

    private static boolean peopleConditions(List<Measure> measures) {
        return measures.getFirst() instanceof Measure.Aggregate aggregate
                && (aggregate.function() == Function.PEOPLE || aggregate.function() == Function.USERS);
    }

    /** Whether events are counted, not the sessions or people that had them: their word comes first, or "how many times" does. */
    private boolean head(List<Frame> frames) {
        if (frames.isEmpty()) {
            return false;
        }
        boolean often = c.items.stream()
                .anyMatch(item ->
                        item.is("count") && item.text().toLowerCase(Locale.ROOT).matches(".*(often|times?|frequen).*"));
        Frame first = frames.getFirst();
        if (first.negated) {
            return false;
        }
        if (first.at == c.subjectAt) {
            return false;
        }
        if (!groups.isEmpty() && c.subject.equals("person") && c.at(c.subjectAt - 1, "top", "bottom")) {
            return false; // "which page was viewed by the most people"
        }
        if (c.subjectAt > 0 && c.at(c.subjectAt - 1, "count") && !often) { // "kids profiles: number of sessions"
            return false;
        }
        if (often || c.subject.isEmpty() || (!groups.isEmpty() && mostly())) {
            return true;
        }
        if (first.at < c.subjectAt) {
            boolean compound = c.subjectAt == first.at + 1 && !c.subject.equals("who") && !c.at(c.subjectAt - 1, "who");
            return !compound && !first.person;
        }
        boolean noun = c.item(first.at).text().toLowerCase(Locale.ROOT).endsWith("s")
                && first.at == c.subjectAt + 1
                && !first.implied
                && !c.subject.equals("session")
                && !c.item(c.subjectAt).text().toLowerCase(Locale.ROOT).endsWith("s");
        return noun || (rankSubject != null && first.at < c.subjectAt);
    }

    /** "where do users hit errors most": how often, not how many of them. */
    private boolean mostly() {
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "top", "bottom")
                    && c.item(i).text().matches("(?i)(the )?(most|least)( often| frequently)?")
                    && (i + 1 == c.items.size() || c.at(i + 1, "time", "stop", "comma", "on", "from", "with"))) {
                return true;
            }
        }
        return false;
    }

    private boolean wantsSessions(List<Frame> frames, Clauses clauses, List<Segment> segments, Range compareTo) {
        boolean free = groups.isEmpty()
                && interval == Interval.NONE
                && !count
                && agg == null
                && metric == null
                && distinctField == null
                && segments.isEmpty()
                && compareTo == null
                && perSubject == null;
        if (!c.subject.equals("session") || !free) {
            boolean sort = c.subject.equals("session")
                    && groups.isEmpty()
                    && interval == Interval.NONE
                    && !count
                    && agg == null
                    && (metric != null && (ranking || orderField != null));
            return sort;
        }
        boolean conditioned = !frames.isEmpty() || !clauses.attributes.isEmpty();
        return list || newest || ranking || limit != null || conditioned;
    }

    private Meaning sessions(Clauses clauses) {
        if (metric != null && orderField == null) {
            String field = Clauses.fieldOf(metric);
            orderField = field == null ? null : field;
            orderUp = lowest;
        }
        List<Frame> frames = clauses.frames;
        boolean byCount = rankFrame != null && orderField == null; // "top 5 sessions by number of errors"
        if (byCount) {
            ranking = true;
            frames = new ArrayList<>(frames);
            frames.add(rankFrame);
        }
        if (ranking && orderField == null && !frames.isEmpty()) {
            Frame last = frames.getLast();
            orderField = switch (last.type) {
                case "error" -> "errorCount";
                case "pageview" -> "pageviewCount";
                case "click" -> "clickCount";
                case "rage" -> "rageClickCount";
                case "dead" -> "deadClickCount";
                case "failed" -> "failedRequestCount";
                case "any" -> "eventCount";
                default -> null;
            };
            if (orderField != null) {
                orderUp = lowest;
                frames = new ArrayList<>(frames.subList(0, frames.size() - 1));
            } else if (byCount) {
                meaning.unplaced.add(c.item(rankFrame.at).text()); // sessions are not kept with the number of these
            }
        }
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        where.addAll(c.frames(frames, false, null));
        SessionsQuery query = SessionsQuery.of(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                limit != null
                        ? Math.clamp(limit, 1, SessionsQuery.MAX_LIMIT)
                        : sorted()
                                ? 50
                                : newest && !plural()
                                        ? 1
                                        : ranking && orderField != null && !newest ? (plural() ? 10 : 1) : 50);
        if (orderField != null) {
            query = query.order(new Order(orderField.equals("slow") ? "durationMs" : orderField, !orderUp));
        }
        return meaning.as(query, Shape.SESSIONS);
    }

    private boolean plural() {
        return c.subjectAt < 0 || c.item(c.subjectAt).text().endsWith("s");
    }

    private boolean wantsPeople() {
        boolean person = c.subject.equals("person") || c.subject.equals("userid");
        boolean free = groups.isEmpty()
                && interval == Interval.NONE
                && !count
                && metric == null
                && distinctField == null
                && perSubject == null;
        if (!person || !free || agg != null) {
            return false;
        }
        boolean ids = c.subject.equals("userid");
        boolean asked = (c.at(0, "who") && c.subjectAt == 0)
                || (c.item(c.subjectAt - 1) != null
                        && c.items.get(0).is("list")
                        && (c.at(c.subjectAt - 1, "list", "distinct", "signedin", "top", "active", "number", "super")
                                || c.subjectAt <= 4));
        return ids
                || asked
                || (ranking && (c.at(c.subjectAt - 1, "top", "number", "super", "list") || c.subjectAt == 0));
    }

    private boolean everyOneOf() {
        return c.items.stream()
                .anyMatch(item ->
                        item.is("every") && item.text().toLowerCase(Locale.ROOT).startsWith("every"));
    }

    private boolean sorted() {
        return c.questionText != null && c.questionText.matches("(?is).*\\b(sort|sorted|order|ordered) (by|from)\\b.*");
    }

    private Meaning people(Clauses clauses, List<Frame> frames) {
        List<Condition> where = new ArrayList<>(c.attributes(clauses));
        boolean signedIn = c.subject.equals("userid");
        Frame counted =
                frames.stream().filter(frame -> !frame.negated).findFirst().orElse(null);
        Count count = Count.AT_LEAST_ONCE;
        Entity over = Entity.SESSION;
        if (counted == null && rankFrame != null) {
            over = Entity.EVENT;
            where.add(rankFrame.pattern());
        }
        if (counted != null) {
            over = Entity.EVENT;
            where.add(counted.pattern());
            count = counted.count;
            c.chip("filter", counted.label(), counted.at);
            frames.remove(counted);
        }
        where.addAll(c.frames(frames, true, null));
        PeopleQuery query = new PeopleQuery(
                c.scope(Condition.and(where.toArray(Condition[]::new))),
                over,
                count,
                signedIn,
                List.of(),
                ranking ? List.of(new Order("count", !lowest)) : List.of(),
                limit != null ? limit : ranking ? 10 : PeopleQuery.DEFAULT_LIMIT,
                null);
        return meaning.as(query, Shape.PEOPLE);
    }

    private List<Order> orders(List<Measure> measures) {
        boolean shortest = orderUp
                && orderField != null
                && !orderField.equals("createdAt"); // "which system has the shortest sessions"
        return List.of(new Order(measures.getFirst().name(), !lowest && !shortest));
    }
}
