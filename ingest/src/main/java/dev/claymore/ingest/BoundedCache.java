package dev.claymore.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Remembers the values used last. Safe for many threads; a value may be computed twice, never while others wait. */
final class BoundedCache<K, V> {

    private final Map<K, V> values;

    BoundedCache(int capacity) {
        values = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    V get(K key, Function<K, V> compute) {
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
        }
        V computed = compute.apply(key);
        synchronized (values) {
            values.put(key, computed);
        }
        return computed;
    }
}
