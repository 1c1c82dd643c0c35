package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.compile.Cohorts;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.KeyVault;
import dev.claymore.store.TestDatabase;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Instant began = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    Path directory;

    private ClickHouse clickhouse;
    private Visits visits;
    private Receiver receiver;
    private Pushes pushes;

    @BeforeEach
    void open() {
        clickhouse = TestDatabase.migrated();
        visits = new Visits(clickhouse);
        receiver = Receiver.open(0);
        pushes = started();
    }

    @AfterEach
    void close() {
        pushes.close();
        receiver.close();
        clickhouse.close();
    }

    private Pushes started() {
        Pushes started = new Pushes(
                clickhouse,
                SemanticModel.load(),
                projectId -> Cohorts.NONE,
                new KeyVault(directory.resolve("key")),
                () -> "https://claymore.example",
                Clock.systemUTC());
        started.start();
        return started;
    }

    private PushSettings settings(String filters, boolean replay) {
        return settings(receiver.endpoint(), filters, replay);
    }

    private PushSettings settings(String endpoint, String filters, boolean replay) {
        try {
            JsonNode conditions = new ObjectMapper().readTree(filters);
            return new PushSettings(
                    UUID.fromString("6b1c1f0e-5b0f-4c0f-9d0e-1f2e3d4c5b6a"),
                    true,
                    endpoint,
                    conditions,
                    replay,
                    began.minusSeconds(60).toEpochMilli(),
                    1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(20);
        }
    }

    private List<String> uids() {
        return receiver.records().stream().map(Receiver::uid).toList();
    }

    private List<String> events(UUID session) {
        return receiver.records().stream()
                .filter(record -> Receiver.attribute(record, "session.id").equals(session.toString()))
                .filter(record -> !record.getEventName().startsWith("session."))
                .map(Receiver::uid)
                .toList();
    }

    private boolean idle() {
        return pushes.status(Visits.PROJECT)
                .filter(status -> status.phase().equals("idle") && status.waiting() == 0)
                .isPresent();
    }

    @Test
    void sessionsArriveWholeInOrderAndOnceThoughTheReceiverFailsAndBothEndsRestart() throws InterruptedException {
        List<UUID> sessions = new ArrayList<>();
        List<List<String>> sent = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sessions.add(visits.session(began.plusSeconds(i)));
            sent.add(visits.visit(sessions.getLast(), began.plusSeconds(i), i == 5 ? 3_000 : 400));
        }
        AtomicInteger asked = new AtomicInteger();
        receiver.behave(request -> switch (asked.incrementAndGet()) {
            case 2 -> new Receiver.Answer(503, "1", "busy");
            case 4 -> new Receiver.Answer(0, null, "");
            default -> Receiver.Answer.TAKE;
        });
        pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);
        await("some requests are acknowledged", () -> receiver.requests().size() >= 3);

        // The sender goes, in the middle of the long session or wherever it is, and comes back.
        pushes.close();
        pushes = started();
        int before = receiver.requests().size();
        await("it goes on", () -> receiver.requests().size() > before);
        // The receiver goes and comes back at the same place, with what it has acknowledged.
        int port = receiver.port();
        List<LogRecord> first = receiver.records();
        receiver.close();
        receiver = Receiver.open(port);
        await("everything is delivered", () -> first.size() + receiver.records().size() >= 12 * 3 + 11 * 400 + 3_000);
        await("nothing waits", this::idle);

        List<LogRecord> all = new ArrayList<>(first);
        all.addAll(receiver.records());
        assertThat(all).hasSize(12 * 3 + 11 * 400 + 3_000);
        assertThat(all.stream().map(Receiver::uid)).doesNotHaveDuplicates();
        for (int i = 0; i < sessions.size(); i++) {
            String session = sessions.get(i).toString();
            List<LogRecord> own = all.stream()
                    .filter(record -> Receiver.attribute(record, "session.id").equals(session))
                    .toList();
            assertThat(own.getFirst().getEventName()).isEqualTo("session.start");
            assertThat(own.getLast().getEventName()).isEqualTo("session.end");
            assertThat(own.subList(1, own.size() - 1).stream().map(Receiver::uid))
                    .isEqualTo(sent.get(i));
        }
    }

    @Test
    void eventsThatComeAfterTheirSessionWasDeliveredFollowAloneAndTheSessionEndsAgain() throws InterruptedException {
        UUID session = visits.session(began);
        List<String> ids = new ArrayList<>(visits.visit(session, began, 3));
        pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);
        await("the session is delivered", () -> receiver.records().size() == 6);

        Map<String, Object> late = visits.event(session, began.plusMillis(1_500), "click", "selector", "#late");
        visits.insert("events", List.of(late));
        await("the late event is delivered", () -> receiver.records().size() == 8);
        await("nothing waits", this::idle);

        ids.add((String) late.get("eventId"));
        assertThat(events(session)).isEqualTo(ids);
        assertThat(uids()).doesNotHaveDuplicates();
        assertThat(receiver.records())
                .extracting(LogRecord::getEventName)
                .endsWith("session.end", "app.widget.click", "session.end");
    }

    @Test
    void onlySessionsThatMatchAreSentAndOneThatMatchesLaterIsSentThen() throws InterruptedException {
        UUID failed = visits.session(began);
        UUID fine = visits.session(began.plusSeconds(1));
        visits.visit(failed, began, 2);
        visits.insert(
                "events",
                List.of(visits.event(failed, began.plusSeconds(3), "request", "errorCode", 500, "statusCode", 500)));
        visits.visit(fine, began.plusSeconds(1), 2);
        pushes.save(
                Visits.PROJECT,
                settings("[{\"field\":\"errorCode\",\"op\":\"eq\",\"values\":[500]}]", false),
                PushHeaders.NONE);
        await("the failed session is delivered", () -> events(failed).size() == 4);
        await("nothing waits", this::idle);
        assertThat(events(fine)).isEmpty();

        visits.insert(
                "events",
                List.of(visits.event(fine, began.plusSeconds(9), "request", "errorCode", 500, "statusCode", 500)));
        await("the other one is delivered", () -> events(fine).size() == 4);
    }

    @Test
    void aSessionThatGoesOnIsNotSentYet() throws InterruptedException {
        UUID done = visits.session(began);
        visits.visit(done, began, 1);
        Instant ahead = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.MILLIS);
        UUID going = visits.session(ahead.minusSeconds(60));
        visits.insert("events", List.of(visits.event(going, ahead, "pageview")));
        pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);

        await("the other one is delivered", () -> events(done).size() == 2);
        await("nothing waits", this::idle);
        assertThat(events(going)).isEmpty();
    }

    @Test
    void theRecordingFollowsWhenItIsAskedForAndNothingElseIsSentAgain() throws InterruptedException {
        UUID session = visits.session(began);
        visits.visit(session, began, 2);
        visits.recording(session, began, 4);
        pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);
        await("the events are delivered", () -> receiver.records().size() == 5);

        pushes.save(Visits.PROJECT, settings("[]", true), PushHeaders.NONE);
        await("the recording is delivered", () -> receiver.records().size() == 9);
        await("nothing waits", this::idle);
        assertThat(uids()).doesNotHaveDuplicates();
    }

    /** A project for each, with the events of the shop, whose push stalls. */
    private void push(List<StalledReceiver> stalled) throws InterruptedException {
        for (int i = 0; i < stalled.size(); i++) {
            StalledReceiver each = stalled.get(i);
            String project = "stuck" + i;
            clickhouse.command(
                    "INSERT INTO events SELECT * REPLACE ({project:String} AS projectId) FROM (SELECT * FROM events WHERE projectId = 'shop')",
                    Map.of("project", project));
            pushes.save(project, settings(each.endpoint(), "[]", false), PushHeaders.NONE);
            await("it stalls", () -> each.answered() == 1);
        }
    }

    @Test
    void receiversThatStallHoldUpNobodyElse() throws InterruptedException {
        visits.visit(visits.session(began), began, 3);
        List<StalledReceiver> stalled = List.of(new StalledReceiver(""), new StalledReceiver(""));
        try {
            push(stalled);

            pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);
            await("the others are served", this::idle);

            assertThat(uids()).hasSize(6).doesNotHaveDuplicates();
            // Nobody had to be given up for that.
            assertThat(stalled).extracting(StalledReceiver::left).containsOnly(0);
        } finally {
            stalled.forEach(StalledReceiver::close);
        }
    }

    @Test
    void pushesEndTogetherAndWhoAsksMeanwhileIsAnswered() throws InterruptedException {
        visits.visit(visits.session(began), began, 1);
        List<StalledReceiver> stalled =
                List.of(new StalledReceiver(""), new StalledReceiver(""), new StalledReceiver(""));
        try {
            push(stalled);

            long ending = System.nanoTime();
            Thread closing = Thread.ofVirtual().start(pushes::close);
            await("they are taken out first", () -> pushes.statuses().isEmpty());
            assertThat(closing.isAlive()).as("each is given three seconds").isTrue();
            assertThat(closing.join(Duration.ofMinutes(1))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - ending)).isLessThan(Duration.ofSeconds(8));
        } finally {
            stalled.forEach(StalledReceiver::close);
        }
    }

    @Test
    void oneRecordThatTheReceiverRefusesCostsItsNeighboursNothing() throws InterruptedException {
        UUID session = visits.session(began);
        List<String> ids = visits.visit(session, began, 40);
        String bad = ids.get(17);
        receiver.behave(request -> SessionExportsTest.records(List.of(request)).stream()
                        .anyMatch(record -> Receiver.uid(record).equals(bad))
                ? new Receiver.Answer(400, null, "no such thing")
                : Receiver.Answer.TAKE);
        pushes.save(Visits.PROJECT, settings("[]", false), PushHeaders.NONE);
        await("nothing waits", () -> receiver.records().size() == 42 && idle());

        List<String> expected = new ArrayList<>(ids);
        expected.remove(bad);
        assertThat(events(session)).isEqualTo(expected);
        PushStatus status = pushes.status(Visits.PROJECT).orElseThrow();
        assertThat(status.refused()).isEqualTo(1);
        assertThat(status.lastError()).contains("400").contains("no such thing");
        assertThat(pushes.totals(Visits.PROJECT, settings("[]", false)).refused())
                .isEqualTo(1);
    }

    @Test
    void headersAreSentButNeverShownAndAWrongOneBlocksWithoutLosingAnything() throws InterruptedException {
        UUID session = visits.session(began);
        visits.visit(session, began, 2);
        receiver.behave(request -> new Receiver.Answer(401, null, "who is Bearer hush-hush-1?"));
        Pushes.Shown shown = pushes.save(
                Visits.PROJECT, settings("[]", false), new PushHeaders(Map.of("Authorization", "Bearer hush-hush-1")));
        await(
                "it is blocked",
                () -> pushes.status(Visits.PROJECT)
                        .filter(status -> status.phase().equals("blocked"))
                        .isPresent());

        assertThat(shown.headers()).containsExactly("Authorization");
        assertThat(pushes.status(Visits.PROJECT).orElseThrow().lastError())
                .contains("401")
                .doesNotContain("hush");
        assertThat(clickhouse.query("SELECT * FROM export_settings").rows().toString())
                .doesNotContain("hush");
        receiver.behave(request -> Receiver.Answer.TAKE);
        pushes.save(
                Visits.PROJECT, settings("[]", false), new PushHeaders(Map.of("Authorization", "Bearer hush-hush-2")));
        await("it is delivered", () -> receiver.records().size() == 5);
        assertThat(receiver.authorizations()).containsOnly("Bearer hush-hush-2");
        assertThatThrownBy(() -> new PushHeaders(Map.of("X-Key", "a\r\nB: c"))).hasMessageNotContaining("B: c");
    }
}
