package dev.claymore.server;

import dev.claymore.ingest.Ingest;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.Project;
import dev.claymore.store.Projects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fills the project {@code demo}: 30 days of made-up visits, generated inside ClickHouse, and recordings of real browsers in
 * the demo shop, sent through ingest. It does so once. What a crash left half done is cleared away and made again; visits
 * that came in since the first attempt stay.
 */
final class DemoData {

    static final String PROJECT = "demo";

    /** What a project with sample data has at least, for a database that outlived the data directory. */
    private static final long SAMPLE_EVENTS = 300_000;

    private static final String RECOUNT_DAYS = """
        INSERT INTO project_days (projectId, day, firstEventAt, lastEventAt, eventCount)
        SELECT projectId, toDate(timestamp), min(timestamp), max(timestamp), count()
        FROM events FINAL
        WHERE projectId = {project:String}
        GROUP BY ALL
        """;

    private static final List<String> TELEMETRY_TABLES = List.of(
            "otel_traces",
            "otel_traces_trace_id_ts",
            "otel_logs",
            "otel_metrics_histogram",
            "otel_metrics_gauge",
            "otel_metrics_sum");

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final int MOST_WAITS = 30;

    private final ClickHouse clickhouse;
    private final Projects projects;
    private final Ingest ingest;
    private final Path state;
    private final InstantSource clock;

    /** @param directory keeps a word on how far it came */
    DemoData(ClickHouse clickhouse, Projects projects, Ingest ingest, Path directory, InstantSource clock) {
        this.clickhouse = clickhouse;
        this.projects = projects;
        this.ingest = ingest;
        this.state = directory.resolve("demo-data");
        this.clock = clock;
    }

    /**
     * Returns when the sample data is durable; the recordings show up in the tables within seconds.
     *
     * @param origin how browsers reach the shop, as {@code http://127.0.0.1:8080}
     */
    void ensure(String origin, Consumer<String> progress) {
        if (projects.find(PROJECT).isEmpty()) {
            if (projects.create(PROJECT, "Tarn & Trail (demo)")
                    instanceof Projects.Reserved(var _, Instant deletedAt)) {
                throw new BadConfig(
                        "The project \"" + PROJECT + "\" was deleted at " + deletedAt
                                + " and can be made again two days later. Until then: `claymore serve`, or another data directory with CLAYMORE_DATA.");
            }
            word("");
        }
        Progress before = Progress.parse(word());
        if (before.step() == Step.DONE
                || before.step() == Step.TELEMETRY
                || (before.step() == Step.NOTHING && isFilled())) {
            return;
        }
        Progress current = before;
        // Recordings of an attempt long ago would be too old for ingest by now.
        boolean resume = before.step() == Step.RECORDINGS && before.age(clock).compareTo(Duration.ofDays(1)) < 0;
        if (!resume) {
            if (before.step() != Step.NOTHING) {
                progress.accept("Clearing away sample data that was only half made");
                clear(before.since());
            }
            current = new Progress(Step.EVENTS, clock.instant());
            word(current.text());
            progress.accept("Making 30 days of sample data");
            clickhouse.command(
                    resource("sample-data.sql"), Map.of("nowMs", current.since().toEpochMilli(), "origin", origin));
            current = new Progress(Step.RECORDINGS, current.since());
            word(current.text());
        }
        progress.accept("Loading recordings of visits to the demo shop");
        Project project = projects.find(PROJECT).orElseThrow();
        new DemoRecordings(ingest, project.writeKey(), origin, clock).send(current.since());
        word(new Progress(Step.TELEMETRY, current.since()).text());
    }

    /**
     * Makes what the shop's backend would have sent about the requests of those visits. Last, and while the product is in use already: it is not
     * what a newcomer looks at first.
     */
    void ensureTelemetry() throws InterruptedException {
        Progress progress = Progress.parse(word());
        if (progress.step() != Step.TELEMETRY) {
            return;
        }
        Map<String, Object> bounds = Map.of("project", PROJECT, "since", progress.since());
        awaitRecordings(bounds);
        for (String table : TELEMETRY_TABLES) {
            String time = table.startsWith("otel_metrics") ? "TimeUnix" : table.endsWith("_ts") ? "Start" : "Timestamp";
            clickhouse.command(
                    "DELETE FROM " + table + " WHERE projectId = {project:String} AND " + time
                            + " < {since:DateTime64(3, 'UTC')}",
                    bounds);
        }
        for (String part : List.of("traces", "logs", "histogram", "gauge", "sum")) {
            clickhouse.command(
                    resource("telemetry/" + part + ".sql"),
                    Map.of("nowMs", progress.since().toEpochMilli()));
        }
        word(new Progress(Step.DONE, progress.since()).text());
    }

    /** Until no recorded visit has come out of the spool for a while; those that come later have no backend. */
    private void awaitRecordings(Map<String, Object> bounds) throws InterruptedException {
        long before = -1;
        for (int i = 0; i < MOST_WAITS; i++) {
            long sessions = clickhouse
                    .query(
                            "SELECT uniq(sessionId) AS sessions FROM replay_events WHERE projectId = {project:String}"
                                    + " AND createdAt < {since:DateTime64(3, 'UTC')}",
                            bounds)
                    .row(0)
                    .number("sessions");
            if (sessions > 0 && sessions == before) {
                return;
            }
            before = sessions;
            Thread.sleep(WAIT);
        }
    }

    /** How far it came, as it stands in the file. */
    private record Progress(Step step, Instant since) {

        static Progress parse(String text) {
            String[] words = text.split(" ", 2);
            return words.length < 2
                    ? new Progress(Step.NOTHING, Instant.EPOCH)
                    : new Progress(Step.valueOf(words[0].toUpperCase(Locale.ROOT)), Instant.parse(words[1]));
        }

        String text() {
            return step.name().toLowerCase(Locale.ROOT) + " " + since;
        }

        Duration age(InstantSource clock) {
            return Duration.between(since, clock.instant());
        }
    }

    private enum Step {
        NOTHING,
        /** The made-up visits are being inserted, which is no single step for ClickHouse. */
        EVENTS,
        /** Recordings are being sent; their batches have fixed ids, so that ingest takes each once however often it is sent. */
        RECORDINGS,
        /** All visits are made; what the backend says about them is not. */
        TELEMETRY,
        DONE
    }

    private boolean isFilled() {
        Object events = clickhouse
                .query(
                        "SELECT sum(eventCount) AS events FROM project_days WHERE projectId = {project:String}",
                        Map.of("project", PROJECT))
                .records()
                .getFirst()
                .get("events");
        return Long.parseLong(String.valueOf(events)) >= SAMPLE_EVENTS;
    }

    /** Removes the project's rows of sessions that began before {@code since}: those are all ours. */
    private void clear(Instant since) {
        Map<String, Object> bounds = Map.of("project", PROJECT, "since", since);
        for (String table : List.of("events", "replay_events", "sessions", "session_tags")) {
            clickhouse.command(
                    "DELETE FROM " + table
                            + " WHERE projectId = {project:String} AND createdAt < {since:DateTime64(3, 'UTC')}",
                    bounds);
        }
        clickhouse.command("DELETE FROM project_days WHERE projectId = {project:String}", Map.of("project", PROJECT));
        clickhouse.command(RECOUNT_DAYS, Map.of("project", PROJECT));
    }

    private static String resource(String name) {
        try (InputStream in = DemoData.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String word() {
        try {
            return Files.exists(state) ? Files.readString(state).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void word(String text) {
        try {
            Path next = state.resolveSibling(state.getFileName() + ".new");
            Files.writeString(next, text);
            Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
