package dev.claymore.query.telemetry;

/** SQL for the increase between consecutive points of a metric, as rows of time, line and value. */
final class Growth {

    /**
     * An increase is extended to the edge of the range if the gap is at most this many times its own duration: the next point is merely not
     * due yet.
     */
    private static final double CARRIED = 1.5;

    private static final String TOTAL = """
            multiIf(counts = 'whole', Sum, counts = 'nothing', 0, Sum - lagInFrame(Sum) OVER sequence) AS total""";

    private static final String BUCKETS = """
            ExplicitBounds AS bounds,
                lagInFrame(BucketCounts) OVER sequence AS before,
                multiIf(
                    counts = 'whole', arrayMap(n -> toInt64(n), BucketCounts),
                    counts = 'nothing' OR length(before) != length(BucketCounts), arrayMap(n -> toInt64(0), BucketCounts),
                    arrayMap((n, b) -> toInt64(n) - toInt64(b), BucketCounts, before)) AS buckets""";

    /**
     * When a growth began, and whether it is the first or the last that is known of its series. How long the first took is not known of a
     * sender that does not say when it started.
     */
    private static final String TIMES = """
            TimeUnix AS until,
                StartTimeUnix < TimeUnix AND toUnixTimestamp64Nano(StartTimeUnix) > 0 AS started,
                multiIf(
                    started AND (first OR NOT cumulative), StartTimeUnix,
                    first, TimeUnix,
                    lagInFrame(TimeUnix) OVER sequence) AS since,
                row_number() OVER sequence = 2 AND NOT begun AND (cumulative OR NOT started) AS earliest,
                count() OVER onward = 1 AS latest""";

    private Growth() {}

    static String increases(InstrumentType type, String line, String where) {
        return """
                SELECT time, line, sum(grown) AS value
                FROM
                (
                %s)
                WHERE counts != 'nothing'
                GROUP BY time, line
                """.formatted(points(type, line, where, "").indent(4));
    }

    /**
     * By second. A growth is spread evenly over the time in which it came about, so that a bucket without a point has its part, too, and
     * series whose points are not of the same second add up. The rate of a bucket is over the time of it that growths tell of.
     */
    static String rates(InstrumentType type, String line, String where) {
        return """
                WITH toInt64({step:UInt32}) * 1000000000 AS width
                SELECT
                    toDateTime(slot * {step:UInt32}, 'UTC') AS time,
                    line,
                    1e9 * sum(grown / (until - since) * (slotEnd - slotBegin)) / (max(slotEnd) - min(slotBegin)) AS value
                FROM
                (
                    SELECT
                        line, grown, since, until,
                        arrayJoin(range(intDiv(begin, width), intDiv(end - 1, width) + 1)) AS slot,
                        greatest(begin, slot * width) AS slotBegin,
                        least(end, (slot + 1) * width) AS slotEnd
                    FROM
                    (
                        SELECT
                            line, grown,
                            toUnixTimestamp64Nano(since) AS since,
                            toUnixTimestamp64Nano(until) AS until,
                            toUnixTimestamp64Nano(toDateTime64({from:DateTime64(3, 'UTC')}, 9)) AS rangeBegin,
                            toUnixTimestamp64Nano(toDateTime64(least({to:DateTime64(3, 'UTC')}, now64(3, 'UTC')), 9)) AS rangeEnd,
                            if(earliest AND since - rangeBegin <= %2$s * (until - since), rangeBegin, greatest(since, rangeBegin)) AS begin,
                            if(latest AND rangeEnd - until <= %2$s * (until - since), greatest(until, rangeEnd), until) AS end
                        FROM
                        (
                %1$s)
                        WHERE counts != 'nothing' AND since < until
                    )
                )
                GROUP BY time, line
                """.formatted(points(type, line, where, TIMES).indent(12), CARRIED);
    }

    /** What was measured, on average; points without a sum say nothing about it. */
    static String means(InstrumentType type, String line, String where) {
        return """
                SELECT time, line, sumIf(total, isFinite(total)) / sumIf(grown, isFinite(total)) AS value
                FROM
                (
                %s)
                WHERE counts != 'nothing'
                GROUP BY time, line
                """.formatted(points(type, line, where, TOTAL).indent(4));
    }

    /**
     * The value below which this share of what was measured lies, by a straight line within its bucket; the first bucket begins at 0 when
     * its bound is above, and what lies above the last bound is taken to be there. Where histograms of different bounds meet, the fullest
     * tells.
     *
     * @param share a placeholder
     */
    static String percentiles(InstrumentType type, String line, String where, String share) {
        return """
                SELECT time, line, argMax(percentile, all) AS value
                FROM
                (
                    SELECT
                        time, line,
                        sum(grown) AS all,
                        sumForEach(buckets) AS counted,
                        arrayCumSum(counted) AS upTo,
                        %2$s * upTo[-1] AS wanted,
                        arrayFirstIndex(n -> n >= wanted, upTo) AS at,
                        if(at = 1, least(0, bounds[1]), bounds[at - 1]) AS least,
                        multiIf(
                            wanted <= 0 OR empty(bounds), nan,
                            at > length(bounds), bounds[-1],
                            least + (bounds[at] - least) * (1 - (upTo[at] - wanted) / counted[at])) AS percentile
                    FROM
                    (
                %1$s)
                    WHERE counts != 'nothing'
                    GROUP BY time, line, bounds
                )
                GROUP BY time, line
                """.formatted(points(type, line, where, BUCKETS).indent(8), share);
    }

    /** @param more columns of the point */
    private static String points(InstrumentType type, String line, String where, String more) {
        String value = type == InstrumentType.SUM ? "Value" : "toFloat64(Count)";
        return """
                SELECT
                    %s AS time,
                    %s AS line,
                    %s AS cumulative,
                    row_number() OVER sequence = 1 AS first,
                    StartTimeUnix >= {from:DateTime64(3, 'UTC')} AND StartTimeUnix < TimeUnix AS begun,
                    %s AS amount,
                    lagInFrame(amount) OVER sequence AS previous,
                    multiIf(
                        NOT cumulative, 'whole',
                        first, if(begun, 'whole', 'nothing'),
                        %samount < previous, 'whole',
                        'difference') AS counts,
                    multiIf(counts = 'whole', amount, counts = 'nothing', 0, amount - previous) AS grown%s
                FROM %s
                WHERE %s
                WINDOW
                    sequence AS (PARTITION BY seriesId, if(cumulative, StartTimeUnix, NULL) ORDER BY TimeUnix ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
                    onward AS (PARTITION BY seriesId ORDER BY TimeUnix ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING)
                """.formatted(
                        SeriesQuery.BUCKET,
                        line,
                        type == InstrumentType.SUMMARY ? "true" : "AggregationTemporality = 2",
                        value,
                        type == InstrumentType.SUM ? "IsMonotonic AND " : "",
                        more.isEmpty() ? "" : ",\n    " + more,
                        type.table,
                        where);
    }
}
