package dev.claymore.otel;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the records of sessions, streamed: {@code session.start}, the events by time, the recording, {@code session.end}. */
final class SessionReader {

    private static final String OF_SESSIONS = """
            WHERE projectId = {projectId:String}
                AND createdAt BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')}
                AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                AND sessionId IN {ids:Array(UUID)}
            """;

    private final ClickHouse clickhouse;

    SessionReader(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Takes records session by session. */
    interface Sink {
        void begin(ExportedSession session);

        void record(ExportedSession session, SessionRecord record);

        void end(ExportedSession session);
    }

    /**
     * Reads what there is of these sessions, in memory that does not depend on how much it is.
     *
     * @param sessions of one project, in ClickHouse's order of {@code createdAt, sessionId}
     * @param streamId records that its ledger has are left out; null: none are
     */
    void read(List<ExportedSession> sessions, boolean replay, UUID streamId, Sink sink) {
        if (sessions.isEmpty()) {
            return;
        }
        // A session's recording follows its events, so then sessions are read one by one.
        if (replay) {
            sessions.forEach(session -> readTogether(List.of(session), true, streamId, sink));
        } else {
            readTogether(sessions, false, streamId, sink);
        }
    }

    private void readTogether(List<ExportedSession> sessions, boolean replay, UUID streamId, Sink sink) {
        Reader reader = clickhouse.reader(sessions.getFirst().projectId(), ReadLimits.EXPORT);
        Map<String, Object> key = key(sessions, streamId);
        Walk walk = new Walk(sessions, sink);
        reader.stream(
                "SELECT " + String.join(", ", EventRow.COLUMNS) + "\nFROM events\n" + OF_SESSIONS
                        + delivered("cityHash64(eventId)", streamId)
                        + "ORDER BY createdAt, sessionId, timestamp, eventId",
                key,
                cells -> walk.event(new EventRow(cells)));
        if (replay) {
            ExportedSession only = walk.reach(sessions.getFirst().sessionId());
            ReplayRecords records = new ReplayRecords(only);
            reader.stream(
                    "SELECT " + String.join(", ", ReplayRecords.COLUMNS) + "\nFROM replay_events\n" + OF_SESSIONS
                            + delivered("cityHash64(windowId, seq)", streamId) + "ORDER BY windowId, seq",
                    key,
                    cells -> sink.record(only, records.of(cells)));
        }
        walk.finish();
    }

    private static String delivered(String hash, UUID streamId) {
        return streamId == null ? "" : """
                    AND %s NOT IN
                    (
                        SELECT arrayJoin(records)
                        FROM export_ledger
                        WHERE projectId = {projectId:String}
                            AND streamId = {streamId:UUID}
                            AND createdAt IN {starts:Array(DateTime64(3, 'UTC'))}
                            AND sessionId IN {ids:Array(UUID)}
                    )
                """.formatted(hash);
    }

    static Map<String, Object> key(List<ExportedSession> sessions, UUID streamId) {
        List<Instant> starts = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        sessions.forEach(session -> {
            starts.add(session.createdAt());
            ids.add(session.sessionId());
        });
        Map<String, Object> key = new HashMap<>();
        key.put("projectId", sessions.getFirst().projectId());
        key.put("first", starts.getFirst());
        key.put("last", starts.getLast());
        key.put("starts", starts);
        key.put("ids", ids);
        if (streamId != null) {
            key.put("streamId", streamId);
        }
        return key;
    }

    /** Goes through the sessions beside their events, which come in the same order; some have none. */
    private static final class Walk {

        private final Iterator<ExportedSession> ahead;
        private final Sink sink;
        private ExportedSession current;
        private EventRecords records;

        Walk(List<ExportedSession> sessions, Sink sink) {
            this.ahead = sessions.iterator();
            this.sink = sink;
        }

        void event(EventRow row) {
            reach(UUID.fromString(row.text("session")));
            sink.record(current, records.of(row));
        }

        ExportedSession reach(UUID sessionId) {
            while (current == null || !current.sessionId().equals(sessionId)) {
                if (!ahead.hasNext()) {
                    throw new IllegalStateException("an event of a session that is not read: " + sessionId);
                }
                next();
            }
            return current;
        }

        void finish() {
            while (ahead.hasNext()) {
                next();
            }
            sink.end(current);
        }

        private void next() {
            if (current != null) {
                sink.end(current);
            }
            current = ahead.next();
            records = new EventRecords(current);
            sink.begin(current);
        }
    }
}
