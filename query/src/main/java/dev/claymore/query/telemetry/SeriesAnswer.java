package dev.claymore.query.telemetry;

import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A metric over time.
 *
 * @param stepSeconds the width of a bucket
 * @param lines the largest first, {@value #MAX_LINES} at most
 * @param linesCut how many were left out
 */
public record SeriesAnswer(int stepSeconds, List<Line> lines, int linesCut, String sql, Rows.Stats stats) {

    static final int MAX_LINES = 20;

    /** @param name the value of the attribute it is by */
    public record Line(String name, List<Point> points) {}

    /** @param time the start of the bucket */
    public record Point(String time, double value) {}

    static SeriesAnswer of(SeriesQuery query, Rows rows, String sql) {
        Map<String, Map<String, Merged>> lines = new LinkedHashMap<>();
        for (Rows.Row row : rows.records()) {
            lines.computeIfAbsent(row.text("line"), name -> new LinkedHashMap<>())
                    .computeIfAbsent(row.text("time"), time -> new Merged())
                    .add(row);
        }
        List<Line> all = new ArrayList<>();
        lines.forEach((name, points) -> {
            List<Point> values = new ArrayList<>();
            points.forEach((time, merged) -> {
                double value = merged.value(query);
                if (Double.isFinite(value)) {
                    values.add(new Point(time, value));
                }
            });
            all.add(new Line(name, values));
        });
        all.sort(Comparator.comparingDouble(SeriesAnswer::size).reversed());
        int shown = Math.min(MAX_LINES, all.size());
        return new SeriesAnswer(
                query.stepSeconds(), List.copyOf(all.subList(0, shown)), all.size() - shown, sql, rows.stats());
    }

    private static double size(Line line) {
        return line.points().stream().mapToDouble(Point::value).sum();
    }

    /** The rows of one point: more than one where histograms of different bounds meet, of which the fullest tells the percentile. */
    private static final class Merged {

        private Rows.Row fullest;
        private double grown;
        private double total;

        void add(Rows.Row row) {
            if (!has(row, "grown")) {
                fullest = row;
                return;
            }
            double more = number(row.get("grown"));
            if (fullest == null || more > number(fullest.get("grown"))) {
                fullest = row;
            }
            grown += more;
            total += has(row, "total") ? number(row.get("total")) : 0;
        }

        double value(SeriesQuery query) {
            if (has(fullest, "value")) {
                return number(fullest.get("value"));
            }
            if (query.percentile()) {
                return percentile(numbers(fullest.get("buckets")), numbers(fullest.get("bounds")), query.share());
            }
            return switch (query.function()) {
                case "avg" -> grown == 0 ? Double.NaN : total / grown;
                case "rate" -> grown / query.stepSeconds();
                default -> grown;
            };
        }

        private static boolean has(Rows.Row row, String column) {
            return row.columns().stream().anyMatch(known -> known.name().equals(column));
        }
    }

    /**
     * The value below which this share of the counts lies, by a straight line within its bucket; the first bucket begins at 0 when its bound is
     * above, and what lies above the last bound is taken to be there.
     */
    static double percentile(double[] buckets, double[] bounds, double share) {
        double all = 0;
        for (double count : buckets) {
            all += count;
        }
        if (all <= 0 || bounds.length == 0) {
            return Double.NaN;
        }
        double wanted = share * all;
        double below = 0;
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] > 0 && below + buckets[i] >= wanted) {
                if (i >= bounds.length) {
                    return bounds[bounds.length - 1];
                }
                double least = i > 0 ? bounds[i - 1] : Math.min(0, bounds[0]);
                return least + (bounds[i] - least) * (wanted - below) / buckets[i];
            }
            below += buckets[i];
        }
        return bounds[bounds.length - 1];
    }

    private static double number(Object cell) {
        return cell instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static double[] numbers(Object cell) {
        return ((List<?>) cell).stream().mapToDouble(SeriesAnswer::number).toArray();
    }
}
