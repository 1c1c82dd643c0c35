package dev.claymore.otel;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes log records of a recording: one per rrweb event, which is the body, as the JSON text it plays from. */
final class ReplayRecords {

    static final List<String> COLUMNS = List.of(
            "windowId",
            "seq",
            "toUnixTimestamp64Milli(timestamp) AS at",
            """
            concat(
                '{"type":', toString(type),
                if(payload = '', '', concat(',"data":', payload)),
                ',"timestamp":', toString(toUnixTimestamp64Milli(timestamp)),
                if(extra = '', '', concat(',', substring(extra, 2, length(extra) - 2))),
                '}') AS event""",
            "toString(cityHash64(windowId, seq)) AS recordHash");

    private final ExportedSession session;

    ReplayRecords(ExportedSession session) {
        this.session = session;
    }

    SessionRecord of(List<Object> cells) {
        String windowId = String.valueOf(cells.get(0));
        long seq = ((Number) cells.get(1)).longValue();
        Instant at = Instant.ofEpochMilli(((Number) cells.get(2)).longValue());
        UUID id = session.recordId("replay " + windowId + " " + seq);
        Attributes attributes = new Attributes()
                .text("log.record.uid", id.toString())
                .text("session.id", session.sessionId().toString())
                .text("claymore.event.type", "replay")
                .text("claymore.window.id", windowId)
                .number("claymore.replay.seq", seq);
        LogRecord log = LogRecord.newBuilder()
                .setTimeUnixNano(RecordIds.nanos(at))
                .setObservedTimeUnixNano(RecordIds.nanos(at))
                .setEventName("claymore.replay")
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_TRACE)
                .setSeverityText("TRACE")
                .setBody(AnyValue.newBuilder().setStringValue(String.valueOf(cells.get(3))))
                .addAllAttributes(attributes.list())
                .build();
        return new SessionRecord(log, Long.parseUnsignedLong(String.valueOf(cells.get(4))));
    }
}
