package dev.claymore.engine;

/** A statement in work, from the moment it has a connection until it has left it. */
final class RunningStatement {
    private final String queryId;
    private final String tag;
    private final boolean readsOnly;
    private boolean running = true;
    private boolean cancelled;

    /**
     * @param queryId the client's name for it
     * @param tag the tag of its connection
     * @param readsOnly whether nothing is lost with it
     */
    RunningStatement(String queryId, String tag, boolean readsOnly) {
        this.queryId = queryId;
        this.tag = tag;
        this.readsOnly = readsOnly;
    }

    String queryId() {
        return queryId;
    }

    String tag() {
        return tag;
    }

    boolean readsOnly() {
        return readsOnly;
    }

    /** Runs the action if the statement still holds its connection, which it does not leave before the action ends. */
    synchronized boolean whileRunning(Runnable action) {
        if (running) {
            cancelled = true;
            action.run();
        }
        return running;
    }

    /** The statement leaves its connection; true when somebody has tried to stop it. */
    synchronized boolean end() {
        running = false;
        return cancelled;
    }
}
