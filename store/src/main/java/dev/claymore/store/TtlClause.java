package dev.claymore.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The policies of a kind of data as a TTL clause. One expression for all projects, in which a project's own days stand by its id: a
 * dictionary would be shorter, but ClickHouse takes only expressions that never change.
 *
 * <p>All rows of a week fall due at once. So a week of which everything is due goes without being read, and one that some projects keep is
 * rewritten once for each number of days, not every few hours.
 */
final class TtlClause {

    /** Beyond any calendar of ours, and before the end of ClickHouse's times of 32 bits. */
    private static final int NEVER_DAYS = 25_000;

    private static final int WEEK = 7;

    private TtlClause() {}

    /**
     * @param time the column of the partition key
     * @param coldVolume of the storage policy; null: there is none, nothing moves
     * @return empty when nothing ever moves or goes
     */
    static String of(DataKind kind, String time, StoragePolicies.All policies, String coldVolume) {
        List<String> parts = new ArrayList<>();
        due(kind, time, policies, RetentionRule::deleteAfterDays).ifPresent(parts::add);
        if (coldVolume != null) {
            due(kind, time, policies, RetentionRule::s3AfterDays)
                    .ifPresent(due -> parts.add(due + " TO VOLUME '" + coldVolume + "'"));
        }
        return String.join(", ", parts);
    }

    private static Optional<String> due(
            DataKind kind, String time, StoragePolicies.All policies, ToIntFunction<RetentionRule> days) {
        int general = days.applyAsInt(policies.rule("", kind));
        Map<String, Integer> own = new TreeMap<>();
        for (String projectId : policies.own().keySet()) {
            int given = days.applyAsInt(policies.rule(projectId, kind));
            if (given != general && ProjectId.valid(projectId)) { // its text stands in a statement
                own.put(projectId, wait(given));
            }
        }
        if (general == RetentionRule.NEVER && own.isEmpty()) {
            return Optional.empty();
        }
        String waits = own.isEmpty()
                ? Integer.toString(wait(general))
                : "transform(projectId, %s, %s, %d)"
                        .formatted(
                                own.keySet().stream().map(id -> "'" + id + "'").toList(), own.values(), wait(general));
        return Optional.of("toMonday(%s) + toIntervalDay(%s)".formatted(time, waits));
    }

    private static int wait(int days) {
        return days == RetentionRule.NEVER ? NEVER_DAYS : WEEK + days;
    }
}
