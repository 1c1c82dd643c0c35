package dev.claymore.server;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.claymore.ingest.ProjectKeys;
import dev.claymore.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the keys that ingest asks for while ClickHouse is still starting: those that were used before, by their hash, kept
 * in a file of the data directory. Thread-safe.
 */
final class ProjectKeyCache implements ProjectKeys {

    private static final System.Logger LOG = System.getLogger(ProjectKeyCache.class.getName());
    private static final int MAX_KEYS = 100_000;

    private final Path file;
    private final Database database;
    private final Map<String, Project> remembered = new ConcurrentHashMap<>();

    ProjectKeyCache(Path file, Database database) {
        this.file = file;
        this.database = database;
        if (Files.exists(file)) {
            try {
                remembered.putAll(Json.MAPPER.readValue(file.toFile(), new TypeReference<Map<String, Project>>() {}));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} cannot be read and is made anew: {1}", file, e.getMessage());
            }
        }
    }

    /** Whether a key that is not found is unknown, or cannot be looked up yet. */
    boolean complete() {
        return database.everUp();
    }

    @Override
    public Optional<Project> find(String key) {
        if (key == null || key.isEmpty() || key.length() > 100) {
            return Optional.empty();
        }
        String hash = hash(key);
        if (!database.everUp()) {
            return Optional.ofNullable(remembered.get(hash));
        }
        try {
            Optional<Project> now = ProjectKeys.of(database.projects()).find(key);
            now.ifPresentOrElse(project -> remember(hash, project), () -> forget(hash));
            return now;
        } catch (StoreException e) {
            return Optional.ofNullable(remembered.get(hash));
        }
    }

    private void remember(String hash, Project project) {
        if (!project.equals(remembered.get(hash)) && remembered.size() < MAX_KEYS) {
            remembered.put(hash, project);
            save();
        }
    }

    /** It was replaced by another: the next start is not to take it either. */
    private void forget(String hash) {
        if (remembered.remove(hash) != null) {
            save();
        }
    }

    /** A project that was deleted is not to come back with the next start. */
    void forgetProject(String projectId) {
        if (remembered.values().removeIf(project -> project.projectId().equals(projectId))) {
            save();
        }
    }

    private synchronized void save() {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(draft, Json.bytes(remembered));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            LOG.log(Level.WARNING, "{0} is on a file system without atomic renames", file);
        } catch (IOException e) {
            // It only matters to the next start, which then waits for the database.
            LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
        }
    }

    private static String hash(String key) {
        return HexFormat.of().formatHex(SessionCookie.sha256(key.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }
}
