package dev.claymore.bench;

import dev.claymore.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks queries again and again and takes the time: alone, and several at once. */
final class QueryRuns {

    /** So that no statement is a repetition of another: what the engine remembers of a statement's filters helps nobody then. */
    private static final Duration SHIFT = Duration.ofSeconds(97);

    private final Instant end;
    private final long enginePid;
    private final AtomicInteger turns = new AtomicInteger();

    QueryRuns(Instant end, long enginePid) {
        this.end = end;
        this.enginePid = enginePid;
    }

    /**
     * A query over one span, measured.
     *
     * @param span null: not about a range
     * @param cpuMillis of the engine for one of them
     */
    record Measured(BenchQuery query, Span span, Timings alone, double cpuMillis, Rows.Stats stats) {

        String label() {
            return span == null ? "" : span.label();
        }
    }

    /** Asks each once over its shortest range: a process that has just begun is slower. */
    void warm(List<BenchQuery> queries) throws Exception {
        for (BenchQuery query : queries) {
            ask(query, query.spans().isEmpty() ? null : query.spans().getFirst());
        }
    }

    Measured alone(BenchQuery query, Span span, int repetitions) throws Exception {
        ask(query, span);
        Timings timings = new Timings();
        double cpu = ProcessUsage.cpuSeconds(enginePid);
        Rows.Stats stats = null;
        for (int i = 0; i < repetitions; i++) {
            long began = System.nanoTime();
            stats = ask(query, span);
            timings.add((System.nanoTime() - began) / 1e6);
        }
        double cpuMillis = (ProcessUsage.cpuSeconds(enginePid) - cpu) * 1000 / repetitions;
        return new Measured(query, span, timings, cpuMillis, stats);
    }

    /**
     * Many at once.
     *
     * @param stopped how many were stopped at the limits that the product's questions have
     */
    record Together(Timings timings, int stopped) {}

    /** All of them, each {@code repetitions} times, by so many askers that each ask one thing after the other in an order of their own. */
    Together together(List<Measured> queries, int askers, int repetitions) throws Exception {
        Timings timings = new Timings();
        AtomicInteger stopped = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
            for (int asker = 0; asker < askers; asker++) {
                int first = asker * queries.size() / askers;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < queries.size() * repetitions / askers; i++) {
                        Measured next = queries.get((first + i * 7) % queries.size());
                        long began = System.nanoTime();
                        try {
                            ask(next.query(), next.span());
                        } catch (Stopped _) {
                            stopped.incrementAndGet();
                        }
                        timings.add((System.nanoTime() - began) / 1e6);
                    }
                    return null;
                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
        return new Together(timings, stopped.get());
    }

    /** The product refused to go on. */
    static final class Stopped extends IllegalStateException {

        private static final long serialVersionUID = 1;

        Stopped(String problem) {
            super(problem);
        }
    }

    private Rows.Stats ask(BenchQuery query, Span span) throws Exception {
        int turn = turns.incrementAndGet();
        return query.asking().ask(span, end.minus(SHIFT.multipliedBy(turn % 64)), turn);
    }
}
