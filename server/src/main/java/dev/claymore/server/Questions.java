package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.query.Outcome;
import dev.claymore.query.Queries;
import dev.claymore.query.Replay;
import dev.claymore.query.Result;
import dev.claymore.query.SemanticModel;
import dev.claymore.query.Sessions;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query module on the server's database, and its problems as answers. */
final class Questions {

    private final Database database;
    private final Queries queries;
    private final Sessions sessions;
    private final Replay replay;
    private final Values values;
    private final SqlConsole sql;

    Questions(Database database) {
        this.database = database;
        this.queries = new Queries(database.clickhouseEvenIfDown());
        this.sessions = new Sessions(database.clickhouseEvenIfDown(), queries.model());
        this.replay = new Replay(database.clickhouseEvenIfDown());
        this.sql = new SqlConsole(database.clickhouseEvenIfDown());
        this.values = new Values(database.clickhouseEvenIfDown(), queries.model());
    }

    Queries queries() {
        return queries;
    }

    Sessions sessions() {
        return sessions;
    }

    Replay replay() {
        return replay;
    }

    /** Answers a query that came as JSON. */
    Outcome<Result> run(String projectId, JsonNode query) {
        try {
            return queries.run(projectId, QueryRoutes.read(query));
        } catch (ProblemException e) {
            return new Outcome.Refused<>(new dev.claymore.query.Problem(
                    "invalid_query", "", e.problem().message(), false));
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
            shown.put("description", metric.description());
            shown.put("entity", metric.sql().containsKey("session") ? "session" : "event");
            metrics.add(shown);
        }
        List<Map<String, Object>> dimensions = new ArrayList<>();
        for (SemanticModel.Dimension dimension : model.document().dimensions()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", dimension.name());
            shown.put("label", dimension.label());
            shown.put("type", dimension.type());
            shown.put("description", dimension.description());
            shown.put("entity", dimension.sql().containsKey("session") ? "session" : "event");
            shown.put("operators", model.document().operators().getOrDefault(dimension.type(), List.of()));
            shown.put("values", dimension.values());
            dimensions.add(shown);
        }
        return Map.of("metrics", metrics, "dimensions", dimensions);
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
            case "unavailable" -> 503;
            case "internal" -> 500;
            default -> 400;
        };
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
