package dev.claymore.analyst.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.Shape;
import dev.claymore.query.Result;

/** What a result that a model asked for looks like. */
final class Shapes {

    private Shapes() {}

    /** @param query null when it was SQL */
    static Shape of(JsonNode query, Result result) {
        String kind = query == null ? "" : query.path("kind").asText("");
        Table table = new Table(result);
        return switch (kind) {
            case "sessions" -> Shape.SESSIONS;
            case "people" -> Shape.PEOPLE;
            case "funnel" -> Shape.FUNNEL;
            case "retention" -> Shape.RETENTION;
            case "paths" -> Shape.PATHS;
            default -> {
                if (result.columns().stream().anyMatch(column -> column.name().equals("sessionId"))) {
                    yield Shape.SESSIONS;
                }
                if (table.hasTime()) {
                    yield Shape.TREND;
                }
                yield table.rows() == 1 ? Shape.NUMBER : Shape.BREAKDOWN;
            }
        };
    }
}
