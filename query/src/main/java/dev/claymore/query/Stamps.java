package dev.claymore.query;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many events a project has and when the last one came: what changes with every event. All days count, whatever the range of a question is:
 * what people come back for, cohorts and other periods lie before and behind it. It is read off the small table of days. Safe for use by many
 * threads.
 */
final class Stamps {

    private static final int MAX_KNOWN = 10_000;

    /** How long a stamp is good enough for answers that are about to be computed. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    /**
     * The views behind one insert follow each other, so the table of days may be ahead of sessions for a moment; and for longer, an event
     * that another program inserted twice may count twice.
     */
    private static final Duration SETTLING = ClickHouse.DOUBLES_SEEN_WITHIN.plusSeconds(2);

    private final ClickHouse clickhouse;
    private final Clock clock;
    private final Map<String, Stamp> known = new HashMap<>();

    /**
     * A state of a project. Two are equal when no event came between them.
     *
     * @param since when this state was first met
     * @param readAt when it was last met
     */
    record Stamp(List<Object> state, Instant since, Instant readAt) {

        /** Whether what it counts was in all tables for sure at that time. */
        boolean settledAt(Instant time) {
            return !time.isBefore(since.plus(SETTLING));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stamp stamp && state.equals(stamp.state);
        }

        @Override
        public int hashCode() {
            return state.hashCode();
        }
    }

    Stamps(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    /** The state of this moment. */
    Stamp now(String projectId) {
        Instant at = clock.instant();
        return met(projectId, read(projectId), at);
    }

    /**
     * A state for an answer that is computed from now on: one met a moment ago, or one that is read meanwhile. Neither lets an event pass
     * unnoticed. What came after an old one makes the next differ from it; one that is read meanwhile counts only if it was met, and had
     * settled, before.
     */
    Supplier<Stamp> recent(String projectId) {
        Stamp last = last(projectId);
        if (last != null && Duration.between(last.readAt(), clock.instant()).compareTo(RECENT) <= 0) {
            return () -> last;
        }
        return Meanwhile.begin(() -> now(projectId))::result;
    }

    private synchronized Stamp last(String projectId) {
        return known.get(projectId);
    }

    private synchronized Stamp met(String projectId, List<Object> state, Instant at) {
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        Stamp before = known.get(projectId);
        Instant since = before != null && before.state().equals(state) ? before.since() : clock.instant();
        Stamp stamp = new Stamp(state, since, at);
        known.put(projectId, stamp);
        return stamp;
    }

    private List<Object> read(String projectId) {
        Rows rows = clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query(
                        "SELECT sum(eventCount) AS events, max(lastEventAt) AS last FROM project_days"
                                + " WHERE projectId = {projectId:String}",
                        Map.of("projectId", projectId));
        return rows.rows().getFirst();
    }
}
