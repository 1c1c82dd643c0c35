package dev.claymore.server;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** As many at once as there is room for, in the order they came; who waits too long is told to come again. Thread-safe. */
final class Places {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More do not even wait: each of them holds one of the requests that the server takes at once. */
    private static final int MAX_WAITING = 32;

    private final int each;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /** Given back when it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @param each places for each key */
    Places(int each) {
        this.each = each;
    }

    Place take(String key) throws InterruptedException {
        Semaphore free = places.computeIfAbsent(key, any -> new Semaphore(each, true));
        if (free.getQueueLength() >= MAX_WAITING || !free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Problem(
                            503,
                            "overloaded",
                            "Too many requests of this kind at once.",
                            Optional.of(Duration.ofSeconds(1)))
                    .thrown();
        }
        return free::release;
    }
}
