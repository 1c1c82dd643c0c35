package dev.claymore.query;

import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Order;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A question in terms of the semantic model.
 *
 * @param metrics at least one
 * @param dimensions to break the metrics down by: names of the model or {@code tags.<key>}
 * @param filters all of them hold; filters on events that are asked of sessions hold for one and the same event
 * @param from the first instant; events count by {@code timestamp}, sessions by {@code createdAt}
 * @param to the first instant that is not in it
 * @param interval adds a first column {@code time}
 * @param timezone of calendar days, weeks and months
 * @param orderBy empty: by time, else by the first metric, highest first
 * @param limit rows at most, 1 to {@value #MAX_LIMIT}
 */
public record SemanticQuery(
        List<String> metrics,
        List<String> dimensions,
        List<Filter> filters,
        Instant from,
        Instant to,
        Interval interval,
        ZoneId timezone,
        List<Order> orderBy,
        int limit) {

    public static final int MAX_LIMIT = 10_000;
    public static final int DEFAULT_LIMIT = 1_000;

    public SemanticQuery {
        metrics = List.copyOf(metrics);
        dimensions = List.copyOf(dimensions);
        filters = List.copyOf(filters);
        orderBy = List.copyOf(orderBy);
    }
}
