package dev.claymore.query;

import java.time.Duration;

/**
 * How old a cached answer may be before ClickHouse is asked whether new events have arrived: younger than a fixed age, or younger than some
 * multiple of the time it took to compute.
 *
 * @param age whatever the answer cost
 * @param times so many times as long as it took to compute: what a question costs is then bounded, however many ask it
 */
public record Freshness(Duration age, int times) {

    public static final Freshness EXACT = new Freshness(Duration.ZERO, 0);

    /** However slow an answer was. */
    private static final Duration MOST_OF_SLOW_ONES = Duration.ofMinutes(1);

    boolean allows(Duration age, Duration took) {
        Duration ofSlow = took.multipliedBy(times);
        return isWithin(age, this.age) || (isWithin(age, ofSlow) && isWithin(age, MOST_OF_SLOW_ONES));
    }

    /** Whether an answer that is being computed will be young enough. */
    boolean allowsOneUnderWay() {
        return times >= 1;
    }

    private static boolean isWithin(Duration age, Duration limit) {
        return limit.isPositive() && age.compareTo(limit) <= 0;
    }
}
