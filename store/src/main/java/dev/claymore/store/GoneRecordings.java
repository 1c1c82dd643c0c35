package dev.claymore.store;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes back that sessions have a recording when it has expired or was dropped: the view behind {@code replay_events} says so of a session when its recording
 * comes, and nothing else would ever say otherwise. One small column of a week is written anew; lists and counts go on reading nothing but that column.
 *
 * <p>Only weeks that a policy or a budget has taken recordings from are looked at, and again when their recordings become fewer.
 */
public final class GoneRecordings {

    private static final System.Logger LOG = System.getLogger(GoneRecordings.class.getName());

    /** Of a round; the other weeks come in the next ones. */
    private static final Duration ENOUGH = Duration.ofSeconds(5);
    /** New recordings may hide that others went. */
    private static final Duration AGAIN_AFTER_CHANGES = Duration.ofHours(1);

    private static final Duration AGAIN = Duration.ofDays(1);

    private final ClickHouse clickhouse;
    private final StoragePolicies policies;
    private final Clock clock;
    /** By partition. */
    private final Map<String, Look> looked = new HashMap<>();

    /** @param rows of recordings that the week had then */
    private record Look(Instant at, long rows) {

        boolean holds(long now, Instant time) {
            Duration age = Duration.between(at, time);
            return age.compareTo(AGAIN) < 0 && (now == rows || (now > rows && age.compareTo(AGAIN_AFTER_CHANGES) < 0));
        }
    }

    public GoneRecordings(ClickHouse clickhouse, StoragePolicies policies, Clock clock) {
        this.clickhouse = clickhouse;
        this.policies = policies;
        this.clock = clock;
    }

    /** @param changed is told each project of which a session has no recording any more */
    public void advance(Consumer<String> changed) {
        Instant now = clock.instant();
        Map<String, Long> rows = rows();
        List<String> due = thinned(now).stream()
                .filter(week -> !looked.containsKey(week) || !looked.get(week).holds(rows.getOrDefault(week, 0L), now))
                .toList();
        Set<String> saying = new HashSet<>(due.isEmpty() ? List.of() : saying(due));
        for (String week : due) {
            if (saying.contains(week)) {
                if (Duration.between(now, clock.instant()).compareTo(ENOUGH) > 0) {
                    continue;
                }
                correct(week, rows.containsKey(week), changed);
            }
            looked.put(week, new Look(now, rows.getOrDefault(week, 0L)));
        }
    }

    /** Partitions of sessions that a rule or a budget has taken recordings from. */
    private List<String> thinned(Instant now) {
        StoragePolicies.All all = policies.all();
        OptionalInt days = Stream.concat(Stream.of(""), all.own().keySet().stream())
                .mapToInt(project -> all.rule(project, DataKind.RECORDINGS).deleteAfterDays())
                .filter(after -> after > 0)
                .min();
        Set<String> dropped = clickhouse
                .query(
                        "SELECT DISTINCT partition FROM storage_drops WHERE tableName = 'replay_events' AND action = 'dropped'")
                .records()
                .stream()
                .map(row -> row.text("partition"))
                .collect(Collectors.toSet());
        if (days.isEmpty() && dropped.isEmpty()) {
            return List.of();
        }
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        Map<String, LocalDate> weeks = new TreeMap<>();
        clickhouse
                .query("""
                        SELECT DISTINCT partition_id, partition FROM system.parts
                        WHERE active AND database = {database:String} AND table = 'sessions'
                        """, Map.of("database", clickhouse.database()))
                .records()
                .forEach(row -> weeks.put(row.text("partition_id"), Weeks.of(row.text("partition"))));
        List<String> thinned = new ArrayList<>();
        weeks.forEach((id, monday) -> {
            boolean expired =
                    days.isPresent() && !monday.plusDays(7L + days.getAsInt()).isAfter(today);
            if (expired || dropped.contains(id)) {
                thinned.add(id);
            }
        });
        return thinned;
    }

    /** Of the recordings, by partition. */
    private Map<String, Long> rows() {
        return clickhouse.query("""
                        SELECT partition_id, sum(rows) AS rows FROM system.parts
                        WHERE active AND database = {database:String} AND table = 'replay_events'
                        GROUP BY partition_id
                        """, Map.of("database", clickhouse.database())).records().stream()
                .collect(Collectors.toMap(row -> row.text("partition_id"), row -> row.number("rows")));
    }

    /** Those in which a session says that it has a recording. */
    private List<String> saying(List<String> weeks) {
        return clickhouse.queryAsStored("""
                        SELECT DISTINCT _partition_id AS id FROM sessions
                        WHERE _partition_id IN {weeks:Array(String)} AND hasReplay
                        """, Map.of("weeks", weeks)).records().stream()
                .map(row -> row.text("id"))
                .toList();
    }

    private void correct(String week, boolean someAreLeft, Consumer<String> changed) {
        String gone = "hasReplay"
                + (someAreLeft
                        ? " AND sessionId NOT IN (SELECT sessionId FROM %s.replay_events WHERE _partition_id = '%s')"
                                .formatted(clickhouse.database(), week)
                        : "");
        List<String> projects = clickhouse
                .queryAsStored(
                        "SELECT DISTINCT projectId FROM sessions WHERE _partition_id = {week:String} AND " + gone,
                        Map.of("week", week))
                .records()
                .stream()
                .map(row -> row.text("projectId"))
                .toList();
        if (projects.isEmpty()) {
            return;
        }
        // What comes meanwhile is in parts that this does not touch.
        clickhouse.command(
                "ALTER TABLE sessions UPDATE hasReplay = false IN PARTITION ID '%s' WHERE %s SETTINGS mutations_sync = 1"
                        .formatted(week, gone));
        LOG.log(Level.DEBUG, "sessions of week {0} say that their recordings are gone", week);
        projects.forEach(changed);
    }
}
