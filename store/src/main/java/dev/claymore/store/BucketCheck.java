package dev.claymore.store;

import java.time.Duration;
import java.util.Optional;

/** Whether the bucket takes, gives and forgets what ClickHouse puts there: a row of a table of its own goes all that way. */
public final class BucketCheck {

    /** ClickHouse tries an address where nobody answers for minutes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClickHouse clickhouse;
    private final Retention.Tier tier;

    public BucketCheck(ClickHouse clickhouse, Retention.Tier tier) {
        this.clickhouse = clickhouse;
        this.tier = tier;
    }

    /** What ClickHouse says is wrong, or that it has said nothing for half a minute; empty when all went well. */
    public Optional<String> problem() {
        try {
            clickhouse.commandWithin(PATIENCE, "DROP TABLE IF EXISTS bucket_check SYNC");
            clickhouse.command(
                    "CREATE TABLE bucket_check (at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY at SETTINGS storage_policy = '"
                            + tier.storagePolicy() + "'");
            clickhouse.command("INSERT INTO bucket_check SELECT now64(3)");
            clickhouse.commandWithin(
                    PATIENCE, "ALTER TABLE bucket_check MOVE PARTITION tuple() TO VOLUME '" + tier.coldVolume() + "'");
            long rows = clickhouse
                    .query("SELECT countIf(at > 0) AS n FROM bucket_check")
                    .row(0)
                    .number("n");
            clickhouse.commandWithin(PATIENCE, "DROP TABLE bucket_check SYNC");
            return rows == 1 ? Optional.empty() : Optional.of("a row was put there, and " + rows + " came back");
        } catch (StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
