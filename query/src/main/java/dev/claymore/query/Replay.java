package dev.claymore.query;

import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads recordings. Safe for use by many threads. */
public final class Replay {

    private final ClickHouse clickhouse;

    public Replay(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * The window to play: the given one when it was recorded, without one the window with the most events.
     *
     * @param from a moment to begin at: what came before the last full snapshot until then is left out; empty for the whole
     * @return refused with {@code not_found} when there is no recording
     */
    public Outcome<Recording> open(
            String projectId, UUID sessionId, Optional<String> windowId, Optional<Instant> from) {
        return Problems.guard(true, () -> {
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Map<String, Object> key = new HashMap<>(Sessions.key(reader, projectId, sessionId));
            key.put("from", from.orElse(Instant.EPOCH).truncatedTo(ChronoUnit.MILLIS));
            // A snapshot is played together with the meta event before it, which has the size of the page.
            Rows windows = reader.query("""
                    SELECT
                        windowId,
                        count() AS events,
                        maxIf(seq, type = 2 AND timestamp <= {from:DateTime64(3, 'UTC')}) AS snapshot,
                        arrayMax(arrayFilter(meta -> meta < snapshot, groupArrayIf(seq, type = 4))) AS firstSeq
                    FROM replay_events
                    WHERE projectId = {projectId:String}
                        AND sessionId = {sessionId:UUID}
                        AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                    GROUP BY windowId
                    ORDER BY events DESC, windowId
                    """, key);
            Rows.Row window = windows.records().stream()
                    .filter(row -> windowId.isEmpty() || row.text("windowId").equals(windowId.get()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "not_found",
                            windowId.isEmpty() ? "sessionId" : "windowId",
                            "there is no recording of session " + sessionId
                                    + windowId.map(id -> " in window " + id).orElse("")));
            key.put("windowId", window.text("windowId"));
            key.put("firstSeq", window.number("firstSeq"));
            return new Recording(reader, key, window.number("events"));
        });
    }

    /** A recording that exists. */
    public static final class Recording {

        private final Reader reader;
        private final Map<String, Object> key;
        private final long eventCount;

        private Recording(Reader reader, Map<String, Object> key, long eventCount) {
            this.reader = reader;
            this.key = Map.copyOf(key);
            this.eventCount = eventCount;
        }

        public String windowId() {
            return String.valueOf(key.get("windowId"));
        }

        public long eventCount() {
            return eventCount;
        }

        /**
         * Writes the rrweb events as a JSON array, in the order they were recorded in, in constant memory.
         *
         * @throws dev.claymore.store.StoreException when ClickHouse fails on the way, or writing does; what was written then is no whole array
         */
        public void writeTo(OutputStream out) throws IOException {
            out.write('[');
            boolean[] first = {true};
            reader.texts("""
                    SELECT concat(
                        '{"type":', toString(type),
                        ',"data":', payload,
                        ',"timestamp":', toString(toUnixTimestamp64Milli(timestamp)),
                        if(extra = '', '', concat(',', substring(extra, 2, length(extra) - 2))),
                        '}')
                    FROM replay_events
                    WHERE projectId = {projectId:String}
                        AND sessionId = {sessionId:UUID}
                        AND createdAt = {createdAt:DateTime64(3, 'UTC')}
                        AND windowId = {windowId:String}
                        AND seq >= {firstSeq:UInt32}
                    ORDER BY seq
                    """, key, event -> {
                if (!first[0]) {
                    out.write(',');
                }
                first[0] = false;
                out.write(event);
            });
            out.write(']');
        }
    }
}
