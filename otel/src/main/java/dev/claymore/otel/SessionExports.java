package dev.claymore.otel;

import dev.claymore.query.ProjectCohorts;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Range;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sessions as OTLP logs, written out in constant memory. Safe for use by many threads. */
public final class SessionExports {

    private final SessionFinder finder;
    private final SessionReader reader;

    /** @param cohorts saved ones, which conditions may name */
    public SessionExports(ClickHouse clickhouse, SemanticModel model, ProjectCohorts cohorts) {
        this.finder = new SessionFinder(clickhouse, model, cohorts);
        this.reader = new SessionReader(clickhouse);
    }

    /** How requests of a range follow each other. */
    public enum Encoding {
        /** OTLP/JSON, one request a line. */
        JSON_LINES,
        /** Protobuf, in front of each request its length as a varint. */
        PROTOBUF
    }

    /** A session that exists. */
    public final class Found {

        private final ExportedSession session;

        private Found(ExportedSession session) {
            this.session = session;
        }

        /**
         * Writes one OTLP/JSON request with all records of the session.
         *
         * @param replay with the recording, a record for each rrweb event
         * @throws dev.claymore.store.StoreException when ClickHouse fails on the way; what was written then is no whole document
         */
        public void writeTo(OutputStream out, boolean replay) throws IOException {
            LogsJson json = new LogsJson(out);
            json.beginRequest();
            json.beginResource(SessionResource.of(session), SessionResource.SCOPE, SessionResource.SCHEMA_URL);
            reader.read(List.of(session), replay, null, new Writing((ignored, record) -> json.record(record.log())));
            json.endResource();
            json.endRequest();
        }
    }

    /**
     * One session.
     *
     * @param origin of the server, for the address of the replay
     */
    public Optional<Found> find(String projectId, UUID sessionId, String origin) {
        return finder.find(projectId, sessionId, origin).map(Found::new);
    }

    /**
     * The sessions that began in the range and meet the condition.
     *
     * @throws dev.claymore.query.language.Refusal when the condition or the range is wrong
     */
    public Selected select(String projectId, Range range, Condition where, boolean replay, String origin) {
        List<ExportedSession> first = finder.page(projectId, range, where, null, origin);
        return new Selected(first, after -> finder.page(projectId, range, where, after, origin), replay);
    }

    /** Sessions of a range. */
    public final class Selected {

        private final List<ExportedSession> first;
        private final NextPage next;
        private final boolean replay;

        private Selected(List<ExportedSession> first, NextPage next, boolean replay) {
            this.first = first;
            this.next = next;
            this.replay = replay;
        }

        /**
         * Writes them, oldest first, as requests of at most {@value RequestBuilder#MAX_RECORDS} records and about 1 MiB.
         *
         * @throws dev.claymore.store.StoreException when ClickHouse fails on the way
         */
        public void writeTo(OutputStream out, Encoding encoding) throws IOException {
            RequestBuilder request = new RequestBuilder();
            Writing writing = new Writing((session, record) -> {
                if (request.lacksRoomFor(record)) {
                    write(request.take(), encoding, out);
                }
                request.add(session, record);
                if (request.full()) {
                    write(request.take(), encoding, out);
                }
            });
            List<ExportedSession> page = first;
            while (!page.isEmpty()) {
                reader.read(page, replay, null, writing);
                page = page.size() < SessionFinder.PAGE ? List.of() : next.after(page.getLast());
            }
            if (!request.isEmpty()) {
                write(request.take(), encoding, out);
            }
        }
    }

    @FunctionalInterface
    private interface NextPage {
        List<ExportedSession> after(ExportedSession last);
    }

    private static void write(ExportLogsServiceRequest request, Encoding encoding, OutputStream out)
            throws IOException {
        switch (encoding) {
            case JSON_LINES -> LogsJson.line(request, out);
            case PROTOBUF -> request.writeDelimitedTo(out);
        }
    }

    @FunctionalInterface
    private interface RecordWriter {
        void write(ExportedSession session, SessionRecord record) throws IOException;
    }

    /** Every record of each session, its marks included. */
    private record Writing(RecordWriter writer) implements SessionReader.Sink {

        @Override
        public void begin(ExportedSession session) {
            record(session, SessionMarks.start(session));
        }

        @Override
        public void record(ExportedSession session, SessionRecord record) {
            try {
                writer.write(session, record);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end(ExportedSession session) {
            record(session, SessionMarks.end(session));
        }
    }
}
