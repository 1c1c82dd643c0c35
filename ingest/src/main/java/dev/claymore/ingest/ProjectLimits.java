package dev.claymore.ingest;

/**
 * What one project may send; 0 is unlimited.
 *
 * @param eventsPerSecond sustained rate; four seconds of it may come at once
 * @param bytesPerDay inflated bytes of bodies in a day (UTC)
 */
public record ProjectLimits(long eventsPerSecond, long bytesPerDay) {

    public static final ProjectLimits UNLIMITED = new ProjectLimits(0, 0);

    public ProjectLimits {
        if (eventsPerSecond < 0 || bytesPerDay < 0) {
            throw new IllegalArgumentException("a limit must not be negative: " + eventsPerSecond + ", " + bytesPerDay);
        }
    }
}
