package dev.claymore.analyst.model;

import dev.claymore.query.Outcome;
import dev.claymore.query.Result;
import dev.claymore.query.SqlConsole;
import java.util.Map;

/** Runs what a model proposes, under what binds everybody else: the compiler of the query language, or the guard of hand-written SQL. */
final class Proposals {

    private final QueryDoor queries;
    private final SqlConsole sql;

    Proposals(QueryDoor queries, SqlConsole sql) {
        this.queries = queries;
        this.sql = sql;
    }

    Outcome<Result> run(String projectId, Proposal proposal) {
        return proposal.query() == null
                ? sql.run(projectId, proposal.sql(), Map.of())
                : queries.run(projectId, proposal.query());
    }
}
