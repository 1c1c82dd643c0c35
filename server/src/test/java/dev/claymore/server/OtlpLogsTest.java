package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log exporters of OpenTelemetry's own SDK send; what stands in ClickHouse is what they sent, field by field. */
final class OtlpLogsTest {

    @TempDir
    static Path directory;

    private static OtlpReceiver receiver;

    @BeforeAll
    static void start() {
        receiver = OtlpReceiver.start(directory);
    }

    @AfterAll
    static void stop() {
        receiver.close();
    }

    @Test
    void logRecordsArriveAsTheyWereSent() {
        try (OtlpHttpLogRecordExporter overHttp = OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(receiver.http() + "/v1/logs")
                        .addHeader("Authorization", receiver.key("logs-http"))
                        .setCompression("gzip")
                        .build();
                OtlpGrpcLogRecordExporter overGrpc = OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint(receiver.grpc())
                        .addHeader("x-claymore-key", receiver.key("logs-grpc").substring(7))
                        .build()) {
            logs("logs-http", overHttp::export);
            logs("logs-grpc", overGrpc::export);
        }
    }

    /** Without a time of its own a line that is written again is another line, not the same one sent again. */
    @Test
    void equalRecordsWithoutATimeAreAllStored() throws Exception {
        String key = receiver.key("timeless");
        String untimed =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"ready\"}}]}]}]}";
        String timed =
                untimed.replace("{\"body\"", "{\"timeUnixNano\":\"" + System.currentTimeMillis() + "000000\",\"body\"");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String body : List.of(untimed, timed, untimed, timed, untimed)) {
                int status = client.send(
                                HttpRequest.newBuilder(URI.create(receiver.http() + "/v1/logs"))
                                        .header("Authorization", key)
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                assertThat(status).isEqualTo(200);
            }
        }
        receiver.awaitRows("otel_logs", "timeless", 4);
        assertThat(receiver.rows(
                                "SELECT countIf(Timestamp = ObservedTimestamp) AS untimed, count() AS n FROM otel_logs WHERE projectId = {project:String}",
                                "timeless")
                        .rows()
                        .toString())
                .isEqualTo("[[3, 4]]");
    }

    private static void logs(String project, OtlpReceiver.Export<LogRecordData> exporter) {
        List<LogRecordData> sent = new ArrayList<>();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(OtlpReceiver.RESOURCE)
                .addLogRecordProcessor((context, record) -> sent.add(record.toLogRecordData()))
                .build()) {
            var logger =
                    provider.loggerBuilder("log").setInstrumentationVersion("2").build();
            SpanContext span = SpanContext.create(
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    "00f067aa0ba902b7",
                    TraceFlags.getSampled(),
                    TraceState.getDefault());
            List<Severity> severities = List.of(Severity.values());
            for (int i = 0; i < 500; i++) {
                logger.logRecordBuilder()
                        .setBody("order " + i + " – paid")
                        .setSeverity(severities.get(i % severities.size()))
                        .setSeverityText("S" + i % 4)
                        .setTimestamp(1_780_000_000_000_000_000L + i, TimeUnit.NANOSECONDS)
                        .setObservedTimestamp(1_780_000_001_000_000_000L + i, TimeUnit.NANOSECONDS)
                        .setContext(i % 2 == 0 ? Context.root() : Context.root().with(Span.wrap(span)))
                        .setAttribute(AttributeKey.stringKey("rum.sessionId"), OtlpReceiver.SESSION.replace("-", ""))
                        .setAttribute(AttributeKey.longKey("order"), (long) i)
                        .setEventName("order.paid")
                        .emit();
            }
        }
        OtlpReceiver.send(exporter, sent);
        receiver.awaitRows("otel_logs", project, sent.size());
        List<Map<String, Object>> stored = receiver
                .rows(
                        "SELECT *, toUnixTimestamp64Nano(Timestamp) AS time, toUnixTimestamp64Nano(ObservedTimestamp) AS observed FROM otel_logs WHERE projectId = {project:String} ORDER BY Timestamp",
                        project)
                .records()
                .stream()
                .map(row -> OtlpReceiver.seen(
                        row,
                        List.of(
                                "time",
                                "observed",
                                "TraceId",
                                "SpanId",
                                "TraceFlags",
                                "SeverityText",
                                "SeverityNumber",
                                "ServiceName",
                                "Body",
                                "ResourceAttributes",
                                "ScopeName",
                                "ScopeVersion",
                                "LogAttributes",
                                "EventName",
                                "sessionId")))
                .toList();
        List<Map<String, Object>> expected = sent.stream()
                .map(log -> {
                    boolean traced = log.getSpanContext().isValid();
                    Map<String, Object> row = new TreeMap<>();
                    row.put("time", log.getTimestampEpochNanos());
                    row.put("observed", log.getObservedTimestampEpochNanos());
                    row.put("TraceId", traced ? log.getSpanContext().getTraceId() : "");
                    row.put("SpanId", traced ? log.getSpanContext().getSpanId() : "");
                    row.put("TraceFlags", traced ? 1L : 0L);
                    row.put("SeverityText", log.getSeverityText());
                    row.put("SeverityNumber", (long) log.getSeverity().getSeverityNumber());
                    row.put("ServiceName", "checkout");
                    row.put("Body", log.getBodyValue().asString());
                    row.put(
                            "ResourceAttributes",
                            OtlpReceiver.text(log.getResource().getAttributes()));
                    row.put("ScopeName", "log");
                    row.put("ScopeVersion", "2");
                    row.put("LogAttributes", OtlpReceiver.text(log.getAttributes()));
                    row.put("EventName", "order.paid");
                    row.put("sessionId", OtlpReceiver.SESSION);
                    return row;
                })
                .toList();
        assertThat(stored).isEqualTo(expected);
    }
}
