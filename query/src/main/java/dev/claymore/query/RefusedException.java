package dev.claymore.query;

/** Carries a problem out of the depth of a compiler to its public door, which turns it into an {@link Outcome.Refused}. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(String code, String field, String message) {
        super(message, null, false, false);
        this.problem = Problem.of(code, field, message);
    }

    Problem problem() {
        return problem;
    }
}
