package dev.claymore.store;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Makes the policies of storage those of the tables, as ClickHouse's own TTL. A change rewrites no data: the tables learn the new rule, and
 * a mutation reads the two columns the rule speaks of and writes down anew when each part falls due. Safe for use by many threads.
 */
public final class Retention {

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());

    private final ClickHouse clickhouse;
    private final Tier tier;
    private final Clock clock;
    private final ReentrantLock applying = new ReentrantLock();

    /** Where data can move to: a storage policy of ClickHouse and its volume on S3. */
    public record Tier(String storagePolicy, String coldVolume) {}

    public Retention(ClickHouse clickhouse, Tier tier, Clock clock) {
        this.clickhouse = clickhouse;
        this.tier = tier;
        this.clock = clock;
    }

    /** Whether ClickHouse has the volume that data could move to. */
    public boolean hasColdVolume() {
        return clickhouse
                        .query("""
                        SELECT count() AS n FROM system.storage_policies
                        WHERE policy_name = {policy:String} AND volume_name = {volume:String}
                        """, Map.of("policy", tier.storagePolicy(), "volume", tier.coldVolume()))
                        .row(0)
                        .number("n")
                > 0;
    }

    /** Gives every table the clause that {@code policies} come to; returns the tables that changed. */
    public List<String> apply(StoragePolicies.All policies) {
        applying.lock();
        try {
            boolean cold = hasColdVolume();
            Map<String, String> applied =
                    clickhouse.query("SELECT tableName, clause FROM storage_clauses").records().stream()
                            .collect(Collectors.toMap(
                                    row -> row.text("tableName"), row -> row.text("clause"), (a, b) -> b));
            List<String> changed = new ArrayList<>();
            for (StoredTable table : StoredTable.of(clickhouse)) {
                Optional<DataKind> kind = table.kind();
                if (kind.isEmpty()) {
                    continue;
                }
                if (cold) {
                    useTier(table.name());
                }
                String clause =
                        TtlClause.of(kind.get(), table.time().orElseThrow(), policies, cold ? tier.coldVolume() : null);
                if (!clause.equals(applied.getOrDefault(table.name(), ""))) {
                    change(table.name(), clause);
                    changed.add(table.name());
                }
            }
            if (!changed.isEmpty()) {
                LOG.log(Level.INFO, "retention changed of {0}", String.join(", ", changed));
            }
            return changed;
        } finally {
            applying.unlock();
        }
    }

    /** A table keeps its storage policy for good, so it takes that of the tiers only when there are some. */
    private void useTier(String table) {
        String now = clickhouse
                .query(
                        "SELECT storage_policy FROM system.tables WHERE database = {database:String} AND name = {table:String}",
                        Map.of("database", clickhouse.database(), "table", table))
                .row(0)
                .text("storage_policy");
        if (!now.equals(tier.storagePolicy())) {
            clickhouse.command(
                    "ALTER TABLE " + table + " MODIFY SETTING storage_policy = '" + tier.storagePolicy() + "'");
        }
    }

    private void change(String table, String clause) {
        if (clause.isEmpty()) {
            clickhouse.command("ALTER TABLE " + table + " REMOVE TTL");
        } else {
            clickhouse.command("ALTER TABLE " + table + " MODIFY SETTING materialize_ttl_recalculate_only = 1");
            clickhouse.command(
                    "ALTER TABLE " + table + " MODIFY TTL " + clause + " SETTINGS materialize_ttl_after_modify = 0");
            clickhouse.command("ALTER TABLE " + table + " MATERIALIZE TTL SETTINGS mutations_sync = 0");
        }
        clickhouse.command(
                "INSERT INTO storage_clauses (tableName, clause, version) SELECT {table:String}, {clause:String}, "
                        + Versions.next("storage_clauses", "tableName = {table:String}"),
                Map.of("table", table, "clause", clause, "version", clock.millis()));
    }
}
