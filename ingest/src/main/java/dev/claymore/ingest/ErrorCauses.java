package dev.claymore.ingest;

import java.util.List;

/**
 * Tells what errors of one cause share when it is known where in the sources they happened, so that they are one group in every release
 * and whatever their message says. Asked on the way to the database, not before an event is acknowledged. Safe for many threads.
 */
@FunctionalInterface
public interface ErrorCauses {

    /** Where nothing is known of sources. */
    ErrorCauses NONE = error -> "";

    /** @return the fingerprint; empty: that of type and message stays, as when this throws */
    String of(Thrown error);

    /**
     * An error event.
     *
     * @param debugIds of the scripts it went through, as far as the event names them
     * @param stack with the message in front or without it, as the browser writes stacks
     */
    record Thrown(String projectId, String release, List<String> debugIds, String type, String message, String stack) {}
}
