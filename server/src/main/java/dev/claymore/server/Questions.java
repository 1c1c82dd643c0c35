package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Outcome;
import dev.claymore.query.People;
import dev.claymore.query.Queries;
import dev.claymore.query.Replay;
import dev.claymore.query.Result;
import dev.claymore.query.Sessions;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.Values;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.QueryJson;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.SavedItems;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The query module on the server's database, and its problems as answers. */
final class Questions {

    private final Database database;
    private final Queries queries;
    private final Sessions sessions;
    private final Replay replay;
    private final People people;
    private final Values values;
    private final SqlConsole sql;
    private final SavedCohorts cohorts;

    Questions(Database database, SavedItems saved, Clock clock) {
        ClickHouse clickhouse = database.clickhouseEvenIfDown();
        this.cohorts = new SavedCohorts(saved, clock);
        this.database = database;
        this.queries = new Queries(clickhouse, cohorts);
        this.sessions = new Sessions(clickhouse, queries.model(), cohorts);
        this.replay = new Replay(clickhouse);
        this.people = new People(clickhouse);
        this.sql = new SqlConsole(clickhouse);
        this.values = new Values(clickhouse, queries.model());
    }

    Queries queries() {
        return queries;
    }

    Sessions sessions() {
        return sessions;
    }

    People people() {
        return people;
    }

    Replay replay() {
        return replay;
    }

    SavedCohorts cohorts() {
        return cohorts;
    }

    /** Answers a query that came as JSON. */
    Outcome<Result> run(String projectId, JsonNode query) {
        try {
            return queries.run(projectId, QueryJson.read(query));
        } catch (Refusal e) {
            return new Outcome.Refused<>(new dev.claymore.query.Problem(e.code(), e.field(), e.getMessage(), false));
        }
    }

    Values values() {
        return values;
    }

    SqlConsole sql() {
        return sql;
    }

    /** The project in the path, which exists. */
    String requireProject(Exchange exchange) {
        String projectId = exchange.path("projectId");
        if (database.projects().find(projectId).isEmpty()) {
            throw ProjectRoutes.unknown(projectId);
        }
        return projectId;
    }

    /** The semantic model as pickers need it. */
    Map<String, Object> schema() {
        SemanticModel model = queries.model();
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (SemanticModel.Metric metric : model.document().metrics()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", metric.name());
            shown.put("label", metric.label());
            shown.put("unit", metric.unit());
            shown.put("synonyms", metric.synonyms());
            shown.put("description", metric.description());
            shown.put("entity", metric.over(Entity.SESSION) ? "session" : "event");
            metrics.add(shown);
        }
        List<Map<String, Object>> dimensions = new ArrayList<>();
        for (SemanticModel.Dimension dimension : model.document().dimensions()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", dimension.name());
            shown.put("label", dimension.label());
            shown.put("type", dimension.type());
            shown.put("synonyms", dimension.synonyms());
            shown.put("description", dimension.description());
            shown.put("entity", dimension.of(Entity.SESSION) ? "session" : "event");
            shown.put("operators", model.document().operators().getOrDefault(dimension.type(), List.of()));
            shown.put("values", dimension.values());
            dimensions.add(shown);
        }
        return Map.of(
                "entities",
                model.document().entities(),
                "metrics",
                metrics,
                "dimensions",
                dimensions,
                "reports",
                model.document().reports());
    }

    /**
     * A question from JSON.
     *
     * @throws ProblemException naming the field that is wrong
     */
    static Query query(JsonNode body) {
        return reading(() -> QueryJson.read(body));
    }

    /** A number of an answer, from JSON. */
    static Cell cell(JsonNode body) {
        return reading(() -> QueryJson.cell(body));
    }

    /** Comparisons that all hold, from JSON. */
    static Condition filters(JsonNode list) {
        return reading(() -> QueryJson.filters(list));
    }

    /** What the query module makes of a caller's input, or its refusal as an answer. */
    static <T> T reading(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (Refusal e) {
            throw answer(new dev.claymore.query.Problem(e.code(), e.field(), e.getMessage(), false))
                    .thrown();
        }
    }

    /**
     * The value of an outcome.
     *
     * @throws ProblemException with the answer when there is none
     */
    static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(T value) -> value;
            case Outcome.Refused<T>(dev.claymore.query.Problem problem) ->
                throw answer(problem).thrown();
        };
    }

    private static Problem answer(dev.claymore.query.Problem problem) {
        int status = switch (problem.code()) {
            case "not_found" -> 404;
            case "sql_refused", "sql_error", "limit_exceeded" -> 422;
            case "too_many_questions" -> 429;
            case "unavailable", "cold_storage_unavailable" -> 503;
            case "internal" -> 500;
            default -> 400;
        };
        if (problem.code().equals("cold_storage_unavailable")) {
            return Problem.coldStorage();
        }
        if (status == 503) {
            return Problem.unavailable("The database is starting or restarting: ask again in a moment.");
        }
        String message = problem.field().isEmpty() ? problem.message() : problem.field() + ": " + problem.message();
        return new Problem(
                status,
                problem.code(),
                message,
                problem.retryable() ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
    }
}
