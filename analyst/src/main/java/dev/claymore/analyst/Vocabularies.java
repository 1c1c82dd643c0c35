package dev.claymore.analyst;

import dev.claymore.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Vocabularies by project. One that is old is still given out, while one caller's thread renews it. */
final class Vocabularies {

    private static final int MOST = 200;

    private final Function<String, Vocabulary> source;
    private final Function<String, Vocabulary> background;
    private final long ageNanos;
    private final LongSupplier nanos;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> renewing = ConcurrentHashMap.newKeySet();

    private record Kept(Vocabulary vocabulary, long at) {}

    /** @param background reads them, too, while nobody waits */
    Vocabularies(
            Function<String, Vocabulary> source,
            Function<String, Vocabulary> background,
            Duration age,
            LongSupplier nanos) {
        this.source = source;
        this.background = background;
        this.ageNanos = age.toNanos();
        this.nanos = nanos;
    }

    Vocabulary of(String projectId) {
        Kept known;
        synchronized (kept) {
            known = kept.get(projectId);
        }
        if (known == null) {
            return renew(projectId, source);
        }
        if (nanos.getAsLong() - known.at() > ageNanos && renewing.add(projectId)) {
            Thread.startVirtualThread(() -> {
                try {
                    renew(projectId, background);
                } catch (StoreException e) {
                    System.getLogger(Vocabularies.class.getName())
                            .log(System.Logger.Level.DEBUG, "the words of a project stay old for now", e);
                } finally {
                    renewing.remove(projectId);
                }
            });
        }
        return known.vocabulary();
    }

    private Vocabulary renew(String projectId, Function<String, Vocabulary> reader) {
        Vocabulary vocabulary = reader.apply(projectId);
        boolean empty = vocabulary.fields().isEmpty() && vocabulary.tagKeys().equals(List.of());
        synchronized (kept) {
            if (empty) { // the first events may come any moment
                kept.remove(projectId);
            } else {
                kept.put(projectId, new Kept(vocabulary, nanos.getAsLong()));
                if (kept.size() > MOST) {
                    kept.remove(kept.keySet().iterator().next());
                }
            }
        }
        return vocabulary;
    }
}
