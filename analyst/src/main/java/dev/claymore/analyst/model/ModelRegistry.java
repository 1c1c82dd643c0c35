package dev.claymore.analyst.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.store.KeyVault;
import dev.claymore.store.ModelTable;
import dev.claymore.store.ModelTable.Kept;
import dev.claymore.store.ModelTable.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Which model a project allows, with its key. Safe for use by many threads. */
public final class ModelRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long a question may go by settings that another server of the same tables has changed since. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ModelTable table;
    private final KeyVault vault;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final ReentrantLock saving = new ReentrantLock();

    private record Seen(Optional<Kept> kept, long at) {}

    /** @param hasKey whether a key is kept; the key itself is never shown */
    public record Shown(ModelSettings settings, boolean hasKey) {}

    /** @param key empty: the provider needs none */
    record Opened(ModelSettings settings, String key) {}

    public ModelRegistry(ModelTable table, KeyVault vault) {
        this.table = table;
        this.vault = vault;
    }

    public Optional<Shown> find(String projectId) {
        return table.find(projectId)
                .map(kept ->
                        new Shown(read(kept.settings()), !kept.encryptedKey().isEmpty()));
    }

    /** @param key null: the one that is kept stays, unless it was for another provider or server; empty: none */
    public Shown save(String projectId, ModelSettings settings, String key) {
        saving.lock();
        try {
            String encrypted = key == null
                    ? table.find(projectId)
                            .filter(kept -> read(kept.settings()).sameReceiver(settings))
                            .map(Kept::encryptedKey)
                            .orElse("")
                    : key.isEmpty() ? "" : vault.encrypt(projectId, key);
            save(projectId, new Kept(write(settings), encrypted));
            return new Shown(settings, !encrypted.isEmpty());
        } finally {
            saving.unlock();
        }
    }

    /** Settings and key are gone. */
    public void remove(String projectId) {
        saving.lock();
        try {
            save(projectId, new Kept("", ""));
        } finally {
            saving.unlock();
        }
    }

    private void save(String projectId, Kept kept) {
        table.save(projectId, kept);
        seen.remove(projectId);
    }

    private Optional<Kept> recent(String projectId) {
        Seen known = seen.get(projectId);
        if (known != null && System.nanoTime() - known.at() < FRESH.toNanos()) {
            return known.kept();
        }
        long at = System.nanoTime();
        Optional<Kept> kept = table.find(projectId);
        seen.put(projectId, new Seen(kept, at));
        return kept;
    }

    public Usage today(String projectId) {
        return table.today(projectId);
    }

    /** What a question needs; empty when the project allows none. */
    Optional<Opened> open(String projectId) {
        return recent(projectId).flatMap(kept -> {
            ModelSettings settings = read(kept.settings());
            if (!settings.enabled()) {
                return Optional.empty();
            }
            String key = kept.encryptedKey().isEmpty()
                    ? ""
                    : vault.decrypt(projectId, kept.encryptedKey()).orElse("");
            return Optional.of(new Opened(settings, key));
        });
    }

    void used(String projectId, ModelSettings settings, long inputTokens, long outputTokens) {
        table.used(projectId, settings.name(), inputTokens, outputTokens);
    }

    private static ModelSettings read(String json) {
        try {
            return JSON.readValue(json, ModelSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of a model are not readable", e);
        }
    }

    private static String write(ModelSettings settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
