package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSupervisorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path data;

    private EngineSupervisor start() throws Exception {
        return EngineSupervisor.start(EngineOptions.of(data).withPassword(TestEngine.PASSWORD));
    }

    private static HttpResponse<String> send(EngineSupervisor engine, String sql) {
        return TestEngine.send(
                TestEngine.request(engine.endpoint(), BodyPublishers.ofString(sql)), BodyHandlers.ofString());
    }

    private static String query(EngineSupervisor engine, String sql) {
        HttpResponse<String> response = send(engine, sql);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    void answersAtOnceWhenStartReturns() throws Exception {
        start().close();

        long began = System.nanoTime();
        try (EngineSupervisor engine = start()) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.println("engine: start to ready " + millis + " ms warm");
            assertThat(query(engine, "SELECT 1")).isEqualTo("1\n");
            assertThat(engine.state()).isEqualTo(EngineState.READY);
        }
    }

    @Test
    void anEngineThatNoLongerAnswersIsStartedAgain() throws Exception {
        EngineOptions options = EngineOptions.of(data).withPassword(TestEngine.PASSWORD);
        try (EngineSupervisor engine = EngineSupervisor.start(options, Duration.ofSeconds(1))) {
            query(engine, "CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a");
            query(engine, "INSERT INTO kept VALUES (1), (2)");
            assertThat(query(engine, "SELECT sleep(2.5), sleep(2.5), sleep(2.5)"))
                    .as("one that only works is left alone")
                    .isEqualTo("0\t0\t0\n");
            assertThat(engine.restarts()).isZero();
            long pid = engine.pid();

            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
            TestEngine.await("a new process", PATIENCE, () -> engine.pid() != pid);

            assertThat(engine.awaitReady(PATIENCE)).isTrue();
            assertThat(query(engine, "SELECT sum(a) FROM kept")).isEqualTo("3\n");
        }
    }

    @Test
    void startsAgainOnTheSamePortAfterAKillAndKeepsWhatWasAcknowledged() throws Exception {
        try (EngineSupervisor engine = start()) {
            query(engine, "CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a");
            query(engine, "CREATE DATABASE shop");
            query(engine, "CREATE TABLE shop.kept (a UInt32) ENGINE = MergeTree ORDER BY a");
            query(engine, "INSERT INTO kept SELECT number FROM numbers(1000)");
            query(engine, "INSERT INTO shop.kept VALUES (1), (2)");
            var endpoint = engine.endpoint();
            for (int kill = 1; kill <= 2; kill++) {
                long pid = engine.pid();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                TestEngine.await("a new process", PATIENCE, () -> engine.pid() != pid);

                assertThat(engine.awaitReady(PATIENCE)).isTrue();
                assertThat(engine.restarts()).isEqualTo(kill);
                assertThat(engine.endpoint()).isEqualTo(endpoint);
                assertThat(query(engine, "SELECT count(), sum(a) FROM kept")).isEqualTo("1000\t499500\n");
                assertThat(query(engine, "SELECT sum(a) FROM shop.kept")).isEqualTo("3\n");
            }
        }
    }

    /** Matching a pattern against one long text is a single call, in which ClickHouse does not look whether it should go on. */
    @Test
    void startsAgainWhenAStatementCannotBeStopped() throws Exception {
        EngineOptions options = EngineOptions.of(data)
                .withPassword(TestEngine.PASSWORD)
                .withJavaOptions(List.of("-Dclaymore.engine.cancel.tries=2"));
        try (EngineSupervisor engine = EngineSupervisor.start(options)) {
            query(engine, "CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a");
            query(engine, "INSERT INTO kept VALUES (7)");
            long pid = engine.pid();
            HttpRequest endless = HttpRequest.newBuilder(URI.create(
                            engine.endpoint() + "/?cancel_http_readonly_queries_on_client_close=1&readonly=1"))
                    .header("X-ClickHouse-Key", TestEngine.PASSWORD)
                    .timeout(Duration.ofSeconds(2))
                    .POST(BodyPublishers.ofString(
                            "SELECT like(repeat('a', 1000000), concat(repeat('%a', 20000), 'b'))"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThatThrownBy(() -> client.send(endless, BodyHandlers.ofString()))
                        .isInstanceOf(HttpTimeoutException.class);
            }
            TestEngine.await("a new process", PATIENCE, () -> engine.pid() != pid);
            assertThat(engine.awaitReady(PATIENCE)).isTrue();
            assertThat(query(engine, "SELECT a FROM kept")).isEqualTo("7\n");
        }
    }

    @Test
    void failsRequestsCleanlyWhileItIsAwayAndAnswersThemAfter() throws Exception {
        try (EngineSupervisor engine = start()) {
            query(engine, "CREATE TABLE counted (a UInt32) ENGINE = MergeTree ORDER BY a");
            ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();
            int[] acknowledged = new int[1];
            TestEngine.await("an insert that is acknowledged after the kill", PATIENCE, () -> {
                try {
                    HttpResponse<String> response = send(engine, "INSERT INTO counted VALUES (1)");
                    assertThat(response.statusCode()).isEqualTo(200);
                    acknowledged[0]++;
                    return true;
                } catch (UncheckedIOException e) {
                    // Refused or reset: the client knows that it must ask again.
                    return false;
                }
            });
            assertThat(query(engine, "SELECT count() FROM counted")).isEqualTo(acknowledged[0] + "\n");
        }
    }

    @Test
    void keepsDataOverAnOrderlyRestart() throws Exception {
        try (EngineSupervisor engine = start()) {
            query(engine, "CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a");
            query(engine, "INSERT INTO kept VALUES (7)");
        }
        try (EngineSupervisor engine = start()) {
            assertThat(query(engine, "SELECT * FROM kept")).isEqualTo("7\n");
        }
    }

    @Test
    void saysWhoHoldsTheDataDirectory() throws Exception {
        try (EngineSupervisor engine = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by another engine, process " + engine.pid());
            assertThat(query(engine, "SELECT 1")).isEqualTo("1\n");
        }
    }

    @Test
    void closingStopsTheProcessInOrder() throws Exception {
        EngineSupervisor engine = start();
        ProcessHandle child = ProcessHandle.of(engine.pid()).orElseThrow();
        engine.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        assertThat(engine.restarts()).isZero();
    }

    @Test
    void leavesTheSignalsOfTheTerminalToItsParent() throws Exception {
        try (EngineSupervisor engine = start()) {
            for (String signal : new String[] {"-INT", "-HUP"}) {
                assertThat(new ProcessBuilder("kill", signal, Long.toString(engine.pid()))
                                .start()
                                .waitFor())
                        .isZero();
            }
            assertThat(query(engine, "SELECT sleep(0.5)")).isEqualTo("0\n");
            assertThat(engine.restarts()).isZero();
        }
    }

    @Test
    void theChildEndsWithStatusZeroWhenItsInputCloses() throws Exception {
        EngineProcess child = EngineProcess.start(EngineOptions.of(data), NativeLibrary.find(), 0);
        child.awaitReady(PATIENCE);
        child.process().getOutputStream().close();

        assertThat(child.process().waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(child.process().exitValue()).as(child.lastLines()).isZero();
    }

    @Test
    void sigtermIsACleanStopEvenWhileAStatementRuns() throws Exception {
        EngineProcess child =
                EngineProcess.start(EngineOptions.of(data).withPassword(TestEngine.PASSWORD), NativeLibrary.find(), 0);
        int port = child.awaitReady(PATIENCE);
        var endpoint = java.net.URI.create("http://127.0.0.1:" + port);
        Thread client = Thread.ofVirtual().start(() -> {
            try {
                TestEngine.send(
                        TestEngine.request(
                                endpoint, BodyPublishers.ofString("SELECT count() FROM numbers(1000000000000)")),
                        BodyHandlers.ofString());
            } catch (UncheckedIOException e) {
                // It was in the middle of it.
            }
        });
        TestEngine.await(
                "the statement to run",
                PATIENCE,
                () -> TestEngine.send(
                                TestEngine.request(
                                        endpoint,
                                        BodyPublishers.ofString(
                                                "SELECT count() FROM system.processes WHERE query LIKE '%1000000000000%'")),
                                BodyHandlers.ofString())
                        .body()
                        .equals("2\n"));
        // Of the handle: the process's own destroy() closes its input, too, which is another way to stop it.
        child.process().toHandle().destroy();

        assertThat(child.process().waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(child.process().exitValue()).as(child.lastLines()).isEqualTo(128 + 15);
        client.join();
        assertThat(child.lastLines()).doesNotContain("SIGSEGV").doesNotContain("Fatal");
        assertThat(Files.exists(data.resolve("hs_err_pid" + child.process().pid() + ".log")))
                .isFalse();
    }

    @Test
    void aSignalAndTheEndOfItsInputAtOnceAreOneCleanStop() throws Exception {
        EngineProcess child =
                EngineProcess.start(EngineOptions.of(data).withPassword(TestEngine.PASSWORD), NativeLibrary.find(), 0);
        child.awaitReady(PATIENCE);
        child.process().getOutputStream().close();
        child.process().toHandle().destroy();

        assertThat(child.process().waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(child.process().exitValue()).as(child.lastLines()).isIn(0, 128 + 15);
        assertThat(child.lastLines()).doesNotContain("Fatal");
    }

    @Test
    void itsTimesAreUtcWhereverTheMachineStands() throws Exception {
        EngineProcess child = EngineProcess.start(
                EngineOptions.of(data).withPassword(TestEngine.PASSWORD),
                NativeLibrary.find(),
                0,
                Map.of("TZ", "America/New_York"));
        URI endpoint = URI.create("http://127.0.0.1:" + child.awaitReady(PATIENCE));
        HttpResponse<String> response = TestEngine.send(
                TestEngine.request(
                        endpoint,
                        BodyPublishers.ofString(
                                "SELECT timezone(), toUnixTimestamp(toDateTime('2026-06-01 00:00:00'))")),
                BodyHandlers.ofString());
        child.stop(PATIENCE);

        assertThat(response.headers().firstValue("X-ClickHouse-Timezone")).contains("UTC");
        assertThat(response.body()).isEqualTo("UTC\t1780272000\n");
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        Path nothing = data.resolve("nothing.so");
        Files.writeString(nothing, "not a library");
        assertThatThrownBy(() -> EngineSupervisor.start(EngineOptions.of(data).withLibrary(nothing)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing.so");
    }

    @Test
    void namesBadOptions() {
        assertThatThrownBy(() -> EngineOptions.of(data).withPort(70_000))
                .hasMessageContaining("port is 70000, must be 0 to 65535");
        assertThatThrownBy(() -> EngineOptions.of(data).withMemoryLimitBytes(1))
                .hasMessageContaining("memoryLimitBytes is 1, must be 0");
        assertThatThrownBy(() -> EngineMain.parse(new String[] {"--port=x"}, ""))
                .hasMessageContaining("--port is 'x', must be a number from 0 to 65535");
        assertThat(EngineOptions.of(data).withPassword("secret").toString()).doesNotContain("secret");
    }
}
