package dev.claymore.ingest;

/** A body that cannot be read as a batch; the whole of it is refused. Carries no stack trace: hostile input must be cheap. */
final class MalformedBody extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    MalformedBody(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
