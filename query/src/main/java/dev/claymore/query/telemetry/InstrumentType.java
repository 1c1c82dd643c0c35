package dev.claymore.query.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of metrics OpenTelemetry has, each in a table of its own, and what can be asked of them. */
public enum InstrumentType {
    GAUGE("otel_metrics_gauge", "avg min max sum"),
    SUM("otel_metrics_sum", "rate increase avg min max sum"),
    HISTOGRAM("otel_metrics_histogram", "p95 p50 p99 avg rate increase"),
    EXPONENTIAL_HISTOGRAM("otel_metrics_exponential_histogram", "avg rate increase"),
    SUMMARY("otel_metrics_summary", "avg rate increase");

    final String table;
    private final String functions;

    InstrumentType(String table, String functions) {
        this.table = table;
        this.functions = functions;
    }

    /** Its name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<InstrumentType> ofWire(String name) {
        return Arrays.stream(values()).filter(type -> type.wire().equals(name)).findFirst();
    }

    /** What can be asked of it, the most useful first. */
    public List<String> functions() {
        return List.of(functions.split(" "));
    }
}
