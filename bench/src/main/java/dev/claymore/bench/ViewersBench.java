package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.store.ClickHouse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ./claymore bench viewers [viewers=16] [seconds=60] [events=N] [data=DIRECTORY]}: so many people look at the overview of the last 30 days, on the
 * data set of {@code bench query}, while an event a second comes in. Each asks what the page asks, all panels at once, and anew ten seconds later. First every
 * answer is computed for each of them, then as the UI asks.
 */
final class ViewersBench {

    private static final Duration REFRESH = Duration.ofSeconds(10);
    /** Of the last 30 days, see the UI's timeRange.ts. */
    private static final long STEP_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final int UI_MAX_AGE_TIMES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess server;
    private final Instant end;
    private final Duration length;

    private ViewersBench(ServerProcess server, Instant end, Duration length) {
        this.server = server;
        this.end = end;
        this.length = length;
    }

    static void main(String[] arguments) throws Exception {
        Path root = Path.of(
                        QueryBench.option(arguments, "data", System.getProperty("claymore.root", ".") + "/data/bench"))
                .toAbsolutePath();
        long events = Long.parseLong(QueryBench.option(arguments, "events", "100000000"));
        int viewers = Integer.parseInt(QueryBench.option(arguments, "viewers", "16"));
        Duration length = Duration.ofSeconds(Long.parseLong(QueryBench.option(arguments, "seconds", "60")));
        DataSet data = DataSet.in(root, events);
        try (ServerProcess server = new ServerProcess(data.directory(), List.of("-Xms64m", "-Xmx512m"))) {
            server.start();
            try (ClickHouse clickhouse = server.clickhouse(Duration.ofHours(1))) {
                data.build(clickhouse);
            }
            if (server.get("/api/projects/" + BenchQueries.PROJECT).statusCode() == 404) {
                server.project(BenchQueries.PROJECT);
            }
            Instant end = DataSet.in(root, events).end();
            ViewersBench bench = new ViewersBench(server, end, length);
            List<ObjectNode> panels = panels();
            System.out.printf(
                    "%n%d panels of the overview, the last 30 days of %,d events%n%n| %s |%n|---|---|---|---|---|---|---|---|%n",
                    panels.size(),
                    events,
                    "viewers | answers | computed | answers p50 ms | p95 ms | p99 ms | oldest ms | engine, % of one core");
            bench.look(1, 0, panels);
            bench.look(viewers, 0, panels);
            bench.look(viewers, UI_MAX_AGE_TIMES, panels);
        }
    }

    private static List<ObjectNode> panels() throws IOException {
        List<ObjectNode> panels = new ArrayList<>();
        for (JsonNode node : JSON.readTree(DataSet.resource("query/queries.json"))) {
            if (node.get("name").asText().startsWith("overview: ") && !node.has("vary")) {
                panels.add((ObjectNode) node.get("query"));
            }
        }
        return panels;
    }

    private void look(int people, int maxAgeTimes, List<ObjectNode> panels) throws Exception {
        Timings timings = new Timings();
        AtomicLong oldest = new AtomicLong();
        AtomicLong computed = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        long engine = server.engine().orElseThrow().pid();
        double cpu = ProcessUsage.cpuSeconds(engine);
        long began = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running.add(threads.submit(() -> eventsComeIn(over)));
            for (int person = 0; person < people; person++) {
                long first = began + REFRESH.toNanos() * person / people;
                for (ObjectNode panel : panels) {
                    running.add(threads.submit(() -> {
                        long next = first;
                        while (next - began < length.toNanos()) {
                            sleepUntil(next);
                            long asked = System.nanoTime();
                            JsonNode answer = ask(panel, maxAgeTimes);
                            timings.add((System.nanoTime() - asked) / 1e6);
                            long age = answer.path("ageMs").asLong();
                            computed.addAndGet(age == 0 ? 1 : 0);
                            oldest.accumulateAndGet(age, Math::max);
                            next = Math.max(next, System.nanoTime()) + REFRESH.toNanos();
                        }
                        return null;
                    }));
                }
            }
            try {
                for (Future<?> one : running.subList(1, running.size())) {
                    one.get();
                }
            } finally {
                over.set(true);
            }
            running.getFirst().get();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %d%s | %d | %d | %.0f | %.0f | %.0f | %d | %.0f |%n",
                people,
                maxAgeTimes == 0 ? ", each for himself" : ", as the UI asks",
                timings.count(),
                computed.get(),
                timings.percentile(50),
                timings.percentile(95),
                timings.percentile(99),
                oldest.get(),
                (ProcessUsage.cpuSeconds(engine) - cpu) / seconds * 100);
    }

    private JsonNode ask(ObjectNode panel, int maxAgeTimes) throws Exception {
        Instant now =
                end.plusMillis(System.currentTimeMillis() % Duration.ofHours(1).toMillis());
        // Without sharing a rolling range ends now, so that each asks something of his own.
        Instant to = maxAgeTimes == 0
                ? now
                : Instant.ofEpochMilli(Math.ceilDiv(now.toEpochMilli(), STEP_MILLIS) * STEP_MILLIS);
        ObjectNode question = panel.deepCopy();
        question.put("from", Span.MONTH.before(to).from().toString());
        question.put("to", to.toString());
        question.put("maxAgeTimes", maxAgeTimes);
        HttpResponse<String> answer =
                server.post("/api/projects/" + BenchQueries.PROJECT + "/query", question.toString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Behind the range of all questions of this data set, so that it can be used again. */
    private Void eventsComeIn(AtomicBoolean over) throws Exception {
        while (!over.get()) {
            long second = System.currentTimeMillis() / 1000;
            server.query("INSERT INTO events (projectId, sessionId, timestamp, type, name, anonymousId) VALUES ('"
                    + BenchQueries.PROJECT + "', generateUUIDv7(), toDateTime64('"
                    + end.plus(Duration.ofDays(2)).toString().substring(0, 19).replace('T', ' ')
                    + "', 3, 'UTC'), 'custom', 'look', '" + second + "')");
            Thread.sleep(1000);
        }
        return null;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        long wait = nanoTime - System.nanoTime();
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }
}
