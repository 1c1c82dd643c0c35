package dev.claymore.analyst.answer;

import dev.claymore.query.language.Query;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A question as it comes through a door.
 *
 * @param question empty when there is a query that nobody put in words
 * @param query asked for instead of what the text says: an answer's own, edited; null: the text is read
 * @param now stands in for the current time
 * @param conversationId of an earlier answer, which makes this a follow-up; null: a conversation begins
 */
public record AskRequest(
        String projectId,
        String question,
        Query query,
        Instant now,
        ZoneId timezone,
        String conversationId,
        Engine engine) {

    public AskRequest(
            String projectId, String question, Instant now, ZoneId timezone, String conversationId, Engine engine) {
        this(projectId, question, null, now, timezone, conversationId, engine);
    }

    /** Who reads the question. */
    public enum Engine {
        /** A model where the project has one, else the built-in engine. */
        AUTO("auto"),
        BUILT_IN("built-in"),
        MODEL("model");

        private final String wire;

        Engine(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
