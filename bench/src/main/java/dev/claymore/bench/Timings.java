package dev.claymore.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long repetitions took. Safe for use by many threads. */
final class Timings {

    private final List<Double> millis = new ArrayList<>();

    synchronized void add(double taken) {
        millis.add(taken);
    }

    void addAll(Timings others) {
        double[] taken = others.sorted();
        synchronized (this) {
            for (double one : taken) {
                millis.add(one);
            }
        }
    }

    /** The smallest that so many percent are not above. */
    double percentile(double percent) {
        double[] sorted = sorted();
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    synchronized int count() {
        return millis.size();
    }

    private synchronized double[] sorted() {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
