package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ClickHouse's HTTP interface as its documentation has it, spoken by hand. */
class HttpInterfaceTest {
    private static HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(TestEngine.shared().endpoint().resolve(path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({"/ping", "/", "/replicas_status"})
    void answersProbesWithoutAPassword(String path) {
        HttpResponse<String> response = TestEngine.send(bare(path), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("Ok.\n");
    }

    @Test
    void takesAStatementFromTheAddressTheBodyOrBoth() {
        assertThat(TestEngine.get("query", "SELECT 1").body()).isEqualTo("1\n");
        assertThat(TestEngine.query("SELECT 2")).isEqualTo("2\n");
        assertThat(TestEngine.query("3", "query", "SELECT")).isEqualTo("3\n");
        assertThat(TestEngine.query("-- why\n/* a /* nested */ comment */ SELECT 4;"))
                .isEqualTo("4\n");
    }

    @Test
    void namesFormatQueryTimezoneAndServer() {
        HttpResponse<String> response = TestEngine.post("SELECT 1 AS x FORMAT JSONCompact", "query_id", "my-query");

        assertThat(header(response, "X-ClickHouse-Query-Id")).isEqualTo("my-query");
        assertThat(header(response, "X-ClickHouse-Format")).isEqualTo("JSONCompact");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(header(response, "X-ClickHouse-Timezone"))
                .isEqualTo(TestEngine.query("SELECT timezone()").strip());
        assertThat(header(response, "X-ClickHouse-Server-Display-Name")).isNotEmpty();
        assertThat(header(response, "X-ClickHouse-Exception-Tag")).matches("[a-z]{16}");
    }

    @Test
    void prefersTheHeadersForFormatAndDatabase() {
        TestEngine.query("CREATE DATABASE IF NOT EXISTS other");
        HttpResponse<String> response = TestEngine.send(
                TestEngine.request(BodyPublishers.ofString("SELECT currentDatabase() AS d"), "default_format", "CSV")
                        .header("X-ClickHouse-Database", "other")
                        .header("X-ClickHouse-Format", "JSONEachRow"),
                BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"d\":\"other\"}\n");
        assertThat(TestEngine.query("SELECT currentDatabase()", "database", "other"))
                .isEqualTo("other\n");
        assertThat(TestEngine.query("SELECT currentDatabase()")).isEqualTo("default\n");
    }

    @Test
    void bindsParametersAsEscapedText() {
        assertThat(TestEngine.query(
                        "SELECT {s:String}, {n:Nullable(String)}, {a:Array(UInt8)}, {i:Identifier} FROM (SELECT 5 AS c)",
                        "param_s",
                        "a\\tb\\\\",
                        "param_n",
                        "\\N",
                        "param_a",
                        "[1,2]",
                        "param_i",
                        "c"))
                .isEqualTo("a\\tb\\\\\t\\N\t[1,2]\t5\n");
    }

    @Test
    void countsWhatWasReadAndWritten() {
        TestEngine.query("CREATE OR REPLACE TABLE counted (a UInt32) ENGINE = MergeTree ORDER BY a");
        HttpResponse<String> insert = TestEngine.post("INSERT INTO counted SELECT number FROM numbers(500)");
        assertThat(header(insert, "X-ClickHouse-Summary")).contains("\"written_rows\":\"500\"");
        HttpResponse<String> rows = TestEngine.post("1\n2\n", "query", "INSERT INTO counted FORMAT TSV");
        assertThat(header(rows, "X-ClickHouse-Summary")).contains("\"written_rows\":\"2\"");
        HttpResponse<String> select = TestEngine.post("SELECT a, count() FROM counted GROUP BY a");
        assertThat(header(select, "X-ClickHouse-Summary"))
                .contains("\"read_rows\":\"502\"")
                .contains("\"result_rows\":\"500\"");
    }

    @Test
    void getIsReadOnly() {
        TestEngine.query("CREATE OR REPLACE TABLE untouched (a UInt32) ENGINE = MergeTree ORDER BY a");
        for (String sql : new String[] {
            "INSERT INTO untouched VALUES (1)",
            "INSERT INTO untouched SETTINGS readonly = 0 VALUES (1)",
            "DROP TABLE untouched",
            "SET readonly = 0",
            "SELECT 1 SETTINGS readonly = 0"
        }) {
            HttpResponse<String> response = TestEngine.get("query", sql, "readonly", "0");
            assertThat(response.statusCode()).as(sql).isEqualTo(500);
            assertThat(header(response, "X-ClickHouse-Exception-Code")).as(sql).isEqualTo("164");
        }
        assertThat(TestEngine.get("query", "DROP TABLE untouched", "session_id", "g")
                        .body())
                .contains("READONLY");
        assertThat(TestEngine.get("query", "SELECT count() FROM untouched", "max_threads", "1")
                        .body())
                .isEqualTo("0\n");
    }

    @Test
    void readOnlyOneForbidsSettings() {
        assertThat(TestEngine.post("SELECT 1 SETTINGS max_threads = 7", "readonly", "1")
                        .body())
                .contains("Code: 164");
        assertThat(TestEngine.query("SELECT 1", "readonly", "1", "max_threads", "2"))
                .isEqualTo("1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT 1 +,                               400, 62",
        "'',                                       400, 62",
        "SELECT 1; SELECT 2,                       400, 62",
        "exit,                                     400, 62",
        "SELECT nothing,                           404, 47",
        "SELECT * FROM nothing,                    404, 60",
        "SELECT * FROM nothing.nothing,            404, 81",
        "SELECT noSuchFunction(),                  404, 46",
        "SELECT 1 FORMAT Nothing,                  404, 73",
        "SELECT toUInt8('x'),                      400, 6",
        "SELECT 1 SETTINGS nothing = 1,            404, 115",
        "SELECT throwIf(1),                        500, 395",
        "SELECT 1 INTO OUTFILE '/tmp/claymore',    500, 358",
        "INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV, 404, 78",
        "SELECT sleep(3) SETTINGS max_execution_time = 0.1, 408, 159"
    })
    void givesErrorsTheStatusOfTheirCode(String sql, int status, int code) {
        HttpResponse<String> response = TestEngine.post(sql);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(header(response, "X-ClickHouse-Exception-Code")).isEqualTo(Integer.toString(code));
        assertThat(response.body())
                .startsWith("Code: " + code + ". DB::Exception: ")
                .endsWith(")\n");
    }

    @Test
    void knowsUnknownSettingsAndDatabasesInTheAddress() {
        assertThat(TestEngine.post("SELECT 1", "nothing", "1").statusCode()).isEqualTo(404);
        assertThat(TestEngine.post("SELECT 1", "max_threads", "many").statusCode())
                .isEqualTo(400);
        assertThat(TestEngine.post("SELECT 1", "database", "no`where").statusCode())
                .isEqualTo(404);
    }

    @Test
    void authenticatesInEveryWayOfClickHouse() {
        String ask = "/?query=SELECT+1";
        String basic =
                Base64.getEncoder().encodeToString(("default:" + TestEngine.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String password = TestEngine.encode(TestEngine.PASSWORD);
        assertThat(status(bare(ask).header("Authorization", "Basic " + basic))).isEqualTo(200);
        assertThat(status(bare(ask).header("X-ClickHouse-Key", TestEngine.PASSWORD)))
                .isEqualTo(200);
        assertThat(status(bare(ask + "&user=default&password=" + password))).isEqualTo(200);
        assertThat(status(bare(ask))).isEqualTo(403);
        assertThat(status(bare(ask + "&user=default&password=wrong"))).isEqualTo(403);
        assertThat(status(bare(ask + "&user=admin&password=" + password))).isEqualTo(403);
        assertThat(status(bare(ask).header("Authorization", "Bearer x"))).isEqualTo(403);
        assertThat(status(bare(ask + "&user=default&password=" + password).header("Authorization", "Basic " + basic)))
                .isEqualTo(403);
    }

    private static int status(HttpRequest.Builder request) {
        return TestEngine.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void sendsTotalsWhole() {
        assertThat(TestEngine.query("SELECT number % 2 AS k, count() AS c FROM numbers(5) GROUP BY k WITH TOTALS"
                        + " ORDER BY k FORMAT JSONCompact"))
                .contains("\"totals\": [0, 5]")
                .containsOnlyOnce("\"meta\"");
    }

    @Test
    void streamsManyBlocksOfAFormatWithHeadAndTail() {
        String json = TestEngine.query("SELECT number FROM numbers(200000) FORMAT JSONCompactColumns");
        assertThat(json).startsWith("[\n\t[0, 1, 2").endsWith("199999]\n]\n");
    }

    @Test
    void holdsAResultBackUntilItsEndWhenAsked() {
        String failing = "SELECT number, throwIf(number = 3000000) FROM numbers(5000000)";
        HttpResponse<String> held = TestEngine.post(failing, "wait_end_of_query", "1");
        assertThat(held.statusCode()).isEqualTo(500);
        assertThat(held.body()).startsWith("Code: 395");

        HttpResponse<String> whole =
                TestEngine.post("SELECT number FROM numbers(1000000)", "wait_end_of_query", "1", "buffer_size", "10");
        assertThat(whole.body()).hasSize(6_888_890).endsWith("\n999999\n");
        assertThat(header(whole, "X-ClickHouse-Summary")).contains("\"result_rows\":\"1000000\"");
    }

    @Test
    void keepsTheConnectionOpenBetweenRequests() throws Exception {
        URI endpoint = TestEngine.shared().endpoint();
        try (var socket = new java.net.Socket(endpoint.getHost(), endpoint.getPort())) {
            String ping = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
            String query = "POST /?query=SELECT+1&user=default&password=" + TestEngine.encode(TestEngine.PASSWORD)
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
            String last = "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            // All at once: the answers come one after the other.
            socket.getOutputStream().write((ping + query + query + last).getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(5);
            assertThat(answers.split("\r\n\r\n1\n", -1)).hasSize(3);
        }
    }

    @Test
    void speaksToCurl() throws Exception {
        String endpoint = TestEngine.shared().endpoint().toString();
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--compressed",
                        "--user",
                        "default:" + TestEngine.PASSWORD,
                        endpoint + "/?enable_http_compression=1",
                        "--data-binary",
                        "@-")
                .redirectErrorStream(true)
                .start();
        try (var in = curl.getOutputStream()) {
            in.write("SELECT sum(number) FROM numbers(10)".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("45\n");
        assertThat(curl.waitFor()).isZero();
    }
}
