package dev.claymore.query;

import dev.claymore.query.language.Query;
import dev.claymore.store.ClickHouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers to questions that were asked before. One is taken again while the project has had no event since that could change it, which is
 * read off the small table of days, and at most for {@value #MAX_AGE_MINUTES} minutes. Bounded by the bytes it holds.
 * Who takes answers of some age also shares one that is being computed for somebody else.
 */
final class ResultCache {

    private static final int MAX_AGE_MINUTES = 10;
    private static final Duration MAX_AGE = Duration.ofMinutes(MAX_AGE_MINUTES);
    private static final long MAX_BYTES = 64 << 20;

    private final Stamps stamps;
    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    /** How often the answers of a project were forgotten: one that was being computed meanwhile is not kept. */
    private final Map<String, Integer> forgotten = new HashMap<>();

    private final UnderWay<Work, Entry> underWay = new UnderWay<>();

    private long bytes;

    private record Key(String projectId, Query query) {}

    /** An answer that is being computed, of what was known after so many times of forgetting. */
    private record Work(Key key, int forgotten) {}

    /**
     * @param at when it began to be computed
     * @param settled whether the events that its stamp counts were in all tables for sure then
     * @param bytes of memory, about
     */
    private record Entry(Result result, Stamps.Stamp stamp, Instant at, Duration took, boolean settled, long bytes) {

        static Entry of(Result result, Stamps.Stamp stamp, Instant at, Duration took) {
            return new Entry(result, stamp, at, took, stamp.settledAt(at), weight(result));
        }
    }

    ResultCache(ClickHouse clickhouse, Clock clock) {
        this.stamps = new Stamps(clickhouse, clock);
        this.clock = clock;
    }

    Result get(String projectId, Query query, Freshness freshness, Supplier<Result> compute) {
        Key key = new Key(projectId, query);
        Instant asked = clock.instant();
        int times = forgotten(projectId);
        Entry known = find(key);
        if (known != null && (freshness.allows(age(known), known.took()) || isUnchanged(projectId, known))) {
            return aged(known);
        }
        Supplier<Entry> work = () -> compute(key, times, compute);
        Entry entry = freshness.allowsOneUnderWay()
                ? underWay.join(
                        new Work(key, times),
                        () -> endedMeanwhile(key, freshness).orElseGet(work))
                : work.get();
        return entry.at().isBefore(asked) ? aged(entry) : entry.result();
    }

    /** What somebody else's work left between the look at what is known and the look at what is under way. */
    private Optional<Entry> endedMeanwhile(Key key, Freshness freshness) {
        return Optional.ofNullable(find(key)).filter(newest -> freshness.allows(age(newest), newest.took()));
    }

    private boolean isUnchanged(String projectId, Entry known) {
        return known.settled()
                && age(known).compareTo(MAX_AGE) <= 0
                && known.stamp().equals(stamps.now(projectId));
    }

    private Entry compute(Key key, int times, Supplier<Result> compute) {
        Instant at = clock.instant();
        Supplier<Stamps.Stamp> stamping = stamps.recent(key.projectId());
        Result result = compute.get();
        Stamps.Stamp stamp = stamping.get();
        Entry entry = Entry.of(result, stamp, at, Duration.between(at, clock.instant()));
        keep(key, entry, times);
        return entry;
    }

    private Result aged(Entry entry) {
        return entry.result().aged(age(entry).toMillis());
    }

    synchronized void forget(String projectId) {
        forgotten.merge(projectId, 1, Integer::sum);
        entries.entrySet().removeIf(entry -> {
            boolean own = entry.getKey().projectId().equals(projectId);
            bytes -= own ? entry.getValue().bytes() : 0;
            return own;
        });
    }

    private static long weight(Result result) {
        long bytes = 500L + result.sql().length();
        for (List<Object> row : result.rows()) {
            for (Object cell : row) {
                bytes += weight(cell);
            }
        }
        return bytes;
    }

    private static long weight(Object cell) {
        return switch (cell) {
            case String text -> 24 + (long) text.length();
            case List<?> list ->
                24 + list.stream().mapToLong(ResultCache::weight).sum();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(entry -> 48 + weight(entry.getKey()) + weight(entry.getValue()))
                        .sum();
            case null, default -> 20;
        };
    }

    private Duration age(Entry entry) {
        return Duration.between(entry.at(), clock.instant());
    }

    private synchronized Entry find(Key key) {
        return entries.get(key);
    }

    private synchronized int forgotten(String projectId) {
        return forgotten.getOrDefault(projectId, 0);
    }

    private synchronized void keep(Key key, Entry entry, int times) {
        if (times != forgotten(key.projectId())) {
            return;
        }
        Entry before = entries.put(key, entry);
        bytes += entry.bytes() - (before == null ? 0 : before.bytes());
        var eldest = entries.entrySet().iterator();
        while (bytes > MAX_BYTES && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }
}
