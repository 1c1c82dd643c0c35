package dev.claymore.store;

import dev.claymore.store.Deletions.Deletion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Deletes whole projects, in the steps of {@link Deletions}: {@code hidden}, nobody knows the project and its keys any more;
 * {@code erasing}, the parts that hold its rows are written anew without them; {@code erased}, the old parts are gone. What a spool still
 * brings is deleted as well, and until nothing can come the id is nobody's. Safe for use by many threads.
 */
public final class ProjectDeletions {

    static final String SUBJECT = "project";

    private final ClickHouse clickhouse;
    private final Projects projects;
    private final DeletionLog log;
    private final Clock clock;
    private final ReentrantLock working = new ReentrantLock();

    public ProjectDeletions(ClickHouse clickhouse, Projects projects, Clock clock) {
        this.clickhouse = clickhouse;
        this.projects = projects;
        this.log = new DeletionLog(clickhouse);
        this.clock = clock;
    }

    /** Deletes a project with everything that is stored of it; empty when there is none of this id. */
    public Optional<Deletion> delete(String projectId) {
        working.lock();
        try {
            if (projects.find(projectId).isEmpty()) {
                return Optional.empty();
            }
            long rows = holding(projectId).stream().mapToLong(Holding::rows).sum();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Deletion deletion = new Deletion(
                    projectId, UUID.randomUUID(), SUBJECT, List.of(), now, rows, "hidden", Instant.EPOCH, 1);
            // Written first: when this process ends half way, the keeper goes on with it.
            log.save(deletion);
            projects.remove(projectId);
            return Optional.of(deletion);
        } finally {
            working.unlock();
        }
    }

    /** Those that are not done, and those whose ids are not free yet, the latest first. */
    public List<Deletion> open() {
        return log.ofProjects(clock.instant().minus(Deletions.WATCHED));
    }

    /** Goes on with what was asked for: erases what is there, also what came late, and notes what is gone. */
    public void advance() {
        working.lock();
        try {
            for (Deletion deletion : open()) {
                advance(deletion);
            }
        } finally {
            working.unlock();
        }
    }

    private void advance(Deletion deletion) {
        String projectId = deletion.projectId();
        if (projects.find(projectId).isPresent()) {
            projects.remove(projectId);
        }
        List<Holding> holding = holding(projectId);
        if (!holding.isEmpty()) {
            erase(deletion, holding);
        } else if (deletion.state().equals("hidden")
                || (deletion.state().equals("erasing")
                        && StoredTable.erased(clickhouse, tables(), deletion.erasedAt()))) {
            log.save(deletion.in("erased", clock.instant()));
        }
    }

    private void erase(Deletion deletion, List<Holding> holding) {
        boolean begun = false;
        for (Holding table : holding) {
            if (!erasing(table.name(), deletion.projectId())) {
                clickhouse.command("ALTER TABLE %s DELETE WHERE %s SETTINGS mutations_sync = 0"
                        .formatted(table.name(), condition(deletion.projectId())));
                begun = true;
            }
        }
        if (begun) {
            log.save(deletion.in("erasing", clock.instant()));
        }
    }

    /** Whether rows of a project are being taken out of a table, which may take hours. */
    private boolean erasing(String table, String projectId) {
        return clickhouse
                        .query(
                                """
                                SELECT count() AS n FROM system.mutations
                                WHERE database = {database:String} AND table = {table:String} AND NOT is_done AND command LIKE '%DELETE WHERE%'
                                    AND position(command, {condition:String}) > 0
                                """,
                                Map.of(
                                        "database",
                                        clickhouse.database(),
                                        "table",
                                        table,
                                        "condition",
                                        condition(projectId)))
                        .row(0)
                        .number("n")
                > 0;
    }

    private record Holding(String name, long rows) {}

    private List<Holding> holding(String projectId) {
        List<Holding> holding = new ArrayList<>();
        String counts = tables().stream()
                .map(table -> "SELECT '%s' AS name, count() AS rows FROM %s WHERE %s"
                        .formatted(table.name(), table.name(), condition(projectId)))
                .collect(Collectors.joining(" UNION ALL "));
        clickhouse
                .query("SELECT name, rows FROM (" + counts + ") WHERE rows > 0 ORDER BY name SETTINGS final = 0")
                .records()
                .forEach(row -> holding.add(new Holding(row.text("name"), row.number("rows"))));
        return holding;
    }

    /** Every table that tells whose a row is, but for what is known of deletions. */
    private List<StoredTable> tables() {
        return StoredTable.of(clickhouse).stream()
                .filter(table -> !table.name().equals("deletions"))
                .toList();
    }

    /** A literal, because a mutation keeps its text and has no parameters. */
    private static String condition(String projectId) {
        return "projectId = '" + ProjectId.checked(projectId) + "'";
    }

    /** When a project of this id was deleted, while its id is nobody's. */
    static Optional<Instant> reserved(DeletionLog log, String projectId, Clock clock) {
        return log.ofProject(projectId, clock.instant().minus(Deletions.WATCHED)).stream()
                .map(Deletion::requestedAt)
                .findFirst();
    }
}
