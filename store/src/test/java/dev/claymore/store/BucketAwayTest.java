package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import dev.claymore.engine.S3Tier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old data lies in a bucket that cannot be reached: what is here is told as before, the rest fails soon and says why. */
final class BucketAwayTest {

    private static final Retention.Tier TIER = new Retention.Tier(S3Tier.POLICY, S3Tier.COLD_VOLUME);
    private static final String COLD = "2026-11-02";
    private static final String HOT = "2026-11-23";

    @TempDir
    private Path directory;

    private static ClickHouse connect(EngineSupervisor engine) {
        return ClickHouse.connect(
                new ClickHouseOptions(engine.endpoint(), "default", "secret", "claymore", Duration.ofMinutes(2)));
    }

    @Test
    void hot_data_is_served_and_a_question_for_cold_data_fails_soon() throws Exception {
        S3Server s3 = new S3Server(directory.resolve("blobs"));
        S3Tier tier = new S3Tier(s3.location(), "us-east-1", S3Server.ACCESS_KEY, S3Server.SECRET_KEY, 64L << 20);
        EngineOptions options = EngineOptions.of(directory.resolve("engine"))
                .withPassword("secret")
                .withS3(Optional.of(tier));
        try (EngineSupervisor engine = EngineSupervisor.start(options);
                ClickHouse clickhouse = connect(engine);
                ClickHouse later = connect(engine)) {
            Migrations.apply(clickhouse);
            var _ = new Retention(clickhouse, TIER, Clock.systemUTC())
                    .apply(new StoragePolicies.All(StoragePolicy.NONE, Map.of()));
            clickhouse.command("SYSTEM STOP MERGES events");
            insert(clickhouse, COLD, 0);
            insert(clickhouse, COLD, 10);
            insert(clickhouse, HOT, 0);
            insert(clickhouse, HOT, 10);
            assertThat(clickhouse.mayHoldDoubles()).isFalse();
            clickhouse.command("ALTER TABLE events MOVE PARTITION ID '20261102' TO VOLUME '" + TIER.coldVolume() + "'");
            StorageMeter before = new StorageMeter(clickhouse, Clock.systemUTC());
            assertThat(before.now().remoteBytes()).isPositive();
            dropCaches(clickhouse);
            s3.close();
            long began = System.nanoTime();
            assertThat(count(clickhouse, HOT)).isEqualTo(20);
            insert(clickhouse, HOT, 20);
            assertThat(clickhouse.mayHoldDoubles())
                    .as("what was known of parts stays known when they move and others come")
                    .isFalse();
            assertThat(count(later, HOT))
                    .as("by a server that never saw the bucket")
                    .isEqualTo(30);
            assertThat(later.mayHoldDoubles()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

            long asked = System.nanoTime();
            StoreException failure = catchThrowableOfType(StoreException.class, () -> count(clickhouse, COLD));
            assertThat(failure.kind()).isEqualTo(StoreException.Kind.COLD_STORAGE);
            assertThat(failure.retryable()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));

            assertThat(remoteRows(before)).isEqualTo(20);
            assertThat(remoteRows(new StorageMeter(later, Clock.systemUTC()))).isZero();
        }
    }

    private static long remoteRows(StorageMeter meter) {
        return meter.now().slices().stream()
                .filter(slice -> slice.remote() && slice.table().equals("events"))
                .mapToLong(StorageUse.Slice::rows)
                .sum();
    }

    private static void dropCaches(ClickHouse clickhouse) {
        for (String cache : List.of("QUERY CONDITION", "MARK", "INDEX MARK", "FILESYSTEM")) {
            clickhouse.command("SYSTEM DROP " + cache + " CACHE");
        }
    }

    private static void insert(ClickHouse clickhouse, String day, int from) {
        clickhouse.command("""
                INSERT INTO events (projectId, sessionId, eventId, timestamp, type, page, knownOnce)
                SELECT 'shop', dateTimeToUUIDv7(toDateTime('%1$s 10:00:00', 'UTC')), generateUUIDv4(),
                       toDateTime64('%1$s 10:00:00', 3, 'UTC') + number, 'pageview', '/', true
                FROM numbers(%2$d, 10)
                """.formatted(day, from));
    }

    private static long count(ClickHouse clickhouse, String day) {
        return clickhouse
                .reader("shop", ReadLimits.PRODUCT)
                .ownStatements()
                .query("""
                        SELECT count(page) AS n FROM events
                        WHERE projectId = 'shop' AND timestamp >= toDateTime64({day:String}, 3, 'UTC')
                            AND timestamp < toDateTime64({day:String}, 3, 'UTC') + INTERVAL 1 DAY AND page != ''
                        """, Map.of("day", day))
                .row(0)
                .number("n");
    }
}
