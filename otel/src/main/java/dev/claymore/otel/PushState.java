package dev.claymore.otel;

import java.time.Instant;

/** How a push is doing; counters since the start of the process. Safe for use by many threads. */
final class PushState {

    private String phase = "starting";
    private long requests;
    private long failures;
    private long records;
    private long refused;
    private long bytes;
    private long waiting;
    private Instant oldest;
    private Instant deliveredTo;
    private Instant lastAcceptedAt;
    private Instant lastErrorAt;
    private String lastError = "";
    private Instant nextAttemptAt;

    synchronized void accepted(long count, long rejected, String message, long sent, Instant at) {
        phase = "sending";
        requests++;
        records += count - rejected;
        bytes += sent;
        lastAcceptedAt = at;
        if (rejected > 0) {
            refused(rejected, "the receiver left out " + rejected + " records: " + message, at);
        }
    }

    synchronized void refused(long count, String message, Instant at) {
        refused += count;
        lastError = message;
        lastErrorAt = at;
    }

    synchronized void failed(String message, Instant next, Instant at) {
        failures++;
        lastError = message;
        lastErrorAt = at;
        nextAttemptAt = next;
    }

    synchronized void phase(String now) {
        phase = now;
        if (!now.equals("waiting") && !now.equals("blocked")) {
            nextAttemptAt = null;
        }
    }

    synchronized void backlog(long sessions, Instant first, Instant upTo) {
        waiting = sessions;
        oldest = first;
        deliveredTo = upTo;
    }

    synchronized PushStatus snapshot() {
        return new PushStatus(
                phase,
                requests,
                failures,
                records,
                refused,
                bytes,
                waiting,
                oldest,
                deliveredTo,
                lastAcceptedAt,
                lastErrorAt,
                lastError,
                nextAttemptAt);
    }
}
