package dev.claymore.query.language;

import java.time.Instant;

/**
 * A span of time. Events count by {@code timestamp}, sessions by {@code createdAt}.
 *
 * @param from the first instant; null: no lower bound
 * @param to the first instant that is not in it; null: no upper bound
 */
public record Range(Instant from, Instant to) {

    /** All data. */
    public static final Range ALL = new Range(null, null);

    public boolean bounded() {
        return from != null && to != null;
    }

    /** From the earlier of the two beginnings to the later of the two ends. */
    public Range hull(Range other) {
        boolean first = from == null || (other.from != null && from.isBefore(other.from));
        boolean last = to == null || (other.to != null && to.isAfter(other.to));
        return new Range(first ? from : other.from, last ? to : other.to);
    }
}
