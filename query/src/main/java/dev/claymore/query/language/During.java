package dev.claymore.query.language;

/** When what a condition asks for must have happened. */
public sealed interface During {

    /**
     * Of a person: in the time range of the query. Of a session: at any time of its own, as long as it is among the sessions that the query
     * counts.
     */
    record Query() implements During {}

    /** At any time. */
    record Ever() implements During {}

    /** In a span of its own. */
    record Span(Range range) implements During {}

    During QUERY = new Query();
    During EVER = new Ever();
}
