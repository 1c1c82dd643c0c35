package dev.claymore.ingest;

import dev.claymore.store.Projects;
import java.util.List;
import java.util.Optional;

/** Finds the project behind a key; asked for every batch, so it answers from memory. */
@FunctionalInterface
public interface ProjectKeys {

    Optional<Project> find(String key);

    /** The store's projects; throws {@link dev.claymore.store.StoreException} while they were never read. */
    static ProjectKeys of(Projects projects) {
        return new StoreProjects(projects);
    }

    /**
     * @param secret a backend's key: not tied to origins, and its events may name any session and any time within the retention
     * @param allowedOrigins origins a browser may send from ({@code https://shop.example}, {@code https://*.shop.example}); empty or
     *     {@code *}: any
     * @param settingsJson the SDK's settings, sent back with each answer, as a JSON object
     * @param limits what the project may send
     */
    record Project(
            String projectId, boolean secret, List<String> allowedOrigins, String settingsJson, ProjectLimits limits) {}
}
