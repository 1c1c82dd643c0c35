package dev.claymore.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The policies of storage as they were said. Safe for use by many threads. */
public final class StoragePolicies {

    /** The projects that may have rules of their own: these stand in the TTL clause of every table. */
    public static final int MAX_OWN = 1_000;

    /** Where the policy for all projects stands. */
    private static final String ALL = "";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickHouse clickhouse;
    private final Clock clock;

    /**
     * @param general for every project that says nothing else
     * @param own by project
     */
    public record All(StoragePolicy general, Map<String, StoragePolicy> own) {

        public StoragePolicy of(String projectId) {
            return own.getOrDefault(projectId, StoragePolicy.NONE);
        }

        /** What holds of a project. */
        public RetentionRule rule(String projectId, DataKind kind) {
            return of(projectId).rule(kind, general);
        }
    }

    public StoragePolicies(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    public All all() {
        Map<String, StoragePolicy> found =
                clickhouse.query("SELECT projectId, policy FROM storage_policies").records().stream()
                        .collect(Collectors.toMap(
                                row -> row.text("projectId"),
                                row -> parse(row.text("policy")),
                                (a, b) -> b,
                                TreeMap::new));
        StoragePolicy general = found.remove(ALL);
        return new All(general == null ? StoragePolicy.NONE : general, found);
    }

    /**
     * Keeps the policy for all projects.
     *
     * @throws IllegalArgumentException when a project would be deleted before it moves, naming it
     */
    public void saveGeneral(StoragePolicy policy) {
        All before = all();
        check(new All(policy, before.own()), before.own().keySet());
        check(new All(policy, Map.of()), Set.of(ALL));
        save(ALL, policy);
    }

    /**
     * Keeps the policy of one project.
     *
     * @throws IllegalArgumentException when it cannot be, saying why
     */
    public void saveOwn(String projectId, StoragePolicy policy) {
        if (!ProjectId.valid(projectId)) {
            throw new IllegalArgumentException("not a project id: " + projectId);
        }
        if (policy.whenOver().contains(StoragePolicy.Step.MOVE_TO_S3)) {
            throw new IllegalArgumentException("move_to_s3 is for all projects together: they share what would move");
        }
        All before = all();
        if (!before.own().containsKey(projectId) && before.own().size() >= MAX_OWN) {
            throw new IllegalArgumentException("at most " + MAX_OWN + " projects may have a policy of their own");
        }
        Map<String, StoragePolicy> own = new TreeMap<>(before.own());
        own.put(projectId, policy);
        check(new All(before.general(), own), Set.of(projectId));
        save(projectId, policy);
    }

    private static void check(All policies, Set<String> projectIds) {
        for (String projectId : projectIds) {
            for (DataKind kind : DataKind.values()) {
                RetentionRule rule = policies.rule(projectId, kind);
                if (rule.s3AfterDays() > 0
                        && rule.deleteAfterDays() > 0
                        && rule.deleteAfterDays() <= rule.s3AfterDays()) {
                    throw new IllegalArgumentException("%s%s would be deleted after %d days and moved to S3 after %d"
                            .formatted(
                                    projectId.isEmpty() ? "" : projectId + ": ",
                                    kind.key(),
                                    rule.deleteAfterDays(),
                                    rule.s3AfterDays()));
                }
            }
        }
    }

    private void save(String projectId, StoragePolicy policy) {
        clickhouse.command(
                "INSERT INTO storage_policies (projectId, policy, version) SELECT {projectId:String}, {policy:String}, "
                        + Versions.next("storage_policies", "projectId = {projectId:String}"),
                Map.of("projectId", projectId, "policy", json(policy), "version", clock.millis()));
    }

    private static String json(StoragePolicy policy) {
        try {
            return JSON.writeValueAsString(policy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoragePolicy parse(String json) {
        try {
            return JSON.readValue(json, StoragePolicy.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy of storage is not readable: " + json, e);
        }
    }
}
