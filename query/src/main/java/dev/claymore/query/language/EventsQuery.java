package dev.claymore.query.language;

import java.util.List;

/**
 * A list of events; {@code scope.where} is about one event.
 *
 * <p>Answer: {@code timestamp, sessionId, type, name} and the fields asked for.
 *
 * @param fields dimensions of events besides those; empty: page, selector, text, error, request and value
 * @param newestFirst else the oldest first
 * @param limit 1 to 1,000
 */
public record EventsQuery(Scope scope, List<String> fields, boolean newestFirst, int limit, String cursor)
        implements Query {

    public EventsQuery {
        fields = List.copyOf(fields);
    }
}
