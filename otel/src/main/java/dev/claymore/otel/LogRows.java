package dev.claymore.otel;

import dev.claymore.ingest.Layout;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.TelemetryRows;

/** Log records become rows of {@code otel_logs}. One for each request. */
final class LogRows {

    private final Envelope envelope = new Envelope(false);
    private final Fields log = new Fields();
    private final byte[] bytes;
    private final RecordTimes times;
    private final TelemetryRows rows;
    private final RowBuffer out;

    private LogRows(byte[] bytes, RecordTimes times, TelemetryRows rows) {
        this.bytes = bytes;
        this.times = times;
        this.rows = rows;
        out = rows.of(Layout.LOGS);
    }

    static void write(byte[] bytes, int from, int to, String projectId, RecordTimes times, TelemetryRows rows) {
        LogRows logs = new LogRows(bytes, times, rows);
        logs.envelope.each(bytes, from, to, projectId, logs::log);
    }

    private void log(int from, int to) {
        log.read(bytes, from, to);
        if (!times.ofLog(log)) {
            return;
        }
        envelope.beginRecord();
        envelope.session.look(log, 6);
        out.raw(envelope.columns);
        out.uuid(envelope.session.high(), envelope.session.low());
        out.int64(times.time(log));
        out.int64(Envelope.nanos(times.observed(log)));
        AttributeText.hex(bytes, log.from(9), log.to(9), out);
        AttributeText.hex(bytes, log.from(10), log.to(10), out);
        out.int8((int) log.number(8));
        AttributeText.text(bytes, log.from(3), log.to(3), out);
        out.int8(Math.clamp(log.number(2), 0, 255));
        envelope.attributes.value(bytes, log.from(5), log.to(5), out);
        envelope.attributes.map(log, 6, out);
        AttributeText.text(bytes, log.from(12), log.to(12), out);
        out.int32((int) log.number(7));
        rows.end(Layout.LOGS);
    }
}
