package dev.claymore.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What whoever takes a result has thrown, on its way out past the reading of it: no failure of ClickHouse. */
final class ConsumerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException own;

    private ConsumerFailure(RuntimeException own) {
        super(own.getMessage(), own, false, false);
        this.own = own;
    }

    /** As it was thrown, an {@link IOException} as an {@link UncheckedIOException}. */
    RuntimeException own() {
        return own;
    }

    /** A step of whoever takes the result. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    static void told(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new ConsumerFailure(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw new ConsumerFailure(e);
        }
    }
}
