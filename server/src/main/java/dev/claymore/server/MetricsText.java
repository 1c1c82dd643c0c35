package dev.claymore.server;

import java.util.Locale;

/** Writes Prometheus' text format, version 0.0.4. */
final class MetricsText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);

    MetricsText counter(String name, String help, long value) {
        return head(name, "counter", help).sample(name, "", value);
    }

    MetricsText counter(String name, String help, double value) {
        return head(name, "counter", help).line(name, "", decimal(value));
    }

    MetricsText gauge(String name, String help, long value) {
        return head(name, "gauge", help).sample(name, "", value);
    }

    MetricsText gauge(String name, String help, double value) {
        return head(name, "gauge", help).line(name, "", decimal(value));
    }

    /** Begins a metric whose samples follow by {@link #sample}. */
    MetricsText head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** {@code labels} without braces, values escaped already: {@code code="invalid_json"}. */
    MetricsText sample(String name, String labels, long value) {
        return line(name, labels, Long.toString(value));
    }

    private MetricsText line(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
