package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Deletions.Deletion;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A whole project is deleted, on the real engine. */
final class ProjectDeletionsTest {

    private final ClickHouse clickhouse = TestDatabase.migrated();
    private final Clock clock = Clock.systemUTC();
    private final Projects projects = new Projects(clickhouse);
    private final ProjectDeletions deletions = new ProjectDeletions(clickhouse, projects, clock);

    /** A row in every table that has a project's rows, whatever tables there are. */
    private void fill(String projectId) {
        clickhouse.command(
                "INSERT INTO events (projectId, sessionId, timestamp, type, userId, tags) SELECT {p:String}, generateUUIDv7(), now64(3), 'click', 'u', map('plan', 'pro')",
                Map.of("p", projectId));
        for (StoredTable table : StoredTable.of(clickhouse)) {
            if (!Set.of("projects", "deletions").contains(table.name()) && rows(table.name(), projectId) == 0) {
                clickhouse.command(
                        "INSERT INTO " + table.name() + " (projectId) SELECT {p:String}", Map.of("p", projectId));
            }
        }
    }

    private long rows(String table, String projectId) {
        return clickhouse
                .query(
                        "SELECT count() AS n FROM " + table + " WHERE projectId = {p:String} SETTINGS final = 0",
                        Map.of("p", projectId))
                .row(0)
                .number("n");
    }

    private Set<String> holding(String projectId) {
        return StoredTable.of(clickhouse).stream()
                .map(StoredTable::name)
                .filter(table -> !table.equals("deletions") && rows(table, projectId) > 0)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String state(ProjectDeletions of) {
        return of.open().getFirst().state();
    }

    @Test
    void nothing_is_left_of_a_deleted_project_and_others_stay() throws Exception {
        projects.create("shop", "Shop");
        projects.create("shop-2", "Another");
        fill("shop");
        fill("shop-2");
        Set<String> all = holding("shop-2");
        assertThat(all).contains("events", "sessions", "otel_traces", "projects", "saved_items");
        String writeKey = projects.find("shop").orElseThrow().writeKey();

        Deletion deletion = deletions.delete("shop").orElseThrow();

        assertThat(deletion.subject()).isEqualTo("project");
        assertThat(deletion.rows()).isGreaterThanOrEqualTo(all.size());
        assertThat(projects.find("shop")).isEmpty();
        assertThat(projects.byKey(writeKey)).isEmpty();
        assertThat(new Projects(clickhouse).list())
                .extracting(Project::projectId)
                .containsExactly("shop-2");
        assertThat(deletions.delete("shop")).isEmpty();

        Eventually.holds("no table has a row of it", () -> {
            deletions.advance();
            return holding("shop").isEmpty();
        });
        assertThat(holding("shop-2")).isEqualTo(all);
    }

    @Test
    void what_comes_late_goes_too_and_the_id_is_free_when_nothing_can_come() throws Exception {
        for (StoredTable table : StoredTable.of(clickhouse)) {
            clickhouse.command(
                    "ALTER TABLE " + table.name()
                            + " MODIFY SETTING old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0");
        }
        projects.create("shop", "Shop");
        fill("shop");
        assertThat(deletions.delete("shop")).isPresent();
        Eventually.holds("the bytes are gone", () -> {
            deletions.advance();
            return state(deletions).equals("erased");
        });
        assertThat(projects.create("shop", "Shop again")).isInstanceOf(Projects.Reserved.class);

        fill("shop");
        deletions.advance();
        assertThat(state(deletions)).isEqualTo("erasing");
        Eventually.holds("what came late is gone", () -> {
            deletions.advance();
            return state(deletions).equals("erased") && holding("shop").isEmpty();
        });

        Clock later = Clock.offset(clock, Deletions.WATCHED.plus(Duration.ofMinutes(1)));
        Projects afterwards = new Projects(clickhouse, later);
        assertThat(afterwards.create("shop", "Shop again")).isInstanceOf(Projects.Created.class);
        ProjectDeletions then = new ProjectDeletions(clickhouse, afterwards, later);
        then.advance();
        assertThat(afterwards.find("shop")).isPresent();
        assertThat(then.open()).isEmpty();
    }
}
