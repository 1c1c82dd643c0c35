package dev.claymore.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, not longer than a deadline. */
final class Await {

    private Await() {}

    static void until(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            Thread.sleep(50);
        }
    }
}
