package dev.claymore.query.language;

import java.util.List;

/**
 * Numbers: as they are, over time, broken down, of several segments, beside another period.
 *
 * <p>Answer: time when there is an interval, segment when there are segments, a column for each breakdown under its field's
 * name, one for each measure under its name, and previous.NAME for each measure of the period compared with.
 *
 * @param measures at least one
 * @param segments each counted apart, all in one answer; empty: one, without a column
 * @param compareTo another period, whose buckets are put beside those of this one in their order; null: none
 * @param orderBy empty: by time, else by the first measure, highest first
 * @param limit {@link #NO_LIMIT}: 1,000 rows, and without breakdowns 5,000 of an answer over time
 * @param cursor of the page before, null for the first page
 */
public record MetricsQuery(
        Scope scope,
        List<Measure> measures,
        List<Breakdown> breakdowns,
        Interval interval,
        List<Segment> segments,
        Range compareTo,
        List<Order> orderBy,
        int limit,
        String cursor)
        implements Query {

    /** No limit was given. */
    public static final int NO_LIMIT = -1;

    public MetricsQuery {
        measures = List.copyOf(measures);
        breakdowns = List.copyOf(breakdowns);
        segments = List.copyOf(segments);
        orderBy = List.copyOf(orderBy);
    }

    public static MetricsQuery of(Scope scope, List<Measure> measures) {
        return new MetricsQuery(scope, measures, List.of(), Interval.NONE, List.of(), null, List.of(), NO_LIMIT, null);
    }

    public static MetricsQuery of(Scope scope, Measure... measures) {
        return of(scope, List.of(measures));
    }

    public MetricsQuery by(String... fields) {
        return new MetricsQuery(
                scope, measures, Breakdown.by(fields), interval, segments, compareTo, orderBy, limit, cursor);
    }

    public MetricsQuery every(Interval other) {
        return new MetricsQuery(scope, measures, breakdowns, other, segments, compareTo, orderBy, limit, cursor);
    }

    public MetricsQuery of(Segment... parts) {
        return new MetricsQuery(
                scope, measures, breakdowns, interval, List.of(parts), compareTo, orderBy, limit, cursor);
    }

    public MetricsQuery comparedTo(Range other) {
        return new MetricsQuery(scope, measures, breakdowns, interval, segments, other, orderBy, limit, cursor);
    }

    public MetricsQuery order(Order... orders) {
        return new MetricsQuery(
                scope, measures, breakdowns, interval, segments, compareTo, List.of(orders), limit, cursor);
    }

    public MetricsQuery limit(int rows) {
        return new MetricsQuery(scope, measures, breakdowns, interval, segments, compareTo, orderBy, rows, cursor);
    }
}
