package dev.claymore.server;

/** Carries a {@link Problem} out of a handler; it is an answer, not a failure, so it has no stack. */
final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.message(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
