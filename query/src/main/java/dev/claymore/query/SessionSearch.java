package dev.claymore.query;

import java.time.Instant;
import java.util.List;

/**
 * Which sessions to list.
 *
 * @param sort a column of {@link SessionTable#SORTABLE}, with {@code -} in front for highest first
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param cursor of the page before, null for the first page
 */
public record SessionSearch(Instant from, Instant to, List<Filter> filters, String sort, int limit, String cursor) {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 50;
    public static final String DEFAULT_SORT = "-createdAt";

    public SessionSearch {
        filters = List.copyOf(filters);
    }
}
