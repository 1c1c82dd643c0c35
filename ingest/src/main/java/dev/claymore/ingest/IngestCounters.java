package dev.claymore.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What ingest counts. Safe for many threads. */
final class IngestCounters {

    final LongAdder batches = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder replayEvents = new LongAdder();
    final LongAdder telemetry = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder bodyBytes = new LongAdder();
    final LongAdder textBytes = new LongAdder();
    private final Map<Problem, LongAdder> refused = adders();
    private final Map<Problem, LongAdder> rejected = adders();

    private static Map<Problem, LongAdder> adders() {
        Map<Problem, LongAdder> adders = new EnumMap<>(Problem.class);
        for (Problem problem : Problem.values()) {
            adders.put(problem, new LongAdder());
        }
        return adders;
    }

    void refuse(Problem problem) {
        refused.get(problem).increment();
    }

    void reject(Problem problem, long events) {
        rejected.get(problem).add(events);
    }

    private static Map<Problem, Long> sums(Map<Problem, LongAdder> adders) {
        Map<Problem, Long> sums = new EnumMap<>(Problem.class);
        adders.forEach((problem, adder) -> {
            if (adder.sum() > 0) {
                sums.put(problem, adder.sum());
            }
        });
        return sums;
    }

    IngestMetrics snapshot(Spool spool, long capacity, MemoryBudget memory, Loader loader, LedgerBook ledger) {
        return new IngestMetrics(
                batches.sum(),
                sums(refused),
                events.sum(),
                replayEvents.sum(),
                telemetry.sum(),
                sums(rejected),
                repeated.sum(),
                bodyBytes.sum(),
                textBytes.sum(),
                spool.bytes(),
                capacity,
                spool.segmentCount(),
                memory.held(),
                spool.recovered().records(),
                spool.recovered().lostRecords(),
                loader.loadedBatches(),
                loader.loadedEvents(),
                loader.loadedReplayEvents(),
                loader.loadedTelemetry(),
                loader.failures(),
                loader.deadLetters(),
                loader.setAside(),
                ledger.dropped(),
                loader.lagMillis());
    }
}
