package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastResortTest {

    private final AtomicInteger halted = new AtomicInteger();

    private void endsBy(Error error) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name("listener").unstarted(() -> {
            throw error;
        });
        thread.setUncaughtExceptionHandler(new LastResort(halted::incrementAndGet));
        thread.start();
        thread.join();
    }

    @Test
    void aThreadThatEndsForLackOfMemoryTakesTheProcessWithItAndNoOtherDoes() throws InterruptedException {
        endsBy(new AssertionError("wrong"));
        assertThat(halted).hasValue(0);

        endsBy(new OutOfMemoryError("Java heap space"));
        assertThat(halted).hasValue(1);
    }
}
