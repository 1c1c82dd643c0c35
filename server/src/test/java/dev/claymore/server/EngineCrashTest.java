package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCrashTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path directory;

    /** Every event id in the table, without FINAL: a doubled row counts twice. */
    private static List<String> stored(TestServer server) {
        List<String> ids = new ArrayList<>();
        server.server()
                .database()
                .clickhouse()
                .query("SELECT toString(eventId) AS id FROM events SETTINGS final = 0")
                .records()
                .forEach(row -> ids.add(row.text("id")));
        return ids;
    }

    /** A load that lasts, of some hundred batches a second; what is stored at the end is read and compared event by event. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    private static long kill(TestServer server) {
        long pid = server.server().database().enginePid().orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    @Test
    void killingTheEngineUnderLoadLosesAndDoublesNothingThatWasAcknowledged() throws InterruptedException {
        try (TestServer server = TestServer.ready(directory)) {
            String key = server.project("shop").get("writeKey").textValue();
            ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
            AtomicInteger batches = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            AtomicBoolean sending = new AtomicBoolean(true);
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                senders.add(Thread.ofVirtual().start(() -> {
                    while (sending.get()) {
                        TestBatch batch = TestBatch.of(20);
                        if (server.batch(key, batch.json()).statusCode() == 200) {
                            acknowledged.addAll(batch.eventIds());
                            batches.incrementAndGet();
                        } else {
                            refused.incrementAndGet();
                        }
                        pause();
                    }
                }));
            }
            for (int kills = 1; kills <= 2; kills++) {
                int before = batches.get();
                Await.until("batches are acknowledged", PATIENCE, () -> batches.get() >= before + 5);
                long killed = kill(server);
                int atKill = batches.get();
                Await.until(
                        "batches are acknowledged while the engine is down",
                        PATIENCE,
                        () -> batches.get() >= atKill + 5);
                Await.until(
                        "another engine answers",
                        PATIENCE,
                        () -> server.server().database().enginePid().orElseThrow() != killed
                                && server.server().database().answers());
            }
            sending.set(false);
            for (Thread sender : senders) {
                sender.join();
            }

            assertThat(refused).hasValue(0);
            Set<String> expected = new HashSet<>(acknowledged);
            Await.until(
                    "everything acknowledged is stored",
                    PATIENCE,
                    () -> stored(server).size() >= expected.size());
            assertThat(stored(server)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void whileTheEngineIsDownQuestionsAreAnsweredWith503() throws InterruptedException {
        try (TestServer server = TestServer.ready(directory)) {
            server.project("shop");
            kill(server);

            List<HttpResponse<String>> answers = new ArrayList<>();
            Await.until("a question meets no database", PATIENCE, () -> {
                answers.add(server.get("/api/projects/shop/sessions"));
                return answers.getLast().statusCode() == 503;
            });

            JsonNode error = TestServer.json(answers.getLast()).get("error");
            assertThat(error.get("code").textValue()).isEqualTo("database_unavailable");
            assertThat(error.get("retryable").booleanValue()).isTrue();
            assertThat(answers.getLast().headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answers).allMatch(answer -> answer.statusCode() == 503 || answer.statusCode() == 200);
            Await.until(
                    "it answers again",
                    PATIENCE,
                    () -> server.get("/api/projects/shop/sessions").statusCode() == 200);
        }
    }

    @Test
    void afterARestartEverythingIsThereAndKnownKeysAreTakenBeforeTheEngineIsUp() throws InterruptedException {
        TestBatch first = TestBatch.of(3);
        TestBatch second = TestBatch.of(3);
        String key;
        try (TestServer server = TestServer.ready(directory)) {
            key = server.project("shop").get("writeKey").textValue();
            assertThat(server.batch(key, first.json()).statusCode()).isEqualTo(200);
        }
        try (TestServer server = TestServer.start(directory, Map.of())) {
            assertThat(server.batch(key, second.json()).statusCode()).isEqualTo(200);
            server.awaitReady();
            Set<String> expected = new HashSet<>(first.eventIds());
            expected.addAll(second.eventIds());
            Await.until(
                    "both batches are stored", PATIENCE, () -> stored(server).size() >= expected.size());
            assertThat(stored(server)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
