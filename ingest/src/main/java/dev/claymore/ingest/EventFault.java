package dev.claymore.ingest;

/** Why one event is refused. Carries no stack trace: hostile input must be cheap. */
final class EventFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    EventFault(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
