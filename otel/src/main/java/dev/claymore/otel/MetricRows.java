package dev.claymore.otel;

import dev.claymore.ingest.Layout;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.TelemetryRows;

/** Data points become rows of {@code otel_metrics_*}, by the kind of their metric. One for each request. */
final class MetricRows {

    private final Envelope envelope = new Envelope(true);
    private final Fields metric = new Fields();
    private final Fields data = new Fields();
    private final Fields point = new Fields();
    private final Fields part = new Fields();
    private final RowBuffer named = new RowBuffer(256);
    private final byte[] bytes;
    private final RecordTimes times;
    private final TelemetryRows rows;

    private MetricRows(byte[] bytes, RecordTimes times, TelemetryRows rows) {
        this.bytes = bytes;
        this.times = times;
        this.rows = rows;
    }

    static void write(byte[] bytes, int from, int to, String projectId, RecordTimes times, TelemetryRows rows) {
        MetricRows metrics = new MetricRows(bytes, times, rows);
        metrics.envelope.each(bytes, from, to, projectId, metrics::metric);
    }

    private void metric(int from, int to) {
        metric.read(bytes, from, to);
        named.truncate(0);
        for (int number = 1; number <= 3; number++) {
            AttributeText.text(bytes, metric.from(number), metric.to(number), named);
        }
        points(5, Layout.GAUGE, 7, 8, 5, this::gauge);
        points(7, Layout.SUM, 7, 8, 5, this::sum);
        points(9, Layout.HISTOGRAM, 9, 10, 8, this::histogram);
        points(10, Layout.EXPONENTIAL_HISTOGRAM, 1, 10, 11, this::exponentialHistogram);
        points(11, Layout.SUMMARY, 7, 8, 0, this::summary);
    }

    /**
     * @param kind the field of the metric that holds points of this kind
     * @param attributes the field of a point, as are {@code flags} and {@code exemplars} (0: none)
     */
    private void points(int kind, Layout layout, int attributes, int flags, int exemplars, Writer values) {
        if (!metric.has(kind)) {
            return;
        }
        RowBuffer out = rows.of(layout);
        data.read(bytes, metric.from(kind), metric.to(kind));
        for (int i = 0; i < data.pieces(); i++) {
            if (!data.is(i, 1)) {
                continue;
            }
            point.read(bytes, data.from(i, 1), data.end(i));
            if (!times.ofPoint(point)) {
                continue;
            }
            envelope.beginRecord();
            envelope.session.look(point, attributes);
            out.raw(envelope.columns).raw(named);
            out.uuid(envelope.session.high(), envelope.session.low());
            envelope.attributes.map(point, attributes, out);
            out.int64(Envelope.nanos(point.number(2))).int64(Envelope.nanos(point.number(3)));
            out.int32((int) point.number(flags));
            values.write(out);
            if (exemplars > 0) {
                exemplars(exemplars, out);
            }
            rows.end(layout);
        }
    }

    private void gauge(RowBuffer out) {
        out.float64(point.has(6) ? (double) point.number(6) : point.decimal(4));
    }

    private void sum(RowBuffer out) {
        gauge(out);
        out.int32((int) data.number(2));
        out.int8((int) data.number(3));
    }

    private void histogram(RowBuffer out) {
        out.int64(point.number(4));
        sumOfAll(out);
        fixed(point, 6, out);
        fixed(point, 7, out);
        out.int64(point.number(11)).int64(point.number(12));
        out.int32((int) data.number(2));
    }

    /** NaN where the point does not say it: 0 would be one. */
    private void sumOfAll(RowBuffer out) {
        out.float64(point.has(5) ? point.decimal(5) : Double.NaN);
    }

    private void exponentialHistogram(RowBuffer out) {
        out.int64(point.number(4));
        sumOfAll(out);
        out.int32(Wire.zigzag(point.number(6)));
        out.int64(point.number(7));
        buckets(8, out);
        buckets(9, out);
        out.int64(point.number(12)).int64(point.number(13));
        out.int32((int) data.number(2));
        out.int64(point.number(14));
    }

    private void buckets(int number, RowBuffer out) {
        part.read(bytes, point.from(number), point.to(number));
        out.int32(Wire.zigzag(part.number(1)));
        int count = 0;
        for (int i = 0; i < part.pieces(); i++) {
            for (int at = part.is(i, 2) ? part.from(i, 2) : part.end(i); at < part.end(i); count++) {
                at = Wire.behind(bytes, at);
            }
        }
        out.varint(count);
        for (int i = 0; i < part.pieces(); i++) {
            for (int at = part.is(i, 2) ? part.from(i, 2) : part.end(i); at < part.end(i); ) {
                out.int64(Wire.varint(bytes, at));
                at = Wire.behind(bytes, at);
            }
        }
    }

    private void summary(RowBuffer out) {
        out.int64(point.number(4)).int64(point.number(5));
        for (int number = 1; number <= 2; number++) {
            int column = number;
            each(6, out, () -> out.int64(part.number(column)));
        }
    }

    private void exemplars(int number, RowBuffer out) {
        each(number, out, () -> envelope.attributes.map(part, 7, out));
        each(number, out, () -> out.int64(Envelope.nanos(part.number(2))));
        each(number, out, () -> out.float64(part.has(6) ? (double) part.number(6) : part.decimal(3)));
        each(number, out, () -> AttributeText.hex(bytes, part.from(4), part.to(4), out));
        each(number, out, () -> AttributeText.hex(bytes, part.from(5), part.to(5), out));
    }

    /** An array of one value for each of the point's messages {@code number}. */
    private void each(int number, RowBuffer out, Runnable write) {
        out.varint(point.count(number));
        for (int i = 0; i < point.pieces(); i++) {
            if (point.is(i, number)) {
                part.read(bytes, point.from(i, number), point.end(i));
                write.run();
            }
        }
    }

    /** Numbers of eight bytes, packed or not. */
    private void fixed(Fields of, int number, RowBuffer out) {
        int length = 0;
        for (int i = 0; i < of.pieces(); i++) {
            length += of.is(i, number) ? of.end(i) - of.from(i, number) : 0;
        }
        out.varint(length / 8);
        for (int i = 0; i < of.pieces(); i++) {
            if (of.is(i, number)) {
                out.raw(bytes, of.from(i, number), of.end(i));
            }
        }
    }

    @FunctionalInterface
    private interface Writer {
        void write(RowBuffer out);
    }
}
