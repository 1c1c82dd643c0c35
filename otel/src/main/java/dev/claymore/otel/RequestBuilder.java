package dev.claymore.otel;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;

/** Puts records into one request, a resource for each session. Not safe for use by many threads. */
final class RequestBuilder {

    static final int MAX_RECORDS = 1_000;
    static final int MAX_BYTES = 1 << 20;

    private ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    private ScopeLogs.Builder scope;
    private ExportedSession current;
    private int records;
    private long bytes;

    void add(ExportedSession session, SessionRecord record) {
        if (current == null || !current.sessionId().equals(session.sessionId())) {
            ResourceLogs.Builder resource = request.addResourceLogsBuilder()
                    .setResource(SessionResource.of(session))
                    .setSchemaUrl(SessionResource.SCHEMA_URL);
            scope = resource.addScopeLogsBuilder()
                    .setScope(SessionResource.SCOPE)
                    .setSchemaUrl(SessionResource.SCHEMA_URL);
            current = session;
            bytes += resource.getResource().getSerializedSize();
        }
        scope.addLogRecords(record.log());
        records++;
        bytes += record.log().getSerializedSize();
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** Whether it is time to send: a record is not split, so one alone may be larger than the limit. */
    boolean full() {
        return records >= MAX_RECORDS || bytes >= MAX_BYTES;
    }

    /** Whether there is no more room for a record of this size. */
    boolean lacksRoomFor(SessionRecord record) {
        return records > 0 && bytes + record.log().getSerializedSize() > 2L * MAX_BYTES;
    }

    /** The request; this begins a new one. */
    ExportLogsServiceRequest take() {
        ExportLogsServiceRequest taken = request.build();
        request = ExportLogsServiceRequest.newBuilder();
        scope = null;
        current = null;
        records = 0;
        bytes = 0;
        return taken;
    }
}
