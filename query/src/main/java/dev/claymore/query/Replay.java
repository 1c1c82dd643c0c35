package dev.claymore.query;

import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import dev.claymore.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads recordings. Safe for use by many threads. */
public final class Replay {

    /** Of a window from a number on, as the JSON of rrweb's events. */
    private static final String EVENTS = """
            SELECT concat(
                '{"type":', toString(type),
                if(payload = '', '', concat(',"data":', payload)),
                ',"timestamp":', toString(toUnixTimestamp64Milli(timestamp)),
                if(extra = '', '', concat(',', substring(extra, 2, length(extra) - 2))),
                '}')
            FROM replay_events FINAL
            WHERE projectId = {projectId:String}
                AND sessionId = {sessionId:UUID}
                AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                AND windowId = {windowId:String}
                AND seq >= {firstSeq:UInt32}
            ORDER BY seq
            """;

    /** The windows; a snapshot is played together with the meta event before it, which has the size of the page. */
    private static final String WINDOWS = """
            SELECT
                windowId,
                count() AS events,
                maxIf(seq, type = 2 AND timestamp <= {from:DateTime64(3, 'UTC')}) AS snapshot,
                arrayMax(arrayFilter(meta -> meta < snapshot, groupArrayIf(seq, type = 4))) AS firstSeq
            FROM replay_events FINAL
            WHERE projectId = {projectId:String}
                AND sessionId = {sessionId:UUID}
                AND createdAt = {createdAt:DateTime64(3, 'UTC')}
            GROUP BY windowId
            ORDER BY events DESC, windowId
            """;

    private final ClickHouse clickhouse;

    public Replay(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Where a recording goes to; opened once it is known that there is one. */
    @FunctionalInterface
    public interface Destination {
        OutputStream open() throws IOException;
    }

    /**
     * Writes the rrweb events of a window as a JSON array, in the order they were recorded in, in constant memory, and closes what it wrote to. Of
     * a window that is named and played from its beginning nothing has to be looked up first.
     *
     * @param windowId without one the window with the most events
     * @param from a moment to begin at: what came before the last full snapshot until then is left out; empty for the whole
     * @return how many events; refused with {@code not_found} when there is no recording
     * @throws UncheckedIOException when ClickHouse fails on the way, or writing does: what was written is no whole array then, and not closed
     */
    public Outcome<Long> write(
            String projectId,
            UUID sessionId,
            Optional<String> windowId,
            Optional<Instant> from,
            Destination destination) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.RECORDING).ownStatements();
            Map<String, Object> key = new HashMap<>(Sessions.key(reader, projectId, sessionId));
            if (windowId.isPresent() && from.isEmpty()) {
                key.put("windowId", windowId.get());
                key.put("firstSeq", 0);
            } else {
                key.put("from", from.orElse(Instant.EPOCH).truncatedTo(ChronoUnit.MILLIS));
                Rows.Row window = window(reader, key, windowId).orElseThrow(() -> notFound(sessionId, windowId));
                key.put("windowId", window.text("windowId"));
                key.put("firstSeq", window.number("firstSeq"));
            }
            Recording recording = new Recording(destination);
            try {
                reader.texts(EVENTS, key, recording::event);
            } catch (StoreException e) {
                throw recording.failure(e);
            }
            if (recording.count == 0) {
                throw notFound(sessionId, windowId);
            }
            recording.end();
            return recording.count;
        });
    }

    private static Optional<Rows.Row> window(Reader reader, Map<String, Object> key, Optional<String> windowId) {
        return reader.query(WINDOWS, key).records().stream()
                .filter(row -> windowId.isEmpty() || row.text("windowId").equals(windowId.get()))
                .findFirst();
    }

    private static Refusal notFound(UUID sessionId, Optional<String> windowId) {
        return new Refusal(
                "not_found",
                windowId.isEmpty() ? "sessionId" : "windowId",
                "there is no recording of session " + sessionId
                        + windowId.map(id -> " in window " + id).orElse(""));
    }

    /** A JSON array that begins with its first event. */
    private static final class Recording {

        private final Destination destination;
        private OutputStream out;
        private long count;

        Recording(Destination destination) {
            this.destination = destination;
        }

        void event(byte[] json) throws IOException {
            if (count++ == 0) {
                out = destination.open();
                out.write('[');
            } else {
                out.write(',');
            }
            out.write(json);
        }

        /** Of an answer that has begun nobody can be told the reason any more. */
        RuntimeException failure(StoreException reading) {
            return count == 0 ? reading : new UncheckedIOException(new IOException("a recording broke off", reading));
        }

        void end() {
            try {
                out.write(']');
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
