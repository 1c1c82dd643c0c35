package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.analyst.story.Contrast.Step;
import dev.claymore.analyst.story.Contrasts;
import dev.claymore.analyst.story.Stories;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What happened in a session, and why sessions end where they end. */
final class StoryRoutes {

    private static final int MAX_VALUE = 500;

    private final Questions questions;
    private final Stories stories;
    private final Contrasts contrasts;

    StoryRoutes(Questions questions, Stories stories, Contrasts contrasts) {
        this.questions = questions;
        this.stories = stories;
        this.contrasts = contrasts;
    }

    List<Route> routes() {
        return List.of(
                Route.project("GET", "/sessions/{sessionId}/story", this::story),
                Route.project("POST", "/contrast", this::contrast).reading());
    }

    private void story(Exchange exchange) {
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Questions.value(stories.tell(projectId, SessionRoutes.sessionId(exchange))));
    }

    private void contrast(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("step", "goal", "from", "to"));
        Instant from = Times.parse("from", Json.required(body, "from", 40));
        Instant to = Times.parse("to", Json.required(body, "to", 40));
        if (!from.isBefore(to)) {
            throw Problem.invalid("invalid_field", "\"from\" must be before \"to\".")
                    .thrown();
        }
        if (!body.hasNonNull("step")) {
            throw Problem.invalid("missing_field", "\"step\" is missing.").thrown();
        }
        Step step = step(body.get("step"), "step");
        Step goal = body.hasNonNull("goal") ? step(body.get("goal"), "goal") : null;
        String projectId = questions.requireProject(exchange);
        exchange.json(200, Questions.value(contrasts.of(projectId, step, goal, from, to)));
    }

    static Step step(JsonNode node, String name) {
        if (!node.isObject()) {
            throw Problem.invalid("invalid_field", "\"" + name + "\" must be an object with kind and value.")
                    .thrown();
        }
        Json.onlyFields(node, name, Set.of("kind", "value"));
        String kind = Json.required(node, "kind", 20);
        if (!Step.KINDS.contains(kind)) {
            throw Problem.invalid(
                            "invalid_field",
                            "\"" + name + ".kind\" must be one of " + String.join(", ", Step.KINDS) + ".")
                    .thrown();
        }
        return new Step(kind, Json.required(node, "value", MAX_VALUE));
    }
}
