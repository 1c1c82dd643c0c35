package dev.claymore.query;

import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers to questions that were asked before. One is taken again while the project has had no event since that could change it, which is
 * read off the small table of days, and at most for {@value #MAX_AGE_MINUTES} minutes. Bounded by the cells it holds.
 */
final class ResultCache {

    private static final int MAX_AGE_MINUTES = 10;
    private static final Duration MAX_AGE = Duration.ofMinutes(MAX_AGE_MINUTES);
    private static final long MAX_CELLS = 2_000_000;
    private static final int MAX_STAMPS = 10_000;

    /** The views behind one insert follow each other: the table of days may be ahead of sessions for a moment. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final ClickHouse clickhouse;
    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<List<Object>, Instant> stamps = new HashMap<>();
    private long cells;

    private record Key(String projectId, Query query) {}

    /** @param settled whether the events that its stamp counts were in all tables for sure when it was computed */
    private record Entry(Result result, List<Object> stamp, Instant at, boolean settled, long cells) {}

    ResultCache(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.clock = clock;
    }

    Result get(String projectId, Query query, Duration acceptAge, Supplier<Result> compute) {
        Key key = new Key(projectId, query);
        Entry known = find(key);
        if (known != null && age(known).compareTo(acceptAge) <= 0 && acceptAge.isPositive()) {
            return known.result().aged(age(known).toMillis());
        }
        Range range = query.scope().range();
        if (known != null && known.settled() && age(known).compareTo(MAX_AGE) <= 0) {
            if (known.stamp().equals(stamp(projectId, range))) {
                return known.result().aged(age(known).toMillis());
            }
        }
        // Looked up while the answer is computed. A stamp counts only where it was met some seconds before that began:
        // then nothing came in between.
        Instant at = clock.instant();
        Meanwhile<List<Object>> stamping = Meanwhile.begin(() -> stamp(projectId, range));
        Result result = compute.get();
        List<Object> stamp = stamping.result();
        boolean settled =
                !at.isBefore(firstSeen(projectId, stamp, clock.instant()).plus(SETTLING));
        keep(key, new Entry(result, stamp, at, settled, size(result)));
        return result;
    }

    /** When this state of the project was first met. */
    private synchronized Instant firstSeen(String projectId, List<Object> stamp, Instant now) {
        if (stamps.size() > MAX_STAMPS) {
            stamps.clear();
        }
        return stamps.computeIfAbsent(List.of(projectId, stamp), unseen -> now);
    }

    synchronized void forget(String projectId) {
        entries.entrySet().removeIf(entry -> {
            boolean own = entry.getKey().projectId().equals(projectId);
            cells -= own ? entry.getValue().cells() : 0;
            return own;
        });
    }

    private Duration age(Entry entry) {
        return Duration.between(entry.at(), clock.instant());
    }

    private synchronized Entry find(Key key) {
        return entries.get(key);
    }

    private synchronized void keep(Key key, Entry entry) {
        Entry before = entries.put(key, entry);
        cells += entry.cells() - (before == null ? 0 : before.cells());
        var eldest = entries.entrySet().iterator();
        while (cells > MAX_CELLS && eldest.hasNext()) {
            cells -= eldest.next().getValue().cells();
            eldest.remove();
        }
    }

    private static long size(Result result) {
        return 100 + (long) result.rows().size() * result.columns().size();
    }

    /** What changes with every event that may matter: also one from before the range, which a person's past may be made of. */
    private List<Object> stamp(String projectId, Range range) {
        Rows rows = clickhouse
                .reader(projectId, ReadLimits.PRODUCT)
                .query(
                        "SELECT sum(eventCount) AS events, max(lastEventAt) AS last FROM project_days"
                                + " WHERE projectId = {projectId:String} AND day <= {last:Date}",
                        Map.of("projectId", projectId, "last", lastDay(range)));
        return rows.rows().getFirst();
    }

    /** Sessions of the range, and what people come back for, may go on after it; so far the days behind it count, too. */
    private static String lastDay(Range range) {
        Instant end = range.to() == null
                ? Instant.parse("2149-01-01T00:00:00Z")
                : range.to().plus(Duration.ofDays(45));
        return end.isAfter(Instant.parse("2149-01-01T00:00:00Z"))
                ? "2149-01-01"
                : end.toString().substring(0, 10);
    }
}
