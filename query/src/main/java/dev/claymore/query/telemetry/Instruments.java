package dev.claymore.query.telemetry;

import dev.claymore.query.Outcome;
import dev.claymore.query.Problems;
import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The metrics that backends send: which there are, and how they went. Safe for use by many threads. */
public final class Instruments {

    /** Metrics that are listed, and attributes of one. */
    public static final int MAX_ROWS = 1_000;

    static final String SCOPE = "projectId = {projectId:String}"
            + " AND TimeUnix >= {from:DateTime64(3, 'UTC')} AND TimeUnix < {to:DateTime64(3, 'UTC')}";

    private final ClickHouse clickhouse;

    public Instruments(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Every metric that has a point in the range, by name. */
    public Outcome<Listing> list(String projectId, Range range) {
        String tables = Arrays.stream(InstrumentType.values())
                .map(type -> """
                        SELECT
                            MetricName AS name, '%s' AS type, any(MetricUnit) AS unit, any(MetricDescription) AS description,
                            groupUniqArray(20)(ServiceName) AS services, count() AS points, max(TimeUnix) AS lastAt,
                            %s AS monotonic
                        FROM %s
                        WHERE %s
                        GROUP BY name
                        """.formatted(
                        type.wire(), type == InstrumentType.SUM ? "max(IsMonotonic)" : "false", type.table, SCOPE))
                .collect(Collectors.joining("UNION ALL\n"));
        String sql = "SELECT * FROM (\n" + tables + ")\nORDER BY name, type LIMIT " + MAX_ROWS;
        return run(projectId, Spans.scope(projectId, range), sql);
    }

    /** The attributes of a metric, each with its most frequent values. */
    public Outcome<Listing> attributes(String projectId, String name, InstrumentType type, Range range) {
        SqlBuilder sql = Spans.scope(projectId, range);
        return run(projectId, sql, """
                SELECT attribute, topK(50)(value) AS values, uniq(value) AS distinctValues
                FROM
                (
                    SELECT mapConcat(Attributes, map('service.name', toString(ServiceName))) AS all
                    FROM %s
                    WHERE %s AND MetricName = %s
                )
                ARRAY JOIN mapKeys(all) AS attribute, mapValues(all) AS value
                GROUP BY attribute
                ORDER BY attribute
                LIMIT %d
                """.formatted(type.table, SCOPE, sql.bind("String", name), MAX_ROWS));
    }

    /** A metric over time. */
    public Outcome<SeriesAnswer> series(String projectId, SeriesQuery query) {
        return Problems.guard(true, () -> {
            SqlBuilder values = Spans.scope(projectId, query.range());
            String sql = query.sql(values);
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, values.parameters());
            return SeriesAnswer.of(query, rows, values.show(sql));
        });
    }

    private Outcome<Listing> run(String projectId, SqlBuilder values, String sql) {
        return Problems.guard(true, () -> {
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(sql, values.parameters());
            return Listing.of(rows, values, sql);
        });
    }
}
