package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.MILLIS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ways from step to step, of all events of one subject: columns each of which passes once over the arrays of those before it. They stand in SELECTs of SELECTs, because
 * ClickHouse analyses a column anew wherever another names it.
 */
final class Ways {

    /** The earliest events of a subject, more than people have: a robot's must fit into memory. */
    static final int MAX_EVENTS = 100_000;

    private static final String NO_WAY = "emptyArrayInt64()";

    private final String gathered;
    private final List<List<String>> passes;

    private Ways(String gathered, List<List<String>> passes) {
        this.gathered = gathered;
        this.passes = passes;
    }

    /** The column that gathers the events of a subject. */
    String gathered() {
        return gathered;
    }

    /** The columns over a SELECT of subjects that has {@link #gathered}, and what else it has. */
    String over(String subjects) {
        String select = subjects;
        for (List<String> columns : passes) {
            select = "SELECT\n    *,\n    " + String.join(",\n    ", columns) + "\nFROM\n" + Text.nested(select);
        }
        return select;
    }

    /**
     * With the columns of the {@code level} that is reached, and of the {@code way} there: of the longest the earliest, by the time of each of its
     * steps.
     *
     * @param strict whether no other event lies between the steps
     * @param breaks which event ends a way; null: none
     */
    static Ways longest(List<String> steps, Duration window, boolean strict, String breaks) {
        int n = steps.size();
        List<String> conditions = new ArrayList<>(steps);
        if (breaks != null) {
            conditions.add(breaks);
        }
        List<String> columns = new ArrayList<>();
        for (int k = n; k >= 1; k--) {
            boolean last = k == n;
            columns.add("arrayMap((at, mask" + (last ? "" : ", later") + ") -> if(bitTest(mask, " + (k - 1)
                    + "), " + (last ? "[at]" : "arrayPushFront(later, at)") + ", " + NO_WAY + "), times, masks"
                    + (last ? "" : ", after" + k) + ") AS from" + k);
            if (k > 1) {
                String next = strict ? "from" + k : "arrayReverseFill(own -> notEmpty(own), from" + k + ")";
                columns.add(behind(next, NO_WAY) + " AS after" + (k - 1));
            }
        }
        String within = "t <= at + " + window.toMillis();
        if (breaks == null) {
            columns.add("arrayMap((own, at) -> arrayFilter(t -> " + within + ", own), from1, times) AS ways");
        } else {
            columns.add(behind(next(n), "toInt64(0)") + " AS breaks");
            columns.add("arrayMap((own, at, broken) -> arrayFilter(t -> " + within
                    + " AND (broken = 0 OR t < broken), own), from1, times, breaks) AS ways");
        }
        List<String> reached = List.of(
                "arrayMax(own -> length(own), ways) AS level", "arrayFirst(own -> length(own) = level, ways) AS way");
        return new Ways(codes(conditions), List.of(moments(conditions.size()), columns, reached));
    }

    /** With the column of the {@code level}: how many different steps lie within the window, from the moment on from which they are most. */
    static Ways inAnyOrder(List<String> steps, Duration window) {
        List<String> following = IntStream.range(0, steps.size())
                .mapToObj(k -> next(k) + " AS next" + k)
                .toList();
        String names = IntStream.range(0, steps.size()).mapToObj(k -> ", t" + k).collect(Collectors.joining());
        String arrays =
                IntStream.range(0, steps.size()).mapToObj(k -> ", next" + k).collect(Collectors.joining());
        String level = "arrayMax(arrayMap((at" + names + ") -> "
                + IntStream.range(0, steps.size())
                        .mapToObj(k -> "(t" + k + " != 0 AND t" + k + " <= at + " + window.toMillis() + ")")
                        .collect(Collectors.joining(" + "))
                + ", times" + arrays + ")) AS level";
        return new Ways(codes(steps), List.of(moments(steps.size()), following, List.of(level)));
    }

    /** When something happened, and which of the conditions it met, as one number. */
    private static String codes(List<String> conditions) {
        String mask = IntStream.range(0, conditions.size())
                .mapToObj(i -> " + bitShiftLeft(toInt64(" + conditions.get(i) + "), " + i + ")")
                .collect(Collectors.joining());
        return "groupArraySorted(" + MAX_EVENTS + ")(" + MILLIS + " * " + (1L << conditions.size()) + mask
                + ") AS codes";
    }

    /**
     * The milliseconds in which something happens, as {@code times}, and which of the conditions an event of each meets, as {@code masks}:
     * of one millisecond, no event comes before another.
     */
    private static List<String> moments(int conditions) {
        long unit = 1L << conditions;
        return List.of(
                "arraySplit((code, before) -> intDiv(code, " + unit + ") != intDiv(before, " + unit
                        + "), codes, arrayPushFront(arrayPopBack(codes), toInt64(0))) AS moments",
                "arrayMap(moment -> intDiv(moment[1], " + unit + "), moments) AS times",
                "arrayMap(moment -> bitAnd(arrayReduce('groupBitOr', moment), " + (unit - 1) + "), moments) AS masks");
    }

    /** Of each moment the time of the first from it on that meets the condition, 0: none. */
    private static String next(int condition) {
        return "arrayReverseFill(t -> t != 0, arrayMap((at, mask) -> if(bitTest(mask, " + condition
                + "), at, toInt64(0)), times, masks))";
    }

    /** Of each moment what the array has of the one after it. */
    private static String behind(String array, String end) {
        return "arrayPushBack(arrayPopFront(" + array + "), " + end + ")";
    }
}
