package dev.claymore.query;

import dev.claymore.query.Reference.Row;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.RetentionQuery.Kind;
import dev.claymore.query.language.Subject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What funnels and retention mean, said as simply as can be: every event tried as the first step, every day looked at. */
final class ReferenceWays {

    private final Reference reference;

    ReferenceWays(Reference reference) {
        this.reference = reference;
    }

    /**
     * A way through a funnel: the time of each step that was reached.
     *
     * @param part the country at its first step
     */
    record Way(List<Long> times, String part) {}

    /** A person or session has one way, its longest; of as long ones the earliest. */
    List<Way> ways(FunnelQuery query) {
        Function<Row, String> subject = query.by() == Subject.SESSION ? row -> row.text("sessionId") : Row::person;
        Map<String, List<Row>> own = reference.events().stream()
                .filter(row -> Reference.in(row.time(), query.scope().range()))
                .filter(row -> reference.holds(
                        row, query.scope().where(), query.scope().range()))
                .sorted(Comparator.comparing(Row::time))
                .collect(Collectors.groupingBy(subject));
        List<Way> ways = new ArrayList<>();
        own.values().forEach(rows -> {
            List<Long> best = List.of();
            for (int i = 0; i < rows.size(); i++) {
                List<Long> way = switch (query.order()) {
                    case ORDERED -> ordered(rows, i, query);
                    case STRICT -> strict(rows, i, query);
                    case ANY -> any(rows, i, query);
                };
                best = way.size() > best.size() ? way : best;
            }
            if (!best.isEmpty()) {
                String part = rows.stream()
                        .filter(row -> step(row, 0, query))
                        .findFirst()
                        .map(row -> row.text("country"))
                        .orElse("");
                ways.add(new Way(best, part));
            }
        });
        return ways;
    }

    private boolean step(Row row, int step, FunnelQuery query) {
        return reference.holds(
                row, query.steps().get(step).match(), query.scope().range());
    }

    private static long end(Row first, FunnelQuery query) {
        return query.window() == null
                ? Long.MAX_VALUE
                : first.time().toEpochMilli() + query.window().toMillis();
    }

    private List<Long> ordered(List<Row> rows, int first, FunnelQuery query) {
        List<Long> times = new ArrayList<>();
        Row start = rows.get(first);
        if (!step(start, 0, query)) {
            return times;
        }
        long end = rows.stream()
                .filter(row -> row.time().isAfter(start.time()))
                .filter(row -> query.without().stream()
                        .anyMatch(condition ->
                                reference.holds(row, condition, query.scope().range())))
                .mapToLong(row -> row.time().toEpochMilli() - 1)
                .reduce(end(start, query), Math::min);
        times.add(start.time().toEpochMilli());
        for (Row row : rows) {
            long time = row.time().toEpochMilli();
            if (times.size() < query.steps().size()
                    && time > times.getLast()
                    && time <= end
                    && step(row, times.size(), query)) {
                times.add(time);
            }
        }
        return times;
    }

    /** Events of other types than the steps' do not count at all; of those of one moment none lies between any others. */
    private List<Long> strict(List<Row> rows, int first, FunnelQuery query) {
        Set<String> types =
                query.steps().stream().map(step -> step.label()).collect(Collectors.toCollection(LinkedHashSet::new));
        List<Long> times = new ArrayList<>();
        if (!step(rows.get(first), 0, query)) {
            return times;
        }
        TreeMap<Long, List<Row>> moments = rows.subList(first, rows.size()).stream()
                .filter(row -> types.contains(row.text("type")))
                .collect(Collectors.groupingBy(row -> row.time().toEpochMilli(), TreeMap::new, Collectors.toList()));
        for (Map.Entry<Long, List<Row>> moment : moments.entrySet()) {
            if (times.size() == query.steps().size()
                    || moment.getKey() > end(rows.get(first), query)
                    || moment.getValue().stream().noneMatch(row -> step(row, times.size(), query))) {
                break;
            }
            times.add(moment.getKey());
        }
        return times;
    }

    private List<Long> any(List<Row> rows, int first, FunnelQuery query) {
        Set<Integer> seen = new LinkedHashSet<>();
        List<Long> times = new ArrayList<>();
        for (Row row : rows.subList(first, rows.size())) {
            for (int step = 0; step < query.steps().size(); step++) {
                if (row.time().toEpochMilli() <= end(rows.get(first), query)
                        && step(row, step, query)
                        && seen.add(step)) {
                    times.add(row.time().toEpochMilli());
                }
            }
        }
        return times;
    }

    /** People and returned, by cohort (empty: all) and period. */
    Map<String, Map<Integer, int[]>> retention(RetentionQuery query) {
        ZoneId zone = query.scope().timezone();
        Map<String, Set<LocalDate>> active = new TreeMap<>();
        rows(query.back() == null).stream()
                .filter(row -> query.back() == null
                        || reference.holds(row, query.back(), query.scope().range()))
                .forEach(row -> active.computeIfAbsent(row.person(), person -> new LinkedHashSet<>())
                        .add(bucket(row, query.kind() == Kind.RECURRING ? query.unit() : Interval.DAY, zone)));
        Map<String, List<Row>> qualifying = rows(query.start() == null).stream()
                .filter(row -> query.start() == null
                        || reference.holds(row, query.start(), query.scope().range()))
                .filter(row -> query.kind() == Kind.FIRST_TIME
                        || Reference.in(row.time(), query.scope().range()))
                .sorted(Comparator.comparing(Row::time))
                .collect(Collectors.groupingBy(Row::person));
        Map<String, Map<Integer, int[]>> counts = new TreeMap<>();
        qualifying.forEach((person, rows) -> {
            for (LocalDate day : days(rows, query, zone)) {
                String cohort = query.cohorts() == Interval.NONE
                        ? ""
                        : floor(day, query.cohorts())
                                .atStartOfDay(zone)
                                .toInstant()
                                .toString();
                for (int period : query.periods()) {
                    int[] count = counts.computeIfAbsent(cohort, name -> new TreeMap<>())
                            .computeIfAbsent(period, number -> new int[2]);
                    count[0]++;
                    count[1] += active.getOrDefault(person, Set.of()).stream()
                                    .anyMatch(back -> period(day, back, query.unit()) == period)
                            ? 1
                            : 0;
                }
            }
        });
        return counts;
    }

    private List<Row> rows(boolean sessions) {
        return sessions ? reference.sessions() : reference.events();
    }

    private static Collection<LocalDate> days(List<Row> rows, RetentionQuery query, ZoneId zone) {
        if (query.kind() == Kind.RECURRING) {
            return rows.stream()
                    .map(row -> bucket(row, query.unit(), zone))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        Row first = rows.getFirst();
        return Reference.in(first.time(), query.scope().range())
                ? List.of(bucket(first, Interval.DAY, zone))
                : List.of();
    }

    private static LocalDate bucket(Row row, Interval unit, ZoneId zone) {
        return floor(row.time().atZone(zone).toLocalDate(), unit);
    }

    private static LocalDate floor(LocalDate day, Interval unit) {
        return switch (unit) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    private static int period(LocalDate day, LocalDate back, Interval unit) {
        return (int)
                switch (unit) {
                    case WEEK -> Math.floorDiv(ChronoUnit.DAYS.between(day, back), 7);
                    case MONTH ->
                        back.isBefore(day)
                                ? -1
                                : ChronoUnit.MONTHS.between(day.withDayOfMonth(1), back.withDayOfMonth(1));
                    default -> ChronoUnit.DAYS.between(day, back);
                };
    }
}
