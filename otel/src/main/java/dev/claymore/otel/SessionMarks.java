package dev.claymore.otel;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.time.Instant;
import java.util.UUID;

/** {@code session.start} and {@code session.end}. */
final class SessionMarks {

    private SessionMarks() {}

    static SessionRecord start(ExportedSession session) {
        Attributes attributes =
                new Attributes().text("url.full", session.entryUrl()).text("claymore.replay.url", session.replayUrl());
        return mark(session, "session.start", session.firstAt(), session.recordId("start"), attributes);
    }

    /** A session that grew after it was delivered ends again, later or with more events: that is another record. */
    static SessionRecord end(ExportedSession session) {
        Attributes attributes = new Attributes()
                .number("claymore.session.event_count", session.eventCount())
                .number(
                        "claymore.session.duration_ms",
                        session.lastAt().toEpochMilli() - session.firstAt().toEpochMilli())
                .text("claymore.replay.url", session.replayUrl());
        UUID id = session.recordId("end " + session.lastAt().toEpochMilli() + " " + session.eventCount());
        return mark(session, "session.end", session.lastAt(), id, attributes);
    }

    private static SessionRecord mark(
            ExportedSession session, String name, Instant at, UUID id, Attributes attributes) {
        Attributes common = new Attributes()
                .text("log.record.uid", id.toString())
                .text("session.id", session.sessionId().toString())
                .text("user.id", session.userId())
                .text("enduser.pseudo.id", session.anonymousId());
        LogRecord log = LogRecord.newBuilder()
                .setTimeUnixNano(RecordIds.nanos(at))
                .setObservedTimeUnixNano(RecordIds.nanos(at))
                .setEventName(name)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText("INFO")
                .addAllAttributes(common.list())
                .addAllAttributes(attributes.list())
                .build();
        return new SessionRecord(log, id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }
}
