package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProfilesTest {

    /** A granule that two projects share is read if either has the value, and how much was read is told. */
    @Test
    void a_statement_of_somebody_else_uses_no_index_over_values() {
        ClickHouse clickhouse = TestDatabase.migrated();
        List<String> indices = clickhouse
                .query(
                        "SELECT DISTINCT name FROM system.data_skipping_indices WHERE database = currentDatabase() AND type != 'minmax' AND table IN {tables:Array(String)}",
                        Map.of("tables", Profiles.TENANT_TABLES))
                .rows()
                .stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
        assertThat(indices).isNotEmpty();
        assertThat(Profiles.INDICES_OF_VALUES.split(", ")).containsAll(indices);
    }

    /** What people set, and what the product notes: read by its own statements alone. */
    private static final Set<String> OF_THE_PRODUCT = Set.of(
            "projects",
            "saved_items",
            "model_settings",
            "model_usage",
            "golden_questions",
            "golden_runs",
            "export_settings",
            "storage_policies",
            "storage_drops",
            "starred_sessions",
            "deletions",
            "source_maps");

    @Test
    void every_table_of_many_projects_has_the_filter_or_is_known_to_need_none() {
        ClickHouse clickhouse = TestDatabase.migrated();
        List<String> tables =
                StoredTable.of(clickhouse).stream().map(StoredTable::name).toList();
        assertThat(OF_THE_PRODUCT).doesNotContainAnyElementsOf(Profiles.TENANT_TABLES);
        assertThat(tables)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Profiles.TENANT_TABLES.stream(), OF_THE_PRODUCT.stream())
                                .toList());
        assertThat(StoredTable.of(clickhouse))
                .filteredOn(table -> table.hasSession() && !OF_THE_PRODUCT.contains(table.name()))
                .as("what has a session is reached by policies, and by deletions, which need its time")
                .allSatisfy(table -> {
                    assertThat(table.kind()).isPresent();
                    assertThat(table.time()).isPresent();
                });
    }
}
