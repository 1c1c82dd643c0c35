package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements of an attacker who has a token for project {@code mine}; whatever contains the word secret is not theirs. */
final class SqlGuardTest {

    @TempDir
    static Path directory;

    private static ClickHouse clickhouse;
    private static SqlConsole console;

    @BeforeAll
    static void twoProjects() throws IOException {
        clickhouse = TestDatabase.named("claymore");
        Files.writeString(directory.resolve("file.txt"), "secret of the file system");
        for (String project : new String[] {"mine", "secret"}) {
            clickhouse.command("""
                    INSERT INTO events (projectId, sessionId, eventId, timestamp, type, name, userId, page, url, country, city, tags, cartValue, errorCode, errorMessage)
                    SELECT {p:String}, dateTimeToUUIDv7(now() - number), generateUUIDv4(number), now() - number, 'pageview', '', concat({p:String}, '-user'),
                        concat('/checkout/', {p:String}), '', 'DE', 'Berlin', map('plan', {p:String}), 500, 500, concat('failed ', {p:String})
                    FROM numbers(20)
                    """, Map.of("p", project));
            clickhouse.command("""
                    INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                    SELECT {p:String}, dateTimeToUUIDv7(now()), 'w', number, now(), 3, concat('{"is":"', {p:String}, '"}') FROM numbers(3)
                    """, Map.of("p", project));
            clickhouse.command("""
                    INSERT INTO ledger (projectId, minute, outcome, code, events)
                    SELECT {p:String}, toStartOfMinute(now()), 'stored', {p:String}, 1
                    """, Map.of("p", project));
            clickhouse.command("""
                    INSERT INTO projects (projectId, name, createdAt, writeKey, secretKeyHash, settings, version)
                    SELECT {p:String}, {p:String}, now(), 'wk_secret', 'secret', '{}', 1
                    """, Map.of("p", project));
        }
        console = new SqlConsole(
                clickhouse, new ReadLimits(Duration.ofSeconds(3), 1L << 29, 1_000_000, 1L << 30, 10_000, 10L << 20));
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String sql) {
        Outcome<Result> outcome = console.run("mine", sql.replace("$DIR", directory.toString()), Map.of());
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Problem problem = ((Outcome.Refused<Result>) outcome).problem();
        assertThat(problem.code()).isIn("sql_refused", "sql_error");
        assertThat(problem.message()).doesNotContain("secret of the file system", "wk_secret");
    }

    static Stream<String> refuses() {
        return Stream.of(
                // a bare name is a function where a lambda is expected
                "SELECT arrayMap(file, ['$DIR/file.txt'])",
                "SELECT arrayMap(`file`, ['$DIR/file.txt'])",
                "SELECT arrayFold(file, ['$DIR/file.txt'], '')",
                "SELECT file AS f, arrayMap(f, ['$DIR/file.txt'])",
                "WITH file AS f SELECT arrayMap(f, ['$DIR/file.txt'])",
                "SELECT arrayMap(FILE, ['$DIR/file.txt'])",
                "SELECT arrayMap(x -> arrayMap(hostName, [x]), [1])",
                "SELECT arrayFilter(sleep, [1])",
                // virtual columns tell about the rows of all projects
                "SELECT max(_part_offset) FROM events",
                "SELECT max(events._part_starting_offset) FROM events",
                "SELECT max(`_block_number`) FROM events",
                "SELECT count() FROM events GROUP BY _partition_id",
                "SELECT version()",
                "SELECT 'x' AS {name:Identifier}",
                "SELECT 'x' AS { name : identifier }",
                // no limit stops one call of a function that takes for ever
                "SELECT editDistance(repeat('ab', 30000), repeat('ba', 30000))",
                "SELECT levenshteinDistance('a', 'b')",
                "SELECT jaroWinklerSimilarity('a', 'b')",
                // not a SELECT
                "INSERT INTO events (projectId) VALUES ('mine')",
                "DROP TABLE events",
                "ALTER TABLE events DELETE WHERE 1",
                "CREATE TABLE t (a Int8) ENGINE = Memory",
                "CREATE TEMPORARY TABLE t AS SELECT 1",
                "SET final = 0",
                "USE system",
                "SHOW TABLES",
                "DESCRIBE TABLE events",
                "EXPLAIN SELECT * FROM projects",
                "EXPLAIN ESTIMATE SELECT 1",
                "KILL QUERY WHERE 1",
                "SYSTEM RELOAD CONFIG",
                "OPTIMIZE TABLE events FINAL",
                "TRUNCATE TABLE events",
                "ATTACH TABLE x FROM 'y' (a Int8) ENGINE = File(CSV)",
                "BACKUP TABLE claymore.projects TO File('$DIR/x')",
                "GRANT ALL ON *.* TO default",
                "SELECT 1; SELECT * FROM projects",
                "SELECT 1; DROP TABLE events",
                "SELECT 1 /* ; */ ; DROP TABLE events",
                "SELECT 1 PARALLEL WITH SELECT * FROM projects",
                "",
                "   ",
                "-- nothing",
                // out of the statement: files, formats, settings
                "SELECT * FROM events INTO OUTFILE '$DIR/out.csv'",
                "SELECT * FROM events INTO OUTFILE '$DIR/out.csv' TRUNCATE FORMAT CSV",
                "SELECT 1 FORMAT JSON",
                "SELECT * FROM events FORMAT Null",
                "SELECT * FROM events SETTINGS additional_table_filters = {}",
                "SELECT * FROM (SELECT * FROM events SETTINGS additional_table_filters = {})",
                "SELECT (SELECT count() FROM events SETTINGS additional_table_filters = {})",
                "WITH e AS (SELECT * FROM events SETTINGS additional_table_filters = {}) SELECT * FROM e",
                "SELECT 1 UNION ALL SELECT count() FROM events SETTINGS final = 0",
                "SELECT * FROM events WHERE sessionId IN (SELECT sessionId FROM events SETTINGS readonly = 0)",
                "SELECT * FROM events /* SETTINGS */ SETTINGS max_execution_time = 0",
                "SELECT * FROM events settings/**/additional_table_filters/**/=/**/{}",
                // tables
                "SELECT * FROM projects",
                "SELECT * FROM `projects`",
                "SELECT * FROM \"projects\"",
                "SELECT * FROM claymore.projects",
                "SELECT * FROM `claymore`.`projects`",
                "SELECT * FROM migrations",
                "SELECT * FROM events_to_sessions",
                "SELECT * FROM system.tables",
                "SELECT * FROM system.query_log",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM INFORMATION_SCHEMA.TABLES",
                "SELECT * FROM default.x",
                "SELECT * FROM events, projects",
                "SELECT * FROM events JOIN projects ON 1 = 1",
                "SELECT * FROM events WHERE projectId IN projects",
                "SELECT * FROM events WHERE projectId IN claymore.projects",
                "SELECT * FROM events WHERE projectId NOT IN `projects`",
                "SELECT * FROM events WHERE (projectId, name) GLOBAL IN (projects AS p)",
                "SELECT * FROM sessions WHERE exists(SELECT 1 FROM projects)",
                "SELECT (SELECT any(secretKeyHash) FROM projects)",
                "WITH (SELECT groupArray(writeKey) FROM projects) AS k SELECT k",
                "WITH projects AS (SELECT 1 AS x) SELECT * FROM projects, (SELECT * FROM claymore.projects) AS p",
                "SELECT * FROM {table:Identifier}",
                // table functions
                "SELECT * FROM file('$DIR/file.txt', 'LineAsString')",
                "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
                "SELECT * FROM remote('127.0.0.1', 'claymore', 'events')",
                "SELECT * FROM s3('http://127.0.0.1/x', 'CSV')",
                "SELECT * FROM merge('claymore', '.*')",
                "SELECT * FROM merge('^events$')",
                "SELECT * FROM mergeTreeIndex('claymore', 'events')",
                "SELECT * FROM numbers(1000000000000)",
                "SELECT * FROM NuMbErS(10)",
                "SELECT * FROM system.numbers",
                "SELECT * FROM primes()",
                "SELECT * FROM zeros(10)",
                "SELECT * FROM generateRandom('a String')",
                "SELECT * FROM executable('id', 'CSV', 'a String')",
                "SELECT * FROM dictionary('d')",
                "SELECT * FROM input('a String')",
                "SELECT * FROM view(SELECT * FROM projects)",
                "SELECT * FROM viewExplain('EXPLAIN', '', (SELECT 1))",
                "SELECT * FROM clusterAllReplicas('c', system.one)",
                "SELECT * FROM sqlite('$DIR/x', 't')",
                "SELECT * FROM mysql('h:1', 'd', 't', 'u', 'p')",
                "SELECT * FROM values('a String', 'x')",
                "SELECT * FROM loop(claymore.projects)",
                "SELECT * FROM `file`('$DIR/file.txt', 'LineAsString')",
                // functions
                "SELECT file('$DIR/file.txt')",
                "SELECT `file`('$DIR/file.txt')",
                "SELECT\n\n   file ( '$DIR/file.txt' )",
                "SELECT file/**/('$DIR/file.txt')",
                "SELECT (SELECT file('$DIR/file.txt'))",
                "SELECT arrayMap(x -> file(x), ['$DIR/file.txt'])",
                "WITH x -> file(x) AS f SELECT f('$DIR/file.txt')",
                "SELECT * APPLY(x -> file(x)) FROM events",
                "SELECT * APPLY file FROM events",
                "SELECT COLUMNS('.*') APPLY(toString) APPLY file FROM events",
                "SELECT * REPLACE(file('$DIR/file.txt') AS page) FROM events",
                "SELECT page FROM events ORDER BY file('$DIR/file.txt')",
                "SELECT page FROM events GROUP BY page HAVING file('$DIR/file.txt') != ''",
                "SELECT page FROM events LIMIT (SELECT length(file('$DIR/file.txt')))",
                "SELECT x FROM events ARRAY JOIN [file('$DIR/file.txt')] AS x",
                "SELECT sum(x) OVER (ORDER BY x ROWS BETWEEN length(file('$DIR/file.txt')) PRECEDING AND CURRENT ROW) FROM events",
                "SELECT x FROM events ORDER BY x WITH FILL FROM length(file('$DIR/file.txt')) TO 9",
                "SELECT x, page FROM events ORDER BY x WITH FILL INTERPOLATE (page AS file('$DIR/file.txt'))",
                "SELECT quantile(length(file('$DIR/file.txt')))(x) FROM events",
                "SELECT * FROM events PREWHERE file('$DIR/file.txt') != ''",
                "SELECT * FROM events AS a JOIN events AS b ON file('$DIR/file.txt') = a.page",
                "SELECT * FROM events QUALIFY file('$DIR/file.txt') != ''",
                "SELECT 1 LIMIT 1 BY file('$DIR/file.txt')",
                "SELECT sleep(3)",
                "SELECT SLEEP(3)",
                "SELECT sleepEachRow(1) FROM events",
                "SELECT dictGet('d', 'a', 1)",
                "SELECT dictGetOrDefault('projects', 'secretKeyHash', 'mine', '')",
                "SELECT joinGet('projects', 'writeKey', 'mine')",
                "SELECT hasColumnInTable('claymore', 'projects', 'writeKey')",
                "SELECT getSetting('additional_table_filters')",
                "SELECT getServerSetting('path')",
                "SELECT hostName(), currentUser(), serverUUID()",
                "SELECT addressToLine(1)",
                "SELECT aiGenerate('x')",
                "SELECT catboostEvaluate('$DIR/file.txt', 1)",
                "SELECT filesystemAvailable()",
                "SELECT throwIf(1, 'x')",
                "SELECT evalMLMethod(1)",
                "SELECT encrypt('aes-128-ecb', 'x', 'y')",
                "SELECT initializeAggregation('aggThrow', 1)",
                "SELECT fileIf('$DIR/file.txt', 1)",
                "SELECT nosuchfunction(1)",
                // names made to deceive
                "SELECT `a\nFunction count` FROM events",
                "SELECT 1 AS `x)\n TableIdentifier events`",
                "SELECT * FROM `projects\n` AS events",
                "SELECT 1 AS `file(`, file('$DIR/file.txt')",
                "WITH (x -> x) AS file SELECT arrayMap(file, ['a']), sleep(3)");
    }

    @ParameterizedTest
    @MethodSource
    void never_shows_another_projects_rows(String sql) {
        Outcome<Result> outcome = console.run("mine", sql, Map.of("projectId", "secret", "p", "secret"));
        String shown = outcome instanceof Outcome.Ok<Result>(Result result)
                ? result.rows().toString()
                : ((Outcome.Refused<Result>) outcome).problem().message();
        assertThat(shown)
                .doesNotContain("secret-user", "/checkout/secret", "failed secret", "wk_secret", "[secret", "secret]");
    }

    static Stream<String> never_shows_another_projects_rows() {
        return Stream.of(
                "SELECT projectId, userId, page FROM events",
                "SELECT * FROM events",
                "SELECT * FROM events FINAL",
                "SELECT * FROM claymore.events",
                "SELECT e.* FROM claymore.events AS e",
                "SELECT events.* FROM events AS events",
                "SELECT * FROM events AS sessions",
                "SELECT * FROM sessions AS projects",
                "SELECT * FROM sessions",
                "SELECT * FROM session_tags AS replay_events",
                "SELECT value FROM session_tags",
                "SELECT payload FROM replay_events",
                "SELECT * FROM project_days",
                "SELECT * FROM ledger",
                "SELECT DISTINCT projectId FROM events WHERE projectId = {projectId:String}",
                "SELECT DISTINCT projectId FROM events WHERE projectId = 'secret' OR 1",
                "SELECT DISTINCT projectId FROM events WHERE projectId = {p:String}",
                "SELECT DISTINCT projectId FROM events PREWHERE projectId = 'secret'",
                "SELECT projectId FROM (SELECT * FROM (SELECT projectId FROM events))",
                "WITH e AS (SELECT * FROM events) SELECT DISTINCT projectId FROM e",
                "WITH events AS (SELECT * FROM claymore.events) SELECT DISTINCT projectId FROM events",
                "WITH RECURSIVE r AS (SELECT 1 AS n, projectId FROM events UNION ALL SELECT n + 1, projectId FROM r WHERE n < 2) SELECT projectId FROM r",
                "SELECT s.projectId, e.page FROM sessions AS s JOIN events AS e ON 1 = 1",
                "SELECT s.projectId, e.page FROM sessions s, events e",
                "SELECT e.projectId FROM events AS e LEFT JOIN events AS f USING (sessionId) WHERE f.projectId != 'mine'",
                "SELECT f.projectId FROM events AS e FULL JOIN events AS f ON e.projectId = f.projectId",
                "SELECT projectId FROM events UNION ALL SELECT projectId FROM sessions",
                "SELECT projectId FROM events EXCEPT SELECT 'mine'",
                "SELECT projectId FROM ledger INTERSECT SELECT projectId FROM events",
                "SELECT (SELECT groupArray(DISTINCT projectId) FROM events)",
                "SELECT groupUniqArray(projectId) OVER () FROM events LIMIT 1",
                "SELECT argMax(projectId, projectId), max(userId), min(page) FROM events",
                "SELECT projectId FROM events GROUP BY projectId WITH TOTALS",
                "SELECT projectId FROM events ORDER BY projectId DESC LIMIT 1 WITH TIES",
                "SELECT projectId FROM events SAMPLE 1",
                "SELECT arrayJoin(groupArray(userId)) FROM events",
                "SELECT anyLast(errorMessage) FROM events",
                "SELECT topK(10)(projectId) FROM sessions",
                "SELECT 'mine' AS projectId, userId FROM events",
                "SELECT userId, 'mine' AS projectId FROM events WHERE projectId = 'secret'",
                "SELECT userId AS projectId FROM events WHERE projectId != ''",
                "SELECT page FROM (SELECT 'mine' AS projectId, page FROM events)",
                "SELECT _part, page FROM events",
                "SELECT _table, page FROM events",
                "SELECT page FROM events WHERE NOT (projectId = 'mine')",
                "SELECT page FROM events WHERE projectId = 'mine' = 0",
                "SELECT count() FROM events WHERE projectId = 'secret' HAVING count() > 0",
                "SELECT * FROM sessions WHERE sessionId NOT IN (SELECT sessionId FROM events)",
                "SELECT * FROM (SELECT * FROM events) AS a PASTE JOIN (SELECT * FROM sessions) AS b",
                "FROM events SELECT projectId, page");
    }

    @ParameterizedTest
    @MethodSource
    void runs(String sql) {
        Outcome<Result> outcome = console.run("mine", sql, Map.of("country", "DE"));
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
        assertThat(((Outcome.Ok<Result>) outcome).value().rows()).isNotEmpty();
    }

    static Stream<String> runs() {
        return Stream.of(
                """
                SELECT
                    s.sessionId,
                    s.userId,
                    e.errorMessage,
                    toDecimal64(s.cartValue, 2) AS cartValue,
                    formatDateTime(s.createdAt, '%Y-%m-%d %H:%M:%S') AS timestamp
                FROM sessions s
                INNER JOIN (
                    SELECT * FROM events FINAL
                    WHERE errorCode = 500
                ) e ON s.sessionId = e.sessionId
                PREWHERE s.projectId = {projectId:String}
                    AND s.createdAt >= toStartOfDay(now() - INTERVAL 7 DAY)
                WHERE s.country = 'DE'
                    AND s.city ilike 'berlin'
                    AND e.page ilike '%checkout%'
                    AND s.cartValue > 100
                ORDER BY s.createdAt DESC
                LIMIT 50
                """,
                "SELECT count() FROM events;",
                "SELECT COUNT(*), Sum(eventCount), uniqExact(userId) FROM claymore.sessions WHERE country = {country:String}",
                "SELECT count() FILTER (WHERE page != '') AS n FROM events",
                "SELECT quantilesIf(0.5, 0.9)(cartValue, country = 'DE') FROM sessions",
                "WITH e AS (SELECT page FROM events), (x, y) -> concat(x, y) AS glue SELECT glue(page, '!') FROM e",
                "SELECT page, row_number() OVER (PARTITION BY sessionId ORDER BY timestamp) AS n FROM events QUALIFY n = 1",
                "SELECT tags['plan'] AS plan, count() FROM events GROUP BY plan HAVING count() > 0 ORDER BY 2 DESC",
                "SELECT windowFunnel(3600)(toDateTime(timestamp), type = 'pageview') FROM events GROUP BY userId",
                "SELECT * EXCEPT (tags) FROM events WHERE page ILIKE '%checkout%' LIMIT 2",
                "SELECT arrayJoin(range(3)) AS n, CASE WHEN n = 1 THEN 'one' ELSE 'more' END, n BETWEEN 0 AND 9, n::String, -n",
                "SELECT value FROM session_tags WHERE key = 'plan' AND sessionId IN (SELECT sessionId FROM sessions)",
                "SELECT 'a; -- b', 'file(', ' SETTINGS ', $$ FORMAT JSON $$",
                "SELECT count() AS `Total sessions (all)` FROM sessions",
                "(SELECT 1) UNION DISTINCT (SELECT 2)",
                "SELECT length('" + "x\\'".repeat(20_000) + "') AS n",
                "SELECT toStartOfInterval(timestamp, INTERVAL 1 HOUR) AS h, count() FROM events GROUP BY ALL ORDER BY ALL");
    }

    @Test
    void a_condition_is_not_tried_on_rows_of_others_that_share_a_granule() {
        clickhouse.command("OPTIMIZE TABLE events FINAL");
        clickhouse.command("OPTIMIZE TABLE session_tags FINAL");
        for (String sql : new String[] {
            "SELECT count() FROM events PREWHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0",
            "SELECT count() FROM events FINAL PREWHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0 WHERE page != ''",
            "SELECT count() FROM (SELECT 1 FROM events prewhere intDiv(1, userId = 'mine-user') = 1 OR 1 GROUP BY sessionId)",
            "SELECT count() FROM session_tags PREWHERE toUInt64(if(value = 'mine', '1', value)) > 0",
            "SELECT count() FROM events WHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0",
        }) {
            Outcome<Result> outcome = console.run("mine", sql, Map.of());
            assertThat(outcome).as(sql).isInstanceOf(Outcome.Ok.class);
            assertThat(((Outcome.Ok<Result>) outcome).value().rows()).hasSize(1);
        }
    }

    @Test
    void prewhere_means_what_where_means() {
        for (String[] pair : new String[][] {
            {"SELECT count() FROM events PREWHERE page = 'a' OR 1 WHERE 0 OR userId != ''", "20"},
            {"SELECT count() FROM events PREWHERE page ILIKE '%PREWHERE%' OR userId != '' GROUP BY projectId", "20"},
            {
                "SELECT count() FROM (SELECT page FROM events PREWHERE sessionId IN (SELECT sessionId FROM events PREWHERE 1 WHERE 1) LIMIT 3)",
                "3"
            },
            {"SELECT count() FROM events PREWHERE 1 ORDER BY 1 LIMIT 1", "20"},
        }) {
            Outcome<Result> outcome = console.run("mine", pair[0], Map.of());
            assertThat(outcome).as(pair[0]).isInstanceOf(Outcome.Ok.class);
            assertThat(String.valueOf(((Outcome.Ok<Result>) outcome)
                            .value()
                            .rows()
                            .getFirst()
                            .getFirst()))
                    .as(pair[0])
                    .isEqualTo(pair[1]);
        }
    }

    @Test
    void says_what_is_refused_and_where() {
        assertThat(problem("SELECT\n  page,\n  file('x')\nFROM events").message())
                .isEqualTo("function file() is not allowed (line 3, column 3)");
        assertThat(problem("SELECT * FROM projects").message())
                .startsWith("table projects is not allowed; there are events");
        assertThat(problem("SELECT pag FROM events").message()).contains("pag");
        assertThat(problem("SELECT FROM").code()).isEqualTo("sql_error");
    }

    @Test
    void stops_what_costs_too_much() {
        for (String sql : new String[] {
            "SELECT count() FROM events AS a, events AS b, events AS c, events AS d, events AS e, events AS f, events AS g, events AS h",
            "SELECT length(groupArray(repeat('x', 1000000))) FROM (SELECT arrayJoin(range(100000)))",
            "SELECT arrayJoin(range(1000000))",
        }) {
            Outcome<Result> outcome = console.run("mine", sql, Map.of());
            assertThat(outcome instanceof Outcome.Refused<Result>(Problem problem) ? problem.code() : "ran")
                    .as(sql)
                    .isEqualTo("limit_exceeded");
        }
    }

    private static Problem problem(String sql) {
        Outcome<Result> outcome = console.run("mine", sql, Map.of());
        return ((Outcome.Refused<Result>) outcome).problem();
    }
}
