package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.compile.Compiler;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.FunnelQuery.Step;
import dev.claymore.query.language.FunnelQuery.StepOrder;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.SaysItsProject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Asks questions of one project and hands out the cells of the answers. */
final class Asking {

    private final Queries queries;
    private final String projectId;

    Asking(ClickHouse clickhouse, String projectId) {
        this.queries = new Queries(clickhouse);
        this.projectId = projectId;
    }

    /** A funnel without names, window and exclusions. */
    static FunnelQuery funnel(Subject by, Scope scope, StepOrder order, boolean times, Condition... steps) {
        return new FunnelQuery(
                scope,
                by,
                Stream.of(steps).map(step -> new Step("", step)).toList(),
                order,
                null,
                List.of(),
                null,
                Interval.NONE,
                times);
    }

    static Scope scope(String from, String to) {
        return Scope.of(new Range(Instant.parse(from), Instant.parse(to)));
    }

    Result result(Query query) {
        String sql = new Compiler(queries.model(), Cohorts.NONE)
                .compile(projectId, query)
                .sql();
        assertThat(SaysItsProject.evidently(sql))
                .as("every statement says its project where it can be seen:\n" + sql)
                .isTrue();
        Outcome<Result> outcome = queries.run(projectId, query);
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        return ((Outcome.Ok<Result>) outcome).value();
    }

    Problem problem(Query query) {
        Outcome<Result> outcome = queries.run(projectId, query);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<Result>) outcome).problem();
    }

    /** The rows, cut down to these columns; each row as text, its cells apart by a space. */
    List<String> rows(Query query, String... columns) {
        Result result = result(query);
        List<String> names = result.columns().stream().map(Result.Column::name).toList();
        List<String> rows = new ArrayList<>();
        for (List<Object> row : result.rows()) {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                assertThat(names).contains(column);
                cells.add(text(row.get(names.indexOf(column))));
            }
            rows.add(String.join(" ", cells));
        }
        return rows;
    }

    private static String text(Object cell) {
        if (cell instanceof Double number) {
            double rounded = Math.round(number * 1e6) / 1e6;
            return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
        }
        return String.valueOf(cell);
    }
}
