package dev.claymore.shop;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The OpenTelemetry SDK of one service: traces, logs and metrics over OTLP, context from and to its neighbours. */
final class Telemetry implements AutoCloseable {

    /** A visitor who looks for the own click should not wait for it. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration METRICS = Duration.ofSeconds(15);

    private final String service;
    private final OpenTelemetrySdk sdk;

    private Telemetry(String service, OpenTelemetrySdk sdk) {
        this.service = service;
        this.sdk = sdk;
    }

    static Telemetry of(String service, URI receiver, String key) {
        String authorization = "Bearer " + key;
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), service,
                        AttributeKey.stringKey("service.namespace"), "tarn-and-trail",
                        AttributeKey.stringKey("service.version"), "5.3.1")));
        SdkTracerProvider traces = SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(new SessionOnSpans())
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(receiver.resolve("/v1/traces").toString())
                                .addHeader("Authorization", authorization)
                                .setCompression("gzip")
                                .build())
                        .setScheduleDelay(SOON)
                        .build())
                .build();
        SdkLoggerProvider logs = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(OtlpHttpLogRecordExporter.builder()
                                .setEndpoint(receiver.resolve("/v1/logs").toString())
                                .addHeader("Authorization", authorization)
                                .setCompression("gzip")
                                .build())
                        .setScheduleDelay(SOON)
                        .build())
                .build();
        SdkMeterProvider metrics = SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricReader(PeriodicMetricReader.builder(OtlpHttpMetricExporter.builder()
                                .setEndpoint(receiver.resolve("/v1/metrics").toString())
                                .addHeader("Authorization", authorization)
                                .setCompression("gzip")
                                .build())
                        .setInterval(METRICS)
                        .build())
                .build();
        ContextPropagators propagators = ContextPropagators.create(TextMapPropagator.composite(
                W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));
        return new Telemetry(
                service,
                OpenTelemetrySdk.builder()
                        .setTracerProvider(traces)
                        .setLoggerProvider(logs)
                        .setMeterProvider(metrics)
                        .setPropagators(propagators)
                        .build());
    }

    String service() {
        return service;
    }

    OpenTelemetry api() {
        return sdk;
    }

    /** Sends what is left, for at most two seconds. */
    @Override
    public void close() {
        sdk.shutdown().join(2, TimeUnit.SECONDS);
    }
}
