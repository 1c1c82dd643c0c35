package dev.claymore.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Deletes sessions from every table, in three steps: {@code hidden}, no statement sees them any more; {@code erasing}, the parts that hold
 * them are written anew without them; {@code erased}, the old parts are gone from the disk and from S3. Events that come late are deleted
 * as well. Safe for use by many threads.
 */
public final class Deletions {

    /** The most sessions of one deletion: a person with more is deleted in several. */
    public static final int MAX_SESSIONS = 20_000;

    /** Late events of a deleted session are looked for this long. */
    public static final Duration WATCHED = Duration.ofDays(2);

    /** Deletions of this time are erased together: each erasure rewrites the parts that hold something of them. */
    private static final Duration GATHERED = Duration.ofMinutes(5);

    private static final int IDS_OF_A_STATEMENT = 2_000;

    private final ClickHouse clickhouse;
    private final DeletionLog log;
    private final LateRows late;
    private final Clock clock;
    private final ReentrantLock working = new ReentrantLock();

    /**
     * @param subject session, person or project; who the person was is not kept
     * @param rows that were there when it was asked for
     * @param state hidden, erasing or erased
     */
    public record Deletion(
            String projectId,
            UUID deletionId,
            String subject,
            List<UUID> sessionIds,
            Instant requestedAt,
            long rows,
            String state,
            Instant erasedAt,
            long version) {

        Deletion in(String newState, Instant at) {
            return new Deletion(
                    projectId, deletionId, subject, sessionIds, requestedAt, rows, newState, at, version + 1);
        }
    }

    public Deletions(ClickHouse clickhouse, Clock clock) {
        this.clickhouse = clickhouse;
        this.log = new DeletionLog(clickhouse);
        this.late = new LateRows(clickhouse, log);
        this.clock = clock;
    }

    /** Deletes one session; empty when no table has anything of it. */
    public Optional<Deletion> session(String projectId, UUID sessionId) {
        return delete(projectId, "session", List.of(sessionId));
    }

    /**
     * Deletes every session in which a person was seen, by user id or by anonymous id; empty when there is none. Sessions may be kept for
     * longer than the events that they were derived from.
     */
    public Optional<Deletion> person(String projectId, String person) {
        List<UUID> sessions =
                clickhouse
                        .query("""
                        SELECT sessionId FROM (
                            SELECT sessionId FROM events
                            WHERE projectId = {projectId:String} AND (userId = {person:String} OR anonymousId = {person:String})
                            UNION DISTINCT
                            SELECT sessionId FROM sessions
                            WHERE projectId = {projectId:String} AND (userId = {person:String} OR anonymousId = {person:String})
                        )
                        LIMIT {most:UInt32}
                        SETTINGS final = 0
                        """, Map.of("projectId", projectId, "person", person, "most", MAX_SESSIONS))
                        .records()
                        .stream()
                        .map(row -> UUID.fromString(row.text("sessionId")))
                        .toList();
        return sessions.isEmpty() ? Optional.empty() : delete(projectId, "person", sessions);
    }

    private Optional<Deletion> delete(String projectId, String subject, List<UUID> sessions) {
        working.lock();
        try {
            long rows = 0;
            for (StoredTable table : tables()) {
                for (Found found : find(table, projectId, sessions, false)) {
                    rows += found.rows();
                }
            }
            if (rows == 0) {
                return Optional.empty();
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Deletion deletion = new Deletion(
                    projectId, UUID.randomUUID(), subject, sessions, now, rows, "hidden", Instant.EPOCH, 1);
            // Written first: when this process ends half way, the keeper goes on with it.
            log.save(deletion);
            hide(projectId, sessions, false);
            return Optional.of(deletion);
        } finally {
            working.unlock();
        }
    }

    public List<Deletion> list(String projectId) {
        return log.of(projectId);
    }

    /**
     * Goes on with what was asked for: hides what came late, erases, and notes what is gone.
     *
     * @param hidden is told each project of which something was hidden
     */
    public void advance(Consumer<String> hidden) {
        working.lock();
        try {
            Instant now = clock.instant();
            Set<UUID> touched = new HashSet<>();
            List<Deletion> waiting = new ArrayList<>();
            for (Deletion deletion : late.hide(tables(), now.minus(WATCHED))) {
                touched.add(deletion.deletionId());
                hidden.accept(deletion.projectId());
                waiting.add(deletion.state().equals("hidden") ? deletion : saved(deletion.in("hidden", Instant.EPOCH)));
            }
            Map<Instant, Boolean> erased = new HashMap<>();
            for (Deletion deletion : log.open()) {
                if (touched.contains(deletion.deletionId())) {
                    continue;
                }
                if (deletion.state().equals("hidden")) {
                    waiting.add(deletion);
                } else if (erased.computeIfAbsent(
                        deletion.erasedAt(), at -> StoredTable.erased(clickhouse, tables(), at))) {
                    saved(deletion.in("erased", now));
                }
            }
            if (waiting.stream().anyMatch(deletion -> deletion.requestedAt().isBefore(now.minus(GATHERED)))) {
                erase(waiting, now, hidden);
            }
        } finally {
            working.unlock();
        }
    }

    private void erase(List<Deletion> waiting, Instant now, Consumer<String> hidden) {
        // A row whose createdAt is not that of its session's id is found by the session alone, in all weeks.
        Map<String, List<UUID>> sessions = new TreeMap<>();
        waiting.forEach(deletion -> sessions.computeIfAbsent(deletion.projectId(), _ -> new ArrayList<>())
                .addAll(deletion.sessionIds()));
        sessions.forEach((projectId, ids) -> {
            if (hide(projectId, ids, true)) {
                hidden.accept(projectId);
            }
        });
        for (StoredTable table : tables()) {
            clickhouse
                    .query("""
                            SELECT DISTINCT partition_id FROM system.parts
                            WHERE active AND has_lightweight_delete AND database = {database:String} AND table = {table:String}
                            """, Map.of("database", clickhouse.database(), "table", table.name()))
                    .records()
                    .forEach(row -> clickhouse.command(
                            "ALTER TABLE %s APPLY DELETED MASK IN PARTITION ID '%s' SETTINGS mutations_sync = 0"
                                    .formatted(table.name(), row.text("partition_id"))));
        }
        waiting.forEach(deletion -> saved(deletion.in("erasing", now)));
    }

    /** Whether there was something to hide. */
    private boolean hide(String projectId, List<UUID> sessions, boolean everywhere) {
        boolean hidden = false;
        for (StoredTable table : tables()) {
            for (Found found : find(table, projectId, sessions, everywhere)) {
                hide(clickhouse, table, found.partition(), found.where());
                hidden = true;
            }
        }
        return hidden;
    }

    static void hide(ClickHouse clickhouse, StoredTable table, String partition, String where) {
        clickhouse.command("DELETE FROM %s IN PARTITION ID '%s' WHERE %s SETTINGS lightweight_deletes_sync = 2"
                .formatted(table.name(), partition, where));
    }

    /** Rows that are to go, of one partition: the others are not touched, which lie on S3 for the most part. */
    private record Found(String partition, String where, long rows) {}

    private List<Found> find(StoredTable table, String projectId, List<UUID> sessions, boolean everywhere) {
        List<Found> found = new ArrayList<>();
        for (String where : conditions(projectId, sessions, table.hasStart() && !everywhere)) {
            clickhouse
                    .query("""
                            SELECT _partition_id AS partition, count() AS rows FROM %s WHERE %s GROUP BY partition
                            SETTINGS final = 0
                            """.formatted(table.name(), where))
                    .records()
                    .forEach(row -> found.add(new Found(row.text("partition"), where, row.number("rows"))));
        }
        return found;
    }

    /** Every table that tells whose session a row is of. */
    private List<StoredTable> tables() {
        return StoredTable.of(clickhouse).stream()
                .filter(table -> table.hasSession() && table.time().isPresent())
                .toList();
    }

    /** Literals, because a mutation keeps its text and has no parameters; they can only be what their types allow. */
    static List<String> conditions(String projectId, List<UUID> sessions, boolean byStart) {
        List<String> conditions = new ArrayList<>();
        for (int from = 0; from < sessions.size(); from += IDS_OF_A_STATEMENT) {
            List<UUID> ids = sessions.subList(from, Math.min(sessions.size(), from + IDS_OF_A_STATEMENT));
            conditions.add("projectId = '%s' AND sessionId IN (%s)%s"
                    .formatted(
                            ProjectId.checked(projectId),
                            ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ")),
                            byStart ? started(ids) : ""));
        }
        return conditions;
    }

    /** When sessions of these ids began, which is part of an id: it spares reading all other weeks. */
    private static String started(List<UUID> ids) {
        if (ids.stream().anyMatch(id -> id.version() != 7)) {
            return "";
        }
        LongSummaryStatistics starts =
                ids.stream().mapToLong(id -> id.getMostSignificantBits() >>> 16).summaryStatistics();
        return " AND createdAt >= fromUnixTimestamp64Milli(%d, 'UTC') AND createdAt <= fromUnixTimestamp64Milli(%d, 'UTC')"
                .formatted(starts.getMin(), starts.getMax());
    }

    private Deletion saved(Deletion deletion) {
        log.save(deletion);
        return deletion;
    }
}
