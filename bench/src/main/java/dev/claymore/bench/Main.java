package dev.claymore.bench;

import java.util.Arrays;
import java.util.List;

/** {@code ./claymore bench NAME}: runs one benchmark, or lists them. */
public final class Main {

    /** Every benchmark that runs on the JVM; a new one is one entry. */
    private static final List<Benchmark> BENCHMARKS = List.of(
            new Benchmark("startup", "first and later starts, click to query, resident memory", StartupBench::main),
            new Benchmark(
                    "ingest",
                    "events a second over HTTP into ClickHouse, and the acknowledgement's latency",
                    IngestBench::main),
            new Benchmark("otlp", "spans a second over OTLP/HTTP and OTLP/gRPC into ClickHouse", OtlpBench::main),
            new Benchmark(
                    "crash",
                    "kills, outages, a full disk and a damaged spool under load, then counts every acknowledged event",
                    CrashBench::main),
            new Benchmark("query", "the product's own queries on 100 million events over 90 days", QueryBench::main),
            new Benchmark("viewers", "many people look at the overview while events come in", ViewersBench::main),
            new Benchmark(
                    "questions", "asks the analyst questions whose right answers are known", QuestionsBench::main));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "list" : arguments[0];
        if (name.equals("list")) {
            list();
            return;
        }
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.name().equals(name)) {
                benchmark.body().run(Arrays.copyOfRange(arguments, 1, arguments.length));
                return;
            }
        }
        System.err.println("bench: no benchmark named " + name);
        list();
        System.exit(2);
    }

    private static void list() {
        System.out.println("Usage: ./claymore bench NAME [OPTION…]\n");
        for (Benchmark benchmark : BENCHMARKS) {
            System.out.printf("  %-12s %s%n", benchmark.name(), benchmark.description());
        }
        System.out.printf("  %-12s %s%n", "sdk", "overhead of the browser recorder, beside @rrweb/record");
        System.out.printf("  %-12s %s%n", "fidelity", "what the recorder records, replayed and compared with the page");
        System.out.printf(
                "  %-12s %s%n",
                "compression", "real recordings in the tables, in PostgreSQL and in files, and how fast they open");
    }

    /** A named program; prints Markdown tables to standard output. */
    record Benchmark(String name, String description, Body body) {}

    @FunctionalInterface
    interface Body {
        void run(String[] arguments) throws Exception;
    }
}
