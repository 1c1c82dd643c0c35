package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows on their way in. */
class InsertTest {
    @BeforeEach
    void table() {
        TestEngine.query("CREATE OR REPLACE TABLE rows (a UInt32, b String DEFAULT concat('x', toString(a)))"
                + " ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100");
    }

    private static String all() {
        return TestEngine.query("SELECT a, b FROM rows ORDER BY a, b FORMAT CSV");
    }

    @Test
    void takesRowsFromTheBodyTheAddressOrBoth() {
        TestEngine.query("1,one\n2,two\n", "query", "INSERT INTO rows FORMAT CSV");
        TestEngine.query("", "query", "INSERT INTO rows (a) VALUES (3), (1 + 3)");
        TestEngine.query("(5, 'five')", "query", "INSERT INTO rows VALUES");
        TestEngine.query("INSERT INTO rows (a) SETTINGS max_threads = 1 FORMAT JSONEachRow\n{\"a\":6}{\"a\":7}");
        TestEngine.query("INSERT INTO rows (a) VALUES (8);");
        TestEngine.query("INSERT INTO {table:Identifier} (a) FORMAT TSV\n9", "param_table", "rows");
        TestEngine.query("INSERT INTO rows (a) SELECT 10");
        TestEngine.query("INSERT INTO TABLE `default`.`rows` (a) -- FORMAT CSV\nVALUES (11)");
        TestEngine.query("INSERT INTO rows (a) SELECT x + 11 FROM input('x UInt32') FORMAT TSV\n1\n");
        assertThat(all()).isEqualTo("""
                        1,"one"
                        2,"two"
                        3,"x3"
                        4,"x4"
                        5,"five"
                        6,"x6"
                        7,"x7"
                        8,"x8"
                        9,"x9"
                        10,"x10"
                        11,"x11"
                        12,"x12"
                        """);
    }

    @Test
    void takesBinaryRows() throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            rows.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(i)
                    .array());
            rows.write(3);
            rows.writeBytes("\n\n;".getBytes(StandardCharsets.US_ASCII));
        }
        HttpResponse<String> response = TestEngine.send(
                TestEngine.request(
                        BodyPublishers.ofByteArray(rows.toByteArray()), "query", "INSERT INTO rows FORMAT RowBinary"),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestEngine.query("SELECT count(), sum(a), uniqExact(b) FROM rows"))
                .isEqualTo("50000\t1249975000\t1\n");
    }

    @Test
    void storesABatchWithATokenOnce() {
        String rows = "1\n2\n3\n";
        for (int i = 0; i < 2; i++) {
            TestEngine.query(rows, "query", "INSERT INTO rows (a) FORMAT TSV", "insert_deduplication_token", "batch-1");
        }
        TestEngine.query(rows, "query", "INSERT INTO rows (a) FORMAT TSV", "insert_deduplication_token", "batch-2");
        assertThat(TestEngine.query("SELECT count() FROM rows")).isEqualTo("6\n");
    }

    @Test
    void storesALargeBatchWithATokenOnceEvenAfterHalfOfIt() {
        TestEngine.query("CREATE OR REPLACE TABLE seen (a UInt32) ENGINE = MergeTree ORDER BY a"
                + " SETTINGS non_replicated_deduplication_window = 100");
        TestEngine.query("CREATE OR REPLACE TABLE refused (a UInt32) ENGINE = MergeTree ORDER BY a");
        TestEngine.query("DROP VIEW IF EXISTS seen_view");
        TestEngine.query("CREATE MATERIALIZED VIEW seen_view TO seen AS SELECT a FROM rows");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 3_000_000; i++) {
            rows.append(i).append('\n');
        }
        String[] token = {
            "query",
            "INSERT INTO rows (a) FORMAT TSV",
            "insert_deduplication_token",
            "large",
            "deduplicate_blocks_in_dependent_materialized_views",
            "1"
        };
        // The first two blocks of a million rows are stored, then a bad row ends it.
        assertThat(TestEngine.post(rows + "bad\n", token).statusCode()).isEqualTo(400);
        assertThat(TestEngine.query("SELECT count() > 0 FROM rows")).isEqualTo("1\n");
        for (int i = 0; i < 2; i++) {
            TestEngine.query(rows.toString(), token);
        }
        assertThat(TestEngine.query("SELECT count(), uniqExact(a) FROM rows")).isEqualTo("3000000\t3000000\n");
        assertThat(TestEngine.query("SELECT count(), uniqExact(a) FROM seen")).isEqualTo("3000000\t3000000\n");
        TestEngine.query("DROP VIEW seen_view");
    }

    @Test
    void storesNothingOfASmallBatchWithABadRowAndSaysWhere() {
        HttpResponse<String> response = TestEngine.post("1\n2\nx3\n", "query", "INSERT INTO rows (a) FORMAT TSV");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("Code: 27").contains("at row 3");
        assertThat(all()).isEmpty();
    }

    @Test
    void saysWhatAViewDoesNotTake() {
        TestEngine.query("CREATE OR REPLACE TABLE small (a UInt8) ENGINE = MergeTree ORDER BY a");
        TestEngine.query("DROP VIEW IF EXISTS small_view");
        TestEngine.query(
                "CREATE MATERIALIZED VIEW small_view TO small AS SELECT throwIf(a = 2, 'two is refused') AS a FROM rows");
        HttpResponse<String> response = TestEngine.post("1\n2\n", "query", "INSERT INTO rows (a) FORMAT TSV");
        TestEngine.query("DROP VIEW small_view");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("two is refused");
    }

    @Test
    void refusesBeforeOrInTheMiddleWithoutHanging() {
        byte[] rows = "1\n".repeat(4_000_000).getBytes(StandardCharsets.US_ASCII);
        byte[] bad = rows.clone();
        bad[1000] = 'x';
        for (String[] parameters : new String[][] {
            {"query", "INSERT INTO nowhere FORMAT TSV"},
            {"query", "INSERT INTO rows (a) FORMAT Nothing"},
            {"query", "INSERT INTO rows (a) FORMAT TSV", "nothing", "1"},
            {"query", "INSERT INTO rows (a) FORMAT TSV", "readonly", "1"}
        }) {
            assertThat(send(rows, parameters).statusCode()).isIn(404, 500);
        }
        assertThat(send(bad, "query", "INSERT INTO rows (a) FORMAT TSV").statusCode())
                .isEqualTo(400);
        assertThat(send(rows, "query", "INSERT INTO rows (a) FORMAT TSV").statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> send(byte[] body, String... parameters) {
        return TestEngine.send(
                TestEngine.request(BodyPublishers.ofByteArray(body), parameters), BodyHandlers.ofString());
    }

    @Test
    void neverBatchesBehindTheClientsBack() {
        TestEngine.query("INSERT INTO rows VALUES (1, 'now')", "async_insert", "1", "wait_for_async_insert", "0");
        assertThat(all()).isEqualTo("1,\"now\"\n");
    }
}
