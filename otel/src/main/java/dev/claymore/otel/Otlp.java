package dev.claymore.otel;

import dev.claymore.ingest.Problem;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.Signal;
import dev.claymore.ingest.Telemetry;
import dev.claymore.ingest.TelemetryRows;

/** OTLP 1.x for the ingest pipeline. Safe for many threads. */
public final class Otlp implements Telemetry {

    /** Of a Collector's usual 8,192 records this leaves 8 KiB for what their resource says of itself. */
    static final long MAX_ROW_BYTES = 64 << 20;

    @Override
    public Checked check(Signal signal, boolean json, byte[] body, int length) throws BadTelemetry {
        Message message = Message.of(signal);
        byte[] bytes = body;
        int size = length;
        if (json) {
            RowBuffer protobuf = JsonBody.toProtobuf(message, body, length);
            bytes = protobuf.array();
            size = protobuf.size();
        }
        BodyCheck check = new BodyCheck(bytes);
        check.walk(message, 0, size);
        long rows = Math.max(check.rowBytes(), size);
        if (rows > MAX_ROW_BYTES) {
            throw new BadTelemetry(
                    Problem.BODY_TOO_LARGE,
                    "what a resource, a scope or a metric says of itself stands in each of its records, and lists are"
                            + " written as JSON, which makes %d MiB of %d records, more than %d MiB:"
                                    .formatted(rows >> 20, check.accepted(), MAX_ROW_BYTES >> 20)
                            + " send fewer at once, or fewer attributes of the resource");
        }
        return new Checked(
                bytes,
                size,
                check.accepted(),
                check.rejected(),
                check.rejected() == 0
                        ? ""
                        : "spans need a trace id of 16 bytes and a span id of 8 bytes that are not all zeros",
                signal != Signal.LOGS || LogTimes.any(bytes, size));
    }

    @Override
    public void rows(
            Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows) {
        switch (signal) {
            case TRACES -> TraceRows.write(body, from, to, projectId, rows);
            case LOGS -> LogRows.write(body, from, to, projectId, receivedAt, rows);
            case METRICS -> MetricRows.write(body, from, to, projectId, rows);
        }
    }
}
