package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.claymore.store.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender of OTLP/HTTP is told, and what becomes of JSON. */
final class OtlpDoorsTest {

    private static final String SESSION = "019cab00-0000-7000-9000-000000000002";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String key;
    private static long second;

    @BeforeAll
    static void start() {
        second = Instant.now().getEpochSecond();
        server = TestServer.ready(directory);
        key = server.project("otel").get("writeKey").textValue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder post(String path, String type, byte[] body) {
        return server.anonymous(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static HttpResponse<String> json(String path, String body) {
        return server.send(post(path, "application/json", body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Rows.Row row(String sql) {
        return server.server().database().clickhouse().query(sql, Map.of()).row(0);
    }

    private static void awaitRow(String sql) throws InterruptedException {
        Await.until(
                sql,
                Duration.ofMinutes(1),
                () -> row("SELECT count() AS n FROM (" + sql + ")").number("n") > 0);
    }

    private static String span(String traceId, String spanId, String name, String attributes) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"web\"}}]},"
                + "\"scopeSpans\":[{\"scope\":{\"name\":\"s\",\"notKnown\":[1,{}]},\"spans\":[{\"traceId\":\"" + traceId
                + "\",\"spanId\":\"" + spanId + "\",\"name\":\"" + name + "\",\"kind\":3,"
                + "\"startTimeUnixNano\":\"" + second + "000000001\",\"endTimeUnixNano\":" + (second + 1) + "000000000,"
                + "\"attributes\":[" + attributes
                + "],\"status\":{\"code\":2},\"future\":{\"a\":null}}]}]}],\"alsoNew\":1}";
    }

    @Test
    void jsonHasHexadecimalIdsAndNumbersAsStringsAndUnknownFieldsArePassedOver() throws Exception {
        HttpResponse<String> answer = json(
                "/v1/traces",
                span(
                        "5B8EFFF798038103D269B633813FC60C",
                        "eee19b7ec3c1b174",
                        "from json",
                        "{\"key\":\"n\",\"value\":{\"intValue\":\"9007199254740993\"}},"
                                + "{\"key\":\"list\",\"value\":{\"arrayValue\":{\"values\":[{\"doubleValue\":0.5},{\"doubleValue\":\"NaN\"},{\"stringValue\":\"ü\"},{}]}}},"
                                + "{\"key\":\"map\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":{\"boolValue\":true}}]}}},"
                                + "{\"key\":\"bytes\",\"value\":{\"bytesValue\":\"AQID\"}},"
                                + "{\"key\":\"highlight.session_id\",\"value\":{\"stringValue\":\"" + SESSION
                                + "\"}}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        awaitRow("SELECT 1 FROM otel_traces WHERE SpanName = 'from json'");
        Rows.Row row = row(
                "SELECT *, toUnixTimestamp64Nano(Timestamp) AS start FROM otel_traces WHERE SpanName = 'from json'");
        assertThat(row.text("TraceId")).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(row.text("SpanId")).isEqualTo("eee19b7ec3c1b174");
        assertThat(row.text("SpanKind") + row.text("StatusCode") + row.text("ServiceName"))
                .isEqualTo("ClientErrorweb");
        assertThat(row.number("start")).isEqualTo(second * 1_000_000_000 + 1);
        assertThat(row.number("Duration")).isEqualTo(999_999_999L);
        assertThat(row.text("sessionId")).isEqualTo(SESSION);
        assertThat(row.get("SpanAttributes"))
                .isEqualTo(Map.of(
                        "n", "9007199254740993",
                        "list", "[0.5,\"NaN\",\"ü\",null]",
                        "map", "{\"k\":true}",
                        "bytes", "AQID",
                        "highlight.session_id", SESSION));
        awaitRow("SELECT 1 FROM trace_sessions WHERE sessionId = toUUID('" + SESSION + "')");
        assertThat(row("SELECT count() AS n FROM trace_sessions WHERE sessionId = toUUID('" + SESSION + "')")
                        .number("n"))
                .isEqualTo(1);
    }

    @Test
    void aSummaryArrives() throws Exception {
        json(
                "/v1/metrics",
                "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"rpc\",\"summary\":{\"dataPoints\":[{\"timeUnixNano\":\""
                        + second + "000000000\","
                        + "\"count\":\"11\",\"sum\":2.5,\"quantileValues\":[{\"quantile\":0.5,\"value\":1},{\"quantile\":0.99,\"value\":\"Infinity\"}]}]}},"
                        + "{\"name\":\"g\",\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\"" + second
                        + "000000000\",\"asInt\":\"-3\","
                        + "\"exemplars\":[{\"asDouble\":4.5,\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\"}]}]}}]}]}]}");
        awaitRow("SELECT 1 FROM otel_metrics_summary");
        Rows.Row summary = row(
                "SELECT Count, `ValueAtQuantiles.Quantile` AS q, ValueAtQuantiles.Value[1] AS v FROM otel_metrics_summary");
        assertThat(summary.number("Count")).isEqualTo(11);
        assertThat(summary.get("q").toString()).isEqualTo("[0.5, 0.99]");
        awaitRow("SELECT 1 FROM otel_metrics_gauge");
        Rows.Row gauge =
                row("SELECT Value, Exemplars.TraceId[1] AS t, Exemplars.Value[1] AS v FROM otel_metrics_gauge");
        assertThat(((Number) gauge.get("Value")).doubleValue()).isEqualTo(-3.0);
        assertThat(gauge.text("t")).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(((Number) gauge.get("v")).doubleValue()).isEqualTo(4.5);
    }

    @Test
    void aHistogramWithoutASumHasNone() throws Exception {
        json(
                "/v1/metrics",
                "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"h\",\"histogram\":{\"aggregationTemporality\":1,\"dataPoints\":["
                        + "{\"timeUnixNano\":\"" + second + "000000000\",\"count\":\"3\"},"
                        + "{\"timeUnixNano\":\"" + (second + 1) + "000000000\",\"count\":\"3\",\"sum\":0},"
                        + "{\"timeUnixNano\":\"" + (second + 2) + "000000000\",\"count\":\"3\",\"sum\":4.5}]}}]}]}]}");
        awaitRow("SELECT 1 FROM otel_metrics_histogram");
        assertThat(
                        row("SELECT groupArray(toString(Sum)) AS sums FROM (SELECT Sum FROM otel_metrics_histogram ORDER BY TimeUnix)")
                                .get("sums"))
                .hasToString("[nan, 0, 4.5]");
    }

    @Test
    void aLogRecordWithoutTimeIsObservedWhenItArrives() throws Exception {
        json(
                "/v1/logs",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"timeless\"}}]}]}]}");
        awaitRow("SELECT 1 FROM otel_logs WHERE Body = 'timeless'");
        assertThat(row("SELECT dateDiff('minute', Timestamp, now()) AS n FROM otel_logs WHERE Body = 'timeless'")
                        .number("n"))
                .isBetween(-1L, 5L);
    }

    @Test
    void theSameBodySentAgainIsStoredOnce() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(json("/v1/traces", span(trace, "00f067aa0ba902b7", "again", ""))
                            .statusCode())
                    .isEqualTo(200);
        }
        json("/v1/traces", span(trace, "00f067aa0ba902b8", "behind", ""));
        awaitRow("SELECT 1 FROM otel_traces WHERE SpanName = 'behind'");
        assertThat(row("SELECT count() AS n FROM otel_traces WHERE SpanName = 'again'")
                        .number("n"))
                .isEqualTo(1);
    }

    @Test
    void aSpanWithoutIdsIsRejectedAndItsNeighboursAreNot() {
        HttpResponse<String> answer = json(
                "/v1/traces",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"x\"},{\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"eee19b7ec3c1b174\"},"
                        + "{\"traceId\":\"5b8efff798038103d269b633813fc60d\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"good\",\"startTimeUnixNano\":\""
                        + second + "000000000\"}]}]}]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode partial = TestServer.json(answer).get("partialSuccess");
        assertThat(partial.get("rejectedSpans").textValue()).isEqualTo("2");
        assertThat(partial.get("errorMessage").textValue()).contains("trace id");
    }

    @Test
    void aRecordOfATimeThatNothingIsKeptForIsRejectedAndItsNeighboursAreNot() throws Exception {
        LongFunction<String> span = seconds -> "{\"traceId\":\"5b8efff798038103d269b633813fc60e\""
                + ",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"timely\",\"startTimeUnixNano\":\"" + seconds
                + "000000000\"}";
        LongFunction<String> record = seconds ->
                "{\"body\":{\"stringValue\":\"timely\"},\"timeUnixNano\":\"" + seconds + "000000000\",\"asInt\":1}";
        assertRejected("/v1/traces", "rejectedSpans", "resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]", span);
        assertRejected(
                "/v1/logs", "rejectedLogRecords", "resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[%s]", record);
        assertRejected(
                "/v1/metrics",
                "rejectedDataPoints",
                "resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"timely\",\"gauge\":{\"dataPoints\":[%s]}}]",
                record);
        for (String stored : List.of(
                "otel_traces WHERE SpanName = 'timely'",
                "otel_logs WHERE Body = 'timely'",
                "otel_metrics_gauge WHERE MetricName = 'timely'")) {
            awaitRow("SELECT 1 FROM " + stored);
            assertThat(row("SELECT count() AS n FROM " + stored).number("n")).isEqualTo(2);
        }
        Await.until(
                "the ledger",
                Duration.ofMinutes(1),
                () ->
                        row("SELECT sum(events) AS n FROM ledger WHERE outcome = 'rejected' AND code = 'timestamp_out_of_range'")
                                        .number("n")
                                == 9);
    }

    private static void assertRejected(String path, String field, String around, LongFunction<String> record) {
        String records = LongStream.of(0, -86_400, -801 * 86_400, 2 * 86_400, 1 - second)
                .mapToObj(apart -> record.apply(second + apart))
                .collect(Collectors.joining(","));
        HttpResponse<String> answer = json(path, "{\"" + around.formatted(records) + "}]}]}");
        JsonNode partial = TestServer.json(answer).get("partialSuccess");
        assertThat(partial.get(field).textValue()).isEqualTo("3");
        assertThat(partial.get("errorMessage").textValue())
                .contains("of 3 is more than 800 days before or 24 hours after");
    }

    @Test
    void anEncodingIsReadInAnyCaseAndOneThatIsNotTakenIsNamed() {
        byte[] packed = Exchange.gzip("{\"resourceLogs\":[]}".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("/v1/traces", "/v1/logs", "/v1/metrics")) {
            HttpRequest.Builder upper = post(path, "application/json", packed).header("Content-Encoding", "GZIP");
            assertThat(server.send(upper).statusCode()).isEqualTo(200);
            for (String encoding : List.of("zstd", "deflate")) {
                HttpResponse<String> refused =
                        server.send(post(path, "application/json", packed).header("Content-Encoding", encoding));
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
                assertThat(refused.body()).contains("\"message\"").contains(encoding);
            }
        }
    }

    @Test
    void emptyRequestsSucceed() throws Exception {
        assertThat(json("/v1/logs", "{}").body()).isEqualTo("{}");
        HttpResponse<byte[]> empty = server.sendBytes(post("/v1/traces", "application/x-protobuf", new byte[0]));
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
    }

    @Test
    void errorsAreAStatusInTheEncodingOfTheRequest() throws Exception {
        for (String body : List.of("{", "[]", "{\"resourceSpans\":{}}", span("5g", "eee19b7ec3c1b174", "x", ""))) {
            HttpResponse<String> answer = json("/v1/traces", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(TestServer.json(answer).get("code").intValue()).isEqualTo(3);
            assertThat(TestServer.json(answer).get("message").textValue()).startsWith("invalid_otlp: ");
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        }
        HttpResponse<byte[]> binary =
                server.sendBytes(post("/v1/traces", "application/x-protobuf", new byte[] {10, 5}));
        assertThat(binary.statusCode()).isEqualTo(400);
        assertThat(binary.body()).startsWith(8, 3, 18);
        HttpResponse<byte[]> unknown = server.sendBytes(server.anonymous("/v1/metrics?key=wk_nobody")
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).startsWith(8, 16, 18);
        assertThat(server.send(post("/v1/logs", "text/plain", new byte[] {1})).statusCode())
                .isEqualTo(415);
    }

    /** Attributes of the resource stand in each row: 100 KB a thousand times. */
    @Test
    void aSmallBodyWithRowsWithoutEndIsTooLargeAndNothingWaitsForIt() throws Exception {
        for (String[] signal : new String[][] {
            {"/v1/logs", "resourceLogs", "scopeLogs", "\"logRecords\":[%s]", "{\"body\":{\"stringValue\":\"x\"}}"},
            {
                "/v1/metrics",
                "resourceMetrics",
                "scopeMetrics",
                "\"metrics\":[{\"name\":\"m\",\"gauge\":{\"dataPoints\":[%s]}}]",
                "{\"asInt\":\"1\",\"timeUnixNano\":\"1\"}"
            },
        }) {
            for (int records : new int[] {1, 1_000}) {
                HttpResponse<String> answer = json(
                        signal[0],
                        ("{\"%s\":[{\"resource\":{\"attributes\":[{\"key\":\"process.command_args\",\"value\":{\"stringValue\":\"%s\"}}]},"
                                        + "\"%s\":[{%s}]}]}")
                                .formatted(
                                        signal[1],
                                        "a".repeat(100_000),
                                        signal[2],
                                        signal[3].formatted(
                                                String.join(",", Collections.nCopies(records, signal[4])))));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(records == 1 ? 200 : 413);
                assertThat(answer.body().contains("stands in each of its records"))
                        .isEqualTo(records > 1);
            }
        }
    }

    @Test
    void aBodyThatInflatesBeyondItsBoundIsTooLarge() throws Exception {
        byte[] bomb = gzipped("\0".repeat(100 << 20));
        HttpResponse<byte[]> answer = server.sendBytes(
                post("/v1/traces", "application/x-protobuf", bomb).header("Content-Encoding", "gzip"));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).startsWith(8, 8, 18);
        HttpResponse<String> plain = json("/v1/traces", " ".repeat((8 << 20) + 1));
        assertThat(plain.statusCode()).isEqualTo(413);
        assertThat(TestServer.json(plain).get("code").intValue()).isEqualTo(8);
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void whoIsTooFastIsToldWhenToComeBack() {
        String slow = server.project("slow").get("writeKey").textValue();
        assertThat(server.send(server.request("/api/projects/slow")
                                .header("Content-Type", "application/json")
                                .method(
                                        "PATCH",
                                        HttpRequest.BodyPublishers.ofString("{\"settings\":{\"eventsPerSecond\":1}}")))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = null;
        for (int i = 0; i < 20 && (answer == null || answer.statusCode() == 200); i++) {
            answer = server.send(server.anonymous("/v1/traces")
                    .header("x-claymore-key", slow)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            span("5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b" + (100 + i), "fast", ""))));
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(TestServer.json(answer).get("code").intValue()).isEqualTo(8);
    }

    @Test
    void browsersMaySendWhateverHeadersTheirExporterHas() {
        HttpResponse<String> answer = server.send(server.anonymous("/v1/traces")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-claymore-key,x-more")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("content-type,x-claymore-key,x-more");
    }

    @Test
    void aPortThatIsTakenStopsTheStartAndNamesItsKey(@TempDir Path other) throws IOException {
        for (String name : List.of("CLAYMORE_OTLP_HTTP_PORT", "CLAYMORE_OTLP_GRPC_PORT")) {
            try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(() -> TestServer.start(other, Map.of(name, Integer.toString(taken.getLocalPort()))))
                        .isInstanceOf(BadConfig.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void theLedgerBalances() throws Exception {
        assertThat(json("/v1/traces", span("5b8efff798038103d269b633813fc60f", "eee19b7ec3c1b175", "counted", ""))
                        .statusCode())
                .isEqualTo(200);
        awaitRow("SELECT 1 FROM otel_traces WHERE SpanName = 'counted'");
        Await.until(
                "the ledger balances",
                Duration.ofMinutes(1),
                () -> dev.claymore.ingest.LedgerCheck.of(
                                server.server().database().clickhouse(), "otel")
                        .balances());
    }
}
