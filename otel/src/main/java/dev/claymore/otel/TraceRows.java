package dev.claymore.otel;

import dev.claymore.ingest.Layout;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.TelemetryRows;

/** Spans become rows of {@code otel_traces}. One for each request. */
final class TraceRows {

    private static final String[] KINDS = {"Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"};
    private static final String[] STATUS = {"Unset", "Ok", "Error"};

    private final Envelope envelope = new Envelope(false);
    private final Fields span = new Fields();
    private final Fields status = new Fields();
    private final Fields part = new Fields();
    private final byte[] bytes;
    private final RecordTimes times;
    private final TelemetryRows rows;
    private final RowBuffer out;

    private TraceRows(byte[] bytes, RecordTimes times, TelemetryRows rows) {
        this.bytes = bytes;
        this.times = times;
        this.rows = rows;
        out = rows.of(Layout.TRACES);
    }

    static void write(byte[] bytes, int from, int to, String projectId, RecordTimes times, TelemetryRows rows) {
        TraceRows traces = new TraceRows(bytes, times, rows);
        traces.envelope.each(bytes, from, to, projectId, traces::span);
    }

    private void span(int from, int to) {
        if (!BodyCheck.hasIds(bytes, from, to)) {
            return;
        }
        span.read(bytes, from, to);
        if (!times.ofSpan(span)) {
            return;
        }
        envelope.beginRecord();
        envelope.session.look(span, 9);
        out.raw(envelope.columns);
        out.uuid(envelope.session.high(), envelope.session.low());
        long start = span.number(7);
        long end = span.number(8);
        out.int64(Envelope.nanos(start));
        AttributeText.hex(bytes, span.from(1), span.to(1), out);
        AttributeText.hex(bytes, span.from(2), span.to(2), out);
        AttributeText.hex(bytes, span.from(4), span.to(4), out);
        AttributeText.text(bytes, span.from(3), span.to(3), out);
        AttributeText.text(bytes, span.from(5), span.to(5), out);
        out.string(name(KINDS, span.number(6)));
        envelope.attributes.map(span, 9, out);
        out.int64(Long.compareUnsigned(end, start) > 0 ? end - start : 0);
        status.read(bytes, span.from(15), span.to(15));
        out.string(name(STATUS, status.number(3)));
        AttributeText.text(bytes, status.from(2), status.to(2), out);
        events();
        links();
        out.int32((int) span.number(16));
        out.int32((int) span.number(10));
        out.int32((int) span.number(12));
        out.int32((int) span.number(14));
        rows.end(Layout.TRACES);
    }

    /** A number that is not known yet is written as it is. */
    private static String name(String[] names, long number) {
        return number >= 0 && number < names.length ? names[(int) number] : Long.toString(number);
    }

    private void events() {
        int count = span.count(11);
        out.varint(count);
        each(11, count, () -> out.int64(Envelope.nanos(part.number(1))));
        out.varint(count);
        each(11, count, () -> AttributeText.text(bytes, part.from(2), part.to(2), out));
        out.varint(count);
        each(11, count, () -> envelope.attributes.map(part, 3, out));
    }

    private void links() {
        int count = span.count(13);
        out.varint(count);
        each(13, count, () -> AttributeText.hex(bytes, part.from(1), part.to(1), out));
        out.varint(count);
        each(13, count, () -> AttributeText.hex(bytes, part.from(2), part.to(2), out));
        out.varint(count);
        each(13, count, () -> AttributeText.text(bytes, part.from(3), part.to(3), out));
        out.varint(count);
        each(13, count, () -> envelope.attributes.map(part, 4, out));
    }

    private void each(int number, int count, Runnable write) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < span.pieces(); i++) {
            if (span.is(i, number)) {
                part.read(bytes, span.from(i, number), span.end(i));
                write.run();
            }
        }
    }
}
