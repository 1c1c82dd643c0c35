package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReplayTest {

    private static final Instant START = Instant.parse("2026-06-01T08:00:00Z");
    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();

    private static UUID id(int n) {
        return new UUID(START.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
    }

    @Test
    void plays_a_recording_as_it_came_and_names_its_gaps() throws IOException {
        List<String> payloads = List.of(
                "{\"node\":{\"id\":1,\"text\":\"ü\\n\\\"\"}}",
                "{\"source\":1}",
                "[1,2.50,null]",
                "{\"big\":\"" + "x".repeat(100_000) + "\"}",
                "");
        int[] seqs = {0, 1, 5, 6, 7};
        for (int i : new int[] {2, 0, 3, 1, 2, 4}) { // late, early and doubled
            CLICKHOUSE.command(
                    """
                    INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload, extra)
                    SELECT 'shop', {id:UUID}, 'tab', {seq:UInt32}, {at:DateTime64(3, 'UTC')}, 3, {payload:String}, {extra:String}
                    """,
                    Map.of(
                            "id",
                            id(9),
                            "seq",
                            seqs[i],
                            "at",
                            START.plusMillis(seqs[i]),
                            "payload",
                            payloads.get(i),
                            "extra",
                            i == 2 ? "{\"delay\":7}" : ""));
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        assertThat(write("shop", id(9), Optional.empty(), Optional.empty(), json))
                .isEqualTo(new Outcome.Ok<>(5L));
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        assertThat(write("shop", id(9), Optional.of("tab"), Optional.empty(), named))
                .isEqualTo(new Outcome.Ok<>(5L));
        assertThat(named.toByteArray()).isEqualTo(json.toByteArray());
        StringBuilder expected = new StringBuilder("[");
        for (int i = 0; i < seqs.length; i++) {
            expected.append(i == 0 ? "" : ",")
                    .append("{\"type\":3")
                    .append(payloads.get(i).isEmpty() ? "" : ",\"data\":" + payloads.get(i))
                    .append(",\"timestamp\":")
                    .append(START.plusMillis(seqs[i]).toEpochMilli())
                    .append(i == 2 ? ",\"delay\":7}" : "}");
        }
        assertThat(json.toString(StandardCharsets.UTF_8))
                .isEqualTo(expected.append(']').toString());

        SessionDetail detail = ((Outcome.Ok<SessionDetail>)
                        new Sessions(CLICKHOUSE, SemanticModel.load()).find("shop", id(9)))
                .value();
        assertThat(detail.session()).containsEntry("hasReplay", true);
        assertThat(detail.windows()).singleElement().satisfies(window -> {
            assertThat(window.eventCount()).isEqualTo(5);
            assertThat(window.gaps())
                    .containsExactly(
                            new SessionDetail.Gap(1, 5, "2026-06-01T08:00:00.001Z", "2026-06-01T08:00:00.005Z"));
        });
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        for (Optional<String> window : List.of(Optional.<String>empty(), Optional.of("tab"))) {
            assertThat(write("shop", id(10), window, Optional.empty(), none)).isInstanceOf(Outcome.Refused.class);
            assertThat(write("other", id(9), window, Optional.empty(), none)).isInstanceOf(Outcome.Refused.class);
        }
        for (Optional<Instant> from : List.of(Optional.<Instant>empty(), Optional.of(START))) {
            assertThat(write("shop", id(9), Optional.of("other tab"), from, none))
                    .isInstanceOf(Outcome.Refused.class);
        }
        assertThat(none.size()).as("nothing is begun that is not there").isZero();

        SocketException left = new SocketException("somebody has left the page");
        assertThatThrownBy(() -> write("shop", id(9), Optional.of("tab"), Optional.empty(), new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw left;
                    }
                }))
                .hasCause(left);
    }

    private static Outcome<Long> write(
            String projectId, UUID sessionId, Optional<String> windowId, Optional<Instant> from, OutputStream out) {
        return new Replay(CLICKHOUSE).write(projectId, sessionId, windowId, from, () -> out);
    }

    @Test
    void begins_a_recording_at_the_last_snapshot_before_a_moment() throws IOException {
        int[] types = {4, 2, 3, 3, 4, 2, 3};
        for (int seq = 0; seq < types.length; seq++) {
            CLICKHOUSE.command("""
                    INSERT INTO replay_events (projectId, sessionId, windowId, seq, timestamp, type, payload)
                    SELECT 'shop', {id:UUID}, 'tab', {seq:UInt32}, {at:DateTime64(3, 'UTC')}, {type:UInt8}, toString({seq:UInt32})
                    """, Map.of("id", id(11), "seq", seq, "at", START.plusSeconds(seq), "type", types[seq]));
        }
        assertThat(played(id(11), Optional.empty())).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(played(id(11), Optional.of(START))).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(played(id(11), Optional.of(START.plusMillis(4_999)))).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(played(id(11), Optional.of(START.plusSeconds(5)))).containsExactly(4, 5, 6);
        assertThat(played(id(11), Optional.of(START.plusSeconds(99)))).containsExactly(4, 5, 6);
    }

    private static List<Integer> played(UUID sessionId, Optional<Instant> from) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write("shop", sessionId, Optional.empty(), from, json);
        List<Integer> numbers = new ArrayList<>();
        new ObjectMapper()
                .readTree(json.toByteArray())
                .forEach(event -> numbers.add(event.path("data").asInt()));
        return numbers;
    }
}
