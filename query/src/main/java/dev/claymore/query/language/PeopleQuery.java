package dev.claymore.query.language;

import java.util.List;

/**
 * A list of people: those with so many sessions, or events, in the range that meet the scope's condition.
 *
 * <p>Answer: person, userId, firstSeenAt, lastSeenAt (of what met the condition), count of it, and the measures.
 *
 * @param over what the condition is about and what counts
 * @param count how often it must hold
 * @param signedIn only people with a user id
 * @param measures over the same entity
 * @param orderBy {@code person}, {@code count}, {@code lastSeenAt}, ... or a measure; empty: by count, highest first
 */
public record PeopleQuery(
        Scope scope,
        Entity over,
        Count count,
        boolean signedIn,
        List<Measure> measures,
        List<Order> orderBy,
        int limit,
        String cursor)
        implements Query {

    public PeopleQuery {
        measures = List.copyOf(measures);
        orderBy = List.copyOf(orderBy);
    }

    public static PeopleQuery of(Scope scope, Entity over, Count count) {
        return new PeopleQuery(scope, over, count, false, List.of(), List.of(), DEFAULT_LIMIT, null);
    }

    public PeopleQuery signedInOnly() {
        return new PeopleQuery(scope, over, count, true, measures, orderBy, limit, cursor);
    }
}
