package dev.claymore.query;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many sessions of a project begin in a day. Looked up in the background, so that who asks first is told that it is not known yet. Safe
 * for use by many threads.
 */
final class DailySessions implements Pace {

    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final int MAX_KNOWN = 10_000;

    private final ClickHouse clickhouse;
    private final Clock clock;
    private final Map<Day, Known> known = new HashMap<>();

    private record Day(String projectId, Instant begin) {}

    /** @param sessions null while it is being looked up */
    private record Known(Long sessions, Instant at) {}

    DailySessions(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> lengthOf(int sessions, String projectId, Instant end) {
        Day day = new Day(projectId, end.truncatedTo(ChronoUnit.DAYS));
        synchronized (this) {
            Known last = known.get(day);
            if (last == null || clock.instant().isAfter(last.at().plus(GOOD_FOR))) {
                lookUp(day, end, last);
            }
            return last == null || last.sessions() == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofDays(1).multipliedBy(sessions).dividedBy(Math.max(1, last.sessions())));
        }
    }

    private void lookUp(Day day, Instant end, Known last) {
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.put(day, new Known(last == null ? null : last.sessions(), clock.instant()));
        Thread.ofVirtual().name("daily-sessions").start(() -> {
            Long sessions = last == null ? null : last.sessions();
            try {
                sessions = count(day.projectId(), end);
            } catch (StoreException e) {
                // What was known stays; who asks after a while has it looked up again.
            }
            synchronized (this) {
                known.put(day, new Known(sessions, clock.instant()));
            }
        });
    }

    private long count(String projectId, Instant end) {
        return clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .ownStatements()
                .query(
                        "SELECT count() AS sessions FROM sessions WHERE projectId = {projectId:String}"
                                + " AND createdAt >= {from:DateTime64(3, 'UTC')} AND createdAt < {to:DateTime64(3, 'UTC')}",
                        Map.of("projectId", projectId, "from", end.minus(Duration.ofDays(1)), "to", end))
                .row(0)
                .number("sessions");
    }
}
