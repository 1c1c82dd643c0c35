package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.ingest.Signal;
import dev.claymore.ingest.Telemetry.BadTelemetry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LogTimesTest {

    private static boolean timed(String records) throws BadTelemetry {
        byte[] body =
                ("{\"resourceLogs\":[{\"resource\":{\"attributes\":[]},\"scopeLogs\":[{\"scope\":{\"name\":\"a\"},\"logRecords\":["
                                + records + "]}]}]}")
                        .getBytes(StandardCharsets.UTF_8);
        return new Otlp()
                .check(Signal.LOGS, true, body, body.length, 1_780_000_000_000L)
                .timed();
    }

    @Test
    void aBodyIsTimedWhenOneOfItsRecordsIs() throws BadTelemetry {
        String untimed =
                "{\"severityNumber\":9,\"flags\":1,\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"body\":{\"stringValue\":\"a\"}}";
        assertThat(timed(untimed)).isFalse();
        assertThat(timed(untimed + "," + untimed)).isFalse();
        assertThat(timed("{\"timeUnixNano\":\"0\"}")).isFalse();
        assertThat(timed(untimed + ",{\"timeUnixNano\":\"1780000000000000000\"}"))
                .isTrue();
        assertThat(timed("{\"observedTimeUnixNano\":\"1780000000000000000\"}")).isTrue();
    }
}
