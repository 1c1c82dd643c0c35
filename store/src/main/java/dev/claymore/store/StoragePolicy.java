package dev.claymore.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a project, or of all projects that say nothing else.
 *
 * @param rules by kind; a kind that is missing inherits, for all projects together it is kept for ever
 * @param budgetBytes the most it may take on disk; 0 is unlimited
 * @param whenOver what the governor does beyond the budget, in this order; empty: it only says so
 */
public record StoragePolicy(Map<DataKind, RetentionRule> rules, long budgetBytes, List<Step> whenOver) {

    /** One means of getting below the budget. */
    public enum Step {
        /** The oldest weeks go to S3. Only for all projects together: what moves is shared by them. */
        MOVE_TO_S3,
        /** The oldest recordings go, those of starred sessions last. */
        DROP_RECORDINGS,
        /** The oldest traces, logs and metrics go. */
        DROP_TELEMETRY,
        /** The oldest events go, with them their sessions; those of starred sessions last. */
        DROP_EVENTS
    }

    public static final StoragePolicy NONE = new StoragePolicy(Map.of(), 0, List.of());

    public StoragePolicy {
        rules = rules.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(rules));
        whenOver = List.copyOf(whenOver);
        if (budgetBytes < 0) {
            throw new IllegalArgumentException("budgetBytes must not be negative, got " + budgetBytes);
        }
        if (whenOver.stream().distinct().count() != whenOver.size()) {
            throw new IllegalArgumentException("whenOver must name each step once");
        }
        if (budgetBytes == 0 && !whenOver.isEmpty()) {
            throw new IllegalArgumentException("whenOver needs budgetBytes");
        }
    }

    public RetentionRule rule(DataKind kind) {
        return rules.getOrDefault(kind, RetentionRule.INHERITED);
    }

    /** What holds of a project whose own policy this is. */
    RetentionRule rule(DataKind kind, StoragePolicy general) {
        return rule(kind).over(general.rule(kind).over(RetentionRule.KEPT));
    }
}
