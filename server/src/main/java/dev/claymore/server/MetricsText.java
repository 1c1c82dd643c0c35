package dev.claymore.server;

import java.util.Locale;

/** Writes Prometheus' text format, version 0.0.4. */
final class MetricsText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);

    MetricsText counter(String name, String help, double value) {
        return head(name, "counter", help).sample(name, "", value);
    }

    MetricsText gauge(String name, String help, double value) {
        return head(name, "gauge", help).sample(name, "", value);
    }

    /** Begins a metric whose samples follow by {@link #sample}. */
    MetricsText head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** {@code labels} without braces, values escaped already: {@code code="invalid_json"}. */
    MetricsText sample(String name, String labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(String.format(Locale.ROOT, "%.6f", value));
        }
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
