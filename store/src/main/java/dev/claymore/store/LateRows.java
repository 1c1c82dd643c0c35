package dev.claymore.store;

import dev.claymore.store.Deletions.Deletion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Rows of deleted sessions that come late: from a spool, or from a browser that was offline. One statement a table looks for those of all deletions that are
 * watched, and in parts that it has not looked at yet alone: what it costs depends on how much comes in, not on how much was deleted. Not thread-safe.
 */
final class LateRows {

    /** Of an id that does not tell when its session began. */
    private static final LocalDate UNKNOWN = Weeks.monday(LocalDate.EPOCH);

    private final ClickHouse clickhouse;
    private final DeletionLog log;
    /** Parts by table; a merge makes a new one. */
    private final Map<String, Set<String>> looked = new HashMap<>();

    LateRows(ClickHouse clickhouse, DeletionLog log) {
        this.clickhouse = clickhouse;
        this.log = log;
    }

    /**
     * Hides what has come.
     *
     * @param since deletions asked for since are watched, and those that are not done
     * @return those of which something was hidden
     */
    List<Deletion> hide(List<StoredTable> tables, Instant since) {
        Map<String, Set<LocalDate>> watched = watched(since);
        if (watched.isEmpty()) {
            return List.of();
        }
        SortedSet<LocalDate> weeks =
                watched.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Set<UUID>> found = new TreeMap<>();
        Map<String, List<Part>> parts = parts();
        for (StoredTable table : tables) {
            List<Part> there = parts.getOrDefault(table.name(), List.of());
            Set<String> before = looked.getOrDefault(table.name(), Set.of());
            List<String> fresh = there.stream()
                    .filter(part -> !before.contains(part.name()))
                    .filter(part -> mayHold(table, part.week(), weeks))
                    .map(Part::name)
                    .toList();
            if (!fresh.isEmpty()) {
                hide(table, fresh, watched.keySet(), since)
                        .forEach((project, sessions) -> found.computeIfAbsent(project, _ -> new HashSet<>())
                                .addAll(sessions));
            }
            looked.put(table.name(), there.stream().map(Part::name).collect(Collectors.toSet()));
        }
        List<Deletion> touched = new ArrayList<>();
        found.forEach((project, sessions) -> touched.addAll(log.of(project, sessions, since)));
        return touched;
    }

    /** Whether a part of that week may have a row of sessions that began in these: it spares reading what lies on S3. */
    private static boolean mayHold(StoredTable table, LocalDate week, SortedSet<LocalDate> weeks) {
        if (!table.hasStart() || weeks.first().equals(UNKNOWN) || !week.isAfter(UNKNOWN)) {
            return true;
        }
        return table.time().filter("createdAt"::equals).isPresent()
                ? weeks.contains(week)
                // Events lie in the week they happened in; a clock that was corrected may have put it before.
                : !week.isBefore(weeks.first().minusWeeks(1));
    }

    private Map<String, Set<UUID>> hide(StoredTable table, List<String> parts, Set<String> projects, Instant since) {
        Map<String, Set<UUID>> found = new HashMap<>();
        clickhouse
                .query(
                        """
                        SELECT projectId, _partition_id AS partition, groupUniqArray(sessionId) AS sessions FROM %s
                        WHERE _part IN {parts:Array(String)} AND projectId IN {projects:Array(String)}
                            AND (projectId, sessionId) IN (SELECT projectId, arrayJoin(sessionIds) FROM deletions FINAL WHERE %s)
                        GROUP BY projectId, partition
                        SETTINGS final = 0
                        """.formatted(table.name(), DeletionLog.WATCHED),
                        Map.of("parts", parts, "projects", projects, "since", since))
                .records()
                .forEach(row -> {
                    List<UUID> sessions = ((List<?>) row.get("sessions"))
                            .stream().map(id -> UUID.fromString(id.toString())).toList();
                    for (String where : Deletions.conditions(row.text("projectId"), sessions, false)) {
                        Deletions.hide(clickhouse, table, row.text("partition"), where);
                    }
                    found.computeIfAbsent(row.text("projectId"), _ -> new HashSet<>())
                            .addAll(sessions);
                });
        return found;
    }

    /** By project the weeks in which sessions of it began. */
    private Map<String, Set<LocalDate>> watched(Instant since) {
        Map<String, Set<LocalDate>> watched = new TreeMap<>();
        clickhouse
                .query("""
                        SELECT DISTINCT projectId, toString(toMonday(if(substring(toString(id), 15, 1) = '7',
                            UUIDv7ToDateTime(id, 'UTC'), toDateTime64(0, 3, 'UTC')))) AS week
                        FROM (SELECT projectId, arrayJoin(sessionIds) AS id FROM deletions FINAL WHERE %s)
                        SETTINGS final = 0
                        """.formatted(DeletionLog.WATCHED), Map.of("since", since))
                .records()
                .forEach(row -> {
                    LocalDate week = Weeks.monday(LocalDate.parse(row.text("week")));
                    watched.computeIfAbsent(row.text("projectId"), _ -> new HashSet<>())
                            .add(week.isAfter(UNKNOWN) ? week : UNKNOWN);
                });
        return watched;
    }

    private record Part(String name, LocalDate week) {}

    private Map<String, List<Part>> parts() {
        Map<String, List<Part>> parts = new HashMap<>();
        clickhouse
                .query(
                        "SELECT table, name, partition FROM system.parts WHERE active AND database = {database:String}",
                        Map.of("database", clickhouse.database()))
                .records()
                .forEach(row -> parts.computeIfAbsent(row.text("table"), _ -> new ArrayList<>())
                        .add(new Part(row.text("name"), Weeks.of(row.text("partition")))));
        return parts;
    }
}
