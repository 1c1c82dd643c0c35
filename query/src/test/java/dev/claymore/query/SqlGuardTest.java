package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.guard.SqlGuard;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
    @MethodSource("dev.claymore.query.AttackersStatements#refused")
    void refuses(String sql) {
        Outcome<Result> outcome = console.run("mine", sql.replace("$DIR", directory.toString()), Map.of());
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Problem problem = ((Outcome.Refused<Result>) outcome).problem();
        assertThat(problem.code()).isIn("sql_refused", "sql_error");
        assertThat(problem.message()).doesNotContain("secret of the file system", "wk_secret");
    }

    @ParameterizedTest
    @MethodSource("dev.claymore.query.AttackersStatements#filtered")
    void never_shows_another_projects_rows(String sql) {
        Outcome<Result> outcome = console.run("mine", sql, Map.of("projectId", "secret", "p", "secret"));
        String shown = outcome instanceof Outcome.Ok<Result>(Result result)
                ? result.rows().toString()
                : ((Outcome.Refused<Result>) outcome).problem().message();
        assertThat(shown)
                .doesNotContain("secret-user", "/checkout/secret", "failed secret", "wk_secret", "[secret", "secret]");
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
                "SELECT hasAny(groupArray(page), ['/checkout/mine', 'b']) FROM events",
                "SELECT claymore.events.page, e.city FROM claymore.events FINAL, `events` AS e FINAL, (SELECT 1 AS one) AS events2 LIMIT 1",
                "SELECT events, ledger.code FROM ledger ORDER BY events",
                "SELECT sum(bytes), uniqExact(e.personKey) FROM replay_events AS r, events AS e",
                "SELECT events.page, s.country FROM events LEFT ARRAY JOIN mapKeys(tags) AS tag INNER JOIN claymore.sessions AS s USING (sessionId) LIMIT 1",
                "SELECT page FROM events UNION ALL SELECT 'x' FROM sessions AS events LIMIT 1",
                "SELECT count() FROM otel_traces LEFT ARRAY JOIN Events.Name AS event, Events.Attributes AS attributes",
                "SELECT length('" + "x\\'".repeat(20_000) + "') AS n",
                "SELECT toStartOfInterval(timestamp, INTERVAL 1 HOUR) AS h, count() FROM events GROUP BY ALL ORDER BY ALL");
    }

    /** A column of few values has a dictionary, which holds those of other projects, and functions are tried on all of it. */
    @Test
    void what_is_no_number_is_told_from_what_is_not_there() {
        String sql = "SELECT nan AS n, inf AS i, -inf AS m, NULL AS v, 1.5 AS f, [nan] AS a, toFloat32(1 / 0) AS s";
        Outcome<Result> outcome = console.run("mine", sql, Map.of());
        assertThat(((Outcome.Ok<Result>) outcome).value().rows())
                .containsExactly(Arrays.asList("nan", "inf", "-inf", null, 1.5, List.of("nan"), "inf"));
    }

    @Test
    void functions_are_not_tried_on_values_of_others() {
        clickhouse.command("OPTIMIZE TABLE events FINAL");
        clickhouse.command("OPTIMIZE TABLE ledger FINAL");
        clickhouse.command("OPTIMIZE TABLE session_tags FINAL");
        clickhouse.command(
                "INSERT INTO otel_traces (projectId, Timestamp, TraceId, SpanId, ServiceName, SpanAttributes, `Events.Name`) SELECT if(number % 2 = 0, 'mine', 'secret'), '2026-03-02 10:00:00', toString(number), '1', if(number % 2 = 0, 'mine', 'the secret service'), map(if(number % 2 = 0, 'mine', 'the secret key'), 'v'), [if(number % 2 = 0, 'mine', 'the secret event')] FROM numbers(20)");
        for (String value : List.of(
                "base64Decode(replaceRegexpAll(page, '.*mine.*', '')) FROM events",
                "base64Decode(replaceRegexpAll(errorMessage, '.*mine.*', '')) FROM events AS e FINAL",
                "base64Decode(replaceRegexpAll(projectId, '^mine$', '')) FROM claymore.ledger",
                "base64Decode(replaceRegexpAll(projectId, '^mine$', '')) FROM session_tags",
                "toFixedString(replaceRegexpAll(page, '.*secret.*', repeat('x', 100)), 64) FROM events",
                "match('a', replaceRegexpAll(page, '.*secret.*', '(')) FROM events",
                "factorial(length(replaceRegexpAll(page, '.*secret.*', repeat('x', 30)))) FROM events, sessions",
                "toUInt64(replaceRegexpAll(page, '.*mine.*', '1')) FROM (SELECT * FROM events)",
                "arrayMap(k -> base64Decode(replaceRegexpAll(k, '.*mine.*', '')), mapKeys(SpanAttributes)) FROM otel_traces",
                "arrayMap(k -> base64Decode(replaceRegexpAll(k, '.*mine.*', '')), Events.Name) FROM otel_traces",
                "base64Decode(replaceRegexpAll(ServiceName, '.*mine.*', '')) FROM otel_traces AS t, events AS e")) {
            assertThat(console.run("mine", "SELECT " + value + " LIMIT 1", Map.of()))
                    .as(value)
                    .isInstanceOf(Outcome.Ok.class);
            assertThat(console.run("mine", "SELECT count() FROM (SELECT " + value + ")", Map.of()))
                    .as(value)
                    .isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void a_condition_is_not_tried_on_rows_of_others_that_share_a_granule() {
        clickhouse.command("OPTIMIZE TABLE events FINAL");
        clickhouse.command("OPTIMIZE TABLE session_tags FINAL");
        clickhouse.command(
                "INSERT INTO otel_logs (projectId, Timestamp, ServiceName, Body) SELECT if(number % 2 = 0, 'mine', 'secret'), '2026-03-02 10:00:00', 'api', 'a password' FROM numbers(200)");
        for (String sql : new String[] {
            "SELECT count() FROM events PREWHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0",
            "SELECT count() FROM events FINAL PREWHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0 WHERE page != ''",
            "SELECT count() FROM (SELECT 1 FROM events prewhere intDiv(1, userId = 'mine-user') = 1 OR 1 GROUP BY sessionId)",
            "SELECT count() FROM session_tags PREWHERE toUInt64(if(value = 'mine', '1', value)) > 0",
            "SELECT count() FROM events WHERE toUInt64(if(userId = 'mine-user', '1', userId)) > 0",
            "SELECT count() FROM otel_logs WHERE toUInt64(if(projectId = 'mine', '1', Body)) > 0",
            "SELECT count() FROM otel_logs WHERE TimestampTime > '2026-01-01 00:00:00' AND intDiv(1, projectId = 'mine') = 1",
            "SELECT count() FROM (SELECT 1 FROM otel_logs QUALIFY toUInt64(if(projectId = 'mine', '1', Body)) > 0 LIMIT 1)",
            "SELECT count() FROM otel_logs AS a INNER JOIN otel_logs AS b ON toUInt64(if(a.projectId = 'mine', '1', a.Body)) = toUInt64(if(b.projectId = 'mine', '1', b.Body))",
            "SELECT count() WHERE 1 IN (SELECT toUInt64(if(projectId = 'mine', '1', Body)) FROM otel_logs)",
        }) {
            Outcome<Result> outcome = console.run("mine", sql, Map.of());
            assertThat(outcome).as(sql).isInstanceOf(Outcome.Ok.class);
            assertThat(((Outcome.Ok<Result>) outcome).value().rows()).hasSize(1);
        }
    }

    @Test
    void a_statement_is_judged_with_its_parameters_every_time() {
        String sql = "SELECT toTypeName(CAST(unhex('00'), {t:String}))";
        assertThat(console.run("mine", sql, Map.of("t", "String"))).isInstanceOf(Outcome.Ok.class);
        assertThat(console.run("mine", sql, Map.of("t", "AggregateFunction(count)")))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void a_literal_full_of_what_the_tree_is_printed_with_is_read_at_once() {
        String literal = " (alias".repeat(14_000);
        Outcome<Result> outcome = console.run("mine", "SELECT '" + literal + "' AS x", Map.of());
        assertThat(((Outcome.Ok<Result>) outcome).value().rows()).isEqualTo(List.of(List.of(literal)));
    }

    @Test
    void bytes_that_are_no_text_are_shown_as_far_as_they_are() {
        for (String sql : new String[] {"SELECT SHA256('a')", "SELECT MD5(page) FROM events LIMIT 1"}) {
            assertThat(console.run("mine", sql, Map.of())).as(sql).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void what_grows_while_it_is_analysed_is_refused() {
        StringBuilder lambdas = new StringBuilder("WITH (x -> tuple(x)) AS f0");
        for (int i = 1; i <= 12; i++) {
            lambdas.append(", (x -> f")
                    .append(i - 1)
                    .append("(f")
                    .append(i - 1)
                    .append("(x))) AS f")
                    .append(i);
        }
        String sets = "SELECT 1";
        String scalars = "SELECT 1";
        for (int i = 0; i < 12; i++) {
            sets = "SELECT 1 IN (" + sets + ")";
            scalars = "SELECT (" + scalars + ")";
        }
        String doubled = "SELECT 1 AS x";
        String mapped = "[1]";
        String named = "[1]";
        StringBuilder common = new StringBuilder("WITH c0 AS (SELECT 1 AS x)");
        for (int i = 1; i <= 13; i++) {
            doubled = "SELECT (x, x) AS x FROM (" + doubled + ")";
            mapped = "arrayMap(x -> (x, x), " + mapped + ")";
            named = "arrayMap(f, " + named + ")";
            common.append(", c%d AS (SELECT x FROM c%d WHERE x IN (SELECT x FROM c%d))".formatted(i, i - 1, i - 1));
        }
        for (String sql : new String[] {
            doubled,
            "SELECT " + mapped,
            "WITH x -> (x, x) AS f SELECT " + named,
            common + " SELECT x FROM c13",
            "SELECT like(repeat('a', 1000000), repeat('%a', 5000) || 'b')",
            "SELECT space(toUInt64(length(page)) * 1000000) FROM events",
            "SELECT length(printf('%2147483647d', 1))",
            "SELECT JSONMergePatch('{}', '{}')",
            lambdas + " SELECT f12(1)",
            "WITH (x -> tuple(x)) AS f SELECT f(f(f(1)))",
            sets,
            scalars,
        }) {
            assertThat(problem(sql).code()).as(sql).isEqualTo("sql_refused");
        }
        for (String sql : new String[] {
            "SELECT 1 IN (SELECT 1 IN (SELECT (SELECT 1)))",
            "WITH p AS (SELECT page FROM events) SELECT page AS p, count() FROM events WHERE page IN (SELECT page FROM p) GROUP BY p",
            "WITH a AS (SELECT sessionId FROM events), b AS (SELECT sessionId FROM a WHERE sessionId IN a), c AS (SELECT * FROM a INNER JOIN b USING (sessionId)) SELECT count() FROM c",
            "WITH a AS (SELECT * FROM sessions WHERE country IN ('DE', 'AT') AND device IN ('mobile') AND browser IN ('x') OR 1), b AS (SELECT * FROM a WHERE os IN ('x') OR city IN ('y') OR bot IN (0)), "
                    + "c AS (SELECT * FROM b WHERE locale IN ('x') OR release IN ('y') OR bot IN (0)), d AS (SELECT * FROM c WHERE userId IN ('x') OR exitPage IN ('y') OR bot IN (0)) SELECT count() FROM d",
            "SELECT repeat('=', 40), arrayMap(x -> arrayFilter(y -> y > x, [1, 2]), [1, 2])",
        }) {
            assertThat(console.run("mine", sql, Map.of())).as(sql).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void how_much_was_read_does_not_tell_what_a_neighbour_has() {
        clickhouse.command(
                "INSERT INTO otel_logs (projectId, Timestamp, ServiceName, Body) SELECT if(number % 2 = 0, 'mine', 'secret'), '2026-03-03 10:00:00', 'api', if(number % 2 = 0, 'mine', 'canary4711') FROM numbers(200)");
        clickhouse.command("OPTIMIZE TABLE otel_logs FINAL");
        assertThat(rowsRead("hasToken(Body, 'canary4711')")).isEqualTo(rowsRead("hasToken(Body, 'canary4712')"));
    }

    private static long rowsRead(String condition) {
        Outcome<Result> outcome = console.run("mine", "SELECT count() FROM otel_logs WHERE " + condition, Map.of());
        return ((Outcome.Ok<Result>) outcome).value().stats().rowsRead();
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
        assertThat(problem("SELEC 1").message())
                .isEqualTo("Syntax error: failed at position 1 (SELEC): SELEC 1 (SYNTAX_ERROR)");
        assertThat(problem("SELECT e.pagee FROM events e JOIN sessions s USING (sessionId)")
                        .message())
                .isEqualTo(
                        "Identifier 'e.pagee' cannot be resolved from subquery with name e. Maybe you meant: ['e.page'] (UNKNOWN_IDENTIFIER)");
        assertThat(problem("SELECT if(1, page) FROM events").message())
                .isEqualTo(
                        "Number of arguments for function if doesn't match: passed 2, should be 3 (NUMBER_OF_ARGUMENTS_DOESNT_MATCH)");
        for (String format : List.of("JSON", "JSN", "TSV")) {
            assertThat(problem("SELECT 1 FORMAT " + format).code()).as(format).isEqualTo("sql_refused");
        }
    }

    @Test
    void what_can_be_read_is_filtered_and_only_the_ledger_of_exports_is_kept_back() {
        List<Object> filtered = clickhouse
                .reader("mine", ReadLimits.PRODUCT)
                .query(
                        "SELECT arrayJoin(extractAll(getSetting('additional_table_filters')::String, 'claymore\\.(\\w+)')) AS name",
                        Map.of())
                .rows()
                .stream()
                .map(List::getFirst)
                .toList();
        assertThat(filtered)
                .containsAll(SqlGuard.TABLES)
                .hasSize(SqlGuard.TABLES.size() + 1)
                .contains("export_ledger");
    }

    @Test
    void stops_what_costs_too_much() {
        for (String sql : new String[] {
            "SELECT count() FROM events AS a, events AS b, events AS c, events AS d, events AS e, events AS f, events AS g, events AS h",
            "SELECT length(groupArray(range(100000))) FROM (SELECT arrayJoin(range(100000)))",
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
