package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Outcome;
import dev.claymore.query.Result;

/** Runs a query that came as JSON, as the API's body of {@code POST …/query}. */
@FunctionalInterface
public interface QueryDoor {

    /** Refused when it does not fit the query language. */
    Outcome<Result> run(String projectId, JsonNode query);
}
