package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.Rows;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric exporters of OpenTelemetry's own SDK send; what stands in ClickHouse is what they sent, field by field. */
final class OtlpMetricsTest {

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
    void metricsOfEveryKindOfTheSdkArriveAsTheyWereSent() {
        try (OtlpHttpMetricExporter overHttp = OtlpHttpMetricExporter.builder()
                        .setEndpoint(receiver.http() + "/v1/metrics")
                        .addHeader("Authorization", receiver.key("metrics-http"))
                        .build();
                OtlpGrpcMetricExporter overGrpc = OtlpGrpcMetricExporter.builder()
                        .setEndpoint(receiver.grpc())
                        .addHeader("Authorization", receiver.key("metrics-grpc"))
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
                .setResource(OtlpReceiver.RESOURCE)
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
            receiver.awaitRows("otel_metrics_" + table, project, table.equals("sum") ? 2 : 1);
        }
        Rows.Row orders = point("sum", project, "orders");
        assertThat(orders.get("Value")).isIn(7, 7.0);
        assertThat(orders.text("MetricDescription") + orders.text("MetricUnit")).isEqualTo("Orders{order}");
        assertThat(orders.get("IsMonotonic")).isEqualTo(true);
        assertThat(orders.number("AggregationTemporality")).isEqualTo(2);
        assertThat(OtlpReceiver.alike(orders.get("Attributes"))).isEqualTo(Map.of("route", "/a"));
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
        assertThat(OtlpReceiver.alike(histogram.get("BucketCounts"))).isEqualTo(latency.getCounts());
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
        assertThat(OtlpReceiver.alike(exponential.get("PositiveBucketCounts")))
                .isEqualTo(size.getPositiveBuckets().getBucketCounts());
    }

    private static Rows.Row point(String table, String project, String metric) {
        return receiver.rows(
                        "SELECT *, toUnixTimestamp64Nano(TimeUnix) AS at FROM otel_metrics_" + table
                                + " WHERE projectId = {project:String} AND MetricName = '" + metric + "'",
                        project)
                .row(0);
    }
}
