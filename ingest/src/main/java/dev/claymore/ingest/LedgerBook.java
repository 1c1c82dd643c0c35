package dev.claymore.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is to be entered of batches that were not stored, gathered for a few seconds so that refusing stays cheap. Safe for many threads. */
final class LedgerBook {

    private static final int MAX_LINES = 50_000;

    private Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> open = new HashMap<>();
    private long dropped;

    synchronized void add(String projectId, long nowMillis, String outcome, String code, long events, long bytes) {
        LoadBatch.LedgerLine line =
                new LoadBatch.LedgerLine(projectId, Math.floorDiv(nowMillis, 60_000L) * 60, outcome, code);
        if (open.size() >= MAX_LINES && !open.containsKey(line)) {
            dropped++;
            return;
        }
        open.merge(line, new LoadBatch.LedgerSum(events, bytes), LoadBatch.LedgerSum::plus);
    }

    /** How often something was not entered because too many lines were open. */
    synchronized long dropped() {
        return dropped;
    }

    /** Writes the open lines into the spool, one record for each project and minute; what it does not take stays open. */
    void flush(Spool spool) {
        Map<LoadBatch.LedgerLine, LoadBatch.LedgerSum> taken;
        synchronized (this) {
            if (open.isEmpty()) {
                return;
            }
            taken = open;
            open = new HashMap<>();
        }
        Map<String, List<Map.Entry<LoadBatch.LedgerLine, LoadBatch.LedgerSum>>> records = new HashMap<>();
        for (Map.Entry<LoadBatch.LedgerLine, LoadBatch.LedgerSum> entry : taken.entrySet()) {
            String record = entry.getKey().projectId() + " " + entry.getKey().minute();
            records.computeIfAbsent(record, key -> new ArrayList<>()).add(entry);
        }
        RowBuffer head = new RowBuffer(1 << 10);
        RowIndex none = new RowIndex();
        for (List<Map.Entry<LoadBatch.LedgerLine, LoadBatch.LedgerSum>> lines : records.values()) {
            LoadBatch.LedgerLine first = lines.getFirst().getKey();
            List<LedgerCount> counts = lines.stream()
                    .map(line -> new LedgerCount(
                            line.getKey().outcome(),
                            line.getKey().code(),
                            line.getValue().events(),
                            line.getValue().bytes()))
                    .toList();
            SpoolRecord.writeHead(head, first.minute() * 1_000, null, first.projectId(), counts, none, none);
            if (spool.append(null, head) != Spool.Outcome.DURABLE) {
                synchronized (this) {
                    lines.forEach(line -> open.merge(line.getKey(), line.getValue(), LoadBatch.LedgerSum::plus));
                }
            }
        }
    }
}
