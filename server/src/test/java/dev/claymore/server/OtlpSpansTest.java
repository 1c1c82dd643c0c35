package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Rows;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The span exporters of OpenTelemetry's own SDK send; what stands in ClickHouse is what they sent, field by field. */
final class OtlpSpansTest {

    private static final int SPANS = 2_000;

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
    void spansOverHttpArriveAsTheyWereSent() {
        try (OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(receiver.http() + "/v1/traces")
                .addHeader("Authorization", receiver.key("java-http"))
                .setCompression("gzip")
                .build()) {
            spans("java-http", exporter::export);
        }
    }

    @Test
    void spansOverGrpcArriveAsTheyWereSent() {
        try (OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(receiver.grpc())
                .addHeader("Authorization", receiver.key("java-grpc"))
                .setCompression("gzip")
                .build()) {
            spans("java-grpc", exporter::export);
        }
    }

    @Test
    void aLargeBatchComesUncompressedOverManyFrames() {
        try (OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(receiver.grpc())
                .addHeader("Authorization", receiver.key("java-frames"))
                .build()) {
            spans("java-frames", exporter::export);
        }
    }

    private static void spans(String project, OtlpReceiver.Export<SpanData> exporter) {
        List<SpanData> sent = spans();
        OtlpReceiver.send(exporter, sent);
        receiver.awaitRows("otel_traces", project, sent.size());
        Map<String, Rows.Row> stored = receiver
                .rows(
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
            expected.put(
                    "ResourceAttributes", OtlpReceiver.text(span.getResource().getAttributes()));
            expected.put("ResourceSchemaUrl", span.getResource().getSchemaUrl());
            expected.put("ScopeName", span.getInstrumentationScopeInfo().getName());
            expected.put("ScopeVersion", span.getInstrumentationScopeInfo().getVersion());
            expected.put("ScopeSchemaUrl", span.getInstrumentationScopeInfo().getSchemaUrl());
            expected.put("SpanAttributes", OtlpReceiver.text(span.getAttributes()));
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
                    span.getEvents().stream()
                            .map(e -> OtlpReceiver.text(e.getAttributes()))
                            .toList());
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
                    span.getLinks().stream()
                            .map(l -> OtlpReceiver.text(l.getAttributes()))
                            .toList());
            expected.put(
                    "sessionId",
                    span.getAttributes().get(AttributeKey.stringKey("session.id")) == null
                            ? new UUID(0, 0).toString()
                            : OtlpReceiver.SESSION);
            assertThat(OtlpReceiver.seen(row, expected.keySet())).isEqualTo(expected);
        }
    }

    private static List<SpanData> spans() {
        List<SpanData> spans = new ArrayList<>();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(OtlpReceiver.RESOURCE)
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
                    span.setAttribute("session.id", OtlpReceiver.SESSION);
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
}
