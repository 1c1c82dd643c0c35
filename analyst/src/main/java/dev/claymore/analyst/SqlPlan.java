package dev.claymore.analyst;

import dev.claymore.query.Outcome;
import dev.claymore.query.Problem;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import dev.claymore.store.StoreException;
import java.util.List;

/** Runs a statement of the analyst's own. */
record SqlPlan(ClickHouse clickhouse, Queries queries) {

    Outcome<Result> run(String projectId, Plan.Sql plan) {
        try {
            Rows rows = clickhouse.reader(projectId, ReadLimits.PRODUCT).query(plan.sql(), plan.parameters());
            List<Result.Column> columns = rows.columns().stream()
                    .map(column -> new Result.Column(column.name(), column.type(), "", "column"))
                    .toList();
            return new Outcome.Ok<>(new Result(columns, rows.rows(), plan.sql(), rows.stats()));
        } catch (StoreException e) {
            return new Outcome.Refused<>(
                    new Problem("internal", "", "the query failed; the log has the reason", false));
        }
    }
}
