package dev.claymore.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.ingest.Signal;
import dev.claymore.ingest.Telemetry.BadTelemetry;
import dev.claymore.ingest.Telemetry.Checked;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body makes of rows is bounded; what senders usually send is far from it. */
final class BodyBoundsTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final String LOG =
            "{\"timeUnixNano\":\"1800000000000000000\",\"body\":{\"stringValue\":\"a line\"}}";
    private static final String SPAN =
            "{\"traceId\":\"0123456789abcdef0123456789abcdef\",\"spanId\":\"0123456789abcdef\",\"name\":\"GET /\",\"startTimeUnixNano\":\"1800000000000000000\"}";
    private static final String POINT = "{\"asInt\":\"1\",\"timeUnixNano\":\"1800000000000000000\"}";

    private static Checked check(Signal signal, String json) throws BadTelemetry {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new Otlp().check(signal, true, body, body.length, NOW);
    }

    private static String body(Signal signal, String resource, String record, int records) {
        String all = String.join(",", Collections.nCopies(records, record));
        return switch (signal) {
            case LOGS -> "{\"resourceLogs\":[{%s\"scopeLogs\":[{\"logRecords\":[%s]}]}]}".formatted(resource, all);
            case TRACES -> "{\"resourceSpans\":[{%s\"scopeSpans\":[{\"spans\":[%s]}]}]}".formatted(resource, all);
            case METRICS ->
                "{\"resourceMetrics\":[{%s\"scopeMetrics\":[{\"metrics\":[{\"name\":\"m\",\"gauge\":{\"dataPoints\":[%s]}}]}]}]}"
                        .formatted(resource, all);
        };
    }

    private static String resource(int bytes) {
        return "\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"%s\"}}]},"
                .formatted("a".repeat(bytes));
    }

    @ParameterizedTest
    @CsvSource({"LOGS, 8192", "LOGS, 50000", "TRACES, 8192", "TRACES, 50000", "METRICS, 8192", "METRICS, 50000"})
    void recordsOfAUsualBatchAreTakenHoweverManyTheyAre(Signal signal, int records) throws BadTelemetry {
        String record = signal == Signal.LOGS ? LOG : signal == Signal.TRACES ? SPAN : POINT;
        Checked json = check(signal, body(signal, resource(1_000), record, records));
        assertThat(json.accepted()).isEqualTo(records);
        Checked protobuf = new Otlp().check(signal, false, json.body(), json.length(), NOW);
        assertThat(protobuf.accepted()).isEqualTo(records);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 7_000, 9_000, 100_000})
    void aResourceStandsInEachRow(int bytes) throws BadTelemetry {
        String body = body(Signal.LOGS, resource(bytes), LOG, 8_192);
        if (bytes < 8_000) {
            assertThat(check(Signal.LOGS, body).accepted()).isEqualTo(8_192);
        } else {
            assertThatThrownBy(() -> check(Signal.LOGS, body))
                    .isInstanceOf(BadTelemetry.class)
                    .hasMessageContaining("stands in each of its records");
        }
    }

    /** In JSON a control character becomes six, a quote two. */
    @ParameterizedTest
    @CsvSource({"b, 10, true", "b, 12, false", "n, 10, true", "/, 60, true"})
    void aTextInsideOfAnArrayCountsAsItIsWritten(String escaped, int mebibytes, boolean taken) throws BadTelemetry {
        String text = ("\\" + escaped).repeat(mebibytes << 20);
        String body = body(
                Signal.LOGS, "", "{\"body\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"" + text + "\"}]}}}", 1);
        if (taken) {
            assertThat(check(Signal.LOGS, body).accepted()).isEqualTo(1);
        } else {
            assertThatThrownBy(() -> check(Signal.LOGS, body)).hasMessageContaining("64 MiB");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 12_000_000})
    void emptyMessagesOfJsonAreBoundedWhileTheyGrow(int count) throws BadTelemetry {
        String body = "{\"resourceLogs\":[" + "{},".repeat(count - 1) + "{}]}";
        if (count == 1_000) {
            assertThat(check(Signal.LOGS, body).accepted()).isZero();
        } else {
            assertThatThrownBy(() -> check(Signal.LOGS, body)).hasMessageContaining("more than 64 MiB");
        }
    }

    /** A few characters that name a number of more digits than there is memory for. */
    @ParameterizedTest
    @ValueSource(strings = {"1E-600000000", "\"1E-600000000\"", "\"1E600000000\"", "1.5", "\"0x10\"", "-1e19"})
    void aTimeThatIsNoWholeNumberOf64BitsIsRefusedAsItStands(String time) {
        assertThatThrownBy(() -> check(
                        Signal.LOGS,
                        body(Signal.LOGS, "", "{\"timeUnixNano\":" + time + ",\"body\":{\"stringValue\":\"x\"}}", 1)))
                .hasMessageContaining("timeUnixNano must be a whole number of 64 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5E+18", "\"1.5E+18\"", "1500000000000000000.000", "\"18446744073709551615\""})
    void aWholeNumberMayBeWrittenInAnyWay(String time) throws BadTelemetry {
        assertThat(check(
                                Signal.LOGS,
                                body(
                                        Signal.LOGS,
                                        "",
                                        LOG.replaceFirst("[{]", "{\"observedTimeUnixNano\":" + time + ","),
                                        1))
                        .accepted())
                .isEqualTo(1);
    }
}
