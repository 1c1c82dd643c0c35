package dev.claymore.ingest;

import dev.claymore.store.ProjectSettings;
import dev.claymore.store.Projects;
import java.util.Optional;

/** The store's projects, as ingest sees them. */
final class StoreProjects implements ProjectKeys {

    private final Projects projects;

    StoreProjects(Projects projects) {
        this.projects = projects;
    }

    @Override
    public Optional<Project> find(String key) {
        return projects.byKey(key).map(owner -> {
            dev.claymore.store.Project project = owner.project();
            ProjectSettings settings = project.settings();
            return new Project(
                    project.projectId(),
                    owner.secret(),
                    project.allowedOrigins(),
                    json(project.projectId(), settings),
                    new ProjectLimits(settings.eventsPerSecond(), settings.bytesPerDay()));
        });
    }

    /** The ids of projects need no escapes ({@link dev.claymore.store.ProjectId}). */
    private static String json(String projectId, ProjectSettings settings) {
        return "{\"projectId\":\"" + projectId + "\",\"sampleRate\":" + settings.sampleRate() + ",\"replaySampleRate\":"
                + settings.replaySampleRate() + ",\"maskAllText\":" + settings.maskAllText() + ",\"maskAllInputs\":"
                + settings.maskAllInputs() + "}";
    }
}
