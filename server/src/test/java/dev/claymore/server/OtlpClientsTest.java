package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Rows;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporters of OpenTelemetry's own SDK send; what stands in ClickHouse is what they sent, field by field. */
final class OtlpClientsTest {

    private static final int SPANS = 2_000;
    private static final String SESSION = "019cab00-0000-7000-9000-000000000001";

    private static final Resource RESOURCE = Resource.create(
            Attributes.builder()
                    .put("service.name", "checkout")
                    .put("host.name", "grün")
                    .put("process.pid", 4711)
                    .build(),
            "https://opentelemetry.io/schemas/1.30.0");

    @TempDir
    static Path directory;

    private static TestServer server;
    private static String http;
    private static String grpc;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory, Map.of("CLAYMORE_OTLP_HTTP_PORT", "0", "CLAYMORE_OTLP_GRPC_PORT", "0"));
        server.awaitReady();
        OtlpPorts ports = server.server().otlp();
        http = "http://127.0.0.1:" + ports.httpPort().orElseThrow();
        grpc = "http://127.0.0.1:" + ports.grpcPort().orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String key(String project) {
        return "Bearer " + server.project(project).get("secretKey").textValue();
    }

    private static Rows rows(String sql, String project) {
        return server.server().database().clickhouse().query(sql, Map.of("project", project));
    }

    private static void awaitRows(String table, String project, long count) {
        try {
            Await.until(
                    count + " rows of " + table,
                    Duration.ofMinutes(2),
                    () -> rows("SELECT count() AS n FROM " + table + " WHERE projectId = {project:String}", project)
                                    .row(0)
                                    .number("n")
                            >= count);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void spansOverHttpArriveAsTheyWereSent() {
        try (OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(http + "/v1/traces")
                .addHeader("Authorization", key("java-http"))
                .setCompression("gzip")
                .build()) {
            spans("java-http", exporter::export);
        }
    }

    @Test
    void spansOverGrpcArriveAsTheyWereSent() {
        try (OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(grpc)
                .addHeader("Authorization", key("java-grpc"))
                .setCompression("gzip")
                .build()) {
            spans("java-grpc", exporter::export);
        }
    }

    @Test
    void aLargeBatchComesUncompressedOverManyFrames() {
        try (OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(grpc)
                .addHeader("Authorization", key("java-frames"))
                .build()) {
            spans("java-frames", exporter::export);
        }
    }

    private interface Export<T> {
        CompletableResultCode of(Collection<T> data);
    }

    private static <T> void send(Export<T> exporter, Collection<T> data) {
        CompletableResultCode sent = exporter.of(data).join(60, TimeUnit.SECONDS);
        assertThat(sent.isSuccess())
                .as(String.valueOf(sent.getFailureThrowable()))
                .isTrue();
    }

    private static void spans(String project, Export<SpanData> exporter) {
        List<SpanData> sent = spans();
        send(exporter, sent);
        awaitRows("otel_traces", project, sent.size());
        Map<String, Rows.Row> stored = rows(
                        "SELECT *, toUnixTimestamp64Nano(Timestamp) AS start, arrayMap(t -> toUnixTimestamp64Nano(t), Events.Timestamp) AS eventTimes FROM otel_traces WHERE projectId = {project:String}",
                        project)
                .records()
                .stream()
                .collect(Collectors.toMap(row -> row.text("SpanId"), row -> row));
        assertThat(stored).hasSize(sent.size());
        for (SpanData span : sent) {
            Rows.Row row = stored.get(span.getSpanId());
            Map<String, Object> expected = new TreeMap<>();
            expected.put("TraceId", span.getTraceId());
            expected.put("ParentSpanId", span.getParentSpanContext().isValid() ? span.getParentSpanId() : "");
            expected.put(
                    "TraceState", span.getSpanContext().getTraceState().asMap().isEmpty() ? "" : "vendor=one");
            expected.put("SpanName", span.getName());
            expected.put(
                    "SpanKind",
                    span.getKind().name().charAt(0)
                            + span.getKind().name().substring(1).toLowerCase(Locale.ROOT));
            expected.put("ServiceName", "checkout");
            expected.put("ResourceAttributes", text(span.getResource().getAttributes()));
            expected.put("ResourceSchemaUrl", span.getResource().getSchemaUrl());
            expected.put("ScopeName", span.getInstrumentationScopeInfo().getName());
            expected.put("ScopeVersion", span.getInstrumentationScopeInfo().getVersion());
            expected.put("ScopeSchemaUrl", span.getInstrumentationScopeInfo().getSchemaUrl());
            expected.put("SpanAttributes", text(span.getAttributes()));
            expected.put("start", span.getStartEpochNanos());
            expected.put("Duration", span.getEndEpochNanos() - span.getStartEpochNanos());
            expected.put(
                    "StatusCode",
                    switch (span.getStatus().getStatusCode()) {
                        case UNSET -> "Unset";
                        case OK -> "Ok";
                        case ERROR -> "Error";
                    });
            expected.put("StatusMessage", span.getStatus().getDescription());
            expected.put(
                    "eventTimes",
                    span.getEvents().stream().map(e -> e.getEpochNanos()).toList());
            expected.put(
                    "Events.Name",
                    span.getEvents().stream().map(e -> e.getName()).toList());
            expected.put(
                    "Events.Attributes",
                    span.getEvents().stream().map(e -> text(e.getAttributes())).toList());
            expected.put(
                    "Links.TraceId",
                    span.getLinks().stream()
                            .map(l -> l.getSpanContext().getTraceId())
                            .toList());
            expected.put(
                    "Links.SpanId",
                    span.getLinks().stream()
                            .map(l -> l.getSpanContext().getSpanId())
                            .toList());
            expected.put(
                    "Links.Attributes",
                    span.getLinks().stream().map(l -> text(l.getAttributes())).toList());
            expected.put(
                    "sessionId",
                    span.getAttributes().get(AttributeKey.stringKey("session.id")) == null
                            ? new UUID(0, 0).toString()
                            : SESSION);
            assertThat(seen(row, expected.keySet())).isEqualTo(expected);
        }
    }

    /** The same columns of what is stored, with numbers alike. */
    private static Map<String, Object> seen(Rows.Row row, Collection<String> columns) {
        Map<String, Object> seen = new TreeMap<>();
        columns.forEach(column -> seen.put(column, alike(row.get(column))));
        return seen;
    }

    private static Object alike(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case java.math.BigInteger number -> number.longValue();
            case List<?> list -> list.stream().map(OtlpClientsTest::alike).toList();
            case Map<?, ?> map -> new TreeMap<>(map);
            case null -> "";
            default -> value;
        };
    }

    private static Map<String, Object> text(Attributes attributes) {
        Map<String, Object> text = new TreeMap<>();
        attributes.forEach((key, value) ->
                text.put(key.getKey(), value instanceof List<?> list ? json(list) : plain(value)));
        return text;
    }

    private static String json(List<?> list) {
        return list.stream()
                .map(value ->
                        value instanceof String string ? "\"" + string.replace("\"", "\\\"") + "\"" : plain(value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String plain(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    private static List<SpanData> spans() {
        List<SpanData> spans = new ArrayList<>();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(RESOURCE)
                .addSpanProcessor(SimpleSpanProcessor.create(collecting(spans)))
                .build()) {
            Tracer tracer = provider.tracerBuilder("shop")
                    .setInstrumentationVersion("1.2.3")
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.29.0")
                    .build();
            Span root = tracer.spanBuilder("POST /order")
                    .setSpanKind(SpanKind.SERVER)
                    .startSpan();
            SpanContext remote = SpanContext.createFromRemoteParent(
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    "00f067aa0ba902b7",
                    TraceFlags.getSampled(),
                    TraceState.builder().put("vendor", "one").build());
            List<SpanKind> kinds = List.of(SpanKind.values());
            for (int i = 0; i < SPANS; i++) {
                Span span = tracer.spanBuilder("step " + i % 7)
                        .setSpanKind(kinds.get(i % kinds.size()))
                        .setParent(Context.root().with(i % 5 == 0 ? Span.wrap(remote) : root))
                        .addLink(
                                remote,
                                Attributes.builder().put("why", "\"batch\"\n").build())
                        .startSpan();
                span.setAttribute("http.route", "/order/{id}");
                span.setAttribute("ratio", i / 8.0);
                span.setAttribute("big", Long.MIN_VALUE + i);
                span.setAttribute("yes", i % 2 == 0);
                span.setAttribute(AttributeKey.stringArrayKey("names"), List.of("a", "ü\"b"));
                span.setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, -2L));
                span.setAttribute(AttributeKey.doubleArrayKey("parts"), List.of(0.5, 2.0));
                span.setAttribute(AttributeKey.booleanArrayKey("flags"), List.of(true, false));
                if (i % 3 == 0) {
                    span.setAttribute("session.id", SESSION);
                    span.addEvent(
                            "exception",
                            Attributes.builder().put("exception.type", "Böse").build());
                    span.addEvent("retry");
                    span.setStatus(StatusCode.ERROR, "it broke");
                } else if (i % 3 == 1) {
                    span.setStatus(StatusCode.OK);
                }
                span.end();
            }
            root.end();
        }
        return spans;
    }

    private static io.opentelemetry.sdk.trace.export.SpanExporter collecting(List<SpanData> spans) {
        return new io.opentelemetry.sdk.trace.export.SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> data) {
                spans.addAll(data);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }

    @Test
    void logRecordsArriveAsTheyWereSent() {
        try (OtlpHttpLogRecordExporter overHttp = OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(http + "/v1/logs")
                        .addHeader("Authorization", key("logs-http"))
                        .setCompression("gzip")
                        .build();
                OtlpGrpcLogRecordExporter overGrpc = OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint(grpc)
                        .addHeader("x-claymore-key", key("logs-grpc").substring(7))
                        .build()) {
            logs("logs-http", overHttp::export);
            logs("logs-grpc", overGrpc::export);
        }
    }

    private static void logs(String project, Export<LogRecordData> exporter) {
        List<LogRecordData> sent = new ArrayList<>();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(RESOURCE)
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
                        .setAttribute(AttributeKey.stringKey("rum.sessionId"), SESSION.replace("-", ""))
                        .setAttribute(AttributeKey.longKey("order"), (long) i)
                        .setEventName("order.paid")
                        .emit();
            }
        }
        send(exporter, sent);
        awaitRows("otel_logs", project, sent.size());
        List<Map<String, Object>> stored = rows(
                        "SELECT *, toUnixTimestamp64Nano(Timestamp) AS time, toUnixTimestamp64Nano(ObservedTimestamp) AS observed FROM otel_logs WHERE projectId = {project:String} ORDER BY Timestamp",
                        project)
                .records()
                .stream()
                .map(row -> seen(
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
                    row.put("ResourceAttributes", text(log.getResource().getAttributes()));
                    row.put("ScopeName", "log");
                    row.put("ScopeVersion", "2");
                    row.put("LogAttributes", text(log.getAttributes()));
                    row.put("EventName", "order.paid");
                    row.put("sessionId", SESSION);
                    return row;
                })
                .toList();
        assertThat(stored).isEqualTo(expected);
    }

    @Test
    void metricsOfEveryKindOfTheSdkArriveAsTheyWereSent() {
        try (OtlpHttpMetricExporter overHttp = OtlpHttpMetricExporter.builder()
                        .setEndpoint(http + "/v1/metrics")
                        .addHeader("Authorization", key("metrics-http"))
                        .build();
                OtlpGrpcMetricExporter overGrpc = OtlpGrpcMetricExporter.builder()
                        .setEndpoint(grpc)
                        .addHeader("Authorization", key("metrics-grpc"))
                        .setCompression("gzip")
                        .build()) {
            metrics("metrics-http", overHttp);
            metrics("metrics-grpc", overGrpc);
        }
    }

    private static void metrics(String project, MetricExporter exporter) {
        List<MetricData> sent = new ArrayList<>();
        MetricExporter both = new MetricExporter() {
            @Override
            public CompletableResultCode export(Collection<MetricData> metrics) {
                if (!sent.isEmpty()) {
                    return CompletableResultCode.ofSuccess(); // What the provider collects once more when it is closed.
                }
                sent.addAll(metrics);
                return exporter.export(metrics);
            }

            @Override
            public CompletableResultCode flush() {
                return exporter.flush();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public io.opentelemetry.sdk.metrics.data.AggregationTemporality getAggregationTemporality(
                    io.opentelemetry.sdk.metrics.InstrumentType type) {
                return exporter.getAggregationTemporality(type);
            }
        };
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                .setResource(RESOURCE)
                .registerView(
                        InstrumentSelector.builder().setName("size").build(),
                        View.builder()
                                .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                                .build())
                .registerMetricReader(PeriodicMetricReader.builder(both)
                        .setInterval(Duration.ofHours(1))
                        .build())
                .build()) {
            var meter = provider.meterBuilder("meter")
                    .setInstrumentationVersion("3")
                    .build();
            Attributes one = Attributes.builder().put("route", "/a").build();
            meter.counterBuilder("orders")
                    .setDescription("Orders")
                    .setUnit("{order}")
                    .build()
                    .add(7, one);
            meter.upDownCounterBuilder("open").ofDoubles().build().add(-2.5, one);
            meter.gaugeBuilder("temperature").build().set(21.5, one);
            var histogram = meter.histogramBuilder("latency").setUnit("ms").build();
            var exponential = meter.histogramBuilder("size").build();
            for (int i = 0; i < 50; i++) {
                histogram.record(i * 13.5, one);
                exponential.record(i * i, one);
            }
            assertThat(provider.forceFlush().join(60, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }
        assertThat(sent).hasSize(5);
        Map<String, MetricData> byName = new HashMap<>();
        sent.forEach(metric -> byName.put(metric.getName(), metric));
        for (String table : List.of("sum", "gauge", "histogram", "exponential_histogram")) {
            awaitRows("otel_metrics_" + table, project, table.equals("sum") ? 2 : 1);
        }
        Rows.Row orders = point("sum", project, "orders");
        assertThat(orders.get("Value")).isIn(7, 7.0);
        assertThat(orders.text("MetricDescription") + orders.text("MetricUnit")).isEqualTo("Orders{order}");
        assertThat(orders.get("IsMonotonic")).isEqualTo(true);
        assertThat(orders.number("AggregationTemporality")).isEqualTo(2);
        assertThat(alike(orders.get("Attributes"))).isEqualTo(Map.of("route", "/a"));
        assertThat(orders.number("at"))
                .isEqualTo(byName.get("orders")
                        .getLongSumData()
                        .getPoints()
                        .iterator()
                        .next()
                        .getEpochNanos());
        assertThat(point("sum", project, "open").get("Value")).isEqualTo(-2.5);
        assertThat(point("sum", project, "open").get("IsMonotonic")).isEqualTo(false);
        assertThat(point("gauge", project, "temperature").get("Value")).isEqualTo(21.5);

        HistogramPointData latency =
                byName.get("latency").getHistogramData().getPoints().iterator().next();
        Rows.Row histogram = point("histogram", project, "latency");
        assertThat(histogram.number("Count")).isEqualTo(50);
        assertThat(((Number) histogram.get("Sum")).doubleValue()).isEqualTo(latency.getSum());
        assertThat(((Number) histogram.get("Max")).doubleValue()).isEqualTo(latency.getMax());
        assertThat(alike(histogram.get("BucketCounts"))).isEqualTo(latency.getCounts());
        assertThat(((List<?>) histogram.get("ExplicitBounds"))
                        .stream().map(bound -> ((Number) bound).doubleValue()).toList())
                .isEqualTo(latency.getBoundaries());

        ExponentialHistogramPointData size = byName.get("size")
                .getExponentialHistogramData()
                .getPoints()
                .iterator()
                .next();
        Rows.Row exponential = point("exponential_histogram", project, "size");
        assertThat(exponential.number("Scale")).isEqualTo(size.getScale());
        assertThat(exponential.number("ZeroCount")).isEqualTo(size.getZeroCount());
        assertThat(exponential.number("PositiveOffset"))
                .isEqualTo(size.getPositiveBuckets().getOffset());
        assertThat(alike(exponential.get("PositiveBucketCounts")))
                .isEqualTo(size.getPositiveBuckets().getBucketCounts());
    }

    private static Rows.Row point(String table, String project, String metric) {
        return rows(
                        "SELECT *, toUnixTimestamp64Nano(TimeUnix) AS at FROM otel_metrics_" + table
                                + " WHERE projectId = {project:String} AND MetricName = '" + metric + "'",
                        project)
                .row(0);
    }
}
