package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ClickHouse's Java client. */
@SuppressWarnings("try") // The client declares InterruptedException on close.
class ClientV2Test {
    private final Client client = builder().build();

    private static Client.Builder builder() {
        return new Client.Builder()
                .addEndpoint(TestEngine.shared().endpoint().toString())
                .setUsername("default")
                .setPassword(TestEngine.PASSWORD);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void queriesWithParametersAndSettings() {
        List<GenericRecord> rows = client.queryAll(
                "SELECT {text:String} AS text, {n:UInt32} + 1 AS n, getSetting('max_threads') AS threads",
                Map.of("text", "it's\ta \\ 'ü'", "n", 41),
                new QuerySettings().serverSetting("max_threads", "3"));

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().getString("text")).isEqualTo("it's\ta \\ 'ü'");
        assertThat(rows.getFirst().getLong("n")).isEqualTo(42);
        assertThat(rows.getFirst().getLong("threads")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void insertsRowsAndKeepsDefaults(boolean httpCompression) throws Exception {
        TestEngine.query("CREATE OR REPLACE TABLE v2_insert (a UInt32, b String DEFAULT concat('x', toString(a)))"
                + " ENGINE = MergeTree ORDER BY a");
        try (Client compressing = builder()
                .compressClientRequest(true)
                .compressServerResponse(true)
                .useHttpCompression(httpCompression)
                .build()) {
            byte[] rows = "{\"a\":1}\n{\"a\":2,\"b\":\"two\"}\n".getBytes(StandardCharsets.UTF_8);
            try (InsertResponse response = compressing
                    .insert(
                            "v2_insert",
                            new ByteArrayInputStream(rows),
                            ClickHouseFormat.JSONEachRow,
                            new InsertSettings().serverSetting("insert_deduplication_token", "one"))
                    .get()) {
                assertThat(response.getWrittenRows()).isEqualTo(2);
            }
            assertThat(compressing.queryAll("SELECT b FROM v2_insert ORDER BY a"))
                    .extracting(row -> row.getString("b"))
                    .containsExactly("x1", "two");
        }
    }

    @Test
    void streamsALargeResultThroughEveryCompression() throws Exception {
        for (boolean http : new boolean[] {true, false}) {
            try (Client compressing = builder()
                            .compressServerResponse(true)
                            .useHttpCompression(http)
                            .build();
                    QueryResponse response = compressing
                            .query(
                                    "SELECT number, repeat('y', number % 100) FROM numbers(1000000)",
                                    new QuerySettings().setFormat(ClickHouseFormat.TabSeparated))
                            .get()) {
                long bytes = response.getInputStream().transferTo(new Discarding());
                assertThat(bytes).isEqualTo(57_388_890L);
            }
        }
    }

    private static final class Discarding extends java.io.OutputStream {
        @Override
        public void write(int b) {}

        @Override
        public void write(byte[] bytes, int offset, int length) {}
    }

    @Test
    void getsTheServersErrors() {
        for (boolean http : new boolean[] {true, false}) {
            try (Client compressing = builder()
                    .compressServerResponse(true)
                    .useHttpCompression(http)
                    .build()) {
                assertThatThrownBy(() -> compressing.queryAll("SELECT nothing FROM nowhere"))
                        .hasRootCauseInstanceOf(ServerException.class)
                        .rootCause()
                        .hasMessageContaining("Code: 60")
                        .extracting("code")
                        .isEqualTo(60);
            }
        }
    }
}
