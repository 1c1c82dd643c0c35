package dev.claymore.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.claymore.store.ClickHouse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A made-up site's 90 days in a data directory of the product's own: four projects, made inside the engine by INSERT … SELECT into {@code events},
 * so that everything else follows by the product's views. The same parameters give the same rows, but for the day they end with.
 *
 * @param events about so many
 * @param start of the first day
 * @param built how many of its days there are
 */
record DataSet(Path directory, long events, Instant start, int built) {

    /** Of the statements that make the rows: another one makes another data set. */
    private static final int VERSION = 3;

    private static final int DAYS = 90;
    private static final int EVENTS_PER_SESSION = 50;
    private static final double SESSIONS_PER_PERSON = 3;
    private static final long SESSIONS_PER_INSERT = 10_000;

    /** The last days lie in parts as a loader leaves them; what is older has been merged, as the tables do by themselves after a day. */
    private static final int UNMERGED_DAYS = 2;

    private static final long SESSIONS_PER_FRESH_INSERT = 2_000;
    private static final long RECORDINGS_PER_DAY = 60;
    private static final String MARKER = "data-set.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The data set in a directory below {@code root}, as far as it has been built. */
    static DataSet in(Path root, long events) throws IOException {
        Path directory = root.resolve("events-" + events + "-v" + VERSION);
        Files.createDirectories(directory);
        Path marker = directory.resolve(MARKER);
        if (!Files.exists(marker)) {
            return new DataSet(
                    directory,
                    events,
                    Instant.now().truncatedTo(ChronoUnit.DAYS).minus(DAYS, ChronoUnit.DAYS),
                    0);
        }
        JsonNode state = JSON.readTree(marker.toFile());
        return new DataSet(
                directory,
                events,
                Instant.parse(state.get("start").asText()),
                state.get("days").asInt());
    }

    /** The end of the last day: the present, as far as questions are concerned. */
    Instant end() {
        return start.plus(built, ChronoUnit.DAYS);
    }

    /** Makes it, unless it is whole: one that was cut short is begun anew, because nobody knows how far its last day had come. */
    void build(ClickHouse clickhouse) throws Exception {
        if (built == DAYS) {
            return;
        }
        for (String table : List.of("events", "sessions", "session_tags", "replay_events", "project_days")) {
            clickhouse.command("TRUNCATE TABLE " + table);
        }
        long began = System.nanoTime();
        for (int day = 0, next; day < DAYS; day = next) {
            next = nextMerge(day);
            insert(clickhouse, day, next);
            if (next <= DAYS - UNMERGED_DAYS) {
                merge(clickhouse, start.plus(next, ChronoUnit.DAYS));
            }
            mark(next);
            System.err.printf("%s: day %d of %d, %.0f s%n", directory, next, DAYS, (System.nanoTime() - began) / 1e9);
        }
    }

    /** The day behind the week that the day is of, or behind what is merged. */
    private int nextMerge(int day) {
        int next = day + 1;
        while (next < DAYS
                && next != DAYS - UNMERGED_DAYS
                && start.plus(next, ChronoUnit.DAYS).atZone(ZoneOffset.UTC).getDayOfWeek() != DayOfWeek.MONDAY) {
            next++;
        }
        return next;
    }

    /** All slices of the days, as many at a time as there are processors. */
    private void insert(ClickHouse clickhouse, int from, int to) throws Exception {
        String eventsSql = resource("query/events.sql");
        String replaySql = resource("query/replay_events.sql");
        List<Future<?>> inserts = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (int day = from; day < to; day++) {
                long slice = day >= DAYS - UNMERGED_DAYS ? SESSIONS_PER_FRESH_INSERT : SESSIONS_PER_INSERT;
                long ofDay = Math.round(sessions() * share(day));
                for (long done = 0; done < ofDay; done += slice) {
                    Map<String, Object> parameters = parameters(day);
                    parameters.put("ofDay", ofDay);
                    parameters.put("first", done);
                    parameters.put("count", Math.min(slice, ofDay - done));
                    inserts.add(threads.submit(() -> clickhouse.command(eventsSql, parameters)));
                }
            }
        }
        for (Future<?> insert : inserts) {
            insert.get();
        }
        for (int day = from; day < to; day++) {
            Map<String, Object> recorded = parameters(day);
            recorded.put("count", RECORDINGS_PER_DAY);
            clickhouse.command(replaySql, recorded);
        }
    }

    private long sessions() {
        return events / EVENTS_PER_SESSION;
    }

    private Map<String, Object> parameters(int day) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("seed", 1);
        parameters.put("start", start);
        parameters.put("day", day);
        parameters.put("days", DAYS);
        parameters.put("people", (long) (sessions() / SESSIONS_PER_PERSON));
        return parameters;
    }

    /** What share of the sessions a day has: at weekends there are fewer. */
    private double share(int day) {
        double all = 0;
        for (int i = 0; i < DAYS; i++) {
            all += weight(i);
        }
        return weight(day) / all;
    }

    private double weight(int day) {
        DayOfWeek name = start.plus(day, ChronoUnit.DAYS).atZone(ZoneOffset.UTC).getDayOfWeek();
        return (name == DayOfWeek.SATURDAY || name == DayOfWeek.SUNDAY ? 0.7 : 1) * (0.7 + 0.6 * day / DAYS);
    }

    /** Puts the parts of each week that ends before {@code next} together. */
    private static void merge(ClickHouse clickhouse, Instant next) {
        clickhouse
                .query("""
                    SELECT table, partition_id
                    FROM system.parts
                    WHERE database = currentDatabase() AND active
                        AND table IN ('events', 'sessions', 'session_tags', 'replay_events')
                        AND toDate(partition) <= toDate({next:DateTime64(3, 'UTC')})
                    GROUP BY table, partition_id
                    HAVING count() > 1
                    """, Map.of("next", next.minus(Duration.ofMillis(1))))
                .records()
                .forEach(row -> clickhouse.command("OPTIMIZE TABLE " + row.text("table") + " PARTITION ID '"
                        + row.text("partition_id") + "' FINAL"));
    }

    private void mark(int days) throws IOException {
        ObjectNode state = JSON.createObjectNode();
        state.put("start", start.toString());
        state.put("days", days);
        Files.writeString(directory.resolve(MARKER), state.toPrettyString());
    }

    static String resource(String name) throws IOException {
        try (InputStream resource = DataSet.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("missing resource: " + name);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.strip().startsWith("--")).reduce("", (a, b) -> a + b + "\n");
        }
    }
}
