package dev.claymore.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks every acknowledged event up, without FINAL: a doubled row must not hide behind a merge. A sixteenth of the sessions at a time, so
 * that millions of events fit into memory.
 */
final class CrashCheck {

    private final ServerProcess server;
    private final long lostRecords;
    private long missing;
    private long missingBatches;
    private long doubled;
    private long wrongSessions;
    private long unknown;

    /** @param lostRecords that the server has reported: as many batches may be missing, each as a whole, and no others */
    CrashCheck(ServerProcess server, long lostRecords) {
        this.server = server;
        this.lostRecords = lostRecords;
    }

    boolean compare(List<CrashBatch> acknowledged) throws IOException, InterruptedException {
        Map<Character, List<CrashBatch>> parts = new HashMap<>();
        for (CrashBatch batch : acknowledged) {
            String session = batch.sessionId().toString();
            parts.computeIfAbsent(session.charAt(session.length() - 1), part -> new ArrayList<>())
                    .add(batch);
        }
        for (char digit : "0123456789abcdef".toCharArray()) {
            compare(parts.getOrDefault(digit, List.of()), "endsWith(toString(sessionId), '" + digit + "')");
        }
        long ledger = Long.parseLong(
                server.query("SELECT toInt64(sum(events)) FROM ledger WHERE outcome = 'stored' SETTINGS final = 0"));
        long rows = Long.parseLong(
                server.query("SELECT (SELECT count() FROM events) + (SELECT count() FROM replay_events)"));
        System.out.printf(
                "%n| | |%n|---|---|%n| acknowledged events | %,d |%n| missing | %d |%n| batches missing, records"
                        + " reported lost | %d, %d |%n| doubled | %d |%n| sessions or tags that do not fit | %d |%n| rows"
                        + " nobody was told of | %d |%n| stored, as the ledger counts; rows | %,d; %,d |%n",
                acknowledged.size() * (long) CrashBatch.SIZE,
                missing,
                missingBatches,
                lostRecords,
                doubled,
                wrongSessions,
                unknown,
                ledger,
                rows);
        return missing == missingBatches * CrashBatch.SIZE
                && missingBatches <= lostRecords
                && doubled == 0
                && wrongSessions == 0
                && unknown == 0
                && ledger == rows;
    }

    private void compare(List<CrashBatch> acknowledged, String part) throws IOException, InterruptedException {
        Map<String, Integer> events = counts(
                "SELECT toString(eventId), count() FROM events WHERE " + part + " GROUP BY eventId SETTINGS final = 0");
        Map<String, Integer> replays =
                counts("SELECT concat(toString(sessionId), '/', toString(seq)), count() FROM replay_events WHERE "
                        + part + " GROUP BY sessionId, seq SETTINGS final = 0");
        Map<String, Integer> sessions = counts("SELECT concat(toString(sessionId), '/', toString(sum(clickCount)), '/',"
                + " toString(sum(replayEventCount))), toUInt64(sum(eventCount)) FROM sessions WHERE " + part
                + " GROUP BY sessionId SETTINGS final = 0");
        Map<String, Integer> tags =
                counts("SELECT toString(sessionId), toUInt64(uniqExact(key, value)) FROM session_tags WHERE " + part
                        + " GROUP BY sessionId");
        for (CrashBatch batch : acknowledged) {
            int missingHere = 0;
            for (int i = 0; i < CrashBatch.SIZE; i++) {
                Integer count = i < CrashBatch.EVENTS
                        ? events.remove(batch.eventId(i).toString())
                        : replays.remove(batch.sessionId() + "/" + (i - CrashBatch.EVENTS));
                missingHere += count == null ? 1 : 0;
                doubled += count != null && count > 1 ? 1 : 0;
            }
            missing += missingHere;
            missingBatches += missingHere > 0 ? 1 : 0;
            if (missingHere < CrashBatch.SIZE) {
                Integer inSession =
                        sessions.remove(batch.sessionId() + "/" + CrashBatch.EVENTS + "/" + CrashBatch.REPLAY_EVENTS);
                wrongSessions += inSession == null || inSession != CrashBatch.EVENTS ? 1 : 0;
                wrongSessions += tags.getOrDefault(batch.sessionId().toString(), 0) == 1 ? 0 : 1;
            }
        }
        unknown += events.size() + replays.size();
    }

    private Map<String, Integer> counts(String sql) throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        String answer = server.query(sql);
        for (String line : answer.isEmpty() ? new String[0] : answer.split("\n")) {
            String[] columns = line.split("\t");
            counts.put(columns[0], Integer.parseInt(columns[1]));
        }
        return counts;
    }
}
