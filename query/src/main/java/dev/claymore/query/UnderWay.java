package dev.claymore.query;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that several ask for at the same time and that is done once. Safe for use by many threads. */
final class UnderWay<K, V> {

    private final Map<K, CompletableFuture<V>> works = new ConcurrentHashMap<>();

    /** Waits for what is being done for the key, or does it. When another's work fails, which may be for a reason of its own, it is done here. */
    V join(K key, Supplier<V> work) {
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> others = works.putIfAbsent(key, own);
        if (others == null) {
            try {
                V value = work.get();
                own.complete(value);
                return value;
            } finally {
                works.remove(key, own);
                own.cancel(false);
            }
        }
        V value = others.handle((done, failure) -> done).join();
        return value != null ? value : work.get();
    }
}
