package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.MILLIS;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ways from step to step, followed from every first step to the earliest next ones. */
final class Ways {

    /** Somebody with more events of a step than this is a robot, and comparing them all with each other takes for ever. */
    static final int MAX_EVENTS = 1_000;

    private Ways() {}

    /** The times of a step's earliest events, in their order. */
    static String times(String step) {
        return "groupArraySortedIf(" + MAX_EVENTS + ")(" + MILLIS + ", " + step + ")";
    }

    /**
     * The way from {@code start}: the time of each step, 0 from the first on that is not reached.
     *
     * @param later the arrays of times of the steps behind the first
     * @param stop the last time a step may have
     */
    static String from(List<String> later, String stop) {
        return later.isEmpty()
                ? "[start]"
                : "arrayFold((way, times) -> arrayPushBack(way, if(way[-1] = 0, toInt64(0), arrayFirst(t -> t > way[-1] AND t <= "
                        + stop + ", times))), " + later.stream().collect(Collectors.joining(", ", "[", "]"))
                        + ", [start])";
    }

    /** Whether there is a way through all steps. */
    static String exists(List<String> steps, Duration window) {
        List<String> later = IntStream.range(1, steps.size())
                .mapToObj(i -> times(steps.get(i)))
                .toList();
        return "arrayExists(start -> " + from(later, "start + " + window.toMillis()) + "[-1] > 0, "
                + times(steps.getFirst()) + ")";
    }
}
