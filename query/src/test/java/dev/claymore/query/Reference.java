package dev.claymore.query;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.All;
import dev.claymore.query.language.Condition.Any;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Condition.Not;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Aggregate;
import dev.claymore.query.language.Measure.Ratio;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What questions mean, said as simply as can be: loops over all events, no indices, no sets, no SQL. */
final class Reference {

    private final List<Row> events = new ArrayList<>();
    private final List<Row> sessions = new ArrayList<>();

    /** A session or an event, with its fields. */
    record Row(Entity entity, Instant time, Map<String, Object> fields, Map<String, String> tags, List<Row> own) {
        String text(String field) {
            return String.valueOf(fields.getOrDefault(field, ""));
        }

        double number(String field) {
            return fields.get(field) instanceof Number number ? number.doubleValue() : 0;
        }

        String person() {
            return text("userId").isEmpty() ? text("anonymousId") : text("userId");
        }
    }

    Reference(List<Map<String, Object>> told) {
        Map<Object, List<Map<String, Object>>> bySession = told.stream()
                .collect(Collectors.groupingBy(
                        event -> event.get("sessionId"), LinkedHashMap::new, Collectors.toList()));
        bySession.forEach((id, own) -> sessions.add(session(own)));
    }

    List<Row> events() {
        return events;
    }

    List<Row> sessions() {
        return sessions;
    }

    private Row session(List<Map<String, Object>> told) {
        List<Row> own = new ArrayList<>();
        Map<String, String> tags = new TreeMap<>();
        told.forEach(event -> {
            @SuppressWarnings("unchecked")
            Map<String, String> ownTags = (Map<String, String>) event.get("tags");
            tags.putAll(ownTags);
        });
        for (Map<String, Object> event : told) {
            Map<String, Object> fields = new LinkedHashMap<>(event);
            fields.put("customEvent", event.get("type").equals("custom") ? event.getOrDefault("name", "") : "");
            fields.put("viewedPage", event.get("type").equals("pageview") ? event.getOrDefault("page", "") : "");
            own.add(new Row(Entity.EVENT, instant(event.get("timestamp")), fields, tags, new ArrayList<>()));
        }
        own.sort(Comparator.comparing(Row::time).thenComparing(row -> row.text("eventId")));
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String fact : List.of("sessionId", "anonymousId", "country", "device")) {
            fields.put(fact, own.getFirst().text(fact));
        }
        fields.put(
                "userId",
                own.stream()
                        .map(row -> row.text("userId"))
                        .filter(id -> !id.isEmpty())
                        .reduce("", (a, b) -> b));
        List<Row> views =
                own.stream().filter(row -> row.text("type").equals("pageview")).toList();
        fields.put("pageviewCount", views.size());
        fields.put(
                "errorCount",
                own.stream().filter(row -> row.text("type").equals("error")).count());
        fields.put("entryPage", views.isEmpty() ? "" : views.getFirst().text("page"));
        fields.put(
                "durationMs",
                own.getLast().time().toEpochMilli() - own.getFirst().time().toEpochMilli());
        Row session = new Row(Entity.SESSION, instant(told.getFirst().get("createdAt")), fields, tags, own);
        own.forEach(event -> event.own().add(session));
        events.addAll(own);
        return session;
    }

    private static Instant instant(Object text) {
        return Instant.parse(String.valueOf(text).replace(' ', 'T') + "Z");
    }

    /** The value of a measure for each group that has one; the groups of a row are named by the function. */
    Map<List<Object>, Double> values(
            Measure measure, Scope scope, java.util.function.Function<Row, List<Object>> group) {
        if (measure instanceof Ratio(String name, Measure numerator, Measure denominator)) {
            Map<List<Object>, Double> over = values(denominator, scope, group);
            Map<List<Object>, Double> values = new LinkedHashMap<>();
            Map<List<Object>, Double> of = values(numerator, scope, group);
            over.forEach((key, value) -> values.put(key, of.getOrDefault(key, 0.0) / value));
            return values;
        }
        Aggregate aggregate = (Aggregate) measure;
        List<Row> all = aggregate.over() == Entity.SESSION ? sessions : events;
        Map<List<Object>, List<Row>> groups = all.stream()
                .filter(row -> in(row.time(), scope.range()))
                .filter(row -> holds(row, Condition.and(scope.where(), aggregate.where()), scope.range()))
                .filter(row -> group.apply(row) != null)
                .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()));
        Map<List<Object>, Double> values = new LinkedHashMap<>();
        groups.forEach((key, rows) -> values.put(key, number(aggregate, rows)));
        return values;
    }

    private static double number(Aggregate aggregate, List<Row> rows) {
        double[] values = rows.stream()
                .mapToDouble(row -> row.number(aggregate.field()))
                .sorted()
                .toArray();
        return switch (aggregate.function()) {
            case COUNT -> rows.size();
            case SESSIONS ->
                rows.stream().map(row -> row.text("sessionId")).distinct().count();
            case PEOPLE -> rows.stream().map(Row::person).distinct().count();
            case USERS ->
                rows.stream()
                        .map(row -> row.text("userId"))
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .count();
            case UNIQUES ->
                rows.stream()
                        .map(row -> row.text(aggregate.field()))
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .count();
            case SUM ->
                rows.stream().mapToDouble(row -> row.number(aggregate.field())).sum();
            case AVG ->
                rows.stream()
                        .mapToDouble(row -> row.number(aggregate.field()))
                        .average()
                        .orElseThrow();
            case MIN -> values[0];
            case MAX -> values[values.length - 1];
            case PERCENTILE -> {
                double at = aggregate.percentile() * (values.length - 1);
                int below = (int) at;
                yield below + 1 == values.length
                        ? values[below]
                        : values[below] + (at - below) * (values[below + 1] - values[below]);
            }
        };
    }

    static boolean in(Instant time, Range range) {
        return (range.from() == null || !time.isBefore(range.from()))
                && (range.to() == null || time.isBefore(range.to()));
    }

    /** Whether the condition holds for the row, in a question about the range. */
    boolean holds(Row row, Condition condition, Range range) {
        return switch (condition) {
            case All(List<Condition> own) -> all(row, own, range);
            case Any(List<Condition> own) -> own.stream().anyMatch(one -> holds(row, one, range));
            case Not(Condition own) -> !holds(row, own, range);
            case Where where -> all(row, List.of(where), range);
            case Did did -> did(row, did, range);
            case Sequence sequence -> sequence(row, sequence, range);
            case Condition.InCohort cohort -> throw new IllegalArgumentException("no cohorts here");
        };
    }

    private boolean all(Row row, List<Condition> conditions, Range range) {
        List<Where> reaching = new ArrayList<>();
        for (Condition condition :
                conditions.stream().flatMap(Condition::conjuncts).toList()) {
            if (condition instanceof Where where
                    && reaches(row, where)
                    && (row.entity() == Entity.EVENT || !where.op().negative())) {
                reaching.add(where);
            } else if (condition instanceof Where where && reaches(row, where)) {
                Operator positive = where.op() == Operator.NE ? Operator.EQ : Operator.EXISTS;
                Where found = new Where(where.field(), positive, where.values());
                if (row.own().stream().anyMatch(event -> compare(event, found))) {
                    return false;
                }
            } else if (condition instanceof Where where ? !compare(row, where) : !holds(row, condition, range)) {
                return false;
            }
        }
        return reaching.isEmpty()
                || row.own().stream().anyMatch(other -> reaching.stream().allMatch(where -> compare(other, where)));
    }

    /** Whether the field is one of the other kind of row. */
    private static boolean reaches(Row row, Where where) {
        return row.entity() == Entity.SESSION
                ? RandomQueries.EVENT_FIELDS.contains(where.field())
                : RandomQueries.SESSION_FIELDS.contains(where.field());
    }

    private static boolean compare(Row row, Where where) {
        boolean tag = where.field().startsWith("tags.");
        String text = tag ? row.tags().getOrDefault(where.field().substring(5), "") : row.text(where.field());
        double number = row.number(where.field());
        boolean numeric = RandomQueries.NUMBERS.contains(where.field());
        Predicate<String> same = value -> numeric ? number == Double.parseDouble(value) : text.equals(value);
        return switch (where.op()) {
            case EQ -> where.values().stream().anyMatch(same);
            case NE -> where.values().stream().noneMatch(same);
            case CONTAINS ->
                where.values().stream()
                        .anyMatch(value -> text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)));
            case STARTS_WITH -> where.values().stream().anyMatch(text::startsWith);
            case GT -> where.values().stream().anyMatch(value -> number > Double.parseDouble(value));
            case GTE -> where.values().stream().anyMatch(value -> number >= Double.parseDouble(value));
            case LT -> where.values().stream().anyMatch(value -> number < Double.parseDouble(value));
            case EXISTS -> !text.isEmpty();
            case NOT_EXISTS -> text.isEmpty();
            default -> throw new IllegalArgumentException("not asked here: " + where.op());
        };
    }

    private boolean did(Row row, Did did, Range range) {
        Range when = did.by() == Subject.SESSION || did.during().equals(During.EVER) ? Range.ALL : range;
        long times = of(row, did.by(), did.what()).stream()
                .filter(done -> in(done.time(), when))
                .filter(done -> holds(done, did.where(), range))
                .count();
        return compare(times, did.count());
    }

    static boolean compare(long times, Count count) {
        return switch (count.op()) {
            case EQ -> times == count.value();
            case NE -> times != count.value();
            case GT -> times > count.value();
            case GTE -> times >= count.value();
            case LT -> times < count.value();
            case LTE -> times <= count.value();
            default -> throw new IllegalArgumentException();
        };
    }

    /** What the session of the row, or its person, has. */
    private List<Row> of(Row row, Subject by, Entity what) {
        if (by == Subject.SESSION) {
            return row.entity() == Entity.SESSION
                    ? row.own()
                    : row.own().getFirst().own();
        }
        return (what == Entity.SESSION ? sessions : events)
                .stream()
                        .filter(other -> Objects.equals(other.person(), row.person()))
                        .toList();
    }

    private boolean sequence(Row row, Sequence sequence, Range range) {
        Range when = sequence.by() == Subject.SESSION || sequence.during().equals(During.EVER) ? Range.ALL : range;
        List<Row> own = of(row, sequence.by(), Entity.EVENT).stream()
                .filter(event -> in(event.time(), when))
                .toList();
        long within =
                sequence.within() == null ? Long.MAX_VALUE : sequence.within().toMillis();
        for (Row first : own) {
            for (Row second : own) {
                long apart = second.time().toEpochMilli() - first.time().toEpochMilli();
                if (apart > 0
                        && apart <= within
                        && holds(first, sequence.steps().get(0), range)
                        && holds(second, sequence.steps().get(1), range)) {
                    return true;
                }
            }
        }
        return false;
    }

    static List<Object> day(Row row, ZoneId zone) {
        return List.of(row.time()
                .atZone(zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant()
                .toString());
    }
}
