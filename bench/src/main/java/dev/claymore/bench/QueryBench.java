package dev.claymore.bench;

import dev.claymore.bench.QueryRuns.Measured;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code ./claymore bench query [quick|long] [events=N] [growth=N] [peers=10000000] [repetitions=7] [only=REGEX] [data=DIRECTORY] [--as-is]}: the product's
 * own queries on a data set of 100 million events (quick: 10 million, long: 1 billion), which is built at the first run and kept. {@code growth}
 * is another size to set beside it. {@code peers} is the size at which other table layouts are compared, 0: not at
 * all. {@code --as-is} takes a data set as far as it has been built.
 */
final class QueryBench {

    private static final int ASKERS = 8;

    private final Path root;
    private final int repetitions;
    private final Pattern only;

    private QueryBench(String[] arguments) {
        this.root = Path.of(option(arguments, "data", System.getProperty("claymore.root", ".") + "/data/bench"))
                .toAbsolutePath();
        this.repetitions = Integer.parseInt(option(arguments, "repetitions", "7"));
        this.only = Pattern.compile(option(arguments, "only", ""));
    }

    static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        long size = words.contains("quick") ? 10_000_000 : words.contains("long") ? 1_000_000_000 : 100_000_000;
        long events = Long.parseLong(option(arguments, "events", Long.toString(size)));
        long growth = Long.parseLong(option(arguments, "growth", "0"));
        long peers = Long.parseLong(option(arguments, "peers", "10000000"));
        QueryBench bench = new QueryBench(arguments);
        boolean asIs = words.contains("--as-is");
        List<Measured> measured = bench.measure(events, asIs);
        if (growth > 0) {
            compare(measured, bench.measure(growth, asIs), events, growth);
        }
        if (peers > 0) {
            bench.peers(peers, asIs);
        }
    }

    private void peers(long events, boolean asIs) throws Exception {
        DataSet data = DataSet.in(root, events);
        try (ServerProcess server = new ServerProcess(data.directory(), List.of("-Xms64m", "-Xmx512m"))) {
            server.start();
            try (ClickHouse clickhouse = server.clickhouse(Duration.ofHours(1))) {
                if (!asIs) {
                    data.build(clickhouse);
                }
                PeerLayouts peers = new PeerLayouts(clickhouse, DataSet.in(root, events));
                peers.build();
                peers.compare(repetitions);
            }
        }
    }

    private List<Measured> measure(long events, boolean asIs) throws Exception {
        DataSet data = DataSet.in(root, events);
        try (ServerProcess server = new ServerProcess(data.directory(), List.of("-Xms64m", "-Xmx512m"))) {
            server.start();
            try (ClickHouse clickhouse = server.clickhouse(Duration.ofHours(1))) {
                if (!asIs) {
                    data.build(clickhouse);
                }
                DataSet built = DataSet.in(root, events);
                describe(clickhouse, built);
                QueryRuns runs =
                        new QueryRuns(built.end(), server.engine().orElseThrow().pid());
                List<BenchQuery> queries = BenchQueries.load(clickhouse, built.end()).stream()
                        .filter(query -> only.matcher(query.name()).find())
                        .toList();
                runs.warm(queries);
                List<Measured> measured = new ArrayList<>();
                header();
                for (BenchQuery query : queries) {
                    List<Span> spans = query.spans().isEmpty() ? Collections.singletonList((Span) null) : query.spans();
                    for (Span span : spans) {
                        Measured one = runs.alone(query, span, repetitions);
                        measured.add(one);
                        row(one);
                    }
                }
                overall("alone, one after the other", all(measured));
                bySpan(measured);
                QueryRuns.Together together = runs.together(measured, ASKERS, 2);
                overall(ASKERS + " at once", together.timings());
                System.out.printf(
                        Locale.ROOT,
                        "%nof those stopped at the limit of %d s: %d%n",
                        ReadLimits.PRODUCT.time().toSeconds(),
                        together.stopped());
                return measured;
            }
        }
    }

    private static void describe(ClickHouse clickhouse, DataSet data) {
        System.out.printf(
                Locale.ROOT,
                "%n%s, end %s%n%n| table | rows | parts | on disk MiB | uncompressed MiB |%n|---|---|---|---|---|%n",
                data.directory(),
                data.end());
        clickhouse
                .query("""
                    SELECT table, sum(rows) AS stored, count() AS parts, sum(data_compressed_bytes) AS compressed, sum(data_uncompressed_bytes) AS raw
                    FROM system.parts
                    WHERE database = currentDatabase() AND active AND rows > 0
                    GROUP BY table
                    ORDER BY stored DESC
                    """)
                .records()
                .forEach(row -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %,d | %d | %.1f | %.1f |%n",
                        row.text("table"),
                        row.number("stored"),
                        row.number("parts"),
                        row.number("compressed") / 1048576.0,
                        row.number("raw") / 1048576.0));
    }

    private static void header() {
        System.out.printf("%n| query | range | p50 ms | p95 ms | p99 ms | engine CPU ms | rows read | MB read"
                + " |%n|---|---|---|---|---|---|---|---|%n");
    }

    private static void row(Measured one) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.0f | %.0f | %,d | %.1f |%n",
                one.query().name(),
                one.label(),
                one.alone().percentile(50),
                one.alone().percentile(95),
                one.alone().percentile(99),
                one.cpuMillis(),
                one.stats().rowsRead(),
                one.stats().bytesRead() / 1e6);
    }

    private static Timings all(List<Measured> measured) {
        Timings all = new Timings();
        measured.forEach(one -> all.addAll(one.alone()));
        return all;
    }

    private static void bySpan(List<Measured> measured) {
        Map<String, Timings> spans = new TreeMap<>();
        measured.forEach(one ->
                spans.computeIfAbsent(one.label(), label -> new Timings()).addAll(one.alone()));
        spans.forEach((label, timings) -> overall(label.isEmpty() ? "without a range" : label, timings));
    }

    private static void overall(String what, Timings timings) {
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d measurements, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                what,
                timings.count(),
                timings.percentile(50),
                timings.percentile(95),
                timings.percentile(99),
                timings.percentile(100));
    }

    /** How each grows from the smaller to the larger. */
    private static void compare(List<Measured> some, List<Measured> others, long events, long otherEvents) {
        List<Measured> small = events < otherEvents ? some : others;
        List<Measured> large = events < otherEvents ? others : some;
        System.out.printf(
                "%n| query | range | p50 ms at %,d events | at %,d | times |%n|---|---|---|---|---|%n",
                Math.min(events, otherEvents), Math.max(events, otherEvents));
        for (int i = 0; i < small.size(); i++) {
            double before = small.get(i).alone().percentile(50);
            double after = large.get(i).alone().percentile(50);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.0f | %.1f |%n",
                    small.get(i).query().name(),
                    small.get(i).label(),
                    before,
                    after,
                    after / before);
        }
    }

    static String option(String[] arguments, String name, String otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }
}
