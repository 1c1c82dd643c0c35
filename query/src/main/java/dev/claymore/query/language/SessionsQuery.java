package dev.claymore.query.language;

import java.util.List;

/**
 * A list of sessions.
 *
 * <p>Answer: the columns of {@code sessions}, {@code sessionId} first, and {@code frustration}.
 *
 * @param text words to be found in pages, titles, errors, selectors, texts of elements and of the console; empty: none
 * @param orderBy one column to sort by, empty: newest first
 * @param limit 1 to 500
 * @param cursor of the page before, null for the first page
 */
public record SessionsQuery(Scope scope, String text, List<Order> orderBy, int limit, String cursor) implements Query {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 50;

    public SessionsQuery {
        orderBy = List.copyOf(orderBy);
    }

    /** Newest first. */
    public static SessionsQuery of(Scope scope, int limit) {
        return new SessionsQuery(scope, "", List.of(), limit, null);
    }

    public SessionsQuery order(Order order) {
        return new SessionsQuery(scope, text, List.of(order), limit, cursor);
    }
}
