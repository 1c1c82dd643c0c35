package dev.claymore.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How fast sessions come in. */
interface Pace {

    /** The time before the end in which about so many sessions began; empty while that is not known. */
    Optional<Duration> lengthOf(int sessions, String projectId, Instant end);
}
