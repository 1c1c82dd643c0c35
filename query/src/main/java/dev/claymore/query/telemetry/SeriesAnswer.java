package dev.claymore.query.telemetry;

import dev.claymore.store.Rows;
import java.util.ArrayList;
import java.util.List;

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
        List<Line> lines = new ArrayList<>();
        long all = 0;
        for (Rows.Row row : rows.records()) {
            all = row.number("lines");
            lines.add(new Line(
                    row.text("line"),
                    ((List<?>) row.get("points"))
                            .stream().map(SeriesAnswer::point).toList()));
        }
        return new SeriesAnswer(query.stepSeconds(), lines, (int) (all - lines.size()), sql, rows.stats());
    }

    private static Point point(Object cell) {
        List<?> pair = (List<?>) cell;
        return new Point(String.valueOf(pair.getFirst()), ((Number) pair.getLast()).doubleValue());
    }
}
