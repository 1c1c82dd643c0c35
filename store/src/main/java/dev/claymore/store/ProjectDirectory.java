package dev.claymore.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * All projects in memory. A snapshot older than ten seconds is renewed by whoever comes next, one at a time, while the others go on
 * with it; who renews it waits for a second at most, so an engine that hangs holds up nobody. A key it does not know renews it too, but not
 * more often than once a second, so unknown keys cost no memory and next to no queries. When ClickHouse is away the last snapshot serves.
 */
final class ProjectDirectory {

    private static final long FRESH_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long MISS_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** @param version grows with every change */
    record Entry(Project project, String secretKeyHash, List<ApiToken> tokens, long version) {

        Entry with(Project changed) {
            return new Entry(changed, secretKeyHash, tokens, version);
        }

        Entry withSecretKey(String hash) {
            return new Entry(project, hash, tokens, version);
        }

        Entry withTokens(List<ApiToken> changed) {
            return new Entry(project, secretKeyHash, List.copyOf(changed), version);
        }

        Entry at(long newVersion) {
            return new Entry(project, secretKeyHash, tokens, newVersion);
        }
    }

    /** Tokens are no keys: what they open is another map, so that none of them sends events. */
    private record Snapshot(
            Map<String, Entry> byId,
            Map<String, Projects.KeyOwner> byKey,
            Map<String, Projects.TokenOwner> byToken,
            long takenAt) {}

    private final Supplier<List<Entry>> source;
    private final Clock clock;
    private final Duration patience;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicReference<CompletableFuture<Void>> renewal = new AtomicReference<>();
    private volatile Snapshot snapshot;

    ProjectDirectory(Supplier<List<Entry>> source, Clock clock) {
        this(source, clock, PATIENCE);
    }

    /** @param patience how long who renews the snapshot waits for it */
    ProjectDirectory(Supplier<List<Entry>> source, Clock clock, Duration patience) {
        this.source = source;
        this.clock = clock;
        this.patience = patience;
    }

    Optional<Entry> find(String projectId) {
        Entry known = current().byId().get(projectId);
        return Optional.ofNullable(known != null ? known : afterMiss().byId().get(projectId));
    }

    List<Entry> all() {
        return new ArrayList<>(current().byId().values());
    }

    Optional<Projects.KeyOwner> byKey(String key) {
        if (key == null || key.length() > 100) {
            return Optional.empty();
        }
        String stored = key.startsWith("sk_") ? Keys.hash(key) : "write " + key;
        Projects.KeyOwner known = current().byKey().get(stored);
        return Optional.ofNullable(known != null ? known : afterMiss().byKey().get(stored));
    }

    Optional<Projects.TokenOwner> byToken(String token) {
        if (token == null || token.length() > 100) {
            return Optional.empty();
        }
        String hash = Keys.hash(token);
        Projects.TokenOwner known = current().byToken().get(hash);
        return Optional.ofNullable(known != null ? known : afterMiss().byToken().get(hash))
                .filter(owner -> Keys.same(owner.token().hash(), hash));
    }

    /** Renews the snapshot now; throws when ClickHouse is away. */
    void refresh() {
        refreshing.lock();
        try {
            snapshot = snapshot(source.get(), clock.millis());
        } finally {
            refreshing.unlock();
        }
    }

    void put(Entry entry) {
        refreshing.lock();
        try {
            Map<String, Entry> entries = new TreeMap<>(snapshot == null ? Map.of() : snapshot.byId());
            entries.put(entry.project().projectId(), entry);
            snapshot = snapshot(new ArrayList<>(entries.values()), clock.millis());
        } finally {
            refreshing.unlock();
        }
    }

    void remove(String projectId) {
        refreshing.lock();
        try {
            Map<String, Entry> entries = new TreeMap<>(snapshot == null ? Map.of() : snapshot.byId());
            entries.remove(projectId);
            snapshot = snapshot(new ArrayList<>(entries.values()), clock.millis());
        } finally {
            refreshing.unlock();
        }
    }

    private Snapshot current() {
        Snapshot seen = snapshot;
        if (seen == null) {
            refreshing.lock();
            try {
                if (snapshot == null) {
                    snapshot = snapshot(source.get(), clock.millis());
                }
                return snapshot;
            } finally {
                refreshing.unlock();
            }
        }
        return clock.millis() - seen.takenAt() < FRESH_MILLIS ? seen : renewed(seen);
    }

    private Snapshot afterMiss() {
        Snapshot seen = current();
        return clock.millis() - seen.takenAt() < MISS_MILLIS ? seen : renewed(seen);
    }

    private Snapshot renewed(Snapshot old) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        if (!renewal.compareAndSet(null, mine)) {
            return old;
        }
        Thread.ofVirtual().name("projects").start(() -> renew(mine));
        try {
            mine.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hanging) {
            return old;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the projects cannot be read", failed.getCause());
        }
        return snapshot;
    }

    private void renew(CompletableFuture<Void> done) {
        refreshing.lock();
        try {
            snapshot = snapshot(source.get(), clock.millis());
        } catch (StoreException e) {
            // ClickHouse is away: go on with what is known, and ask again in a second at the earliest.
            Snapshot known = snapshot;
            snapshot = new Snapshot(
                    known.byId(), known.byKey(), known.byToken(), clock.millis() - FRESH_MILLIS + MISS_MILLIS);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        } finally {
            refreshing.unlock();
            renewal.set(null);
            done.complete(null);
        }
    }

    private static Snapshot snapshot(List<Entry> entries, long now) {
        Map<String, Entry> byId = new TreeMap<>();
        Map<String, Projects.KeyOwner> byKey = new HashMap<>();
        Map<String, Projects.TokenOwner> byToken = new HashMap<>();
        for (Entry entry : entries) {
            byId.put(entry.project().projectId(), entry);
            byKey.put("write " + entry.project().writeKey(), new Projects.KeyOwner(entry.project(), false));
            byKey.put(entry.secretKeyHash(), new Projects.KeyOwner(entry.project(), true));
            for (ApiToken token : entry.tokens()) {
                byToken.put(token.hash(), new Projects.TokenOwner(entry.project(), token));
            }
        }
        return new Snapshot(byId, byKey, byToken, now);
    }
}
