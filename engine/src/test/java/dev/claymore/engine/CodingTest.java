package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression in both directions. */
class CodingTest {
    private static final String SUM = "SELECT count(), sum(a) FROM packed";
    private static final byte[] ROWS = rows();

    private static byte[] rows() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            rows.append(i).append('\n');
        }
        return rows.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void table() {
        TestEngine.query("CREATE OR REPLACE TABLE packed (a UInt32) ENGINE = MergeTree ORDER BY a");
    }

    private static HttpResponse<String> insert(byte[] body, String coding, String... parameters) {
        HttpRequest.Builder request = TestEngine.request(BodyPublishers.ofByteArray(body), parameters);
        return TestEngine.send(
                coding.isEmpty() ? request : request.header("Content-Encoding", coding), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
    void takesAndGivesEveryContentCoding(ContentCoding coding) throws IOException {
        table();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = coding.encode(packed, 3)) {
            out.write(ROWS);
        }
        String[] into = {"query", "INSERT INTO packed FORMAT TSV"};
        assertThat(insert(packed.toByteArray(), coding.token(), into).statusCode())
                .isEqualTo(200);
        assertThat(TestEngine.query(SUM)).isEqualTo("200000\t19999900000\n");

        HttpResponse<byte[]> response = TestEngine.send(
                TestEngine.request(
                                BodyPublishers.ofString("SELECT number FROM numbers(200000)"),
                                "enable_http_compression",
                                "1")
                        .header("Accept-Encoding", coding.token()),
                BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).contains(coding.token());
        assertThat(coding.decode(new ByteArrayInputStream(response.body())).readAllBytes())
                .isEqualTo(ROWS);
    }

    @Test
    void leavesTheResultAsItIsUnlessAsked() {
        HttpResponse<String> response = TestEngine.send(
                TestEngine.request(BodyPublishers.ofString("SELECT 1")).header("Accept-Encoding", "gzip"),
                BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).isEqualTo("1\n");
    }

    @Test
    void givesClickHousesBlocks() throws IOException {
        HttpResponse<byte[]> response = TestEngine.send(
                TestEngine.request(BodyPublishers.ofString("SELECT number FROM numbers(200000)"), "compress", "1"),
                BodyHandlers.ofByteArray());
        assertThat(response.body().length).isLessThan(ROWS.length);
        assertThat(new CompressedBlocks.Reader(new ByteArrayInputStream(response.body())).readAllBytes())
                .isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "LZ4", "ZSTD"})
    void takesClickHousesBlocksOfEveryMethod(String method) throws IOException {
        table();
        byte[] packed = method.equals("LZ4") ? lz4(ROWS) : block(method, ROWS);
        HttpResponse<String> response = insert(packed, "", "decompress", "1", "query", "INSERT INTO packed FORMAT TSV");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestEngine.query(SUM)).isEqualTo("200000\t19999900000\n");
    }

    @Test
    void takesAStatementInBlocks() throws IOException {
        byte[] packed = lz4("SELECT 1 + 1".getBytes(StandardCharsets.US_ASCII));
        assertThat(insert(packed, "", "decompress", "1").body()).isEqualTo("2\n");
    }

    @Test
    void refusesBadInputAndStoresNothing() throws IOException {
        table();
        byte[] flipped = lz4(ROWS);
        flipped[100] ^= 1;
        byte[] cut = java.util.Arrays.copyOf(lz4(ROWS), 1000);
        String[] into = {"decompress", "1", "query", "INSERT INTO packed FORMAT TSV"};
        assertThat(insert(flipped, "", into).body()).contains("Code: 40", "Checksum");
        assertThat(insert(cut, "", into).body()).contains("Code: 33");
        assertThat(insert(ROWS, "", into).body()).contains("Code: 39");
        assertThat(insert(ROWS, "gzip", "query", "INSERT INTO packed FORMAT TSV")
                        .statusCode())
                .isEqualTo(500);
        assertThat(insert(ROWS, "br", "query", "INSERT INTO packed FORMAT TSV").statusCode())
                .isEqualTo(501);
        assertThat(TestEngine.query("SELECT count() FROM packed")).isEqualTo("0\n");
    }

    @Test
    void hashesLikeClickHouse() {
        // Checked against com.clickhouse.data.ClickHouseCityHash, the Java client's own port.
        byte[] bytes = new byte[1200];
        new Random(1).nextBytes(bytes);
        for (int length = 0; length < bytes.length; length++) {
            CityHash128.Value hash = CityHash128.hash(bytes, 0, length);
            assertThat(new long[] {hash.low(), hash.high()}).isEqualTo(reference(bytes, length));
        }
    }

    @SuppressWarnings("deprecation") // It is the reference all the same.
    private static long[] reference(byte[] bytes, int length) {
        return com.clickhouse.data.ClickHouseCityHash.cityHash128(bytes, 0, length);
    }

    private static byte[] lz4(byte[] data) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new CompressedBlocks.Writer(packed)) {
            out.write(data);
        }
        return packed.toByteArray();
    }

    private static byte[] block(String method, byte[] data) {
        byte[] body = method.equals("ZSTD") ? Zstd.compress(data) : data;
        ByteBuffer block = ByteBuffer.allocate(25 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        block.position(16);
        block.put((byte) (method.equals("ZSTD") ? 0x90 : 0x02))
                .putInt(9 + body.length)
                .putInt(data.length);
        block.put(body);
        CityHash128.Value hash = CityHash128.hash(block.array(), 16, 9 + body.length);
        block.putLong(0, hash.low()).putLong(8, hash.high());
        return block.array();
    }
}
