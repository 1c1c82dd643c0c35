package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether everything that was said is in the query that came of it. Nobody who reads a question keeps books about that: what each word
 * stands for is looked for in the query itself, so that a word that no reader took up, or that one took up and dropped, is found either way.
 */
final class Coverage {

    /** By other names in queries, or implied by what stands there instead. */
    private static final Map<String, Set<String>> ALSO = Map.ofEntries(
            Map.entry("page", Set.of("viewedPage", "entryPage", "exitPage", "pageviewCount")),
            Map.entry("url", Set.of("page", "viewedPage")),
            Map.entry("durationMs", Set.of("requestDurationMs")),
            Map.entry("requestUrl", Set.of("requestDurationMs", "page")),
            Map.entry("errorType", Set.of("errorMessage", "errorFingerprint")),
            Map.entry("errorMessage", Set.of("errorType", "errorFingerprint")),
            Map.entry("city", Set.of("region")),
            Map.entry("text", Set.of("selector")),
            Map.entry("selector", Set.of("text")));

    private final QueryFacts facts;
    private final List<Item> items;

    private Coverage(QueryFacts facts, List<Item> items) {
        this.facts = facts;
        this.items = items;
    }

    /** Items that left no trace in the query. */
    static List<Item> missing(Query query, List<Item> items) {
        Coverage coverage = new Coverage(new QueryFacts(query), items);
        List<Item> missing = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!coverage.covered(items.get(i), i)) {
                missing.add(items.get(i));
            }
        }
        Set<Condition> all = Condition.conjuncts(query.scope().where()).collect(java.util.stream.Collectors.toSet());
        boolean contradicts =
                all.stream().anyMatch(own -> own instanceof Condition.Not(Condition denied) && all.contains(denied));
        if (contradicts) { // nothing did what it did not do: something was read as another thing than was said
            items.stream()
                    .filter(item -> item.is("neg") && !missing.contains(item))
                    .forEach(missing::add);
        }
        return missing;
    }

    private boolean covered(Item item, int i) {
        return switch (item.kind()) {
            case "value" -> value(item.condition());
            case "custom" -> facts.values.getOrDefault("customEvent", Set.of()).contains(lower(item.arg()));
            case "event" -> event(item.arg());
            case "field" -> field(item.arg());
            case "number" -> number(item, i);
            case "agg" -> aggregate(item);
            case "metric" -> metric(item.arg());
            case "time" -> time(item.span() == null ? null : item.span().range());
            case "neg", "nothing" -> negated();
            case "empty" -> negated() || grouped(item);
            case "or" -> facts.has("any", "segments", "dimensions", "dimension") || several() || sameAround(i);
            case "new", "returning" ->
                facts.field("visitorType") || returns() || (item.is("new") && at(i + 1, "custom"));
            case "signedin", "anonymous" -> facts.field("signedIn") || facts.has("signedIn=true", "users");
            case "bounce" -> facts.field("bounce");
            case "recorded" -> facts.field("hasReplay");
            case "bot" -> facts.field("bot");
            case "weekend", "weekdays" -> facts.field("dayOfWeek");
            case "top", "bottom", "super" -> ordered();
            case "every", "unit" -> timed();
            case "groupby" -> perPerson(i) ? facts.has("ratio") : grouped(item) || !at(i + 1, "field", "unit");
            case "share", "rate" -> facts.has("ratio", "formula") || facts.kind.matches("conversion|retention");
            case "cmp", "post" ->
                (item.arg().equals("gte")
                                && at(i + 1, "number")
                                && items.get(i + 1).number() == 1) // "at least one order": an order
                        || facts.has("gt", "gte", "lt", "lte", "count", "within", "window")
                        || compared();
            case "then" -> sequenced() || compared();
            case "next", "prev" -> sequenced() || facts.kind.equals("paths");
            case "funnel" -> sequenced() || facts.has("ratio");
            case "retention", "again" -> returns() || facts.field("visitorType") || facts.has("during", "count");
            case "nth" -> facts.number(item.number()) || facts.kind.equals("retention");
            case "vs", "compare" -> compared();
            case "contains" -> facts.has("contains", "is", "startsWith", "did", "eq");
            case "startswith" -> facts.has("startsWith");
            case "twice" -> facts.number(2);
            case "inSession" -> facts.has("by=session", "over=session") || facts.kind.equals("sessions");
            case "count" -> !facts.kind.matches("sessions|events") || (at(i - 1, "groupby") && ordered());
            case "unknown", "quoted", "code", "refuse" -> false;
            default -> true;
        };
    }

    private boolean value(Condition condition) {
        return Condition.conjuncts(condition).allMatch(part -> switch (part) {
            case Condition.Where where -> where(where);
            case Condition.Not(Condition own) -> value(own);
            case Condition.Any(List<Condition> any) -> any.stream().allMatch(this::value);
            default -> true;
        });
    }

    private boolean where(Condition.Where where) {
        if (where.values().isEmpty()) {
            return facts.fields.contains(where.field());
        }
        return names(where.field()).stream()
                .anyMatch(field -> facts.values
                        .getOrDefault(field, Set.of())
                        .containsAll(
                                where.values().stream().map(Coverage::lower).toList()));
    }

    private static Set<String> names(String field) {
        Set<String> names = new java.util.HashSet<>(ALSO.getOrDefault(field, Set.of()));
        names.add(field);
        return names;
    }

    private boolean field(String field) {
        return names(field).stream().anyMatch(facts.fields::contains)
                || (field.equals("page") && (facts.kind.equals("paths") || facts.has("pageview")))
                || (field.equals("requestUrl") && facts.has("request"))
                || (field.equals("type") && facts.has("customEvent"))
                || (field.matches("hourOfDay|dayOfWeek") && timed())
                || (field.equals("visitorType") && returns());
    }

    private boolean event(String type) {
        return switch (type) {
            case "pageview" -> facts.has("pageview", "viewedPage", "pageviewCount", "bounce") || facts.field("page");
            case "click" -> facts.has("click", "clickCount") || facts.field("selector", "text");
            case "rage" -> facts.has("rage", "rageClickCount");
            case "dead" -> facts.has("dead", "deadClickCount");
            case "error" ->
                facts.has("error", "errorCount")
                        || facts.field("errorType", "errorMessage", "errorFingerprint", "errorCode");
            case "failed" -> facts.field("errorCode", "failedRequestCount", "errorMessage");
            case "request" ->
                facts.has("request") || facts.field("requestUrl", "requestMethod", "errorCode", "requestDurationMs");
            case "console.error" -> facts.has("console");
            case "console.warn" -> facts.has("console");
            case "any", "custom" -> true;
            default -> facts.has(type);
        };
    }

    private boolean number(Item item, int i) {
        if (item.arg().equals("xx")) {
            return facts.number(item.number() * 100) || facts.number(item.number());
        }
        boolean ones = item.number() == 1 && item.arg().isEmpty(); // "at least one purchase", "1 visit"
        boolean noneAtAll = item.number() == 0 && (facts.has("not") || facts.number(0));
        double days = item.number() / 86_400_000;
        return ones
                || noneAtAll
                || facts.number(item.number())
                || (item.arg().equals("percent") && facts.number(item.number() / 100))
                || (item.arg().equals("ms")
                        && (facts.number(days) || facts.number(days / 7) || facts.kind.equals("retention")))
                || (i + 1 < items.size() && items.get(i + 1).is("funnel") && facts.kind.equals("funnel"));
    }

    private boolean aggregate(Item item) {
        return switch (item.arg()) {
            case "avg" -> facts.has("avg", "ratio", "function=percentile");
            case "median" -> facts.number(0.5) || facts.has("avg");
            case "percentile" -> facts.number(item.number() / 100);
            case "max" -> facts.has("function=max", "window", "within") || ordered();
            case "min" -> facts.has("function=min", "gte", "gt") || ordered();
            default -> true; // "in total": of whatever is counted
        };
    }

    private boolean metric(String metric) {
        return switch (metric) {
            case "duration", "latency" -> facts.field("durationMs", "requestDurationMs");
            case "cart" -> facts.field("cartValue", "value");
            case "value", "revenue" -> facts.field("value", "cartValue");
            case "bounceRate" -> facts.field("bounce");
            case "errorRate" -> facts.has("ratio", "formula");
            case "failRate" -> facts.field("errorCode");
            case "pagesPerSession" -> facts.field("pageviewCount") || facts.has("ratio");
            case "conversion" -> facts.has("ratio", "formula") || sequenced();
            default -> !metric.startsWith("vital.") || facts.has(metric.substring(6));
        };
    }

    /** A bound of each time is somewhere in the query; one without bounds leaves it open. */
    private boolean time(Range range) {
        return range == null
                || (range.from() == null && range.to() == null)
                || facts.bounds.contains(range.from())
                || facts.bounds.contains(range.to());
    }

    private boolean negated() {
        if (facts.kind.equals("retention")) {
            return facts.has("not", "ne") || facts.field("visitorType"); // who is back, not who is not
        }
        return facts.has("not", "ne", "notExists", "exists", "lt", "lte", "false", "without")
                || facts.number(0)
                || facts.field("visitorType");
    }

    private boolean at(int i, String... kinds) {
        return i >= 0 && i < items.size() && items.get(i).is(kinds);
    }

    /** "iPhone or iPad": two words for one value. */
    private boolean sameAround(int i) {
        return at(i - 1, "value")
                && at(i + 1, "value")
                && items.get(i - 1).condition().equals(items.get(i + 1).condition());
    }

    /** "revenue per customer": not the revenue. */
    private boolean perPerson(int i) {
        return lower(items.get(i).text()).equals("per")
                && at(i + 1, "subject")
                && items.get(i + 1).arg().equals("person");
    }

    private boolean several() {
        return facts.values.values().stream().anyMatch(values -> values.size() > 1);
    }

    private boolean ordered() {
        return facts.has("orderBy", "function=max", "function=min", "function=percentile", "percentile")
                || facts.kind.equals("paths");
    }

    private boolean timed() {
        return (facts.has("interval") && !facts.has("interval=none"))
                || (facts.has("cohorts") && !facts.has("cohorts=none"))
                || facts.kind.equals("retention")
                || facts.field("hourOfDay", "dayOfWeek")
                || facts.has("within", "window", "ratio");
    }

    private boolean grouped(Item item) {
        return facts.has("dimensions", "dimension", "ratio", "segments", "orderBy", "count")
                || timed()
                || compared()
                || facts.kind.matches("paths|funnel|people")
                || lower(item.text()).matches("across.*|each|every|in each");
    }

    private boolean sequenced() {
        return facts.has("sequence") || facts.kind.matches("funnel|conversion|paths|retention");
    }

    private boolean returns() {
        return facts.kind.matches("retention|conversion") || (facts.has("during") && facts.has("did"));
    }

    private boolean compared() {
        return facts.has("compareTo", "segments", "dimensions", "dimension") || timed();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
