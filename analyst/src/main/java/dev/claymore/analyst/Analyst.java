package dev.claymore.analyst;

import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Result;
import dev.claymore.store.ClickHouse;
import java.util.List;

/**
 * Understands questions and answers them, from the text alone: no network, no model, the same answer every time. Safe for use by many
 * threads.
 */
public final class Analyst {

    private final ClickHouse clickhouse;
    private final Queries queries;

    public Analyst(ClickHouse clickhouse, Queries queries) {
        this.clickhouse = clickhouse;
        this.queries = queries;
    }

    /** What the question asks for in terms of the project's data; never throws for what a person typed. */
    public Understanding understand(String projectId, Question question) {
        return new Understanding.Unsupported(
                "not_understood", "This is not a question about the recorded data.", List.of(), "");
    }

    /** Runs what was understood: read-only, bounded, and bound to the project. */
    public Outcome<Result> run(String projectId, Understanding.Answered understood) {
        return switch (understood.plan()) {
            case Plan.Sql sql -> new SqlPlan(clickhouse, queries).run(projectId, sql);
        };
    }
}
