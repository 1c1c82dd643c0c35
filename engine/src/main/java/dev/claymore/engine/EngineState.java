package dev.claymore.engine;

/** Where a supervised engine stands. */
public enum EngineState {
    /** The child process is starting, for the first time or again after it ended by itself. */
    STARTING,
    /** Requests are answered. */
    READY,
    /** The child process ended by itself; the next start waits for its time. */
    RESTARTING,
    /** Closed; it will not run again. */
    STOPPED
}
