package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoublesTest {

    private static final String ROWS = """
            INSERT INTO events (projectId, sessionId, eventId, timestamp, type, page%s)
            SELECT 'shop', toUUID('019aa000-0000-7000-8000-000000000001'), toUUID(concat('00000000-0000-0000-0000-0000000000', leftPad(toString(number), 2, '0'))),
                   toDateTime64('2026-11-20 10:00:00', 3, 'UTC') + number, 'pageview', '/'%s
            FROM numbers(%d, %d)
            """;
    private static final String OF_BROWSERS = ", knownOnce";
    private static final String KNOWN = ", true";

    private static ClickHouse clickhouse;

    @BeforeAll
    static void open() {
        clickhouse = TestDatabase.migrated();
    }

    @AfterAll
    static void close() {
        clickhouse.close();
    }

    @BeforeEach
    void empty() {
        clickhouse.command("TRUNCATE TABLE events");
        clickhouse.command("SYSTEM STOP MERGES events");
    }

    @Test
    void whatTheLoaderKnowsToBeSingleIsReadAsItStands() {
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 0, 10));
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 10, 10));

        assertThat(clickhouse.mayHoldDoubles()).isFalse();
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void rowsThatAnotherClientInsertsTwiceCountOnce() {
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 0, 10));
        assertThat(count()).isEqualTo(10);
        clickhouse.command(ROWS.formatted("", "", 8, 5));
        clickhouse.command(ROWS.formatted("", "", 8, 5));

        assertThat(clickhouse.mayHoldDoubles()).isTrue();
        assertThat(count()).isEqualTo(13);
    }

    @Test
    void rowsOfAnotherProcessAreNoticedWithinSeconds() throws InterruptedException {
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 0, 10));
        assertThat(count()).isEqualTo(10);
        try (ClickHouse other = TestDatabase.again(clickhouse)) {
            other.command(ROWS.formatted("", "", 0, 10));
        }

        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (count() != 10 && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void whatOneInsertBringsTwiceIsFoundToo() {
        clickhouse.command(
                ROWS.formatted("", "", 0, 5).replace("numbers(0, 5)", "(SELECT number % 3 AS number FROM numbers(9))"));

        assertThat(clickhouse.mayHoldDoubles()).isTrue();
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void onceMergedNothingIsThereTwice() {
        clickhouse.command(ROWS.formatted("", "", 0, 10));
        clickhouse.command(ROWS.formatted("", "", 5, 10));
        clickhouse.command("SYSTEM START MERGES events");
        clickhouse.command("OPTIMIZE TABLE events FINAL");
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 20, 5).replace("2026-11-20", "2026-11-27"));

        assertThat(clickhouse.mayHoldDoubles()).isFalse();
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void aCopyOfRowsThatWereKnownToBeSingleIsNot() {
        clickhouse.command(ROWS.formatted(OF_BROWSERS, KNOWN, 0, 10));
        clickhouse.command("INSERT INTO events SELECT * FROM events");

        assertThat(clickhouse.mayHoldDoubles()).isTrue();
        assertThat(count()).isEqualTo(10);
    }

    private long count() {
        return clickhouse
                .reader("shop", ReadLimits.PRODUCT)
                .ownStatements()
                .query("SELECT count() AS n FROM events WHERE projectId = 'shop'", Map.of())
                .row(0)
                .number("n");
    }
}
