package dev.claymore.otel;

import dev.claymore.ingest.Problem;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.Signal;
import dev.claymore.ingest.Telemetry;
import dev.claymore.ingest.TelemetryRows;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** OTLP 1.x for the ingest pipeline. Safe for many threads. */
public final class Otlp implements Telemetry {

    /** Of a Collector's usual 8,192 records this leaves 8 KiB for what their resource says of itself. */
    static final long MAX_ROW_BYTES = 64 << 20;

    @Override
    public Checked check(Signal signal, boolean json, byte[] body, int length, long receivedAt) throws BadTelemetry {
        Message message = Message.of(signal);
        byte[] bytes = body;
        int size = length;
        if (json) {
            RowBuffer protobuf = JsonBody.toProtobuf(message, body, length);
            bytes = protobuf.array();
            size = protobuf.size();
        }
        BodyCheck check = new BodyCheck(bytes, new RecordTimes(receivedAt));
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
                rejected(check),
                reason(check),
                signal != Signal.LOGS || LogTimes.any(bytes, size));
    }

    private static Map<Problem, Integer> rejected(BodyCheck check) {
        Map<Problem, Integer> rejected = new EnumMap<>(Problem.class);
        if (check.unnamed() > 0) {
            rejected.put(Problem.INVALID_SPAN, check.unnamed());
        }
        if (check.untimely() > 0) {
            rejected.put(Problem.TIMESTAMP_OUT_OF_RANGE, check.untimely());
        }
        return rejected;
    }

    private static String reason(BodyCheck check) {
        List<String> reasons = new ArrayList<>();
        if (check.unnamed() > 0) {
            reasons.add("spans need a trace id of 16 bytes and a span id of 8 bytes that are not all zeros");
        }
        if (check.untimely() > 0) {
            reasons.add("the time of %d is more than %d days before or %d hours after arrival"
                    .formatted(check.untimely(), RecordTimes.PAST.toDays(), RecordTimes.AHEAD.toHours()));
        }
        return String.join("; ", reasons);
    }

    @Override
    public void rows(
            Signal signal, byte[] body, int from, int to, String projectId, long receivedAt, TelemetryRows rows) {
        RecordTimes times = new RecordTimes(receivedAt);
        switch (signal) {
            case TRACES -> TraceRows.write(body, from, to, projectId, times, rows);
            case LOGS -> LogRows.write(body, from, to, projectId, times, rows);
            case METRICS -> MetricRows.write(body, from, to, projectId, times, rows);
        }
    }
}
