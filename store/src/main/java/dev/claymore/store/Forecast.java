package dev.claymore.store;

import dev.claymore.store.StorageUse.Slice;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * When the local disk is full, if data goes on coming as in the last weeks and goes as the policies say.
 *
 * @param growthPerDay bytes that came in a day, of the last four weeks
 * @param limitBytes what may be used: the budget, or what the disk has
 * @param daysLeft until more than that is used; empty: not within {@value #HORIZON_DAYS} days
 * @param bytesIn30Days what will be used then
 */
public record Forecast(long growthPerDay, long limitBytes, OptionalInt daysLeft, long bytesIn30Days) {

    static final int HORIZON_DAYS = 3_650;

    private static final int LOOK_BACK_DAYS = 28;

    private record Group(String projectId, DataKind kind) {}

    /**
     * @param cold whether data moves to S3
     * @param slices of the projects asked about
     * @param remoteCounts count also what lies on S3, which then does not leave by moving
     */
    public static Forecast of(
            List<Slice> slices,
            StoragePolicies.All policies,
            boolean cold,
            boolean remoteCounts,
            long limitBytes,
            LocalDate today) {
        long[] change = new long[HORIZON_DAYS + 2];
        Map<Group, Long> recent = new HashMap<>();
        LocalDate since = Weeks.monday(today.minusDays(LOOK_BACK_DAYS));
        LocalDate first = today;
        long used = 0;
        Map<DataKind, Integer> moves = cold && !remoteCounts ? moves(slices, policies) : Map.of();
        for (Slice slice : slices) {
            if (!slice.week().isBefore(since)) {
                recent.merge(new Group(slice.projectId(), slice.kind()), slice.bytes(), Long::sum);
                first = slice.week().isBefore(first) ? slice.week() : first;
            }
            if (!slice.remote() || remoteCounts) {
                used += slice.bytes();
                int stays = stays(slice.projectId(), slice.kind(), policies, moves);
                if (stays != RetentionRule.NEVER) {
                    long day = ChronoUnit.DAYS.between(today, slice.week().plusDays(7L + stays));
                    if (day <= HORIZON_DAYS) {
                        change[(int) Math.max(1, day)] -= slice.bytes();
                    }
                }
            }
        }
        long days = Math.max(1, ChronoUnit.DAYS.between(first, today) + 1);
        long growth = 0;
        for (Map.Entry<Group, Long> entry : recent.entrySet()) {
            long perDay = entry.getValue() / days;
            growth += perDay;
            int stays = stays(entry.getKey().projectId(), entry.getKey().kind(), policies, moves);
            int leaves = stays == RetentionRule.NEVER ? HORIZON_DAYS + 1 : stays + 7;
            for (int day = 1; day <= HORIZON_DAYS; day++) {
                // From then on as much leaves as comes.
                change[day] += day > leaves ? 0 : perDay;
            }
        }
        OptionalInt full = used > limitBytes ? OptionalInt.of(0) : OptionalInt.empty();
        long bytesIn30Days = used;
        for (int day = 1; day <= HORIZON_DAYS; day++) {
            used += change[day];
            if (day == 30) {
                bytesIn30Days = used;
            }
            if (full.isEmpty() && used > limitBytes) {
                full = OptionalInt.of(day);
            }
        }
        return new Forecast(growth, limitBytes, full, Math.max(0, bytesIn30Days));
    }

    private static int stays(
            String projectId, DataKind kind, StoragePolicies.All policies, Map<DataKind, Integer> moves) {
        int deleted = policies.rule(projectId, kind).deleteAfterDays();
        int moved = moves.getOrDefault(kind, RetentionRule.NEVER);
        return deleted == RetentionRule.NEVER
                ? moved
                : moved == RetentionRule.NEVER ? deleted : Math.min(deleted, moved);
    }

    /** A part moves when the last project in it may. */
    private static Map<DataKind, Integer> moves(List<Slice> slices, StoragePolicies.All policies) {
        Map<DataKind, Integer> moves = new HashMap<>();
        for (Slice slice : slices) {
            int days = policies.rule(slice.projectId(), slice.kind()).s3AfterDays();
            moves.merge(
                    slice.kind(),
                    days,
                    (a, b) -> a == RetentionRule.NEVER || b == RetentionRule.NEVER
                            ? RetentionRule.NEVER
                            : Math.max(a, b));
        }
        return moves;
    }
}
