package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What one request sets is nobody else's; what a session keeps is its own. */
class IsolationTest {
    private static final String CHANGED =
            "SELECT name, value FROM system.settings WHERE changed AND name != 'query_cache_tag' ORDER BY name";

    @Test
    void nothingOfARequestReachesTheNext() {
        String before = TestEngine.query(CHANGED);
        TestEngine.query("SELECT 1", "max_threads", "7", "database", "system", "join_use_nulls", "1");
        TestEngine.query("SELECT 1 SETTINGS max_block_size = 77");
        TestEngine.post("SELECT nothing SETTINGS max_block_size = 77");
        TestEngine.query("SET max_threads = 5");
        TestEngine.query("USE system");
        TestEngine.query("CREATE TEMPORARY TABLE gone (a UInt8)");
        TestEngine.get("query", "SELECT 1", "max_rows_to_read", "1");
        TestEngine.query("INSERT INTO FUNCTION null('a UInt8') SETTINGS max_insert_threads = 9 VALUES (1)");

        for (int i = 0; i < 40; i++) {
            assertThat(TestEngine.query(CHANGED)).isEqualTo(before);
            assertThat(TestEngine.query("SELECT currentDatabase()")).isEqualTo("default\n");
        }
        assertThat(TestEngine.post("SELECT * FROM gone").statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionKeepsTablesSettingsAndDatabaseButNotThoseOfARequest() {
        String[] session = {"session_id", "keeps", "session_timeout", "60"};
        TestEngine.query("CREATE TEMPORARY TABLE mine (a UInt8)", session);
        TestEngine.query("INSERT INTO mine VALUES (1), (2)", session);
        TestEngine.query("SET max_threads = 5", session);
        TestEngine.query("USE system", session);

        assertThat(TestEngine.query(
                        "SELECT (SELECT sum(a) FROM mine), getSetting('max_threads'), currentDatabase()", session))
                .isEqualTo("3\t5\tsystem\n");
        assertThat(TestEngine.query(
                        "SELECT getSetting('max_threads'), getSetting('max_block_size')",
                        "session_id",
                        "keeps",
                        "max_threads",
                        "7",
                        "max_block_size",
                        "99"))
                .isEqualTo("7\t99\n");
        assertThat(TestEngine.query("SELECT getSetting('max_threads'), getSetting('max_block_size')", session))
                .isEqualTo("5\t65409\n");
        assertThat(TestEngine.post("SELECT * FROM mine").statusCode()).isEqualTo(404);
    }

    @Test
    void sessionsEndWhenTheyAreClosedOrTheirTimeIsOver() {
        assertThat(TestEngine.post("SELECT 1", "session_id", "never", "session_check", "1")
                        .body())
                .contains("SESSION_NOT_FOUND");
        TestEngine.query("CREATE TEMPORARY TABLE short (a UInt8)", "session_id", "closed", "close_session", "1");
        assertThat(TestEngine.post("SELECT 1", "session_id", "closed", "session_check", "1")
                        .body())
                .contains("SESSION_NOT_FOUND");
        TestEngine.query("SELECT 1", "session_id", "expires", "session_timeout", "0");
        TestEngine.await(
                "the session is over",
                Duration.ofMinutes(2),
                () -> TestEngine.post("SELECT 1", "session_id", "expires", "session_check", "1", "session_timeout", "0")
                        .body()
                        .contains("SESSION_NOT_FOUND"));
        assertThat(TestEngine.post("SELECT 1", "session_id", "x", "session_timeout", "4000")
                        .body())
                .contains("INVALID_SESSION_TIMEOUT");
    }

    @Test
    void manyClientsAtOnceGetTheirOwnAnswers() throws Exception {
        TestEngine.query("CREATE OR REPLACE TABLE stress (client UInt32, n UInt64) ENGINE = MergeTree ORDER BY client");
        int clients = 16;
        int rounds = 15;
        AtomicLong inserted = new AtomicLong();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                int id = client;
                all.add(threads.submit(() -> {
                    Random random = new Random(id);
                    for (int round = 0; round < rounds; round++) {
                        work(id, random, inserted);
                    }
                }));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }
        assertThat(TestEngine.query("SELECT count() FROM stress")).isEqualTo(inserted.get() + "\n");
        assertThat(TestEngine.query("SELECT count() FROM system.processes")).isEqualTo("1\n");
    }

    private static void work(int id, Random random, AtomicLong inserted) {
        switch (random.nextInt(5)) {
            case 0 -> {
                String rows = (id + "\t1\n").repeat(1000);
                TestEngine.query(rows, "query", "INSERT INTO stress FORMAT TSV");
                inserted.addAndGet(1000);
            }
            case 1 ->
                assertThat(TestEngine.query(
                                "SELECT getSetting('max_threads'), {id:UInt32}",
                                "param_id",
                                Integer.toString(id),
                                "max_threads",
                                Integer.toString(id + 1)))
                        .isEqualTo((id + 1) + "\t" + id + "\n");
            case 2 -> assertThat(TestEngine.post("SELECT nothing").statusCode()).isEqualTo(404);
            case 3 ->
                assertThat(TestEngine.query("SELECT max(number), " + id + " FROM numbers(3000000)"))
                        .isEqualTo("2999999\t" + id + "\n");
            default ->
                assertThat(TestEngine.query("SELECT repeat('x', 100) FROM numbers(20000)"))
                        .hasSize(20_000 * 101);
        }
    }
}
