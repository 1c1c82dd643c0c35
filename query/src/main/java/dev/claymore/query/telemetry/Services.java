package dev.claymore.query.telemetry;

import dev.claymore.query.Outcome;
import dev.claymore.query.Problems;
import dev.claymore.query.compile.Buckets;
import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How backend services do. A request is a span by which work comes into a service: of kind Server or Consumer, or without a parent. Safe
 * for use by many threads.
 */
public final class Services {

    /** Services and operations that one answer has at most. */
    public static final int MAX_ROWS = 500;

    /** The map looks at about as many spans; of more, it takes whole traces by chance, always the same ones. */
    static final int MAP_SPANS = 200_000;

    private static final String REQUEST = "SpanKind IN ('Server', 'Consumer') OR ParentSpanId = ''";

    private static final String NUMBERS = """
                countIf(isRequest) AS requests,
                countIf(isRequest AND StatusCode = 'Error') AS errors,
                requests / {seconds:Float64} AS requestsPerSecond,
                if(requests = 0, NULL, errors / requests) AS errorShare,
                if(requests = 0, NULL, quantilesExactInclusiveIf(0.5, 0.95, 0.99)(Duration / 1e6, isRequest)) AS quantiles,
                quantiles[1] AS p50Ms,
                quantiles[2] AS p95Ms,
                quantiles[3] AS p99Ms
            """.indent(0).stripTrailing();

    private final ClickHouse clickhouse;

    public Services(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Every service that has sent spans in the range, the busiest first. */
    public Outcome<Listing> list(String projectId, Range range) {
        SqlBuilder sql = scope(projectId, range);
        return run(projectId, sql, """
                SELECT * EXCEPT (quantiles)
                FROM
                (
                    SELECT
                        ServiceName AS service,
                        count() AS spans,
                        max(Timestamp) AS lastSeenAt,
                        %s
                    FROM (SELECT *, %s AS isRequest FROM otel_traces WHERE %s)
                    GROUP BY service
                )
                ORDER BY requests DESC, service
                LIMIT %d
                """.formatted(NUMBERS, REQUEST, Spans.SCOPE, MAX_ROWS));
    }

    /** What a service is asked to do, the busiest first; requests only. */
    public Outcome<Listing> operations(String projectId, String service, Range range) {
        SqlBuilder sql = scope(projectId, range);
        return run(projectId, sql, """
                SELECT * EXCEPT (quantiles)
                FROM
                (
                    SELECT
                        SpanName AS operation,
                        any(SpanKind) AS kind,
                        max(Timestamp) AS lastSeenAt,
                        sum(Duration) / 1e6 AS totalMs,
                        %s
                    FROM (SELECT *, true AS isRequest FROM otel_traces WHERE %s AND ServiceName = %s AND (%s))
                    GROUP BY operation
                )
                ORDER BY requests DESC, operation
                LIMIT %d
                """.formatted(NUMBERS, Spans.SCOPE, sql.bind("String", service), REQUEST, MAX_ROWS));
    }

    /** Requests over time, of a service and an operation of it where they are named. Buckets without a request are left out. */
    public Outcome<Listing> series(
            String projectId, String service, String operation, Range range, Interval interval, ZoneId timezone) {
        SqlBuilder sql = scope(projectId, range);
        sql.named("timezone", "String", timezone.getId());
        return run(projectId, sql, """
                SELECT * EXCEPT (quantiles)
                FROM
                (
                    SELECT
                        %s AS time,
                        %s
                    FROM (SELECT *, true AS isRequest FROM otel_traces WHERE %s%s%s AND (%s))
                    GROUP BY time
                )
                ORDER BY time
                LIMIT 5000
                """.formatted(
                        Buckets.start(interval, "Timestamp"),
                        NUMBERS,
                        Spans.SCOPE,
                        Spans.equal(sql, "ServiceName", service),
                        Spans.equal(sql, "SpanName", operation),
                        REQUEST));
    }

    /** Who calls whom. */
    public Outcome<ServiceMap> map(String projectId, Range range) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            SqlBuilder sql = scope(projectId, range);
            long spans = reader.query("SELECT count() AS spans FROM otel_traces WHERE " + Spans.SCOPE, sql.parameters())
                    .row(0)
                    .number("spans");
            long oneOf = Math.max(1, Math.ceilDiv(spans, MAP_SPANS));
            sql.named("oneOf", "UInt64", oneOf);
            Rows rows = reader.query(ServiceMap.EDGES, sql.parameters());
            return new ServiceMap(Listing.maps(rows), oneOf, sql.show(ServiceMap.EDGES), rows.stats());
        });
    }

    private Outcome<Listing> run(String projectId, SqlBuilder values, String sql) {
        return Problems.guard(
                true,
                () -> Listing.of(
                        clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, values.parameters()), values, sql));
    }

    private static SqlBuilder scope(String projectId, Range range) {
        SqlBuilder sql = Spans.scope(projectId, range);
        sql.named(
                "seconds",
                "Float64",
                Math.max(1, Duration.between(range.from(), range.to()).toSeconds()));
        return sql;
    }
}
