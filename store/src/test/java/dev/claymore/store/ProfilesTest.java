package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
}
