package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A client that goes away stops its statement; so does KILL QUERY. */
@SuppressWarnings("try") // Closing early is what the test is about.
class CancellationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A client that says what it is told and no more. */
    private static Socket send(String query, String marker, String rest) throws IOException {
        URI endpoint = TestEngine.shared().endpoint();
        Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
        String address = "/?user=default&password=" + TestEngine.encode(TestEngine.PASSWORD) + "&query="
                + TestEngine.encode(query.replace("MARKER", marker));
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + address + " HTTP/1.1\r\nHost: x\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static void awaitRunning(String marker, boolean running) {
        TestEngine.await(
                marker + (running ? " runs" : " has stopped"),
                PATIENCE,
                () -> TestEngine.query(
                                "SELECT count() FROM system.processes WHERE query LIKE {m:String}"
                                        + " AND query NOT LIKE '%system.processes%'",
                                "param_m", "%" + marker + "%")
                        .equals(running ? "1\n" : "0\n"));
    }

    @Test
    void aSelectThatHasNotAnsweredYetStops() throws IOException {
        try (Socket client =
                send("SELECT count(), 'MARKER' FROM numbers(1000000000000)", "silent", "Content-Length: 0\r\n\r\n")) {
            awaitRunning("silent", true);
            client.close();
            awaitRunning("silent", false);
        }
    }

    @Test
    void aSelectWhoseClientReadsTooSlowlyWaitsAndThenStops() throws IOException {
        try (Socket client =
                send("SELECT number, 'MARKER' FROM numbers(100000000000)", "slow", "Content-Length: 0\r\n\r\n")) {
            assertThat(client.getInputStream().readNBytes(100_000)).hasSize(100_000);
            awaitRunning("slow", true);
            client.close();
            awaitRunning("slow", false);
        }
    }

    @Test
    void anInsertSelectStops() throws IOException {
        TestEngine.query("CREATE OR REPLACE TABLE sink (a UInt64) ENGINE = Null");
        try (Socket client = send(
                "INSERT INTO sink SELECT number FROM numbers(1000000000000) WHERE 'MARKER' != ''",
                "insertselect",
                "Content-Length: 0\r\n\r\n")) {
            awaitRunning("insertselect", true);
            client.close();
            awaitRunning("insertselect", false);
        }
    }

    @Test
    void anInsertWhoseClientDiesInTheMiddleOfTheRowsStoresNothing() throws IOException {
        TestEngine.query("CREATE OR REPLACE TABLE halfway (a UInt32) ENGINE = MergeTree ORDER BY a");
        String rows = "1\n".repeat(1000);
        try (Socket client = send("INSERT INTO halfway FORMAT TSV", "", "Content-Length: 1000000\r\n\r\n" + rows)) {
            awaitRunning("INTO halfway", true);
            client.close();
            awaitRunning("INTO halfway", false);
        }
        assertThat(TestEngine.query("SELECT count() FROM halfway")).isEqualTo("0\n");
    }

    @Test
    void aSessionOutlivesTheStatementOfAClientThatWentAway() throws IOException {
        TestEngine.query("CREATE TEMPORARY TABLE kept (a UInt8)", "session_id", "outlives");
        URI endpoint = TestEngine.shared().endpoint();
        try (Socket client = new Socket(endpoint.getHost(), endpoint.getPort())) {
            String request = "POST /?session_id=outlives&user=default&password="
                    + TestEngine.encode(TestEngine.PASSWORD) + "&query="
                    + TestEngine.encode("SELECT count(), 'insession' FROM numbers(1000000000000)")
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            awaitRunning("insession", true);
            assertThat(TestEngine.post("SELECT 1", "session_id", "outlives").body())
                    .contains("SESSION_IS_LOCKED");
        }
        awaitRunning("insession", false);
        TestEngine.await(
                "the session is free",
                PATIENCE,
                () -> TestEngine.post("SELECT count() FROM kept", "session_id", "outlives")
                        .body()
                        .equals("0\n"));
    }

    @Test
    void killQueryFindsAStatementByTheClientsName() throws Exception {
        CompletableFuture<HttpResponse<String>> killed = CompletableFuture.supplyAsync(
                () -> TestEngine.post("SELECT count(), 'killed' FROM numbers(1000000000000)", "query_id", "kill-me"));
        awaitRunning("'killed'", true);
        assertThat(TestEngine.post("SELECT 1", "query_id", "kill-me").body()).contains("Code: 216");
        assertThat(TestEngine.query("KILL QUERY WHERE query_id = 'kill-me'")).contains("'killed\\'");

        assertThat(killed.get().statusCode()).isEqualTo(500);
        assertThat(killed.get().body()).startsWith("Code: 394");
    }

    @Test
    void anErrorBehindRowsIsToldInTheStreamWhichEndsWithoutItsEnd() throws IOException {
        try (Socket client = send(
                "SELECT number, throwIf(number = 3000000, 'too late') FROM numbers(100000000)",
                "",
                "Content-Length: 0\r\n\r\n")) {
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String tag = answer.replaceFirst("(?s).*X-ClickHouse-Exception-Tag: ([a-z]+)\r\n.*", "$1");
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("transfer-encoding: chunked");
            assertThat(answer)
                    .containsPattern("\r\n__exception__\r\n" + tag + "\r\nCode: 395\\. DB::Exception: too late[^\r]*\n"
                            + "[0-9]+ " + tag + "\r\n__exception__\r\n")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void anErrorBehindCompressedRowsCanBeReadToo() {
        HttpResponse<byte[]> response;
        try {
            response = TestEngine.send(
                    TestEngine.request(
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "SELECT throwIf(number = 3000000, 'too late') FROM numbers(100000000)"),
                                    "enable_http_compression",
                                    "1")
                            .header("Accept-Encoding", "zstd"),
                    BodyHandlers.ofByteArray());
        } catch (java.io.UncheckedIOException e) {
            // The client saw that the answer is not whole, which is the point.
            return;
        }
        assertThat(response.statusCode()).isEqualTo(500);
    }
}
