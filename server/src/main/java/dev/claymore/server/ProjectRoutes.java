package dev.claymore.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.Deletions.Deletion;
import dev.claymore.store.Project;
import dev.claymore.store.ProjectDeletions;
import dev.claymore.store.ProjectSettings;
import dev.claymore.store.Projects;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Projects, their settings, and what their Install page shows. */
final class ProjectRoutes {

    private static final String ACTIVITY = """
            SELECT
                projectId,
                min(firstEventAt) AS firstEventAt,
                max(lastEventAt) AS lastEventAt,
                sum(eventCount) AS eventCount
            FROM project_days
            GROUP BY projectId
            """;

    private final Config config;
    private final Database database;
    private final ProjectDeletions deletions;
    private final Consumer<String> gone;

    /** @param gone is told each project that was deleted */
    ProjectRoutes(Config config, Database database, ProjectDeletions deletions, Consumer<String> gone) {
        this.config = config;
        this.database = database;
        this.deletions = deletions;
        this.gone = gone;
    }

    List<Route> routes() {
        return List.of(
                Route.signedIn("GET", "/api/projects", this::list),
                Route.admin("POST", "/api/projects", this::create),
                Route.project("GET", "", this::get),
                Route.admin("PATCH", "/api/projects/{projectId}", this::change),
                Route.admin("DELETE", "/api/projects/{projectId}", this::delete),
                Route.admin("GET", "/api/deleted-projects", this::deleted),
                Route.admin("POST", "/api/projects/{projectId}/keys/{kind}", this::renewKey),
                Route.project("GET", "/install", this::install));
    }

    /** When events of a project came in. */
    private record Activity(Object firstEventAt, Object lastEventAt, long eventCount) {
        static final Activity NONE = new Activity(null, null, 0);

        static Activity of(Rows.Row row) {
            return new Activity(row.get("firstEventAt"), row.get("lastEventAt"), row.number("eventCount"));
        }
    }

    private void list(Exchange exchange) {
        Map<String, Activity> activity = new LinkedHashMap<>();
        for (Rows.Row row : database.clickhouse().query(ACTIVITY).records()) {
            activity.put(row.text("projectId"), Activity.of(row));
        }
        List<Map<String, Object>> projects = new ArrayList<>();
        for (Project project : database.projects().list()) {
            if (exchange.caller().reaches(project.projectId())) {
                projects.add(shown(project, activity.getOrDefault(project.projectId(), Activity.NONE)));
            }
        }
        exchange.json(200, Map.of("projects", projects));
    }

    private void create(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("projectId", "name"));
        String projectId = Json.required(body, "projectId", 63);
        Projects.Creation creation = database.projects()
                .create(projectId, Json.text(body, "name", 200).orElse(projectId));
        switch (creation) {
            case Projects.Created(Project project, String secretKey) -> {
                Map<String, Object> created = shown(project, Activity.NONE);
                created.put("secretKey", secretKey);
                exchange.json(201, created);
            }
            case Projects.AlreadyExists(String id) ->
                throw Problem.of(409, "project_exists", "There is a project \"" + id + "\" already.")
                        .thrown();
            case Projects.Reserved(String id, Instant deletedAt) ->
                throw Problem.of(
                                409,
                                "project_deleted",
                                "The project \"" + id + "\" was deleted at " + Times.iso(deletedAt)
                                        + "; its id is free again two days later, when nothing of it can come any more.")
                        .thrown();
            case Projects.Invalid(String field, String message) ->
                throw Problem.invalid("invalid_field", "\"" + field + "\" " + message)
                        .thrown();
        }
    }

    private void get(Exchange exchange) {
        Project project = project(exchange);
        exchange.json(200, shown(project, activity(project)));
    }

    private void change(Exchange exchange) {
        JsonNode body = exchange.body(Set.of("name", "allowedOrigins", "settings"));
        String projectId = project(exchange).projectId();
        try {
            Project after = database.projects()
                    .update(
                            projectId,
                            before -> before.with(
                                    Json.text(body, "name", 200).orElse(before.name()),
                                    Json.texts(body, "allowedOrigins", 100, 300).orElse(before.allowedOrigins()),
                                    settings(body.get("settings"), before.settings())))
                    .orElseThrow(() -> unknown(projectId));
            exchange.json(200, shown(after, activity(after)));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid_field", e.getMessage()).thrown();
        }
    }

    private void delete(Exchange exchange) {
        String projectId = exchange.path("projectId");
        Deletion deletion = deletions.delete(projectId).orElseThrow(() -> unknown(projectId));
        gone.accept(projectId);
        exchange.json(202, DeletionRoutes.shown(deletion));
    }

    private void deleted(Exchange exchange) {
        List<Map<String, Object>> shown = deletions.open().stream()
                .map(deletion -> {
                    Map<String, Object> fields = DeletionRoutes.shown(deletion);
                    fields.put("projectId", deletion.projectId());
                    return fields;
                })
                .toList();
        exchange.json(200, Map.of("projects", shown));
    }

    private void renewKey(Exchange exchange) {
        String projectId = exchange.path("projectId");
        String kind = exchange.path("kind");
        Map<String, String> renewed = switch (kind) {
            case "write" ->
                Map.of(
                        "writeKey",
                        database.projects()
                                .renewWriteKey(projectId)
                                .orElseThrow(() -> unknown(projectId))
                                .writeKey());
            case "secret" ->
                Map.of(
                        "secretKey",
                        database.projects().renewSecretKey(projectId).orElseThrow(() -> unknown(projectId)));
            default ->
                throw Problem.of(404, "not_found", "There are the keys \"write\" and \"secret\", got: " + kind)
                        .thrown();
        };
        exchange.json(200, renewed);
    }

    private void install(Exchange exchange) {
        Project project = project(exchange);
        Activity activity = activity(project);
        String origin = Api.origin(config, exchange.request());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("writeKey", project.writeKey());
        answer.put("snippet", InstallText.snippet(origin, project.writeKey()));
        answer.put("npm", InstallText.npm(origin, project.writeKey()));
        answer.put("firstEventAt", activity.firstEventAt());
        answer.put("lastEventAt", activity.lastEventAt());
        answer.put("eventCount", activity.eventCount());
        exchange.json(200, answer);
    }

    private Project project(Exchange exchange) {
        String projectId = exchange.path("projectId");
        return database.projects().find(projectId).orElseThrow(() -> unknown(projectId));
    }

    private Activity activity(Project project) {
        return database.clickhouse()
                .reader(project.projectId(), ReadLimits.PRODUCT)
                .query(ACTIVITY, Map.of())
                .first()
                .map(Activity::of)
                .orElse(Activity.NONE);
    }

    private static Map<String, Object> shown(Project project, Activity activity) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("projectId", project.projectId());
        shown.put("name", project.name());
        shown.put("createdAt", Times.iso(project.createdAt()));
        shown.put("writeKey", project.writeKey());
        shown.put("allowedOrigins", project.allowedOrigins());
        shown.put("settings", project.settings());
        shown.put("firstEventAt", activity.firstEventAt());
        shown.put("lastEventAt", activity.lastEventAt());
        return shown;
    }

    private static ProjectSettings settings(JsonNode change, ProjectSettings before) {
        if (change == null) {
            return before;
        }
        if (!change.isObject()) {
            throw Problem.invalid("invalid_field", "\"settings\" must be an object.")
                    .thrown();
        }
        Json.onlyFields(
                change,
                "settings",
                Set.of(
                        "sampleRate",
                        "replaySampleRate",
                        "maskAllText",
                        "maskAllInputs",
                        "eventsPerSecond",
                        "bytesPerDay"));
        return new ProjectSettings(
                Json.number(change, "sampleRate", before.sampleRate()),
                Json.number(change, "replaySampleRate", before.replaySampleRate()),
                Json.bool(change, "maskAllText", before.maskAllText()),
                Json.bool(change, "maskAllInputs", before.maskAllInputs()),
                Json.whole(change, "eventsPerSecond", before.eventsPerSecond(), 0, Json.MOST),
                Json.whole(change, "bytesPerDay", before.bytesPerDay(), 0, Json.MOST));
    }

    static ProblemException unknown(String projectId) {
        return Problem.notFound("There is no project \"" + projectId + "\".").thrown();
    }
}
