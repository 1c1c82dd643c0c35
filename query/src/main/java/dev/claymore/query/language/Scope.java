package dev.claymore.query.language;

import java.time.ZoneId;

/**
 * What every question has.
 *
 * @param timezone of calendar days, weeks and months
 * @param where holds for the sessions or events that count; {@link Condition#ALWAYS}: all of them
 */
public record Scope(Range range, ZoneId timezone, Condition where) {

    public static Scope of(Range range) {
        return new Scope(range, ZoneId.of("UTC"), Condition.ALWAYS);
    }

    public Scope in(ZoneId zone) {
        return new Scope(range, zone, where);
    }

    public Scope during(Range other) {
        return new Scope(other, timezone, where);
    }

    /** The same with one more condition. */
    public Scope where(Condition more) {
        return new Scope(range, timezone, Condition.and(where, more));
    }
}
