package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ClickHouseOptions;
import dev.claymore.store.Migrations;
import dev.claymore.store.Projects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, with the real engine. */
final class IngestIntoClickHouseTest {

    @TempDir
    static Path directory;

    private static EngineSupervisor engine;
    private static ClickHouse clickhouse;
    private static Projects projects;

    @BeforeAll
    static void start() throws Exception {
        engine = EngineSupervisor.start(
                EngineOptions.of(directory.resolve("engine")).withMemoryLimitBytes(2L << 30));
        clickhouse = ClickHouse.connect(ClickHouseOptions.of(engine.endpoint(), ""));
        Migrations.apply(clickhouse);
        projects = new Projects(clickhouse);
    }

    @AfterAll
    static void stop() {
        clickhouse.close();
        engine.close();
    }

    private static Ingest open(String spool) throws Exception {
        return Ingest.open(IngestOptions.in(directory.resolve(spool)), clickhouse, projects, InstantSource.system());
    }

    private static String writeKey(String projectId) {
        return ((Projects.Created) projects.create(projectId, projectId))
                .project()
                .writeKey();
    }

    private static long number(String sql, String projectId) {
        return ((Number) clickhouse
                        .query(sql, Map.of("p", projectId))
                        .rows()
                        .getFirst()
                        .getFirst())
                .longValue();
    }

    private static Answer send(Ingest ingest, String key, String body) {
        return ingest.accept(TestBatches.request(key, TestBatches.gzip(body), Map.of("user-agent", AGENT)));
    }

    private static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
                    + " Safari/537.36";

    @Test
    void errorsOfOneCauseShareItAndOneThatCannotBeToldCostsNoEvent() throws Exception {
        String key = writeKey("causes");
        long now = System.currentTimeMillis();
        StringBuilder events = new StringBuilder();
        for (String stack : List.of("at a", "at b", "at boom", "at overflow", "", "at own")) {
            events.append(events.isEmpty() ? "" : ",")
                    .append("{\"type\":\"error\",\"timestamp\":")
                    .append(now + events.length())
                    .append(",\"release\":\"7\",\"errorType\":\"E\",\"errorMessage\":\"told\",\"errorStack\":\"")
                    .append(stack)
                    .append("\",\"tags\":{\"a\":\"b\",\"debugId\":\" d-1  d-2 \"}")
                    .append(stack.equals("at own") ? ",\"errorFingerprint\":\"mine\"}" : "}");
        }
        ErrorCauses causes = error -> {
            if (error.stack().equals("at boom")) {
                throw new IllegalStateException("a test");
            }
            if (error.stack().equals("at overflow")) {
                throw new StackOverflowError("a test");
            }
            return String.join(
                    " ",
                    error.projectId(),
                    error.release(),
                    error.type(),
                    error.message(),
                    error.debugIds().toString());
        };
        try (Ingest ingest = Ingest.open(
                IngestOptions.in(directory.resolve("spool-causes")),
                clickhouse,
                ProjectKeys.of(projects),
                Telemetry.NONE,
                causes,
                CompletableFuture.completedStage(null),
                InstantSource.system())) {
            send(
                    ingest,
                    key,
                    "{\"version\":1,\"sentAt\":" + now + ",\"sessionId\":\"" + TestBatches.uuid7(now, 5)
                            + "\",\"context\":{},\"events\":[" + events + "]}");
            Await.until(() -> number("SELECT count() FROM events WHERE projectId = {p:String}", "causes") == 6);
        }
        List<String> fingerprints = clickhouse
                .query("SELECT errorFingerprint FROM events WHERE projectId = 'causes' ORDER BY timestamp", Map.of())
                .records()
                .stream()
                .map(row -> row.text("errorFingerprint"))
                .toList();
        String ofMessage = fingerprints.get(2);
        assertThat(ofMessage).matches("[0-9a-f]{16}");
        assertThat(fingerprints)
                .containsExactly(
                        "causes 7 E told [d-1, d-2]",
                        "causes 7 E told [d-1, d-2]",
                        ofMessage,
                        ofMessage,
                        ofMessage,
                        "mine");
    }

    @Test
    void aClickIsInEveryTableSoonAfterItsAcknowledgement() throws Exception {
        String key = writeKey("whole-way");
        String session = TestBatches.uuid7(System.currentTimeMillis() - 5_000, 77);
        try (Ingest ingest = open("spool-whole-way")) {
            long began = System.nanoTime();
            Answer answer = send(ingest, key, RandomBatches.batch(session, 3, 2, new Random(1)));
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .startsWith("{\"accepted\":5,\"rejected\":[],");
            Await.until(() -> number("SELECT count() FROM ledger WHERE projectId = {p:String}", "whole-way") > 0);
            Duration soon = Duration.ofNanos(System.nanoTime() - began);

            assertThat(soon).isLessThan(Duration.ofSeconds(5));
            assertThat(number("SELECT count() FROM events WHERE projectId = {p:String}", "whole-way"))
                    .isEqualTo(3);
            assertThat(number("SELECT count() FROM replay_events WHERE projectId = {p:String}", "whole-way"))
                    .isEqualTo(2);
            assertThat(number("SELECT count() FROM session_tags WHERE projectId = {p:String}", "whole-way"))
                    .isEqualTo(1);
            List<Object> row = clickhouse
                    .query(
                            "SELECT toString(sessionId), toUInt32(eventCount), browser, os, device, hasReplay FROM"
                                    + " sessions WHERE projectId = {p:String}",
                            Map.of("p", "whole-way"))
                    .rows()
                    .getFirst();
            assertThat(row.toString()).contains(session, "3", "Chrome", "Windows", "desktop", "true");
        }
    }

    @Test
    void nothingIsMissingOrDoubledWhenTheEngineIsKilledUnderLoad() throws Exception {
        String key = writeKey("killed");
        AtomicLong events = new AtomicLong();
        AtomicLong replays = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (Ingest ingest = open("spool-killed");
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < 4; sender++) {
                Random random = new Random(sender);
                senders.execute(() -> {
                    while (!stop.get()) {
                        String session = TestBatches.uuid7(System.currentTimeMillis(), random.nextInt(1 << 30));
                        if (send(ingest, key, RandomBatches.batch(session, 40, 10, random))
                                        .status()
                                == 200) {
                            events.addAndGet(40);
                            replays.addAndGet(10);
                        }
                        LockSupport.parkNanos(5_000_000);
                    }
                });
            }
            for (int kill = 0; kill < 4; kill++) {
                long loaded = ingest.metrics().loadedBatches();
                Await.until(() -> ingest.metrics().loadedBatches() > loaded);
                ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();
            }
            stop.set(true);
            senders.shutdown();
            Await.until(() -> senders.isTerminated()
                    && ingest.metrics().loadedEvents() == events.get()
                    && ingest.metrics().loadedReplayEvents() == replays.get());
            Await.until(clickhouse::ping);
        }
        // Without FINAL: a doubled row would be seen even where a merge would hide it.
        String rows = "SELECT count() FROM events WHERE projectId = {p:String} SETTINGS final = 0";
        assertThat(number(rows, "killed")).isEqualTo(events.get());
        assertThat(number("SELECT uniqExact(eventId) FROM events WHERE projectId = {p:String}", "killed"))
                .isEqualTo(events.get());
        assertThat(number(
                        "SELECT count() FROM replay_events WHERE projectId = {p:String} SETTINGS final = 0", "killed"))
                .isEqualTo(replays.get());
        assertThat(number("SELECT toUInt64(sum(eventCount)) FROM sessions WHERE projectId = {p:String}", "killed"))
                .isEqualTo(events.get());
        assertThat(number("SELECT toUInt64(sum(clickCount)) FROM sessions WHERE projectId = {p:String}", "killed"))
                .isEqualTo(events.get());
        assertThat(number(
                        "SELECT toUInt64(sum(replayEventCount)) FROM sessions WHERE projectId = {p:String}", "killed"))
                .isEqualTo(replays.get());
        assertThat(number("SELECT count() FROM session_tags WHERE projectId = {p:String}", "killed"))
                .isEqualTo(events.get() / 40);
        assertThat(number(
                        "SELECT toUInt64(sum(events)) FROM ledger WHERE projectId = {p:String} AND outcome = 'stored'",
                        "killed"))
                .isEqualTo(events.get() + replays.get());
        assertThat(Files.exists(directory.resolve("spool-killed").resolve(DeadLetters.FILE)))
                .isFalse();
    }

    @Test
    void aTableThatRefusesABatchHoldsUpNoOtherAndGetsItsRowsLater() throws Exception {
        String key = writeKey("aside");
        clickhouse.command("ALTER TABLE replay_events DROP COLUMN extra");
        try (Ingest ingest = Ingest.open(settingAsideSoon("aside"), clickhouse, projects, InstantSource.system())) {
            send(
                    ingest,
                    key,
                    RandomBatches.batch(TestBatches.uuid7(System.currentTimeMillis(), 1), 3, 2, new Random(11)));
            Await.until(() -> ingest.metrics().setAside() == 1
                    && number("SELECT count() FROM ledger WHERE projectId = {p:String}", "aside") > 0);
            send(
                    ingest,
                    key,
                    RandomBatches.batch(TestBatches.uuid7(System.currentTimeMillis(), 2), 4, 0, new Random(12)));
            Await.until(() -> LedgerCheck.of(clickhouse, "aside").received() == 9);
            assertThat(LedgerCheck.of(clickhouse, "aside")).isEqualTo(new LedgerCheck(9, 9, 7, 7));
            clickhouse.command("ALTER TABLE replay_events ADD COLUMN extra String AFTER payload");
            Await.until(() -> ingest.metrics().setAside() == 0);

            assertThat(LedgerCheck.of(clickhouse, "aside")).isEqualTo(new LedgerCheck(9, 9, 9, 9));
            assertThat(number("SELECT count() FROM replay_events WHERE projectId = {p:String}", "aside"))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatIsStillRefusedKeepsNothingElseAside() throws Exception {
        String key = writeKey("asides");
        clickhouse.command("ALTER TABLE replay_events DROP COLUMN extra");
        clickhouse.command("ALTER TABLE events DROP COLUMN clockOffsetMs");
        try (Ingest ingest = Ingest.open(settingAsideSoon("asides"), clickhouse, projects, InstantSource.system())) {
            send(
                    ingest,
                    key,
                    RandomBatches.batch(TestBatches.uuid7(System.currentTimeMillis(), 3), 3, 2, new Random(13)));
            Await.until(() -> ingest.metrics().setAside() == 2);
            clickhouse.command("ALTER TABLE replay_events ADD COLUMN extra String AFTER payload");
            Await.until(() -> ingest.metrics().setAside() == 1);
            assertThat(number("SELECT count() FROM replay_events WHERE projectId = {p:String}", "asides"))
                    .as("events, tried before them, are refused still")
                    .isEqualTo(2);
            clickhouse.command("ALTER TABLE events ADD COLUMN clockOffsetMs Int64 AFTER receivedAt");
            Await.until(() -> ingest.metrics().setAside() == 0);
            assertThat(number("SELECT count() FROM events WHERE projectId = {p:String}", "asides"))
                    .isEqualTo(3);
        }
    }

    private IngestOptions settingAsideSoon(String name) {
        return IngestOptions.in(directory.resolve("spool-" + name))
                .withLoad(new LoadOptions(
                        1 << 20,
                        Duration.ofMillis(5),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        3,
                        Duration.ofMillis(300)));
    }

    @Test
    void labelsOfAnyNumberArriveAsTheyWereSent() {
        for (int labels : new int[] {1, 256, 257, 70_000}) {
            RowBuffer rows = new RowBuffer(1 << 10);
            RowIndex index = new RowIndex();
            String project = "labels-" + labels;
            for (int i = 0; i < 70_000; i++) {
                int begin = rows.size();
                rows.string(project).uuid(i, i).string("page-" + i % labels + "-\u00E4");
                rows.varint(i % 3);
                for (int tag = 0; tag < i % 3; tag++) {
                    rows.string("key" + (i + tag) % labels).string("v" + i);
                }
                index.add(rows.size() - begin);
            }
            TableRows table = new TableRows(
                    "events",
                    List.of(
                            new Layout.Column("projectId", "label"),
                            new Layout.Column("eventId", "uuid"),
                            new Layout.Column("page", "label"),
                            new Layout.Column("tags", "map")));
            table.add(new SpoolRecord.Rows(rows.array(), 0, index.toArray()), project);

            Sink.into(clickhouse).insert(table, project);

            assertThat(number("SELECT uniqExact(page) FROM events WHERE projectId = {p:String}", project))
                    .isEqualTo(labels);
            String right = "SELECT countIf(page = concat('page-', toString(n % " + labels + "), '-\u00E4')"
                    + " AND length(tags) = n % 3"
                    + " AND (n % 3 = 0 OR tags[concat('key', toString(n % " + labels
                    + "))] = concat('v', toString(n)))) FROM (SELECT page, tags,"
                    + " reinterpretAsUInt64(substring(unhex(replaceAll(toString(eventId), '-', '')), 16, 1) ||"
                    + " substring(unhex(replaceAll(toString(eventId), '-', '')), 15, 1) ||"
                    + " substring(unhex(replaceAll(toString(eventId), '-', '')), 14, 1)) AS n FROM events WHERE"
                    + " projectId = {p:String})";
            assertThat(number(right, project)).isEqualTo(70_000);
        }
    }

    @Test
    void aRowThatClickHouseCannotReadIsPutAsideAndCostsNoOther() throws Exception {
        writeKey("poison");
        clickhouse.command("ALTER TABLE events ADD CONSTRAINT noPoison CHECK name != 'poison'");
        RowBuffer rows = new RowBuffer(1 << 10);
        RowIndex index = new RowIndex();
        for (int i = 0; i < 7; i++) {
            int begin = rows.size();
            row(rows, i, i == 4, i == 5 ? "poison" : "");
            index.add(rows.size() - begin);
        }
        RowBuffer payload = new RowBuffer(1 << 10);
        SpoolRecord.writeHead(
                payload,
                System.currentTimeMillis(),
                null,
                "poison",
                List.of(new LedgerCount(LedgerCount.RECEIVED, "", 7, 0), new LedgerCount(LedgerCount.STORED, "", 7, 0)),
                index,
                new RowIndex());
        payload.raw(rows);
        TableLoad load =
                new TableLoad(Sink.into(clickhouse), new DeadLetters(directory, InstantSource.system()), Runnable::run);

        for (int attempt = 0; attempt < 2; attempt++) {
            LoadBatch batch = new LoadBatch(Columns.current());
            batch.add(SpoolRecord.read(payload.toByteArray()), payload.size());
            load.load(batch, "poison-1");
        }

        assertThat(load.deadLetterCount()).isEqualTo(4);
        assertThat(Files.readString(directory.resolve(DeadLetters.FILE)))
                .contains("\"reason\":\"the row does not fit its columns\"", "noPoison", "\"name\":\"poison\"");
        LedgerCheck check = LedgerCheck.of(clickhouse, "poison");
        assertThat(check).isEqualTo(new LedgerCheck(7, 7, 5, 5));
        assertThat(check.balances()).isTrue();
    }

    /** A row of which only the project's name is not empty; a truncated one ends in a length that nothing follows. */
    private static void row(RowBuffer rows, int number, boolean truncated, String name) {
        long now = System.currentTimeMillis();
        for (Layout.Column column : Layout.EVENTS.columns()) {
            switch (column.type()) {
                case "string", "label" ->
                    rows.string(
                            column.name().equals("projectId")
                                    ? "poison"
                                    : column.name().equals("name") ? name : "");
                case "time" -> rows.int64(now);
                case "uuid" -> rows.uuid((now << 16) | 0x7000L, 0x8000000000000000L | number);
                case "map" -> rows.varint(truncated ? 100_000_000 : 0);
                default -> rows.raw(new byte[column.width()], 0, column.width());
            }
        }
    }
}
