package dev.claymore.query;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that a thread of its own does while the caller goes on: questions to the database that do not wait for each other. */
public final class Meanwhile<T> {

    private final CompletableFuture<T> work;

    private Meanwhile(CompletableFuture<T> work) {
        this.work = work;
    }

    public static <T> Meanwhile<T> begin(Supplier<T> work) {
        return new Meanwhile<>(CompletableFuture.supplyAsync(work, Thread::startVirtualThread));
    }

    /** Waits for the end; throws what the work threw. */
    public T result() {
        try {
            return work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error broken) {
                throw broken;
            }
            throw e;
        }
    }
}
