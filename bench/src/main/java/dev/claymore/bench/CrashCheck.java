package dev.claymore.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks every acknowledged event up, without FINAL: a doubled row must not hide behind a merge. */
final class CrashCheck {

    private final ServerProcess server;

    CrashCheck(ServerProcess server) {
        this.server = server;
    }

    boolean compare(List<CrashBatch> acknowledged) throws IOException, InterruptedException {
        Map<String, Integer> events =
                counts("SELECT toString(eventId), count() FROM events GROUP BY eventId SETTINGS final = 0");
        Map<String, Integer> replays = counts(
                "SELECT concat(toString(sessionId), '/', toString(seq)), count() FROM replay_events GROUP BY sessionId, seq"
                        + " SETTINGS final = 0");
        Map<String, Integer> sessions = counts(
                "SELECT concat(toString(sessionId), '/', toString(sum(clickCount)), '/', toString(sum(replayEventCount))),"
                        + " toUInt64(sum(eventCount)) FROM sessions GROUP BY sessionId SETTINGS final = 0");
        Map<String, Integer> tags = counts(
                "SELECT toString(sessionId), toUInt64(uniqExact(key, value)) FROM session_tags GROUP BY sessionId");
        long missing = 0;
        long doubled = 0;
        long wrongSessions = 0;
        for (CrashBatch batch : acknowledged) {
            for (int i = 0; i < CrashBatch.SIZE; i++) {
                Integer count = i < CrashBatch.EVENTS
                        ? events.remove(batch.eventId(i).toString())
                        : replays.remove(batch.sessionId() + "/" + (i - CrashBatch.EVENTS));
                missing += count == null ? 1 : 0;
                doubled += count != null && count > 1 ? 1 : 0;
            }
            Integer inSession =
                    sessions.remove(batch.sessionId() + "/" + CrashBatch.EVENTS + "/" + CrashBatch.REPLAY_EVENTS);
            wrongSessions += inSession == null || inSession != CrashBatch.EVENTS ? 1 : 0;
            wrongSessions += tags.getOrDefault(batch.sessionId(), 0) == 1 ? 0 : 1;
        }
        System.out.printf(
                "%n| | |%n|---|---|%n| acknowledged events | %,d |%n| missing | %d |%n| doubled | %d |%n| sessions or tags that do not fit |"
                        + " %d |%n| rows nobody was told of | %d |%n",
                acknowledged.size() * (long) CrashBatch.SIZE,
                missing,
                doubled,
                wrongSessions,
                events.size() + replays.size());
        return missing == 0 && doubled == 0 && wrongSessions == 0 && events.isEmpty() && replays.isEmpty();
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
