package dev.claymore.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.store.ProjectDirectory.Entry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Projects and their keys. Reads come from memory and follow changes made elsewhere within ten seconds, changes made here at once; they go
 * on when ClickHouse is away. Safe for use by many threads.
 */
public final class Projects {

    /** What came of {@link #create}. */
    public sealed interface Creation {}

    /** @param secretKey for backends; begins with {@code sk_}; only its hash is kept, so this is the one time it is seen */
    public record Created(Project project, String secretKey) implements Creation {}

    public record AlreadyExists(String projectId) implements Creation {}

    /** A project of this id was deleted not long ago, and what was on its way may still come. */
    public record Reserved(String projectId, Instant deletedAt) implements Creation {}

    /** @param field of the request that is wrong */
    public record Invalid(String field, String message) implements Creation {}

    /** @param secret a backend's key, which never stands in a page */
    public record KeyOwner(Project project, boolean secret) {}

    /** @param token one that was not revoked */
    public record TokenOwner(Project project, ApiToken token) {}

    /** @param token begins with {@code rt_}; only its hash is kept, so this is the one time it is seen */
    public record CreatedToken(ApiToken kept, String token) {}

    /** The most tokens of a project that are not revoked. */
    public static final int MAX_TOKENS = 100;

    /** A project has {@value #MAX_TOKENS} tokens already. */
    public static final class TooManyTokensException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyTokensException() {
            super("A project has at most " + MAX_TOKENS + " tokens: revoke some first.");
        }
    }

    private static final int MAX_ORIGINS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickHouse clickhouse;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ProjectDirectory directory;
    private final ReentrantLock writing = new ReentrantLock();

    public Projects(ClickHouse clickhouse) {
        this(clickhouse, Clock.systemUTC());
    }

    Projects(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
        this.directory = new ProjectDirectory(() -> Projects.load(clickhouse), clock);
    }

    /** Creates a project with two new keys. */
    public Creation create(String projectId, String name) {
        if (!ProjectId.valid(projectId)) {
            return new Invalid(
                    "projectId",
                    "must be lower-case letters, digits, _ and -, begin with a letter or digit and have at most 63 characters, got: "
                            + projectId);
        }
        Optional<String> problem = Names.problem(name);
        if (problem.isPresent()) {
            return new Invalid("name", problem.get());
        }
        writing.lock();
        try {
            directory.refresh();
            if (directory.find(projectId).isPresent()) {
                return new AlreadyExists(projectId);
            }
            Optional<Instant> deletedAt = ProjectDeletions.reserved(new DeletionLog(clickhouse), projectId, clock);
            if (deletedAt.isPresent()) {
                return new Reserved(projectId, deletedAt.get());
            }
            String secretKey = key("sk_");
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Project project = new Project(projectId, name.strip(), now, key("wk_"), List.of(), ProjectSettings.DEFAULT);
            save(new Entry(project, Keys.hash(secretKey), List.of(), now.toEpochMilli()));
            return new Created(project, secretKey);
        } finally {
            writing.unlock();
        }
    }

    public Optional<Project> find(String projectId) {
        return directory.find(projectId).map(Entry::project);
    }

    /** All projects, by id. */
    public List<Project> list() {
        return directory.all().stream().map(Entry::project).toList();
    }

    /** The owner of a write key or a secret key. Unknown keys cost ClickHouse at most one question a second, however many come. */
    public Optional<KeyOwner> byKey(String key) {
        return directory.byKey(key);
    }

    /** The owner of a token; empty when it was revoked, here at once, by another server within ten seconds. */
    public Optional<TokenOwner> byToken(String token) {
        return directory.byToken(token);
    }

    /** Tokens of a project that are not revoked, the newest first; empty when there is no such project. */
    public Optional<List<ApiToken>> tokens(String projectId) {
        return directory.find(projectId).map(Entry::tokens);
    }

    /**
     * Makes a token that reads a project and changes nothing.
     *
     * @return empty when there is no such project
     * @throws IllegalArgumentException when the name is malformed, saying so
     * @throws TooManyTokensException when there are {@value #MAX_TOKENS} already
     */
    public Optional<CreatedToken> createToken(String projectId, String name) {
        Names.problem(name).ifPresent(problem -> {
            throw new IllegalArgumentException("name " + problem);
        });
        String token = key("rt_");
        ApiToken kept =
                new ApiToken(UUID.randomUUID(), name.strip(), ApiToken.Role.VIEWER, Keys.hash(token), clock.millis());
        return changed(projectId, entry -> {
                    if (entry.tokens().size() >= MAX_TOKENS) {
                        throw new TooManyTokensException();
                    }
                    List<ApiToken> tokens = new ArrayList<>(List.of(kept));
                    tokens.addAll(entry.tokens());
                    return entry.withTokens(tokens);
                })
                .map(entry -> new CreatedToken(kept, token));
    }

    /** Whether there was such a token; it opens nothing from now on, on other servers within ten seconds. */
    public boolean revokeToken(String projectId, UUID tokenId) {
        if (tokens(projectId).stream()
                .flatMap(List::stream)
                .noneMatch(token -> token.tokenId().equals(tokenId))) {
            return false;
        }
        return changed(
                        projectId,
                        entry -> entry.withTokens(entry.tokens().stream()
                                .filter(token -> !token.tokenId().equals(tokenId))
                                .toList()))
                .isPresent();
    }

    /**
     * Changes what a project's owner can change; the keys stay. Changes follow one another, each to what the one before has left.
     *
     * @param change from the project as it is to the one that it becomes
     * @return the project as it is now; empty when there is none of this id
     * @throws IllegalArgumentException when the name or an origin is malformed, saying which
     */
    public Optional<Project> update(String projectId, UnaryOperator<Project> change) {
        return changed(projectId, entry -> {
                    Project wanted = checked(change.apply(entry.project()));
                    Project after = entry.project()
                            .with(wanted.name().strip(), List.copyOf(wanted.allowedOrigins()), wanted.settings());
                    return entry.with(after);
                })
                .map(Entry::project);
    }

    /**
     * Gives a project another write key; the one before opens nothing from now on, on other servers within ten seconds.
     *
     * @return empty when there is no such project
     */
    public Optional<Project> renewWriteKey(String projectId) {
        return changed(projectId, entry -> {
                    Project before = entry.project();
                    Project after = new Project(
                            projectId,
                            before.name(),
                            before.createdAt(),
                            key("wk_"),
                            before.allowedOrigins(),
                            before.settings());
                    return entry.with(after);
                })
                .map(Entry::project);
    }

    /** The same with the secret key, which is returned this one time. */
    public Optional<String> renewSecretKey(String projectId) {
        String secretKey = key("sk_");
        return changed(projectId, entry -> entry.withSecretKey(Keys.hash(secretKey)))
                .map(entry -> secretKey);
    }

    /** What tells a project's secret key from those before it, and nothing else of it. */
    public Optional<String> secretKeyMark(String projectId) {
        return directory.find(projectId).map(entry -> entry.secretKeyHash().substring(0, 16));
    }

    /** Forgets a project and its keys; its rows stay where they are. */
    void remove(String projectId) {
        writing.lock();
        try {
            clickhouse.command("ALTER TABLE projects DELETE WHERE projectId = '%s' SETTINGS mutations_sync = 2"
                    .formatted(ProjectId.checked(projectId)));
            directory.remove(projectId);
        } finally {
            writing.unlock();
        }
    }

    private Optional<Entry> changed(String projectId, UnaryOperator<Entry> change) {
        writing.lock();
        try {
            directory.refresh();
            return directory.find(projectId).map(entry -> {
                Entry after = change.apply(entry).at(Math.max(clock.millis(), entry.version() + 1));
                save(after);
                return after;
            });
        } finally {
            writing.unlock();
        }
    }

    private static Project checked(Project project) {
        Names.problem(project.name()).ifPresent(problem -> {
            throw new IllegalArgumentException("name " + problem);
        });
        if (project.allowedOrigins().size() > MAX_ORIGINS) {
            throw new IllegalArgumentException("allowedOrigins must have at most " + MAX_ORIGINS + " entries");
        }
        for (String origin : project.allowedOrigins()) {
            if (!origin.matches("\\*|https?://(\\*\\.)?[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")) {
                throw new IllegalArgumentException(
                        "allowedOrigins must be like https://shop.example or https://*.shop.example, got: " + origin);
            }
        }
        return project;
    }

    private String key(String prefix) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void save(Entry entry) {
        Project project = entry.project();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("projectId", project.projectId());
        values.put("name", project.name());
        values.put("createdAt", project.createdAt());
        values.put("writeKey", project.writeKey());
        values.put("secretKeyHash", entry.secretKeyHash());
        values.put("allowedOrigins", project.allowedOrigins());
        values.put("settings", json(project.settings()));
        values.put("apiTokens", json(entry.tokens()));
        values.put("version", entry.version());
        clickhouse.command("""
                INSERT INTO projects (projectId, name, createdAt, writeKey, secretKeyHash, allowedOrigins, settings, apiTokens, version)
                SELECT {projectId:String}, {name:String}, {createdAt:DateTime64(3, 'UTC')}, {writeKey:String},
                    {secretKeyHash:String}, {allowedOrigins:Array(String)}, {settings:String}, {apiTokens:String},
                    {version:UInt64}
                """, values);
        directory.put(entry);
    }

    private static List<Entry> load(ClickHouse clickhouse) {
        return clickhouse.query("SELECT * FROM projects ORDER BY projectId").records().stream()
                .map(Projects::entry)
                .toList();
    }

    private static Entry entry(Rows.Row row) {
        List<String> origins = ((List<?>) row.get("allowedOrigins"))
                .stream().map(String::valueOf).toList();
        Project project = new Project(
                row.text("projectId"),
                row.text("name"),
                Instant.parse(row.text("createdAt")),
                row.text("writeKey"),
                origins,
                settings(row.text("settings")));
        return new Entry(project, row.text("secretKeyHash"), apiTokens(row.text("apiTokens")), row.number("version"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProjectSettings settings(String json) {
        try {
            return JSON.readValue(json, ProjectSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of a project are not readable: " + json, e);
        }
    }

    private static List<ApiToken> apiTokens(String json) {
        try {
            return json.isEmpty() ? List.of() : List.of(JSON.readValue(json, ApiToken[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("tokens of a project are not readable", e);
        }
    }
}
