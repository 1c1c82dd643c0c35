package dev.claymore.ingest;

import java.time.Duration;
import java.time.Instant;

/**
 * Sets a sender's times right. A device clock that is off by more than the time a batch may take to arrive is corrected by the
 * difference of {@code sentAt} and arrival; what is absurd even then is refused.
 *
 * @param receivedAt arrival, epoch milliseconds
 * @param offsetMs added to every time of the sender, mostly 0
 * @param oldestMs times before this are refused
 */
record Clocks(long receivedAt, long offsetMs, long oldestMs) {

    /** Smaller differences are the network's, not the clock's. */
    static final Duration TOLERANCE = Duration.ofMinutes(2);

    private static final long EARLIEST_SENT =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST_SENT =
            Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
    /** How far in the future a corrected time may be. */
    static final Duration AHEAD = Duration.ofMinutes(10);
    /** How far the start of a session may be from arrival on top of that: it carries the device's clock uncorrected. */
    static final Duration SESSION_SLACK = Duration.ofHours(25);

    /** @param sentAt none where no clock shows it, as 0, or seconds where milliseconds belong: it says nothing about the other times */
    static Clocks of(long receivedAt, long sentAt, Duration maxAge) {
        boolean told = sentAt >= EARLIEST_SENT && sentAt <= LATEST_SENT;
        long difference = told ? receivedAt - sentAt : 0;
        long offset = Math.abs(difference) > TOLERANCE.toMillis() ? difference : 0;
        return new Clocks(receivedAt, offset, receivedAt - maxAge.toMillis());
    }

    long timestamp(long senderTime) throws EventFault {
        long time = senderTime + offsetMs;
        if (time < oldestMs || time > receivedAt + AHEAD.toMillis()) {
            throw new EventFault(
                    Problem.TIMESTAMP_OUT_OF_RANGE,
                    "timestamp " + senderTime + " is " + apart(time) + " arrival, corrected by " + offsetMs + " ms");
        }
        return time;
    }

    /** The start of a session out of its id; not corrected, because it must be the same for all the session's events. */
    long session(long startedAt) throws EventFault {
        long slack = SESSION_SLACK.toMillis();
        if (startedAt < oldestMs - slack || startedAt > receivedAt + slack) {
            throw new EventFault(
                    Problem.SESSION_OUT_OF_RANGE, "the session's id says it began " + apart(startedAt) + " arrival");
        }
        return startedAt;
    }

    private String apart(long time) {
        Duration apart = Duration.ofMillis(Math.abs(time - receivedAt));
        String length = apart.toHours() < 2 ? apart.toMinutes() + " min " : apart.toHours() + " h ";
        return length + (time < receivedAt ? "before" : "after");
    }
}
