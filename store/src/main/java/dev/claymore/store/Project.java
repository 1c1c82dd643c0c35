package dev.claymore.store;

import java.time.Instant;
import java.util.List;

/**
 * A site or an application whose visitors are recorded.
 *
 * @param projectId as of {@link ProjectId#PATTERN}
 * @param writeKey public; begins with {@code wk_}
 * @param allowedOrigins a browser may send from, as {@code https://shop.example} or {@code https://*.shop.example}; empty: any
 */
public record Project(
        String projectId,
        String name,
        Instant createdAt,
        String writeKey,
        List<String> allowedOrigins,
        ProjectSettings settings) {

    /** The same project, with what its owner can change. */
    public Project with(String newName, List<String> newOrigins, ProjectSettings newSettings) {
        return new Project(projectId, newName, createdAt, writeKey, newOrigins, newSettings);
    }
}
