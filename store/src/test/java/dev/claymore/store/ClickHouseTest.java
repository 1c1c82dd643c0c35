package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ClickHouseTest {

    private final ClickHouse clickhouse = TestDatabase.migrated();

    @Test
    void answers_a_ping_and_says_no_when_nobody_is_there() {
        assertThat(clickhouse.ping()).isTrue();
        try (ClickHouse nobody = ClickHouse.connect(new ClickHouseOptions(
                URI.create("http://127.0.0.1:1"), "default", "", "claymore", Duration.ofSeconds(2)))) {
            assertThat(nobody.ping()).isFalse();
            assertThatThrownBy(() -> nobody.query("SELECT 1"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retryable()).isTrue());
        }
    }

    @Test
    void leaves_a_statement_behind_that_does_not_come_back() throws IOException {
        ReadLimits second = new ReadLimits(Duration.ofSeconds(1), 1 << 30, 1000, 1 << 30, 1000, 1 << 20);
        // A port that takes connections and never says a word, as an engine does whose only thread is in a function
        // without an end.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ClickHouse hanging = ClickHouse.connect(new ClickHouseOptions(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        "default",
                        "",
                        "claymore",
                        Duration.ofMinutes(5)))) {
            long began = System.nanoTime();
            assertThat(hanging.ping()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThatThrownBy(() -> hanging.reader("shop", second).query("SELECT 1", Map.of()))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LIMIT));
        }
    }

    @Test
    void binds_any_text_as_it_is() {
        List<String> texts = List.of(
                "plain",
                "",
                "it's",
                "back\\slash",
                "tab\tline\nreturn\r",
                "'); DROP TABLE events; --",
                "nul\0",
                "ünïcödé 🦀",
                "{p:String}",
                "%41%2B+",
                "\\N");
        for (String text : texts) {
            assertThat(clickhouse
                            .query("SELECT {p:String} AS p", Map.of("p", text))
                            .row(0)
                            .text("p"))
                    .isEqualTo(text);
        }
        assertThat(clickhouse
                        .query("SELECT {p:Array(String)} AS p", Map.of("p", texts))
                        .row(0)
                        .get("p"))
                .isEqualTo(texts);
    }

    @Test
    void binds_times_numbers_and_ids() {
        Instant time = Instant.parse("2026-06-30T12:00:00.123Z");
        UUID id = UUID.randomUUID();
        Rows.Row row = clickhouse
                .query(
                        "SELECT {t:DateTime64(3, 'UTC')} AS t, {n:Int64} AS n, {u:UUID} AS u, {b:Bool} AS b, {us:Array(UUID)} AS us,"
                                + " {ts:Array(DateTime64(3, 'UTC'))} AS ts",
                        Map.of("t", time, "n", -7, "u", id, "b", true, "us", List.of(id), "ts", List.of(time)))
                .row(0);
        assertThat(row.get("t")).isEqualTo("2026-06-30T12:00:00.123Z");
        assertThat(row.get("n")).isEqualTo(-7);
        assertThat(row.text("u")).isEqualTo(id.toString());
        assertThat(row.get("b")).isEqualTo(true);
        assertThat(row.get("us")).isEqualTo(List.of(id.toString()));
        assertThat(row.get("ts")).isEqualTo(List.of("2026-06-30T12:00:00.123Z"));
    }

    @Test
    void says_what_kind_of_failure_it_was() {
        assertThatThrownBy(() -> clickhouse.query("SELEC 1")).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.STATEMENT);
            assertThat(e.code()).isEqualTo(62);
            assertThat(e.getMessage()).contains("Syntax error").doesNotContain("DB::Exception");
        });
        Reader reader = clickhouse.reader(
                "p", new ReadLimits(Duration.ofSeconds(5), 1L << 30, 1_000_000, 1L << 40, 100, 1L << 20));
        assertThatThrownBy(() -> reader.query("SELECT number FROM system.numbers LIMIT 1000", Map.of()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.LIMIT));
        assertThatThrownBy(() -> reader.query("INSERT INTO ledger (projectId) VALUES ('p')", Map.of()))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void streams_a_result_row_by_row() {
        List<Object> numbers = new ArrayList<>();
        Reader reader = clickhouse.reader("p", ReadLimits.PRODUCT);
        Rows.Stats stats = reader.stream(
                "SELECT number, toString(number) FROM numbers(100000)",
                Map.of(),
                cells -> numbers.add(cells.getFirst()));
        assertThat(numbers).hasSize(100_000).startsWith(0, 1, 2).endsWith(99_999);
        assertThat(stats.rowsRead()).isEqualTo(100_000);
    }

    @Test
    void rows_that_look_like_the_head_of_a_result_are_rows() {
        List<Object> names = new ArrayList<>();
        String sql = "SELECT if(number % 2 = 0, 'name', 'String') AS name FROM numbers(200000)";
        clickhouse.reader("p", ReadLimits.PRODUCT).stream(sql, Map.of(), cells -> names.add(cells.getFirst()));
        assertThat(names).hasSize(200_000).startsWith("name", "String", "name", "String");
    }

    @Test
    void what_whoever_takes_a_result_throws_comes_out_as_it_is() {
        Reader reader = clickhouse.reader("p", ReadLimits.PRODUCT);
        String many = "SELECT toString(number) FROM numbers(1000000)";
        IllegalStateException own = new IllegalStateException("of the consumer");
        IOException full = new IOException("the disk is full");
        assertThatThrownBy(() -> reader.stream(many, Map.of(), _ -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThatThrownBy(() -> reader.texts(many, Map.of(), _ -> {
                    throw full;
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(full);
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw full;
            }
        };
        assertThatThrownBy(() -> reader.copy(many, Map.of(), "JSONEachRow", failing))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(full);
        assertThat(reader.query("SELECT 1 AS one", Map.of()).row(0).number("one"))
                .isEqualTo(1);
    }

    @Test
    void an_insert_is_told_by_its_token() {
        byte[] rows =
                "{\"projectId\":\"p\",\"minute\":\"2026-06-01 00:00:00\",\"outcome\":\"stored\",\"events\":3,\"bytes\":10}"
                        .getBytes(StandardCharsets.UTF_8);
        List<String> columns = List.of("projectId", "minute", "outcome", "events", "bytes");
        for (String token : List.of("a", "a", "b", "a", "b")) {
            clickhouse.insert("ledger", columns, "JSONEachRow", rows, token);
        }
        assertThat(clickhouse
                        .query("SELECT sum(events) AS events FROM ledger")
                        .row(0)
                        .number("events"))
                .isEqualTo(6);
    }

    @Test
    void a_reader_sees_one_project() {
        clickhouse.command(
                "INSERT INTO ledger (projectId, minute, outcome, events) VALUES ('mine', now(), 'received', 1), ('theirs', now(), 'received', 1)");
        Reader mine = clickhouse.reader("mine", ReadLimits.PRODUCT);
        for (String from : List.of(
                "ledger",
                clickhouse.database() + ".ledger",
                "ledger AS l",
                "(SELECT * FROM ledger) AS l",
                "ledger AS projects")) {
            assertThat(mine.query("SELECT DISTINCT projectId FROM " + from, Map.of())
                            .rows())
                    .as(from)
                    .isEqualTo(List.of(List.of("mine")));
        }
    }
}
