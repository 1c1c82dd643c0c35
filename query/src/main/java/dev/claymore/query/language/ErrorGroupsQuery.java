package dev.claymore.query.language;

import java.util.List;

/**
 * Errors of one cause together. {@code scope.where} is about the error events.
 *
 * <p>Answer: errorFingerprint, errorType, errorMessage (the latest), events, sessions, people, firstSeenAt, lastSeenAt (in all data),
 * firstRelease, lastRelease, isNew (first seen in the range), trend (events by bucket of the range).
 *
 * @param orderBy one of its columns; empty: by sessions, highest first
 */
public record ErrorGroupsQuery(Scope scope, Interval trend, List<Order> orderBy, int limit) implements Query {

    public ErrorGroupsQuery {
        orderBy = List.copyOf(orderBy);
    }
}
