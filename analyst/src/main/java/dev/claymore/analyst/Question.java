package dev.claymore.analyst;

import dev.claymore.query.language.Query;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a person asked.
 *
 * @param now stands in for the current time
 * @param timezone of days, weeks and months, and of times of day in the text
 * @param previous the question before in the conversation; null: none
 * @param query asked for as it stands, and not as the text says; null: the text says it
 */
public record Question(String text, Instant now, ZoneId timezone, Question previous, Query query) {

    /** Longer ones are not read. */
    public static final int MAX_LENGTH = 2_000;

    public Question(String text, Instant now, ZoneId timezone, Question previous) {
        this(text, now, timezone, previous, null);
    }

    public static Question of(String text, Instant now) {
        return new Question(text, now, java.time.ZoneOffset.UTC, null);
    }
}
