package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.claymore.store.Rows;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with the key of one project tries to get at another project's rows, at files, the network and the system, to change something, and
 * to take the machine, through {@code POST /api/projects/{projectId}/sql}. The statements are found by attacking, not from the list of what is
 * allowed.
 */
class HostileSqlTest {

    @TempDir
    static Path directory;

    private static TwoProjects projects;

    @BeforeAll
    static void start() {
        projects = TwoProjects.start(directory);
    }

    @AfterAll
    static void stop() {
        projects.close();
    }

    @TestFactory
    List<DynamicTest> otherTables() {
        return attacks("other-tables.sql");
    }

    @TestFactory
    List<DynamicTest> filesNetworksAndOtherSources() {
        return attacks("sources.sql");
    }

    @TestFactory
    List<DynamicTest> commandsAndClauses() {
        return attacks("commands.sql");
    }

    @TestFactory
    List<DynamicTest> functionsThatTellOrWait() {
        return attacks("functions.sql");
    }

    @TestFactory
    List<DynamicTest> rowsOfNeighbours() {
        return attacks("neighbours.sql");
    }

    @TestFactory
    List<DynamicTest> statementsThatTakeTheMachine() {
        return attacks("bounds.sql");
    }

    @TestFactory
    List<DynamicTest> legitimateStatements() {
        return attacks("legitimate.sql");
    }

    /** Also those that are made later: whoever adds a table finds it refused until it is one of the contract. */
    @Test
    void noTableButThoseOfTheContractIsRead() {
        List<String> contract = List.of(
                "events",
                "sessions",
                "session_tags",
                "replay_events",
                "project_days",
                "ledger",
                "otel_traces",
                "otel_traces_trace_id_ts",
                "otel_logs",
                "otel_metrics_gauge",
                "otel_metrics_sum",
                "otel_metrics_histogram",
                "otel_metrics_exponential_histogram",
                "otel_metrics_summary",
                "trace_sessions");
        for (Rows.Row row : projects.rows("SELECT database, name FROM system.tables")) {
            String database = row.text("database");
            String table = row.text("name");
            if (database.equals("claymore") && contract.contains(table)) {
                continue;
            }
            List<String> names = new ArrayList<>(List.of("`" + database + "`.`" + table + "`"));
            if (database.equals("claymore")) {
                names.add("`" + table + "`");
            }
            for (String name : names) {
                for (String sql : List.of(
                        "SELECT * FROM " + name,
                        "SELECT 1 IN " + name,
                        "SELECT (SELECT count() FROM " + name + ")",
                        "SELECT count() FROM events AS e JOIN " + name + " AS t ON 1 = 1")) {
                    assertThat(TwoProjects.code(run(sql, Map.of()))).as(sql).isIn("sql_refused", "sql_error");
                }
            }
        }
    }

    private static List<DynamicTest> attacks(String file) {
        List<Attack> attacks = Attack.read(file);
        String before = projects.state();
        long engine = projects.enginePid();
        List<DynamicTest> tests = new ArrayList<>();
        attacks.forEach(attack -> tests.add(dynamicTest(attack.kind() + ": " + attack.what(), () -> check(attack))));
        tests.add(dynamicTest("and all is as it was", () -> {
            assertThat(projects.state()).isEqualTo(before);
            assertThat(projects.enginePid()).as("the engine did not crash").isEqualTo(engine);
            assertThat(projects.rows("SELECT query FROM system.processes WHERE query NOT LIKE '%system.processes%'"))
                    .as("nothing runs on")
                    .isEmpty();
            assertThat(Files.exists(Path.of("/tmp/claymore-attack-out")))
                    .as("no file was written")
                    .isFalse();
        }));
        return tests;
    }

    private static void check(Attack attack) {
        HttpResponse<String> response = run(attack.sql(), attack.parameters());
        String answer = response.body();
        assertThat(projects.leaks(answer))
                .as("%s tells something: %s", attack.sql(), answer)
                .isFalse();
        String told = attack.sql() + "\n" + response.statusCode() + " " + answer;
        switch (attack.kind()) {
            case REFUSED -> assertThat(TwoProjects.code(response)).as(told).isEqualTo("sql_refused");
            case FAILS -> assertThat(TwoProjects.code(response)).as(told).isIn("sql_refused", "sql_error");
            case HARMLESS, BOUNDED -> assertThat(response.statusCode()).as(told).isIn(200, 400, 422);
            case PASSES -> {
                assertThat(response.statusCode()).as(told).isEqualTo(200);
                assertThat(TestServer.json(response).path("rows")).as(told).isNotEmpty();
            }
        }
        attack.rows()
                .ifPresent(rows -> assertThat(
                                TestServer.json(response).path("rows").toString())
                        .as(told)
                        .isEqualTo(TwoProjects.json(rows)));
    }

    private static HttpResponse<String> run(String sql, Map<String, Object> parameters) {
        return projects.post("/api/projects/mine/sql", Map.of("sql", sql, "parameters", parameters));
    }
}
